/** `postern sign-ins assess [--jsonl] FILE [--context FILE] [--tuning FILE]`: records in, one line a device code case out. */
import {
  type Assessment,
  assembleCases,
  assessAll,
  type DeviceCodeCase,
  type ReadErrorCode,
} from '../domain/signInAlert/index.js'
import { contextOf, readContextFile } from './contextFile.js'
import { EXIT } from './exit.js'
import type { CliIo } from './io.js'
import { keepRecords } from './signInRecords.js'
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
