/** `postern store export|import`: JSON lines out and in. The bot should not be running on the same store meanwhile. */
import { PosternError } from '../domain/errors.js'
import type { Store } from '../flows/ports.js'
import { EXIT } from './exit.js'
import { type CliIo, inputOf } from './io.js'
import { readLines } from './lines.js'

/** In UTF-16 units. A row is some kilobytes; the store has a limit of its own below this one. */
const LINE_LENGTH_MAX = 64 * 1024 * 1024

export async function runStoreExport(
  io: Pick<CliIo, 'out' | 'ready'>,
  store: Pick<Store, 'exportLines'>,
): Promise<number> {
  for await (const line of store.exportLines()) {
    io.out(line)
    await io.ready()
  }
  return EXIT.ok
}

/** Errors: `store-format`, and what reading the input throws. */
export async function runStoreImport(io: CliIo, store: Pick<Store, 'importLines'>, file?: string): Promise<number> {
  const counts = await store.importLines(linesOf(inputOf(io, file)))
  for (const [table, rows] of Object.entries(counts)) io.err(`${table}: ${rows} rows`)
  return EXIT.ok
}

async function* linesOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
  for await (const line of readLines(bytes, LINE_LENGTH_MAX)) {
    if ('tooLong' in line) throw new PosternError('store-format', { why: 'a line is too long' })
    yield line.text
  }
}
