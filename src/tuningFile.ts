/** The operator's tuning file, read again when it has changed. */
import { readFile, stat } from 'node:fs/promises'
import { PosternError } from './domain/errors.js'
import { TUNING_LENGTH_MAX } from './domain/tuning/index.js'
import type { TuningSource } from './flows/ports.js'

/** UTF-8 takes four bytes for a character at most. */
const BYTES_MAX = 4 * TUNING_LENGTH_MAX

/** @param path null: none is configured */
export function createTuningFile(path: string | null): TuningSource {
  let known: { readonly stamp: string; readonly text: string } | undefined
  return {
    async read() {
      if (path === null) return null
      try {
        const { mtimeMs, size, ino } = await stat(path)
        if (size > BYTES_MAX) throw new PosternError('input-too-large', { what: 'the tuning file' })
        const stamp = [mtimeMs, size, ino].join()
        if (known?.stamp !== stamp) known = { stamp, text: await readFile(path, 'utf8') }
        return known.text
      } catch (error) {
        if (error instanceof PosternError) throw error
        throw new PosternError('file-unavailable', { what: 'the tuning file' }, { cause: error })
      }
    },
  }
}
