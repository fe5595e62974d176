/**
 * `postern check [--json] [FILE]` and `postern check --jsonl [FILE]`: the code check without a tenant, a network or a
 * database. Loads the domain only.
 */
import { z } from 'zod/v4'
import { ADVICE, type CodeCheck, checkMessage, LESSONS, lessonOf, SIGNALS } from '../domain/codeCheck/index.js'
import type { ErrorCode } from '../domain/errors.js'
import { EXIT } from './exit.js'
import { type CliIo, inputOf } from './io.js'
import { readLines, readText } from './lines.js'
import { printable } from './printable.js'

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
  for await (const line of readLines(bytes, INPUT_LENGTH_MAX)) {
    if ('text' in line && line.text.trim() === '') continue
    const { answer, isFault } =
      'text' in line ? checkLine(line.text) : { answer: failed('input-too-large'), isFault: true }
    io.out(answer)
    await io.ready()
    if (isFault) status = EXIT.notOk
  }
  return status
}

/** Runs the command; answers its exit status, 1 where a line could not be read. Throws what reading the input throws. */
export async function runCheck(io: CliIo, options: CheckOptions): Promise<number> {
  const bytes = inputOf(io, options.file)
  if (options.jsonl) return checkLines(io, bytes)
  const check = checkMessage({ text: await readText(bytes, INPUT_LENGTH_MAX) })
  for (const line of options.json ? [contract(undefined, check)] : forPeople(check)) io.out(line)
  return EXIT.ok
}
