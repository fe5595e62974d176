/** What a command has of this process: its streams and its files. */
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import type { CliIo } from './io.js'
import { saveFile } from './saveFile.js'

export const processIo: CliIo = {
  stdin: () => process.stdin,
  // Opened when it is read: a stream that fails before anybody listens ends the process.
  async *openFile(path) {
    yield* createReadStream(path)
  },
  out: (line) => void process.stdout.write(`${line}\n`),
  ready: async () => {
    if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain')
  },
  err: (line) => void process.stderr.write(`${line}\n`),
  saveFile,
}
