/**
 * What changed between two snapshots that touches device code flow.
 *
 * A part that one of the two could not read is not compared, since what is missing would look as if it were gone; that
 * it fell into the unknown is a change by itself.
 */
import type { UnknownCode } from '../codes.js'
import type { PolicySnapshot } from '../snapshot.js'
import { changeOf, some } from './changeId.js'
import { emergencyChanges } from './emergency.js'
import { groupChanges, isOpen } from './groups.js'
import { locationChanges } from './locations.js'
import { policyChanges, standing } from './policies.js'
import { roleChanges } from './roles.js'
import { DRIFT_PARTS, type DriftChange, type DriftPart, type PolicyDiff } from './shape.js'
import { isWholeIn, type Side, sideOf, TENANT, userNames } from './view.js'

export interface CompareOptions {
  /** Lower-case ids of the accounts of phones and rooms; without them nobody is told from a device. */
  readonly deviceAccounts?: ReadonlySet<string>
  /** A report-only policy that was not touched for longer is told. */
  readonly reportOnlyDaysMax?: number
  /** Only what goes by these parts: what came about while they could not be read. */
  readonly onlyOf?: readonly DriftPart[]
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
  const notCompared = DRIFT_PARTS.filter((part) => !isWholeIn([part], was, is))
  const { onlyOf } = options
  /** @param needs without any of these it would say what it cannot know. */
  const where = (
    needs: readonly DriftPart[],
    goesBy: readonly DriftPart[],
    found: () => readonly DriftChange[],
  ): readonly DriftChange[] =>
    isWholeIn(needs, was, is) && (onlyOf === undefined || goesBy.some((part) => onlyOf.includes(part))) ? found() : []
  const devices = options.deviceAccounts ?? new Set<string>()
  const changes = [
    // Of policies and networks what both hold is compared, also where a page of them is missing.
    ...where([], ['policies'], () => policyChanges(was, is)),
    ...where(['group-members'], ['group-members'], () => groupChanges(was, is, devices)),
    ...where(HOLDERS, HOLDERS, () => roleChanges(was, is)),
    ...where([], ['named-locations'], () => locationChanges(was, is)),
    ...where([], ['policies', ...HOLDERS], () => emergencyChanges(was, is)),
    ...(isAlike('guests', was, is) && isAlike('catalog', was, is)
      ? where(DRIFT_PARTS, DRIFT_PARTS, () => peopleChanges(was, is))
      : []),
    ...(onlyOf === undefined ? [...unknownChanges(was, is), ...waiting(was)] : []),
  ]
  const blocked = onlyOf === undefined ? blockedChanges(was, is, opensAny(changes)) : []
  return diffOf(was, is, [...blocked, ...changes], notCompared)
}

/** The first reading there is: what was found, and what waits, as things that stood before anybody looked. */
export function firstLook(snapshot: PolicySnapshot, options: CompareOptions = {}): PolicyDiff {
  const diff = compareSnapshots(null, snapshot, options)
  const is = sideOf(snapshot)
  const found = { policies: is.tenant.policies.length, about: is.relevant.size, blocked: is.judged.blocked }
  const fields = Object.entries(found).map(([field, after]) => ({ field, before: null, after }))
  const began = changeOf({ code: 'watch-began', subject: TENANT, opens: false, fields, content: null })
  const changes = [began, ...diff.changes].map((change) => ({ ...change, isStanding: true }))
  return { ...diff, changes, notCompared: DRIFT_PARTS.filter((part) => !isWholeIn([part], is)) }
}

/** A role may be held by way of a group. */
const HOLDERS = ['roles', 'users', 'group-members'] as const

/** Known in both, or unknown in both for the same reason: a guess that is the same twice shows no change. */
const isAlike = (what: UnknownCode, was: Side, is: Side): boolean => was.unknown.has(what) === is.unknown.has(what)

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
