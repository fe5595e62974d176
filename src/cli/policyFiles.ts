/** Files that the policy commands read. */
import { PosternError } from '../domain/errors.js'
import { type PolicySnapshot, parseSnapshot } from '../domain/policyStatus/index.js'
import { type CliIo, inputOf } from './io.js'

/** Close to the longest text Node can hold; a larger tenant needs another form than one JSON text. */
const SNAPSHOT_BYTES_MAX = 480 * 1024 * 1024

/**
 * A snapshot from a file, or from standard input where none is named.
 * Errors: `input-invalid`, `input-too-large`, what reading a file throws.
 */
export const readSnapshot = async (io: CliIo, file: string | undefined): Promise<PolicySnapshot> =>
  parseSnapshot(await readJson(inputOf(io, file), SNAPSHOT_BYTES_MAX))

/** Errors: as `readSnapshot`. */
export async function readJson(chunks: AsyncIterable<Buffer>, bytesMax: number): Promise<unknown> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.length
    if (bytes > bytesMax) throw new PosternError('input-too-large', { bytesMax })
    parts.push(chunk)
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'))
  } catch (error) {
    throw new PosternError('input-invalid', { what: 'JSON' }, { cause: error })
  }
}
