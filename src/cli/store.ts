/** `postern store export|import`: JSON lines out and in. The bot should not be running on the same store meanwhile. */
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import type { Store } from '../flows/ports.js'
import type { CliIo } from './io.js'

export async function runStoreExport(io: CliIo, store: Store): Promise<number> {
  for await (const line of store.exportLines()) io.out(line)
  return 0
}

export async function runStoreImport(io: CliIo, store: Store, file?: string): Promise<number> {
  const input = Readable.from(file === undefined ? io.stdin() : io.openFile(file))
  const counts = await store.importLines(createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }))
  for (const [table, rows] of Object.entries(counts)) io.err(`${table}: ${rows} rows`)
  return 0
}
