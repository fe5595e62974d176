/**
 * The users condition: who a policy is for.
 *
 * Sources: Microsoft Learn, "Conditional Access: Users, groups, agents, and workload identities" (exclusion wins; roles
 * count only when actively assigned at tenant scope; nested groups count) and the Graph resource
 * conditionalAccessGuestsOrExternalUsers (types are flags, tenants all or enumerated).
 * Trap: a condition with every include list empty reaches nobody.
 */
import { type GapCode, MATCH, type Misses } from '../codes.js'
import { flags, lowered, member, text } from '../reading.js'

/** What policies can tell about a user. Ids in lower case; `id` is empty where no policy mentions it. */
export interface Person {
  readonly id: string
  readonly guestType: string | null
  readonly homeTenant: string | null
  readonly groups: ReadonlySet<string>
  readonly roles: ReadonlySet<string>
}

interface ExternalUsers {
  readonly types: ReadonlySet<string>
  /** null is every tenant. */
  readonly tenants: ReadonlySet<string> | null
}

export interface UserSelection {
  readonly all: boolean
  /** The older token `GuestsOrExternalUsers`: every guest and external user. */
  readonly everyGuest: boolean
  readonly ids: ReadonlySet<string>
  readonly groups: ReadonlySet<string>
  readonly roles: ReadonlySet<string>
  readonly external: ExternalUsers | null
}

export interface UserCondition {
  readonly include: UserSelection
  readonly exclude: UserSelection
}

const TOKENS = new Set(['all', 'none', 'guestsorexternalusers'])

export const GUEST_TYPES = [
  'internalguest',
  'b2bcollaborationguest',
  'b2bcollaborationmember',
  'b2bdirectconnectuser',
  'otherexternaluser',
  'serviceprovider',
] as const

const NOT_ALL: Misses = ['not-all-users']
const GUESTS: Misses = ['guests-not-covered']

export function readUsers(raw: unknown): UserCondition {
  return { include: readSelection(raw, 'include'), exclude: readSelection(raw, 'exclude') }
}

function readSelection(raw: unknown, side: 'include' | 'exclude'): UserSelection {
  const users = lowered(member(raw, `${side}Users`))
  return {
    all: users.includes('all'),
    everyGuest: users.includes('guestsorexternalusers'),
    ids: new Set(users.filter((id) => !TOKENS.has(id))),
    groups: new Set(lowered(member(raw, `${side}Groups`))),
    roles: new Set(lowered(member(raw, `${side}Roles`))),
    external: readExternal(member(raw, `${side}GuestsOrExternalUsers`)),
  }
}

function readExternal(raw: unknown): ExternalUsers | null {
  const types = new Set(flags(member(raw, 'guestOrExternalUserTypes')).filter((type) => type !== 'none'))
  if (types.size === 0) return null
  const tenants = member(raw, 'externalTenants')
  const enumerated = text(member(tenants, 'membershipKind'))?.toLowerCase() === 'enumerated'
  return { types, tenants: enumerated ? new Set(lowered(member(tenants, 'members'))) : null }
}

export function userMisses(condition: UserCondition, person: Person): Misses {
  const { include, exclude } = condition
  if (!(include.all || selects(include, person))) {
    const aimsAtGuests = include.everyGuest || include.external !== null
    return person.guestType !== null && aimsAtGuests ? GUESTS : NOT_ALL
  }
  return exclude.all || selects(exclude, person) ? exclusionCodes(exclude, person) : MATCH
}

function selects(selection: UserSelection, person: Person): boolean {
  return (
    (person.id !== '' && selection.ids.has(person.id)) ||
    meets(selection.groups, person.groups) ||
    meets(selection.roles, person.roles) ||
    selectsGuest(selection, person)
  )
}

function selectsGuest({ everyGuest, external }: UserSelection, { guestType, homeTenant }: Person): boolean {
  if (guestType === null) return false
  if (everyGuest) return true
  if (external === null || !external.types.has(guestType)) return false
  // An internal guest has no home tenant to compare.
  if (external.tenants === null || guestType === 'internalguest') return true
  return homeTenant !== null && external.tenants.has(homeTenant)
}

function exclusionCodes(exclude: UserSelection, person: Person): Misses {
  const codes: GapCode[] = []
  if (exclude.all || (person.id !== '' && exclude.ids.has(person.id))) codes.push('excluded-users')
  if (meets(exclude.groups, person.groups)) codes.push('excluded-groups')
  if (meets(exclude.roles, person.roles)) codes.push('excluded-roles')
  if (selectsGuest(exclude, person)) codes.push('guests-not-covered')
  return codes
}

function meets(wanted: ReadonlySet<string>, held: ReadonlySet<string>): boolean {
  if (wanted.size === 0 || held.size === 0) return false
  const [few, many] = wanted.size < held.size ? [wanted, held] : [held, wanted]
  for (const id of few) if (many.has(id)) return true
  return false
}
