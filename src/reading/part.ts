import type { PictureFormat } from '../domain/fileFormat.js'
import type { Found } from './found.js'

/** One file, or one part of one. */
export interface Part {
  readonly name: string | null
  readonly bytes: Uint8Array
  /** 0 for the file itself. */
  readonly depth: number
}

export interface PictureReader {
  read(format: PictureFormat, part: Part, found: Found): Promise<void>
}

export interface Tools {
  readonly found: Found
  /** Loaded when the first picture comes. */
  readonly pictures: () => Promise<PictureReader>
  /** Reads what lies within a part, as deep and as much of it as one file may have. */
  readonly read: (inner: Part) => Promise<void>
}
