/**
 * Where a link may stand: the text is cut at white space, quotes, brackets and letters of scripts that no host we know
 * is written in, so that `「microsoft.com/deviceloginを開いて」` gives up its link.
 */
export const LINK_TOKEN =
  /[^\s<>"'`“”„«»‹›「」『』（）()[\]{}|,;、。，！？：；【】〈〉《》…\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Devanagari}\p{Script=Thai}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Lao}\p{Script=Myanmar}\p{Script=Ethiopic}\p{Script=Georgian}→।॥؟،؛۔ـ។៕၊။፣፤፥።፧–—]+/gu
export const TOKEN_LENGTH_MAX = 4096

/** A host written without a scheme. */
export const HOST = /^(?:[\p{L}\p{N}_](?:[\p{L}\p{N}_-]{0,62}))(?:\.[\p{L}\p{N}_-]{1,63}){1,30}$/u

/** What a sentence leaves at the end of a link. */
export const TRAILING = /[.!?:*_~…]+$/

/**
 * The token, and what belongs to it beyond what ends a token elsewhere. The target of a Markdown link runs to its
 * bracket, for HTML was written so too. Beyond a `;`: URL Defense writes `__;<Base64>!!<key>`, and HTML that was pasted as
 * text writes `&amp;` for `&`.
 */
export function wholeToken(text: string, start: number, token: string): string {
  if (text[start - 1] === '(' && text[start - 2] === ']') {
    TARGET.lastIndex = start
    return TARGET.exec(text)?.[0] ?? token
  }
  let end = start + token.length
  for (let round = 0; round < 30 && text[end] === ';' && end - start < TOKEN_LENGTH_MAX; round += 1) {
    const before = text.slice(Math.max(start, end - 8), end)
    const isEntity = /&(?:amp|#38|#x26)$/i.test(before)
    if (!isEntity && !(before.endsWith('__') && token.includes('/v3/__'))) break
    REST.lastIndex = end + 1
    const rest = REST.exec(text)?.[0] ?? ''
    end += 1 + rest.length
  }
  return text.slice(start, Math.min(end, start + TOKEN_LENGTH_MAX))
}

const TARGET = /[^\s()<>]{1,4096}/y
const REST = new RegExp(LINK_TOKEN.source.replace(/\+$/, '{0,2048}'), 'uy')
