/**
 * `postern policy diff BEFORE AFTER`: what changed between two snapshots that touches device code. With `--before TIME` the
 * earlier one is what the bot had kept at that time, with `--live` the later one is the tenant as it is now.
 *
 * Exits 0 (nothing got worse), 1 (something was opened, or emergency access is reached or gone) or 2 (that cannot be
 * told). How old the snapshots are does not matter here.
 */
import {
  compareSnapshots,
  DRIFT_CODES,
  type DriftChange,
  type DriftThing,
  type PolicyDiff,
  type Some,
} from '../domain/policyStatus/index.js'
import { type CiLevel, type CiReport, ciLines } from './ciReport.js'
import { contextOf, readContextFile } from './contextFile.js'
import { EXIT } from './exit.js'
import { type CliIo, isStandardInput } from './io.js'
import { NONE_KEPT, readKept, readLive, readSnapshot } from './policyFiles.js'
import type { CiFormat } from './policyFormats.js'
import { sayValue } from './policyPlan.js'
import { BLOCKED_LINES, many, nameAndId, section } from './policyWords.js'
import { printable } from './printable.js'

export interface PolicyDiffOptions {
  /** Snapshot files, in order: those that neither `keptAt` nor `live` stand for. */
  readonly files: readonly string[]
  /** ISO 8601: the earlier one is what was kept at this instant. */
  readonly keptAt?: string
  /** The later one is the tenant as it is now. */
  readonly live?: boolean
  readonly json?: boolean
  readonly format?: CiFormat
  /** As for `sign-ins assess`: its `sharedDeviceAccounts` are phones and rooms. */
  readonly context?: string
  readonly reportOnlyDays?: number
}

/** Runs the command; returns the exit status. Errors: `input-invalid`, `input-too-large`, what reading a file throws. */
export async function runPolicyDiff(io: CliIo, options: PolicyDiffOptions): Promise<number> {
  const { files, keptAt, live = false } = options
  if (files.length !== 2 - (keptAt === undefined ? 0 : 1) - (live ? 1 : 0)) {
    io.err('diff needs two snapshots: files, or --before TIME for the earlier one, or --live for the later one')
    return EXIT.usage
  }
  if (files.filter(isStandardInput).length > 1) {
    io.err('only one of the two snapshots can be standard input')
    return EXIT.usage
  }
  const before = keptAt === undefined ? await readSnapshot(io, files[0]) : await readKept(io, keptAt)
  if (before === null) {
    io.err(NONE_KEPT)
    return EXIT.unknown
  }
  const after = live ? await readLive(io) : await readSnapshot(io, files.at(-1))
  if (Date.parse(before.takenAt) > Date.parse(after.takenAt))
    io.err('The first snapshot is newer than the second: are they the wrong way round?')
  const context = options.context === undefined ? undefined : contextOf(await readContextFile(io, options.context))
  const diff = compareSnapshots(before, after, {
    ...(context === undefined ? {} : { deviceAccounts: context.sharedDeviceAccounts }),
    ...(options.reportOnlyDays === undefined ? {} : { reportOnlyDaysMax: options.reportOnlyDays }),
  })
  for (const line of linesOf(diff, options)) io.out(line)
  return { ok: EXIT.ok, failure: EXIT.notOk, unknown: EXIT.unknown }[verdictOf(diff)]
}

function verdictOf({ changes, notCompared }: PolicyDiff): CiReport['verdict'] {
  const levels = changes.map(levelOf)
  if (levels.includes('failure')) return 'failure'
  return levels.includes('unknown') || notCompared.length > 0 ? 'unknown' : 'ok'
}

function linesOf(diff: PolicyDiff, { json, format, files, live }: PolicyDiffOptions): readonly string[] {
  if (json === true) return [JSON.stringify(diff)]
  if (format === undefined) return sayDiff(diff)
  return ciLines(format, {
    name: 'policy diff',
    file: live === true ? 'live' : files.at(-1),
    question: 'nothing that touches device code flow got worse',
    verdict: verdictOf(diff),
    takenAt: diff.after,
    meanings: { ...DRIFT_CODES, 'not-compared': NOT_COMPARED },
    findings: [
      ...diff.changes.map((change) => ({
        code: change.code,
        level: levelOf(change),
        message: [headOf(change), ...details(change)].join('; '),
        id: change.id,
      })),
      ...diff.notCompared.map((what) => ({
        code: 'not-compared',
        level: 'unknown' as const,
        message: what,
        id: `not-compared:${what}`,
      })),
    ],
  })
}

const NOT_COMPARED = 'one of the two snapshots could not read this, so it was not compared'

function levelOf({ code, opens, isStanding }: DriftChange): CiLevel {
  if (isStanding) return 'note'
  if (opens === true || code === 'emergency-reached' || code === 'emergency-missing') return 'failure'
  return opens === 'unknown' ? 'unknown' : 'warning'
}

function sayDiff(diff: PolicyDiff): readonly string[] {
  const { before, after, blocked, changes, notCompared } = diff
  const standing = changes.filter(({ isStanding }) => isStanding).length
  const made = changes.length - standing
  return [
    `From ${before} to ${after}: ${made === 0 ? 'no change' : many(made, 'change')} to what decides about device code flow.${standing === 0 ? '' : ` As before, and worth a look: ${standing}.`}`,
    ...(blocked.before === blocked.after || blocked.before === null
      ? []
      : [`Before: ${BLOCKED_LINES[blocked.before]}`]),
    `Now: ${BLOCKED_LINES[blocked.after]}`,
    ...changes.flatMap((change) => ['', headOf(change), ...details(change).map((line) => `  ${line}`)]),
    ...section(
      'Not compared',
      notCompared.map((what) => `${what}: ${NOT_COMPARED}`),
    ),
  ]
}

const headOf = ({ code, subject, opens, isStanding }: DriftChange): string =>
  [
    `${code}: ${DRIFT_CODES[code]}`,
    subject.kind === 'tenant' ? '' : ` (${subject.kind} ${thing(subject)})`,
    opens === true ? ', OPENS' : opens === 'unknown' ? ', may open' : '',
    isStanding ? ', as before' : '',
  ].join('')

function details({ fields, added, removed, policies, at, why, subject }: DriftChange): readonly string[] {
  return [
    ...fields.map(({ field, before, after }) => `${printable(field)}: ${sayValue(before)} → ${sayValue(after)}`),
    ...listed('added', added),
    ...listed('removed', removed),
    ...(subject.kind === 'policy' || policies.length === 0
      ? []
      : [`in ${policies.map(({ displayName }) => `"${printable(displayName)}"`).join(', ')}`]),
    ...(at === null ? [] : [at]),
    ...(why === null ? [] : [printable(why)]),
  ]
}

const NAMED_MAX = 10
function listed(word: string, { shown, count }: Some): readonly string[] {
  if (count === 0) return []
  const named = shown.slice(0, NAMED_MAX).map(thing).join(', ')
  return [`${word} (${count}): ${named}${count > NAMED_MAX ? ', …' : ''}`]
}

const thing = ({ id, name }: DriftThing): string => nameAndId(name, id)
