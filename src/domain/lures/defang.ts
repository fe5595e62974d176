/** Links written so that no program follows them, the way analysts do: `hxxps://microsoft[.]com/devicelogin`. */

/** A dot as in host names, not as in IPv4 addresses, versions or at the end of a sentence. */
const HOST_DOT = /(?<=[\p{L}\p{N}-])\.(?=[\p{L}-]{2})/gu

/** Done twice it changes nothing more. */
export const defang = (text: string): string =>
  text
    .replace(/(?<![\p{L}\p{N}])http(?=s?:)/giu, 'hxxp')
    .replace(/(?<!hxxps?):\/\//gi, '[:]//')
    .replace(/(?<![\p{L}\p{N}])(javascript|vbscript|data|mailto|tel|ms-[a-z]{2,20}):/giu, '$1[:]')
    .replace(HOST_DOT, '[.]')
