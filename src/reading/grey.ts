/** One byte a pixel, from the left above. */
export interface Grey {
  readonly width: number
  readonly height: number
  readonly bytes: Uint8Array
}

/** The simplest picture file there is (netpbm's PGM): every library reads it at the cost of copying it. */
export function portableGreyMap({ width, height, bytes }: Grey): Uint8Array {
  const head = new TextEncoder().encode(`P5 ${width} ${height} 255\n`)
  const file = new Uint8Array(head.length + bytes.length)
  file.set(head)
  file.set(bytes, head.length)
  return file
}
