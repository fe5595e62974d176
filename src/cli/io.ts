/** What a command may touch of the world: bytes in, lines out. The entry makes one from the process; tests make theirs. */
export interface CliIo {
  stdin(): AsyncIterable<Buffer>
  /** Fails, when read, if there is no such file or it may not be read. */
  openFile(path: string): AsyncIterable<Buffer>
  out(line: string): void
  err(line: string): void
}

/** Exit statuses above 63 are faults of the call or the program, never answers (as in BSD's sysexits). */
export const EXIT = { ok: 0, someLinesFailed: 1, noInput: 66, internal: 70 } as const
