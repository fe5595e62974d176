/** People who are open alike, by the widest names that hold them. */
import type { CompiledTenant } from './compile.js'
import { GUEST_TYPES, type Person } from './conditions/users.js'
import type { Evidence, NamedThing } from './evidence.js'

export type OpenWho =
  /** Every member and every guest, but those of other rows and those named. */
  | { readonly kind: 'everyone'; readonly except: readonly NamedThing[] }
  | { readonly kind: 'every-member'; readonly except: readonly NamedThing[] }
  /** Graph's types in lower case; `every` where it is all of them. Partner tenants; none means any. */
  | {
      readonly kind: 'guests'
      readonly every: boolean
      readonly types: readonly string[]
      readonly tenants: readonly string[]
    }
  /** How many of its known members are open; null where the members were not read. */
  | { readonly kind: 'group'; readonly group: NamedThing; readonly count: number | null }
  | { readonly kind: 'role'; readonly role: NamedThing; readonly count: number | null }
  | { readonly kind: 'people'; readonly count: number; readonly some: readonly NamedThing[] }

export interface OpenPeople {
  readonly people: readonly Person[]
  /** People who are blocked everywhere. */
  readonly closed: readonly Person[]
  /** People who are open in another way. */
  readonly elsewhere: readonly Person[]
  readonly membersKnown: boolean
}

const NAMED_MAX = 20

export function whoIsIn(tenant: CompiledTenant, evidence: Evidence, open: OpenPeople): readonly OpenWho[] {
  const people = new Set(open.people)
  const stand = standIns(tenant, people)
  const rows: OpenWho[] = []
  const isPlain = people.has(tenant.people.plain)
  const everyGuest = stand.guestTypes.length === GUEST_TYPES.length
  if (isPlain) {
    const others = standIns(tenant, new Set([...open.closed, ...open.elsewhere]))
    const except = [...others.groups.map(evidence.group), ...others.roles.map(evidence.role)]
    rows.push({ kind: everyGuest ? 'everyone' : 'every-member', except })
  }
  if (stand.guestTypes.length > 0 && !(isPlain && everyGuest))
    rows.push({ kind: 'guests', every: everyGuest, types: stand.guestTypes, tenants: [] })
  if (stand.tenants.length > 0)
    rows.push({ kind: 'guests', every: false, types: stand.tenantTypes, tenants: stand.tenants })

  const listed = tenant.people.listed.filter(({ person, emergency }) => !emergency && people.has(person))
  const count = (holds: (person: Person) => boolean): number => listed.filter(({ person }) => holds(person)).length
  if (!isPlain) {
    for (const id of stand.groups)
      rows.push({
        kind: 'group',
        group: evidence.group(id),
        count: open.membersKnown ? count(({ groups }) => groups.has(id)) : null,
      })
    for (const id of stand.roles)
      rows.push({ kind: 'role', role: evidence.role(id), count: count(({ roles }) => roles.has(id)) })
  }
  const single = listed.filter(({ person }) => !isHeld(person, isPlain, stand))
  if (single.length > 0)
    rows.push({
      kind: 'people',
      count: single.length,
      some: single.slice(0, NAMED_MAX).map(({ id }) => evidence.user(id)),
    })
  const unlisted = isPlain ? [] : namedOnly(tenant, people)
  if (unlisted.length > 0)
    rows.push({ kind: 'people', count: unlisted.length, some: unlisted.slice(0, NAMED_MAX).map(evidence.user) })
  return rows
}

interface StandIns {
  /** The outermost groups whose new members are among the people. */
  readonly groups: readonly string[]
  readonly roles: readonly string[]
  readonly guestTypes: readonly string[]
  /** Partner tenants whose guests are among them, though others' of the same type are not. */
  readonly tenants: readonly string[]
  readonly tenantTypes: readonly string[]
}

function standIns(tenant: CompiledTenant, people: ReadonlySet<Person>): StandIns {
  const { groups: byGroup, roles: byRole, guests } = tenant.people.namedStandIns()
  const inside = byGroup.filter(([, person]) => people.has(person))
  const ids = new Set(inside.map(([id]) => id))
  const outermost = inside.filter(([id, person]) => ![...person.groups].some((group) => group !== id && ids.has(group)))
  const types = guests.filter((guest) => guest.homeTenant === null && people.has(guest)).flatMap(typeOf)
  const partners = guests.filter(
    (guest) => guest.homeTenant !== null && people.has(guest) && !types.includes(guest.guestType ?? ''),
  )
  return {
    // Groups that hold each other have no outermost one.
    groups: outermost.length > 0 ? outermost.map(([id]) => id) : [...ids],
    roles: byRole.filter(([, person]) => people.has(person)).map(([id]) => id),
    guestTypes: types,
    tenants: [...new Set(partners.flatMap(({ homeTenant }) => homeTenant ?? []))],
    tenantTypes: [...new Set(partners.flatMap(typeOf))],
  }
}

const typeOf = ({ guestType }: Person): readonly string[] => (guestType === null ? [] : [guestType])

function isHeld(person: Person, isPlain: boolean, stand: StandIns): boolean {
  if (person.guestType !== null && stand.guestTypes.includes(person.guestType)) return true
  if (person.homeTenant !== null && stand.tenants.includes(person.homeTenant)) return true
  if (isPlain) return person.guestType === null
  return stand.groups.some((id) => person.groups.has(id)) || stand.roles.some((id) => person.roles.has(id))
}

/** Ids that a policy names and the directory does not list. */
function namedOnly(tenant: CompiledTenant, people: ReadonlySet<Person>): readonly string[] {
  const listed = new Set(tenant.people.listed.map(({ person }) => person))
  return [...people].filter((person) => person.id !== '' && !listed.has(person)).map(({ id }) => id)
}
