/**
 * `postern sign-ins assess [--jsonl] FILE [--context FILE] [--tuning FILE]`: sign-in records in, one line a device code case out.
 *
 * A log is nearly all ordinary sign-ins, and an ordinary row is needed only when it shares its correlation with a
 * device code row that may stand anywhere in the file. So a file is read twice: first to learn which rows matter, then
 * to keep those. Standard input cannot be read twice; there every user row is kept.
 */
import { PosternError } from '../domain/errors.js'
import {
  type Assessment,
  type AssessmentContext,
  assembleCases,
  assessAll,
  type DeviceCodeCase,
  hintsAtDeviceCode,
  type ReadErrorCode,
  readContext,
  readRecords,
  recognise,
  type SignInRecord,
} from '../domain/signInAlert/index.js'
import { EXIT } from './exit.js'
import { type CliIo, isStandardInput } from './io.js'
import { readLines, readText } from './lines.js'
import { groupsOf, tryTuning } from './tuning.js'

export interface SignInsAssessOptions {
  /** Absent or `-`: standard input. */
  readonly file?: string
  readonly context?: string
  /** The operator's exceptions, tried on these records. */
  readonly tuning?: string
  /** What a year and the end of an exception are counted from. */
  readonly now: Date
}

/** Lengths in UTF-16 units. An Event Hubs event or a Graph page of a thousand rows is one line. */
const LINE_LENGTH_MAX = 64 * 1024 * 1024
const CONTEXT_LENGTH_MAX = 256 * 1024 * 1024

/**
 * Prints the cases, and a line for each record that cannot be read. Returns the exit status.
 * Errors: `input-invalid` for the context and for a log that can be read once only, what reading a file throws.
 */
export async function runSignInsAssess(io: CliIo, options: SignInsAssessOptions): Promise<number> {
  const known = options.context === undefined ? {} : await readContextFile(io, options.context)
  const context = contextOf(known)
  const tried =
    options.tuning === undefined
      ? { allow: [], isWhole: true }
      : await tryTuning(io, options.tuning, groupsOf(known), options.now.getTime())
  let unreadable = 0
  const tell = (error: ReadErrorCode, where: { readonly line?: number; readonly recordId?: string }): void => {
    unreadable++
    io.out(JSON.stringify({ error, ...where }))
  }
  const { cases, errors } = assembleCases(await keepRecords(io, options.file, tell))
  for (const { error, recordId } of errors) tell(error, recordId === undefined ? {} : { recordId })
  const assessments = assessAll(cases, { ...context, allow: [...context.allow, ...tried.allow] })
  for (const [index, one] of cases.entries()) {
    const assessment = assessments[index]
    if (assessment === undefined) continue
    io.out(caseLine(one, assessment))
    await io.ready()
  }
  return unreadable > 0 || !tried.isWhole ? EXIT.notOk : EXIT.ok
}

async function readContextFile(io: CliIo, path: string): Promise<unknown> {
  const text = (await readText(io.openFile(path), CONTEXT_LENGTH_MAX)).trim()
  try {
    return JSON.parse(text)
  } catch {
    throw noContext()
  }
}

function contextOf(known: unknown): AssessmentContext {
  const context = readContext(known)
  if (context === undefined) throw noContext()
  return context
}

const noContext = (): PosternError => new PosternError('input-invalid', { what: 'context: it must be one JSON object' })

type Tell = (error: ReadErrorCode, where: { readonly line: number }) => void

/** The records that can be part of a case, or of which that cannot be said. */
async function keepRecords(io: CliIo, file: string | undefined, tell: Tell): Promise<readonly SignInRecord[]> {
  const kept: SignInRecord[] = []
  if (isStandardInput(file)) {
    await eachRecord(io.stdin(), tell, (record) => kept.push(record))
    return kept
  }
  const sieve = new Sieve()
  const learn = (record: SignInRecord): void => sieve.learn(record)
  const lines = await eachRecord(io.openFile(file), tell, learn)
  // A copy without its correlation was seen: another copy of the same row may bring it.
  if (sieve.isIncomplete) await eachRecord(io.openFile(file), toldBefore, learn)
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

const isoOf = (atMs: number): string => new Date(atMs).toISOString()

/** One case as a line of the contract; what is not known is null. */
function caseLine(one: DeviceCodeCase, { severity, reasons }: Assessment): string {
  return JSON.stringify({
    caseId: one.caseId,
    userId: one.userId,
    userPrincipalName: one.userPrincipalName ?? null,
    firstSeen: isoOf(one.firstSeenMs),
    outcome: one.outcome,
    severity,
    reasons,
    legs: one.legs.map(({ record, kind }) => ({
      recordId: record.id,
      kind,
      ipAddress: record.ipAddress ?? null,
      appId: record.appId ?? null,
      at: isoOf(record.atMs),
    })),
  })
}
