/**
 * How many accounts are open and how many blocked, by what they are: for a picture, and the same in words.
 *
 * The directory lists whom policies mention, by name, group or role, and the accounts of Teams devices. Everybody else
 * is only counted, and meets the fate of somebody whom nothing mentions. Emergency access and accounts that are switched
 * off are left out.
 */
import type { AccountCounts } from './accounts.js'
import type { UnknownCode } from './codes.js'
import type { CompiledTenant } from './compile.js'
import type { Person } from './conditions/users.js'
import { hasUnknownHome, hasUnknownKind } from './guestHomes.js'
import type { Read } from './posture.js'
import type { PolicySnapshot } from './snapshot.js'
import type { StatusAnalysis } from './status.js'
import type { DirectoryUser } from './tenant.js'

export const COVERAGE_KINDS = ['members', 'guests', 'resource-accounts'] as const
export type CoverageKind = (typeof COVERAGE_KINDS)[number]
export const COVERAGE_STATES = ['open', 'unknown', 'blocked'] as const
export type CoverageState = (typeof COVERAGE_STATES)[number]
type Counts = Record<CoverageState, number>

export interface Coverage {
  /** Every kind once, in the order of `COVERAGE_KINDS`: of the whole tenant where `enabled` was read, else of the listed. */
  readonly counts: readonly ({ readonly kind: CoverageKind } & Readonly<Counts>)[]
  /** An ordinary member whom no policy mentions. */
  readonly others: CoverageState
  /** Enabled accounts of the tenant, emergency access among them; or why they were not counted. */
  readonly enabled: Read<number>
}

/** What of a snapshot's unknowns could hide somebody whom policies do mention among those who are only counted. */
const HIDING: readonly UnknownCode[] = ['users', 'group-members', 'roles']
const NEVER_COUNTED = 'not-counted'

interface Doubts {
  /** False: something that was not read could change the answer, so that of nobody anything is known. */
  readonly isKnown: boolean
  readonly stated: ReadonlySet<UnknownCode>
}

export function coverageOf(
  { directory, accounts }: Pick<PolicySnapshot, 'directory' | 'accounts'>,
  tenant: CompiledTenant,
  { openPeople }: StatusAnalysis,
  { isKnown, stated }: Doubts,
): Coverage {
  const open = new Set(openPeople)
  const stateOf = (person: Person): CoverageState => (isKnown ? (open.has(person) ? 'open' : 'blocked') : 'unknown')
  const counts = COVERAGE_KINDS.map((kind) => ({ kind, open: 0, unknown: 0, blocked: 0 }))
  const [members, guests, resources] = counts
  const listed = { members: 0, guests: 0, untyped: 0 }
  const users = directory.users ?? []
  const sortsTenants = tenant.people.partnerTenants.size > 0
  const sharedByGuests = shared(tenant.people.namedStandIns().guests.map(stateOf))
  tenant.people.listed.forEach(({ person, emergency }, index) => {
    const user = users[index]
    if (user?.accountEnabled === false) return
    listed[typeOf(user, person)] += 1
    if (emergency) return
    const count = user?.isSharedDevice === true ? resources : person.guestType === null ? members : guests
    const isUnsure =
      user !== undefined && (hasUnknownKind(user) ? stated.has('guests') : sortsTenants && hasUnknownHome(user))
    const state = stateOf(person)
    if (count !== undefined) count[isUnsure && state !== sharedByGuests ? 'unknown' : state] += 1
  })
  const others = stateOf(tenant.people.plain)
  if (accounts === undefined) return { counts, others, enabled: { unread: NEVER_COUNTED } }
  if ('unread' in accounts) return { counts, others, enabled: accounts }

  const mayHide = HIDING.some((what) => stated.has(what))
  const fates = fatesOf(tenant, (person) => (mayHide ? 'unknown' : stateOf(person)))
  const beside = besideOf(accounts.read, listed)
  if (members !== undefined) {
    members[fates.members] += beside.members
    members[fates.untyped] += beside.untyped
  }
  if (guests !== undefined) guests[fates.guests] += beside.guests
  return { counts, others, enabled: { read: accounts.read.enabled } }
}

type Typed = Readonly<Record<'members' | 'guests' | 'untyped', number>>

function typeOf(user: DirectoryUser | undefined, { guestType }: Person): keyof Typed {
  const type = user?.userType?.toLowerCase()
  if (type === undefined) return user?.userType === null ? 'untyped' : guestType === null ? 'members' : 'guests'
  return type === 'member' ? 'members' : 'guests'
}

/** Counted and not listed. The two were read one after the other, so that a difference can fall below nobody. */
function besideOf({ enabled, members, guests }: AccountCounts, listed: Typed): Typed {
  const left = (counted: number, of: keyof Typed) => Math.max(0, counted - listed[of])
  return {
    members: left(members, 'members'),
    guests: left(guests, 'guests'),
    untyped: left(enabled - members - guests, 'untyped'),
  }
}

/**
 * What people meet of whom only `userType` is known. A member may have been invited from elsewhere, a guest may be a
 * local account or come from any tenant: where policies treat these differently, nothing is known of any of them.
 */
function fatesOf({ people }: CompiledTenant, stateOf: (person: Person) => CoverageState) {
  const outsiders = (...types: readonly string[]) =>
    people.namedStandIns().guests.filter(({ guestType }) => types.includes(guestType ?? ''))
  const members = [people.plain, ...outsiders('b2bcollaborationmember')]
  const guests = outsiders('internalguest', 'b2bcollaborationguest')
  const fateOf = (them: readonly Person[]) => shared(them.map(stateOf))
  return { members: fateOf(members), guests: fateOf(guests), untyped: fateOf([...members, ...guests]) }
}

function shared(states: readonly CoverageState[]): CoverageState {
  const [first = 'unknown', ...more] = new Set(states)
  return more.length === 0 ? first : 'unknown'
}
