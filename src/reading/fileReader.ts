/**
 * Reads what came with a message, in a process of its own that is kept warm for a while: one file at a time, within
 * limits, and people by turns. A file that crashes, hangs or swells it costs itself; the next one gets a fresh process.
 */
import { PosternError } from '../domain/errors.js'
import type { FileInHand, FileReader, Reading, Unread, UnreadReason } from '../flows/ports/files.js'
import { dataOf } from './languageData.js'
import { LIMITS, type ReadingLimits } from './limits.js'
import { createLine } from './line.js'
import { type ReaderProcess, startReaderProcess } from './readerProcess.js'

type ReadOptions = NonNullable<Parameters<FileReader['read']>[1]>

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
  const line = createLine(limits)
  let last: Promise<unknown> = Promise.resolve()

  const retire = async (): Promise<void> => {
    clearTimeout(idle)
    const process = kept
    kept = null
    await process?.end()
  }
  const readNow: FileReader['read'] = async ({ name, bytes }, { signal, whom = '' } = {}) => {
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
    const share = setTimeout(() => line.whenOthersWait(whom, giveUp), limits.shareMs)
    signal?.addEventListener('abort', giveUp, { once: true })
    const read = await process.read({ name, bytes }, (one) => {
      if (one.kind === 'passage') passages.push(one.passage)
      else if (one.kind === 'unread') unread.push(one.unread)
      else if (one.kind === 'author') author = one.author
    })
    clearTimeout(timer)
    clearTimeout(share)
    signal?.removeEventListener('abort', giveUp)
    if (read === 'ended') {
      kept = null
      unread.push({ name, why: isOutOfTime ? 'out-of-time' : 'reader-failed' })
    } else if (read.residentBytes > limits.keptBytes) await retire()
    else idle = setTimeout(() => void retire(), limits.idleMs).unref()
    return { passages, author, unread }
  }

  const readInTurn = async (file: FileInHand, options: ReadOptions, isTooLate: boolean): Promise<Reading> => {
    if (isClosed) return nothing(file.name, 'reader-failed')
    if (isTooLate || options.signal?.aborted) return nothing(file.name, 'out-of-time')
    return readNow(file, options)
  }

  return {
    get pid() {
      return kept?.pid ?? null
    },
    async read(file, options = {}) {
      if (isClosed) return nothing(file.name, 'reader-failed')
      if (file.bytes.length > limits.bytes) return nothing(file.name, 'too-large')
      const until = performance.now() + limits.waitingMs
      const entered = await line.enter(options.whom ?? '', file.bytes.length, options.signal)
      if (entered === 'full') return nothing(file.name, 'busy')
      if (entered === 'gone') return nothing(file.name, 'out-of-time')
      const reading = readInTurn(file, options, performance.now() > until)
      last = reading.catch(() => undefined)
      return reading.finally(() => line.leave())
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
