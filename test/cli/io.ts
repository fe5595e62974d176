/** A terminal in memory: files by name, lines out and errors kept. A name that is not there fails as the system does. */
import { exitStatusOf } from '../../src/cli/exit.js'
import type { CliIo } from '../../src/cli/io.js'

export interface KeptIo extends CliIo {
  readonly lines: string[]
  readonly faults: string[]
  readonly saved: Map<string, string>
}

/** Handed over in small chunks, so that lines fall across them. Standard input has the name `-`. */
export function keptIo(files: Readonly<Record<string, string>> = {}): KeptIo {
  const lines: string[] = []
  const faults: string[] = []
  const saved = new Map<string, string>()
  async function* bytes(path: string): AsyncGenerator<Buffer> {
    const text = files[path]
    if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT', path })
    const all = Buffer.from(text)
    for (let from = 0; from < all.length; from += 1000) yield all.subarray(from, from + 1000)
  }
  return {
    lines,
    faults,
    saved,
    saveFile: async (path, all) => void saved.set(path, [...all, ''].join('\n')),
    stdin: () => bytes('-'),
    openFile: bytes,
    out: (line) => void lines.push(line),
    ready: async () => undefined,
    err: (line) => void faults.push(line),
  }
}

/** The status that the entry would end with: what the command answers, or what its error means. */
export const statusOf = (command: Promise<number>): Promise<number> => command.catch(exitStatusOf)
