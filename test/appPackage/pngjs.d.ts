/** The part of pngjs that the icon test uses; the package brings no types of its own. */
declare module 'pngjs' {
  export interface DecodedPng {
    readonly width: number
    readonly height: number
    /** Four bytes a pixel: red, green, blue, alpha. */
    readonly data: Buffer
  }
  export const PNG: { readonly sync: { read(bytes: Buffer): DecodedPng } }
}
