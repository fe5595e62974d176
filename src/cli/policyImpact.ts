/**
 * `postern policy impact [SNAPSHOT] --sign-ins FILE [--candidate FILE] [--except-group ID] [--context FILE]`: what a
 * block would have stopped in the last 30 days. Without a candidate: what `policy plan` proposes.
 *
 * Exits 0 (nothing would have been stopped), 1 (something would, or an emergency account is reached) or 2 (it cannot be
 * told: the snapshot is too old, the log holds none of the days, or lines or sign-ins of it cannot be judged).
 */
import {
  ALTERNATIVES,
  ASSUMPTIONS,
  assessImpact,
  dayOf,
  type ImpactAnswer,
  type ImpactCount,
  type ImpactUnknown,
  NOT_REPLAYED,
  type NotReplayedCode,
  plannedPolicy,
} from '../domain/policyStatus/index.js'
import { recognise } from '../domain/signInAlert/index.js'
import { contextOf, readContextFile } from './contextFile.js'
import { EXIT } from './exit.js'
import { type CliIo, isStandardInput } from './io.js'
import { checkedCandidate } from './policyCandidate.js'
import { groupIds, readJson, readSnapshot } from './policyFiles.js'
import { BLOCKED_LINES, many, nameAndId, sayAge, sayUnknowns, section } from './policyWords.js'
import { printable } from './printable.js'
import { keepRecords } from './signInRecords.js'

export interface PolicyImpactOptions {
  /** The snapshot; absent or `-` is standard input. */
  readonly file?: string
  /** Of the live tenant instead. */
  readonly live?: boolean
  readonly json?: boolean
  readonly signIns?: string
  /** A policy as Graph has it, as JSON. */
  readonly candidate?: string
  /** Groups of device accounts that the planned policy leaves out. */
  readonly exceptGroup?: readonly string[]
  /** As for `sign-ins assess`: its `sharedDeviceAccounts` are phones and rooms. */
  readonly context?: string
  readonly now: Date
}

const CANDIDATE_BYTES_MAX = 1024 * 1024

/** Runs the command; returns the exit status. Errors: `input-invalid`, `input-too-large`, what reading a file throws. */
export async function runPolicyImpact(io: CliIo, options: PolicyImpactOptions): Promise<number> {
  const { signIns } = options
  if (signIns === undefined || (isStandardInput(signIns) && options.live !== true && isStandardInput(options.file))) {
    io.err(
      'impact needs the log: --sign-ins FILE, records as `sign-ins assess` reads them; only one file can be standard input',
    )
    return EXIT.usage
  }
  const snapshot = await readSnapshot(io, options.file, options.live)
  const given =
    options.candidate === undefined
      ? null
      : checkedCandidate(await readJson(io.openFile(options.candidate), CANDIDATE_BYTES_MAX))
  const context = options.context === undefined ? undefined : contextOf(await readContextFile(io, options.context))
  const days = new Set<string>()
  let unreadable = 0
  const records = await keepRecords(
    io,
    signIns,
    () => void unreadable++,
    (record) => {
      // What could have been device code without saying so covers no day.
      if (record.atMs !== undefined && recognise(record) !== 'undecidable') days.add(dayOf(record.atMs))
    },
  )
  const exceptions = groupIds(options.exceptGroup)
  const candidate = given ?? (exceptions.length > 0 ? plannedPolicy(snapshot, exceptions).after : null)
  const deviceAccounts = context?.sharedDeviceAccounts ?? null
  const answer = assessImpact(snapshot, { records, days, deviceAccounts }, candidate, options.now)
  if (unreadable > 0)
    io.err(`${unreadable} lines or rows of the log cannot be read: \`postern sign-ins assess\` names them`)
  for (const line of options.json === true ? [JSON.stringify(answer)] : sayImpact(answer)) io.out(line)
  if (answer.kind === 'impact-unknown') return EXIT.unknown
  const { total, emergency, period, notReplayed } = answer
  if (total.stopped + total.sessions + emergency.reached.length > 0) return EXIT.notOk
  const isUnknown = notReplayed.some(({ why }) => !BESIDE_THE_POINT.has(why))
  return period.coveredDays === 0 || unreadable > 0 || isUnknown ? EXIT.unknown : EXIT.ok
}

/** What was not replayed since nobody asked for it; of everything else it is not known whether it would be stopped. */
const BESIDE_THE_POINT: ReadonlySet<NotReplayedCode> = new Set<NotReplayedCode>(['too-old', 'in-the-future'])

function sayImpact(answer: ImpactAnswer | ImpactUnknown): readonly string[] {
  if (answer.kind === 'impact-unknown')
    return [...sayAge(answer), 'It is not known what a block would stop.', ...sayUnknowns(answer.unknowns)]
  const { total, sorts, seen, period, emergency, exceptionGroup, candidate } = answer
  const missing = period.missingDays ?? []
  const person = ({ id, name }: { id: string; name: string | null }): string => nameAndId(name, id)
  return [
    ...(emergency.reached.length > 0
      ? [`EMERGENCY ACCESS WOULD BE BLOCKED: ${emergency.reached.map(person).join(', ')}. Do not enforce this.`]
      : []),
    ...(emergency.declared ? [] : ['No emergency access account is declared, so none is spared.']),
    ...sayAge(answer),
    `${candidateLine(candidate)} ${sayCount(total)} would have been stopped.`,
    `Now: ${BLOCKED_LINES[answer.blocked.now]} With it: ${BLOCKED_LINES[answer.blocked.after]}`,
    `Seen: ${seen.completed} completed, ${seen.blocked} blocked, ${seen.other} others, of ${many(seen.people, 'person', 'people')}; ${many(answer.sessionsEnded, 'session')} ended already.`,
    `The log holds ${period.coveredDays} of the ${period.askedDays} days up to ${period.askedUntil}.`,
    ...(missing.length > 0 && missing.length < period.askedDays ? [`Days without any row: ${sayDays(missing)}`] : []),
    ...section(
      'By kind',
      (['teams-device', 'tool', 'unknown'] as const).map((sort) => `${sort}: ${sayCount(sorts[sort])}`),
    ),
    ...section(
      'By client, and what to use instead',
      answer.tools.flatMap(({ name, appId, instead, ...count }) => [
        `${printable(name ?? appId ?? 'no application id')}: ${sayCount(count)}`,
        ...instead.map((code) => `  ${code}: ${ALTERNATIVES[code]}`),
      ]),
    ),
    ...section(
      'People',
      answer.rows.map(
        (row) =>
          `${nameAndId(row.name, row.userId)}: ${printable(row.appName ?? row.appId ?? '-')}, ${many(row.stopped, 'sign-in')}, ${many(row.sessions, 'session')}, last ${row.lastAt}${row.emergency ? ', EMERGENCY ACCESS' : ''}`,
      ),
    ),
    ...section(
      'Groups of devices that are excluded already (keep one with --except-group ID, here and in `policy plan`)',
      exceptionGroup.existing.map((group) => `${person(group)}, ${many(group.memberCount, 'account')}`),
    ),
    ...section('Resource accounts for an exception group', exceptionGroup.accounts.map(person)),
    ...section('People who sign Teams devices in (not for that group)', exceptionGroup.technicians.map(person)),
    ...section(
      'Not replayed',
      answer.notReplayed.map(({ why, count }) => `${count} × ${why}: ${NOT_REPLAYED[why]}`),
    ),
    ...section('Taken for granted', [
      ...answer.assumptions.map(
        ({ what, count }) => `${what}: ${ASSUMPTIONS[what]}${count === null ? '' : ` (${count})`}`,
      ),
      ...(answer.completedThoughBlocked > 0
        ? [
            `${many(answer.completedThoughBlocked, 'sign-in')} completed though the present policies block them: they changed since, or Entra reads them otherwise`,
          ]
        : []),
    ]),
    ...sayUnknowns(answer.unknowns),
  ]
}

const candidateLine = ({ kind, displayName }: ImpactAnswer['candidate']): string =>
  kind === 'none'
    ? 'All is blocked already; under the present policies,'
    : `With "${printable(displayName ?? 'the candidate')}" enforced (${kind}),`

const sayCount = ({ people, stopped, sessions }: ImpactCount): string =>
  `${many(stopped, 'sign-in')} and ${many(sessions, 'session')} of ${many(people, 'person', 'people')}`

const DAY_MS = 24 * 60 * 60 * 1000

/** Days that follow each other as one: `2026-03-01 to 2026-03-04`. */
function sayDays(days: readonly string[]): string {
  const spans: [string, string][] = []
  for (const day of days) {
    const last = spans.at(-1)
    if (last !== undefined && Date.parse(day) - Date.parse(last[1]) === DAY_MS) last[1] = day
    else spans.push([day, day])
  }
  return spans.map(([from, to]) => (from === to ? from : `${from} to ${to}`)).join(', ')
}
