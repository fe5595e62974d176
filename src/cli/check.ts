/**
 * `postern check [--json] [FILE]` and `postern check --jsonl [FILE]`: the code check without a tenant, a network or a
 * database. Loads the domain only.
 */
import { z } from 'zod/v4'
import { ADVICE, type CodeCheck, checkMessage, SIGNALS } from '../domain/codeCheck/index.js'
import { type CliIo, EXIT } from './io.js'
import { readLines, readText } from './lines.js'

export interface CheckOptions {
  readonly json?: boolean
  readonly jsonl?: boolean
  /** Standard input when absent or `-`. */
  readonly file?: string
}

/** Longest line or message that is read, in UTF-16 units; the check itself reads less and says when it did. */
const INPUT_LENGTH_MAX = 4 * 1024 * 1024

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

/** Control characters in what somebody pasted must not reach a terminal. */
const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim()

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
  ]
}

const failed = (error: string): string => JSON.stringify({ id: null, error })

function checkLine(line: string): { readonly answer: string; readonly isFault: boolean } {
  let parsed: unknown
  try {
    parsed = JSON.parse(line)
  } catch {
    return { answer: failed('input-invalid: not JSON'), isFault: true }
  }
  const read = sample.safeParse(parsed)
  if (!read.success) return { answer: failed('input-invalid: want {"id","text"}'), isFault: true }
  return { answer: contract(read.data.id, checkMessage({ text: read.data.text })), isFault: false }
}

async function checkLines(io: CliIo, bytes: AsyncIterable<Buffer>): Promise<number> {
  let status: number = EXIT.ok
  for await (const line of readLines(bytes, INPUT_LENGTH_MAX)) {
    if ('text' in line && line.text.trim() === '') continue
    const { answer, isFault } =
      'text' in line ? checkLine(line.text) : { answer: failed('input-too-large: the line is too long'), isFault: true }
    io.out(answer)
    if (isFault) status = EXIT.someLinesFailed
  }
  return status
}

/** Runs the command; answers its exit status: 0, 1 where a line could not be read, 66 where there is no input. */
export async function runCheck(io: CliIo, options: CheckOptions): Promise<number> {
  const bytes = options.file === undefined || options.file === '-' ? io.stdin() : io.openFile(options.file)
  try {
    if (options.jsonl) return await checkLines(io, bytes)
    const check = checkMessage({ text: await readText(bytes, INPUT_LENGTH_MAX) })
    for (const line of options.json ? [contract(undefined, check)] : forPeople(check)) io.out(line)
    return EXIT.ok
  } catch (error) {
    if (!isFileFault(error)) throw error
    io.err(`postern check: cannot read the input (${error.code})`)
    return EXIT.noInput
  }
}

const isFileFault = (error: unknown): error is Error & { code: string } =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && /^E[A-Z]+$/.test(error.code)
