/**
 * Reads what came with a message, in a process of its own that is kept warm for a while: one file at a time, within
 * limits. A file that crashes, hangs or swells it costs itself; the next one gets a fresh process.
 */
import { PosternError } from '../domain/errors.js'
import type { FileReader, Reading, Unread, UnreadReason } from '../flows/ports/files.js'
import { dataOf } from './languageData.js'
import { LIMITS, type ReadingLimits } from './limits.js'
import { type ReaderProcess, startReaderProcess } from './readerProcess.js'

export interface FileReaderOptions {
  /** Of the letters in pictures, as Tesseract names them. */
  readonly languages: readonly string[]
  readonly limits?: Partial<ReadingLimits>
}

export interface IsolatedFileReader extends FileReader {
  /** The process that is kept, null where there is none. */
  readonly pid: number | null
}

/** @throws PosternError `config-invalid` where the data of a language is not installed. */
export function createFileReader(options: FileReaderOptions): IsolatedFileReader {
  const limits = { ...LIMITS, ...options.limits }
  const missing = options.languages.filter((language) => dataOf(language) === undefined)
  if (missing.length > 0) throw new PosternError('config-invalid', { faults: missing.map(sayMissing) })

  let kept: ReaderProcess | null = null
  let idle: NodeJS.Timeout | undefined
  let isClosed = false
  let waiting = 0
  let last: Promise<unknown> = Promise.resolve()

  const retire = async (): Promise<void> => {
    clearTimeout(idle)
    const process = kept
    kept = null
    await process?.end()
  }
  const readNow: FileReader['read'] = async ({ name, bytes }, { signal } = {}) => {
    clearTimeout(idle)
    // One that ended while nobody used it costs no file.
    const process = kept === null || kept.hasEnded ? startReaderProcess(limits, options.languages) : kept
    kept = process
    const passages: Reading['passages'][number][] = []
    const unread: Unread[] = []
    let author: Reading['author'] = null
    let isOutOfTime = false
    const giveUp = (): void => {
      isOutOfTime = true
      void process.end()
    }
    const timer = setTimeout(giveUp, limits.timeMs)
    signal?.addEventListener('abort', giveUp, { once: true })
    const read = await process.read({ name, bytes }, (one) => {
      if (one.kind === 'passage') passages.push(one.passage)
      else if (one.kind === 'unread') unread.push(one.unread)
      else if (one.kind === 'author') author = one.author
    })
    clearTimeout(timer)
    signal?.removeEventListener('abort', giveUp)
    if (read === 'ended') {
      kept = null
      unread.push({ name, why: isOutOfTime ? 'out-of-time' : 'reader-failed' })
    } else if (read.residentBytes > limits.keptBytes) await retire()
    else idle = setTimeout(() => void retire(), limits.idleMs).unref()
    return { passages, author, unread }
  }

  return {
    get pid() {
      return kept?.pid ?? null
    },
    async read(file, options = {}) {
      if (isClosed) return nothing(file.name, 'reader-failed')
      if (file.bytes.length > limits.bytes) return nothing(file.name, 'too-large')
      if (waiting >= limits.waiting) return nothing(file.name, 'too-many')
      const until = performance.now() + limits.waitingMs
      waiting += 1
      const turn = last.then(() => {
        waiting -= 1
        if (isClosed) return nothing(file.name, 'reader-failed')
        const isTooLate = performance.now() > until || options.signal?.aborted === true
        return isTooLate ? nothing(file.name, 'out-of-time') : readNow(file, options)
      })
      last = turn.catch(() => undefined)
      return turn
    },
    async close() {
      isClosed = true
      await retire()
      await last
    },
  }
}

const nothing = (name: string | null, why: UnreadReason): Reading => ({
  passages: [],
  author: null,
  unread: [{ name, why }],
})

const sayMissing = (language: string): string =>
  `POSTERN_OCR_LANGUAGES names ${language}, whose data is not installed (npm install @tesseract.js-data/${language})`
