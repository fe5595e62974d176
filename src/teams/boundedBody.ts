/** The body of an answer from elsewhere, up to a limit. What is unpacked on the way counts as what it has become. */
import { PosternError } from '../domain/errors.js'

/** @throws PosternError `file-too-large`; and whatever the connection throws. */
export async function readBounded(response: Response, bytesMax: number): Promise<Uint8Array> {
  if (Number(response.headers.get('content-length') ?? 0) > bytesMax) {
    await response.body?.cancel().catch(() => undefined)
    throw new PosternError('file-too-large', { bytesMax })
  }
  if (response.body === null) return new Uint8Array()
  const reader = response.body.getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.length
    if (length > bytesMax) {
      await reader.cancel().catch(() => undefined)
      throw new PosternError('file-too-large', { bytesMax })
    }
    chunks.push(next.value)
  }
  return new Uint8Array(Buffer.concat(chunks, length))
}
