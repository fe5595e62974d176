/**
 * `postern check [--json] [FILE]` and `postern check --jsonl [FILE]`: the code check without a tenant, a network or a
 * database. Loads the domain only, until a mail, an invitation or a picture is to be read.
 */
import { z } from 'zod/v4'
import { ADVICE, type CodeCheck, checkMessage, LESSONS, lessonOf, SIGNALS } from '../domain/codeCheck/index.js'
import { type ErrorCode, PosternError } from '../domain/errors.js'
import { decodeText, formatOf } from '../domain/fileFormat.js'
import type { FileInHand, Reading, UnreadReason } from '../flows/ports/files.js'
import { EXIT } from './exit.js'
import { type CliIo, inputOf } from './io.js'
import { readBytes, readLines } from './lines.js'
import { printable } from './printable.js'

export interface CheckOptions {
  readonly json?: boolean
  readonly jsonl?: boolean
  /** Standard input when absent or `-`. */
  readonly file?: string
}

/** Reads what is not text. Lent, since its libraries are loaded only when they are needed. */
export type ReadFile = (file: FileInHand) => Promise<Reading>

/** Longest line that is read, in UTF-16 units; the check itself reads less and says when it did. */
const LINE_LENGTH_MAX = 4 * 1024 * 1024
/** Largest file. Of a larger text the beginning is read. */
const FILE_BYTES_MAX = 25 * 1024 * 1024

const sample = z.object({ id: z.union([z.string(), z.number()]), text: z.string() })

const HEADLINE: Readonly<Record<CodeCheck['verdict'], string>> = {
  phishing: 'Phishing: somebody else wants a sign-in from you',
  suspicious: 'Suspicious: this cannot be verified',
  'legitimate-device-login': 'A device sign-in prompt: right only if you started it yourself',
  'legitimate-meeting': 'An ordinary meeting, by its form',
  unrelated: 'No meeting and no device code',
}

const contract = (id: string | number | undefined, check: CodeCheck): string =>
  JSON.stringify({
    ...(id === undefined ? {} : { id }),
    verdict: check.verdict,
    confidence: check.confidence,
    signals: check.signals.map((signal) => signal.code),
    advice: check.advice,
  })

function forPeople(check: CodeCheck): string[] {
  const reasons = check.signals.map(({ code, evidence }) => {
    const shown = printable(evidence)
    return `  - ${SIGNALS[code]}${shown === '' ? '' : `: “${shown}”`}`
  })
  return [
    `${HEADLINE[check.verdict]} (${check.confidence})`,
    '',
    'Why:',
    ...reasons,
    '',
    'What to do:',
    ...check.advice.map((code) => `  - ${ADVICE[code]}`),
    '',
    `Good to know: ${LESSONS[lessonOf(check)]}`,
  ]
}

const failed = (error: ErrorCode): string => JSON.stringify({ id: null, error })

function checkLine(line: string): { readonly answer: string; readonly isFault: boolean } {
  let parsed: unknown
  try {
    parsed = JSON.parse(line)
  } catch {
    return { answer: failed('input-invalid'), isFault: true }
  }
  const read = sample.safeParse(parsed)
  if (!read.success) return { answer: failed('input-invalid'), isFault: true }
  return { answer: contract(read.data.id, checkMessage({ text: read.data.text })), isFault: false }
}

async function checkLines(io: CliIo, bytes: AsyncIterable<Buffer>): Promise<number> {
  let status: number = EXIT.ok
  for await (const line of readLines(bytes, LINE_LENGTH_MAX)) {
    if ('text' in line && line.text.trim() === '') continue
    const { answer, isFault } =
      'text' in line ? checkLine(line.text) : { answer: failed('input-too-large'), isFault: true }
    io.out(answer)
    await io.ready()
    if (isFault) status = EXIT.notOk
  }
  return status
}

const UNREAD: Readonly<Record<UnreadReason, string>> = {
  'source-not-allowed': 'it lies where Postern fetches nothing from',
  'not-permitted': 'a permission is missing',
  'could-not-fetch': 'it could not be fetched',
  'too-large': 'it is larger than the limit',
  'too-many': 'there are more parts, or deeper ones, than are read',
  'format-unknown': 'its format is not one that is read',
  damaged: 'it is damaged',
  encrypted: 'it is encrypted',
  busy: 'too many files waited to be read',
  'out-of-time': 'reading it took too long',
  'reader-failed': 'the reader stopped over it',
  'nothing-legible': 'no letters and no code could be made out',
}

/** What came in, judged. A file of which nothing could be read is a fault, never `unrelated`. */
async function checkInput(io: CliIo, bytes: Uint8Array, read: ReadFile): Promise<CodeCheck> {
  if (formatOf(bytes) === 'text') return checkMessage({ text: decodeText(bytes) })
  const { passages, author, unread } = await read({ name: null, contentType: null, bytes })
  if (passages.length === 0)
    throw new PosternError('input-invalid', { why: unread.map(({ why }) => UNREAD[why]).join('; ') || 'it is empty' })
  for (const { name, why } of unread) io.err(`Not read: ${name === null ? 'a part' : printable(name)}: ${UNREAD[why]}.`)
  // A mail that somebody has as a file was written to them, not by them.
  return checkMessage({ text: '', passages, ...(author === null ? {} : { author: 'someone-else' }) })
}

/**
 * Runs the command; answers its exit status, 1 where a line could not be read. What of a file was not read is told on
 * the standard error output. Throws what reading the input throws.
 */
export async function runCheck(io: CliIo, options: CheckOptions, read: ReadFile): Promise<number> {
  const bytes = inputOf(io, options.file)
  if (options.jsonl) return checkLines(io, bytes)
  const check = await checkInput(io, await readBytes(bytes, FILE_BYTES_MAX), read)
  for (const line of options.json ? [contract(undefined, check)] : forPeople(check)) io.out(line)
  return EXIT.ok
}
