import type { PolicySnapshot } from '../domain/policyStatus/index.js'

/** What a command may touch of the world: bytes in, lines out. The entry makes one from the process; tests make theirs. */
export interface CliIo {
  stdin(): AsyncIterable<Buffer>
  /** Fails, when read, if there is no such file or it may not be read. */
  openFile(path: string): AsyncIterable<Buffer>
  out(line: string): void
  /** Resolves once `out` can take more, so that a slow reader does not fill the memory. */
  ready(): Promise<void>
  err(line: string): void
  /** Writes a whole file that only its owner may read, or leaves what was there. */
  saveFile(path: string, lines: Iterable<string>): Promise<void>
  /** The policies of the live tenant; it needs the settings. Absent where there is no way to it. */
  liveSnapshot?(): Promise<PolicySnapshot>
  /** The newest that is kept in the database, or was at an instant; null: none. Absent as above. */
  keptSnapshot?(atOrBefore: Date | undefined): Promise<PolicySnapshot | null>
}

/** The input that a command was given: standard input where no file is named, or `-`. */
export const inputOf = (io: Pick<CliIo, 'stdin' | 'openFile'>, file: string | undefined): AsyncIterable<Buffer> =>
  isStandardInput(file) ? io.stdin() : io.openFile(file)

export const isStandardInput = (file: string | undefined): file is undefined | '-' => file === undefined || file === '-'
