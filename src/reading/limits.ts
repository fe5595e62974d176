/** What one file may cost. A file that costs more is told of in `unread`; it never costs the bot. */
const MIB = 1024 * 1024

export interface ReadingLimits {
  readonly bytes: number
  /** Width × height, as the header says, before anything is decoded. */
  readonly pixels: number
  /** From the moment its turn has come to its last passage. */
  readonly timeMs: number
  /** After this, a file is given up as soon as somebody else's waits: one person's files must not keep all the others out. */
  readonly shareMs: number
  /** Resident memory of the reader's process. */
  readonly residentBytes: number
  /** A process that holds more than this after a file is not kept for the next: WebAssembly gives nothing back. */
  readonly keptBytes: number
  readonly heapMib: number
  /** Files that wait for their turn. */
  readonly waiting: number
  readonly waitingBytes: number
  readonly waitingMs: number
  /** How long a process without work is kept. */
  readonly idleMs: number
}

export const LIMITS: ReadingLimits = {
  bytes: 25 * MIB,
  pixels: 40_000_000,
  timeMs: 20_000,
  shareMs: 4_000,
  residentBytes: 1024 * MIB,
  keptBytes: 640 * MIB,
  heapMib: 384,
  waiting: 32,
  waitingBytes: 200 * MIB,
  waitingMs: 60_000,
  idleMs: 60_000,
}

/** Attached files within attached files. */
export const DEPTH_MAX = 3
/** Parts of one file that are read: bodies apart. */
export const PARTS_MAX = 20
/** Of one passage, in UTF-16 units. */
export const PASSAGE_LENGTH_MAX = 256 * 1024
