/**
 * Who made a change, by the directory's audit log. The log is matched by target and activity within the span in which
 * the change took place; what it does not show for certain is said to be unknown.
 * Source: Microsoft Learn, "Microsoft Entra audit log activities" (Conditional Access, Core Directory).
 */
import { MFA_TRUSTED_IPS } from '../conditions/network.js'
import type { DriftChange, DriftCode } from './shape.js'

/** (untrusted) Names are chosen by people and app owners. */
export interface Initiator {
  readonly kind: 'user' | 'app'
  readonly id: string
  readonly name: string | null
  readonly signInName: string | null
}

/** A row of the audit log. */
export interface AuditEntry {
  readonly activity: string
  readonly at: Date
  readonly succeeded: boolean
  /** Lower-case ids. */
  readonly targets: readonly string[]
  readonly by: Initiator | null
}

export type Authorship =
  /** `at`: ISO 8601. */
  | { readonly kind: 'known'; readonly by: Initiator; readonly at: string }
  /** These had a hand in it; who did all of it cannot be said. */
  | { readonly kind: 'several'; readonly by: readonly Initiator[] }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'unreadable'; readonly why: string }
  /** Nobody did it by itself, or it stands in no log: a setting of Postern, a sum of other changes, time that passed. */
  | { readonly kind: 'not-logged' }

/** What to look for in the log: any of the targets, and how the activity begins, in lower case. */
export interface AuthorQuery {
  readonly targets: readonly string[]
  readonly activities: readonly string[]
}

const POLICY = ['add conditional access policy', 'update conditional access policy', 'delete conditional access policy']
const LOCATION = ['add named location', 'update named location', 'delete named location']
const JOINED = ['add member to group']
const LEFT = ['remove member from group']
const HOLDS = ['add member to role', 'add scoped member to role']
const HELD = ['remove member from role', 'remove scoped member from role']

const ACTIVITIES: Partial<Readonly<Record<DriftCode, readonly string[]>>> = {
  'policy-added': POLICY,
  'policy-removed': POLICY,
  'policy-state-changed': POLICY,
  'policy-edited': POLICY,
  'emergency-reached': POLICY,
  'exclusion-group-grew': JOINED,
  'inclusion-group-grew': JOINED,
  'person-joined-device-group': JOINED,
  'exclusion-group-shrank': LEFT,
  'inclusion-group-shrank': LEFT,
  'exclusion-role-grew': HOLDS,
  'exclusion-role-shrank': HELD,
  'location-added': LOCATION,
  'location-removed': LOCATION,
  'location-trusted': LOCATION,
  'location-untrusted': LOCATION,
  'location-widened': LOCATION,
  'location-narrowed': LOCATION,
  'emergency-missing': ['delete user', 'hard delete user'],
}

/** Of a role the log names the object and not the template, so its rows are sought by the people. */
const PEOPLE_MAX = 3

/** Null: no log tells of such a change. */
export function authorQuery(change: Pick<DriftChange, 'code' | 'subject' | 'added' | 'removed'>): AuthorQuery | null {
  const { code, subject } = change
  const activities = ACTIVITIES[code]
  // The operator wrote these into the settings.
  if (activities === undefined || subject.id === MFA_TRUSTED_IPS) return null
  const people = peopleOf(change).slice(0, PEOPLE_MAX)
  if (subject.kind === 'role') return { targets: people, activities }
  // Who came by way of a nested group stands in the log beside that group's id.
  return { targets: subject.kind === 'group' ? [subject.id, ...people.slice(0, 1)] : [subject.id], activities }
}

const peopleOf = ({ added, removed }: Pick<DriftChange, 'added' | 'removed'>): readonly string[] =>
  [...added.shown, ...removed.shown].filter(({ kind }) => kind === 'user').map(({ id }) => id.toLowerCase())

/** @param span in which the tenant was read twice; the later reading took a while, so that rows soon after it count too */
export function authorOf(
  change: Pick<DriftChange, 'code' | 'subject' | 'added' | 'removed'>,
  entries: readonly AuditEntry[],
  span: { readonly to: Date },
): Authorship {
  const query = authorQuery(change)
  if (query === null) return { kind: 'not-logged' }
  const people = new Set(change.subject.kind === 'group' || change.subject.kind === 'role' ? peopleOf(change) : [])
  const ours = entries.filter(
    ({ activity, succeeded, targets }) =>
      succeeded &&
      query.activities.some((wanted) => activity.toLowerCase().startsWith(wanted)) &&
      (people.size === 0
        ? targets.includes(change.subject.id.toLowerCase())
        : targets.some((target) => people.has(target))),
  )
  // A later edit by somebody else must not cast doubt on who made this one.
  const within = ours.filter(({ at }) => at.getTime() <= span.to.getTime())
  const found = within.length > 0 ? within : ours
  const named = new Map(found.flatMap(({ by }) => (by === null ? [] : [[`${by.kind}:${by.id}`, by] as const])))
  const by = [...named.values()]
  const [first] = by
  if (first === undefined) return { kind: 'not-found' }
  const seen = new Set(found.flatMap(({ targets }) => targets))
  const isWhole = found.every((one) => one.by !== null) && [...people].every((id) => seen.has(id))
  const latest = Math.max(...found.map(({ at }) => at.getTime()))
  return by.length === 1 && isWhole
    ? { kind: 'known', by: first, at: new Date(latest).toISOString() }
    : { kind: 'several', by }
}
