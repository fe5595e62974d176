/**
 * Sign-in records from a file or standard input: those that can matter to a device code case.
 *
 * A log is nearly all ordinary sign-ins, and an ordinary row is needed only when it shares its correlation with a
 * device code row that may stand anywhere in the file. So a file is read twice: first to learn which rows matter, then
 * to keep those. Standard input cannot be read twice; there every user row is kept.
 */
import { PosternError } from '../domain/errors.js'
import {
  hintsAtDeviceCode,
  type ReadErrorCode,
  readRecords,
  recognise,
  type SignInRecord,
} from '../domain/signInAlert/index.js'
import { type CliIo, isStandardInput } from './io.js'
import { readLines } from './lines.js'

/** In UTF-16 units. An Event Hubs event or a Graph page of a thousand rows is one line. */
const LINE_LENGTH_MAX = 64 * 1024 * 1024

/** Told of each line that cannot be read. */
export type Tell = (error: ReadErrorCode, where: { readonly line: number }) => void

/**
 * The records that can be part of a case, or of which that cannot be said. `see` meets every record once, kept or not.
 * Errors: `input-invalid` for a log that can be read once only, what reading a file throws.
 */
export async function keepRecords(
  io: CliIo,
  file: string | undefined,
  tell: Tell,
  see: (record: SignInRecord) => void = () => undefined,
): Promise<readonly SignInRecord[]> {
  const kept: SignInRecord[] = []
  if (isStandardInput(file)) {
    await eachRecord(io.stdin(), tell, (record) => {
      see(record)
      kept.push(record)
    })
    return kept
  }
  const sieve = new Sieve()
  const lines = await eachRecord(io.openFile(file), tell, (record) => {
    see(record)
    sieve.learn(record)
  })
  // A copy without its correlation was seen: another copy of the same row may bring it.
  if (sieve.isIncomplete) await eachRecord(io.openFile(file), toldBefore, (record) => sieve.learn(record))
  if (sieve.isEmpty) return kept
  const keep = (record: SignInRecord): void => {
    if (sieve.keeps(record)) kept.push(record)
  }
  const linesAgain = await eachRecord(io.openFile(file), toldBefore, keep)
  // A pipe gives nothing the second time, which must not pass for a log without device code.
  if (linesAgain < lines)
    throw new PosternError('input-invalid', { what: 'log: a pipe is read from standard input, without a file name' })
  return kept
}

const toldBefore: Tell = () => undefined

/** Learns which rows matter: every copy of a device code or undecidable row, and all rows of their correlations. */
class Sieve {
  readonly #ids = new Set<string>()
  readonly #correlations = new Set<string>()
  readonly #withoutCorrelation = new Set<string>()

  learn(record: SignInRecord): void {
    const matters = hintsAtDeviceCode(record) || this.#withoutCorrelation.has(record.id)
    if (matters || recognise(record) === 'undecidable') this.#ids.add(record.id)
    if (!matters) return
    if (record.correlationId !== undefined) this.#correlations.add(record.correlationId)
    else this.#withoutCorrelation.add(record.id)
  }

  keeps(record: SignInRecord): boolean {
    return this.#ids.has(record.id) || this.#correlations.has(record.correlationId ?? '')
  }

  get isIncomplete(): boolean {
    return this.#withoutCorrelation.size > 0
  }

  get isEmpty(): boolean {
    return this.#ids.size === 0
  }
}

/** Reads every line and hands its records over. Returns how many lines there were. */
async function eachRecord(
  input: AsyncIterable<Buffer>,
  tell: Tell,
  take: (record: SignInRecord) => void,
): Promise<number> {
  let line = 0
  for await (const read of readLines(input, LINE_LENGTH_MAX)) {
    line++
    if ('tooLong' in read) {
      tell('line-too-long', { line })
      continue
    }
    // `trim` takes a byte order mark and `\r` away as well.
    const text = read.text.trim()
    if (text === '') continue
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch {
      tell('not-json', { line })
      continue
    }
    const { records, errors } = readRecords(value)
    for (const { error } of errors) tell(error, { line })
    for (const record of records) take(record)
  }
  return line
}
