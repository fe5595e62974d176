/**
 * What changed between two snapshots that touches device code flow.
 *
 * A part that one of the two could not read is not compared, since what is missing would look as if it were gone; that
 * it fell into the unknown is a change by itself.
 */
import type { PolicySnapshot } from '../snapshot.js'
import { changeOf, some } from './changeId.js'
import { emergencyChanges } from './emergency.js'
import { groupChanges, isOpen } from './groups.js'
import { locationChanges } from './locations.js'
import { policyChanges, standing } from './policies.js'
import { roleChanges } from './roles.js'
import type { DriftChange, PolicyDiff } from './shape.js'
import { type Side, sideOf, TENANT, userNames } from './view.js'

export interface CompareOptions {
  /** Lower-case ids of the accounts of phones and rooms; without them nobody is told from a device. */
  readonly deviceAccounts?: ReadonlySet<string>
  /** A report-only policy that was not touched for longer is told. */
  readonly reportOnlyDaysMax?: number
}

const REPORT_ONLY_DAYS_MAX = 30

/** @param before null: there is nothing to compare with yet, and only what stands and waits is told. */
export function compareSnapshots(
  before: PolicySnapshot | null,
  after: PolicySnapshot,
  options: CompareOptions = {},
): PolicyDiff {
  const is = sideOf(after)
  const waiting = (was: Side | null) => standing(was, is, options.reportOnlyDaysMax ?? REPORT_ONLY_DAYS_MAX)
  if (before === null) return diffOf(null, is, waiting(null), [])
  const was = sideOf(before)
  const either = (what: PolicyDiff['notCompared'][number]): boolean => was.unknown.has(what) || is.unknown.has(what)
  const notCompared = (['policies', 'named-locations', 'group-members', 'roles', 'users'] as const).filter(either)
  const changes = [
    ...policyChanges(was, is),
    ...(either('group-members') ? [] : groupChanges(was, is, options.deviceAccounts ?? new Set())),
    ...(either('roles') || either('users') ? [] : roleChanges(was, is)),
    ...locationChanges(was, is),
    ...emergencyChanges(was, is),
    ...(either('group-members') || either('roles') || either('users') ? [] : peopleChanges(was, is)),
    ...unknownChanges(was, is),
    ...waiting(was),
  ]
  return diffOf(was, is, [...blockedChanges(was, is, opensAny(changes)), ...changes], notCompared)
}

/** True where any change opens something, `unknown` where that cannot be said of one. */
const opensAny = (changes: readonly DriftChange[]): PolicyDiff['opens'] =>
  changes.some(({ opens }) => opens === true) || (changes.some(({ opens }) => opens === 'unknown') ? 'unknown' : false)

function diffOf(
  was: Side | null,
  is: Side,
  changes: readonly DriftChange[],
  notCompared: PolicyDiff['notCompared'],
): PolicyDiff {
  return {
    before: was?.snapshot.takenAt ?? null,
    after: is.snapshot.takenAt,
    blocked: { before: was?.judged.blocked ?? null, after: is.judged.blocked },
    opens: opensAny(changes),
    changes,
    notCompared,
  }
}

/**
 * What opened it is among the other changes. The words alone do not tell: a policy that goes from device code to every
 * sign-in blocks more, and is no longer about device code.
 */
function blockedChanges(before: Side, after: Side, opened: PolicyDiff['opens']): readonly DriftChange[] {
  const [was, is] = [before.judged.blocked, after.judged.blocked]
  if (was === is) return []
  const isDoubtful = is === 'unknown' || (was === 'unknown' && is !== 'yes')
  const opens = opened || (isDoubtful ? 'unknown' : false)
  const fields = [{ field: 'blocked', before: was, after: is }]
  const content = [was, is, before.snapshot.takenAt]
  return [changeOf({ code: 'blocked-changed', subject: TENANT, opens: is === 'yes' ? false : opens, fields, content })]
}

function peopleChanges(before: Side, after: Side): readonly DriftChange[] {
  const user = userNames(after, before)
  const when = before.snapshot.takenAt
  const opened = after.judged.analysis.openUsers.filter((id) => !isOpen(before, id))
  const closed = before.judged.analysis.openUsers.filter((id) => !isOpen(after, id))
  return [
    ...(opened.length > 0
      ? [
          changeOf({
            code: 'people-opened',
            subject: TENANT,
            opens: true,
            added: some(opened.map(user)),
            content: [opened, when],
          }),
        ]
      : []),
    ...(closed.length > 0
      ? [
          changeOf({
            code: 'people-closed',
            subject: TENANT,
            opens: false,
            removed: some(closed.map(user)),
            content: [closed, when],
          }),
        ]
      : []),
  ]
}

function unknownChanges(before: Side, after: Side): readonly DriftChange[] {
  const thing = (id: string) => ({ kind: 'unknown', id, name: null }) as const
  const why = (side: Side, what: string): string | null =>
    side.snapshot.unknowns.find((unknown) => unknown.what === what)?.why ?? null
  const content = before.snapshot.takenAt
  return [
    ...[...after.unknown]
      .filter((what) => !before.unknown.has(what))
      .map((what) =>
        changeOf({ code: 'unknown-appeared', subject: thing(what), opens: 'unknown', why: why(after, what), content }),
      ),
    ...[...before.unknown]
      .filter((what) => !after.unknown.has(what))
      .map((what) =>
        changeOf({ code: 'unknown-gone', subject: thing(what), opens: false, why: why(before, what), content }),
      ),
  ]
}
