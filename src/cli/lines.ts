/** Splits bytes into lines without ever holding more than one line, and none longer than a limit. */

export type Line = { readonly text: string } | { readonly tooLong: true }

/**
 * Lines of UTF-8, without their ends; a last line without an end counts. A line longer than `lengthMax` UTF-16 units is
 * reported as such and its rest is skipped.
 */
export async function* readLines(bytes: AsyncIterable<Buffer>, lengthMax: number): AsyncGenerator<Line> {
  const decoder = new TextDecoder('utf-8')
  let pieces: string[] = []
  let length = 0
  let skipping = false
  const finish = (): Line => {
    const line: Line = skipping ? { tooLong: true } : { text: pieces.join('').replace(/\r$/, '') }
    pieces = []
    length = 0
    skipping = false
    return line
  }
  const take = (piece: string): void => {
    length += piece.length
    if (length > lengthMax) {
      skipping = true
      pieces = []
    }
    if (!skipping && piece !== '') pieces.push(piece)
  }
  for await (const chunk of bytes) {
    const text = decoder.decode(chunk, { stream: true })
    let from = 0
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', from)) {
      take(text.slice(from, end))
      yield finish()
      from = end + 1
    }
    take(text.slice(from))
  }
  take(decoder.decode())
  if (length > 0) yield finish()
}

/** The beginning of a file: reading stops once more than `bytesMax` are there, so that its reader sees it is too large. */
export async function readBytes(bytes: AsyncIterable<Buffer>, bytesMax: number): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of bytes) {
    chunks.push(chunk)
    length += chunk.length
    if (length > bytesMax) break
  }
  return Buffer.concat(chunks)
}

/** The beginning of a text: reading stops once `lengthMax` UTF-16 units are there. */
export async function readText(bytes: AsyncIterable<Buffer>, lengthMax: number): Promise<string> {
  const decoder = new TextDecoder('utf-8')
  let text = ''
  for await (const chunk of bytes) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > lengthMax) return text.slice(0, lengthMax)
  }
  return text + decoder.decode()
}
