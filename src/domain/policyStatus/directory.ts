/**
 * The directory, compiled: people sorted into classes that policies can tell apart.
 *
 * Only the groups and roles that policies mention are expanded, through nested groups and without regard to cycles.
 * Two people in the same class meet the same fate under every policy, so a policy looks at a class once, however large
 * the tenant is.
 */
import { GUEST_TYPES, type Person } from './conditions/users.js'
import { type GroupSet, memberGroups, NO_GROUPS, nesting } from './memberships.js'
import type { Policy } from './policy.js'
import { lower } from './reading.js'
import type { Directory } from './tenant.js'

const NONE: ReadonlySet<string> = new Set()

export interface ListedUser {
  /** As the directory wrote it. */
  readonly id: string
  readonly person: Person
  readonly emergency: boolean
}

interface Mentions {
  readonly users: ReadonlySet<string>
  readonly groups: ReadonlySet<string>
  readonly roles: ReadonlySet<string>
  readonly tenants: ReadonlySet<string>
}

export class People {
  /** An ordinary member whom nothing mentions. */
  readonly plain: Person
  readonly emergencyUsers: ReadonlySet<string>
  /** Declared groups, and groups whose known members are all declared accounts. */
  readonly emergencyGroups: ReadonlySet<string>
  readonly listed: readonly ListedUser[]
  private readonly mentions: Mentions
  private readonly declaredGroups: ReadonlySet<string>
  private readonly classes = new Map<string, Person>()
  private readonly alike = new Map<string, Person>()
  private readonly byId = new Map<string, Person>()
  /** Group → itself and the groups it is nested in, as far as they matter. */
  private readonly carried: ReadonlyMap<string, readonly string[]>
  private readonly groupsOf: ReadonlyMap<string, GroupSet>
  private readonly rolesOf: ReadonlyMap<string, readonly string[]>
  private readonly memberCounts = new Map<string, number>()

  constructor(directory: Directory, policies: readonly Policy[]) {
    this.mentions = mentionsOf(policies)
    this.rolesOf = activeRoles(directory, this.mentions.roles)
    const declared = directory.emergencyAccess
    this.declaredGroups = new Set(declared?.groups?.map((id) => id.toLowerCase()))
    const groupIds = new Set(directory.groups?.map(({ id }) => id.toLowerCase()))
    let last = ''
    // Memberships come group by group, and there may be millions.
    for (const { groupId } of directory.memberships ?? []) {
      if (groupId === last) continue
      last = groupId
      groupIds.add(lower(groupId))
    }
    const wanted = new Set([...this.mentions.groups, ...this.declaredGroups])
    // A group that only a policy knows is a group all the same, also where it is nested and empty.
    for (const id of wanted) groupIds.add(id)
    for (const principal of this.rolesOf.keys()) if (groupIds.has(principal)) wanted.add(principal)
    this.carried = nesting(directory, groupIds, wanted)
    this.groupsOf = memberGroups(directory, groupIds, this.carried)

    this.plain = this.classOf('', null, null, NONE, NONE)
    this.emergencyUsers = this.declaredUsers(declared?.users ?? [])
    this.emergencyGroups = this.findEmergencyGroups()
    this.listed = (directory.users ?? []).map((user) => {
      const key = lower(user.id)
      // A guest whose type was not derived counts as the commonest type; the snapshot states it as unknown.
      const guestType =
        user.guestOrExternalUserType?.toLowerCase() ??
        (user.guestOrExternalUserType === undefined && user.userType === 'Guest' ? 'b2bcollaborationguest' : null)
      const person = this.describe(key, guestType, user.homeTenantId?.toLowerCase() ?? null)
      this.byId.set(key, person)
      if (user.id !== key) this.byId.set(user.id, person)
      return { id: user.id, person, emergency: this.emergencyUsers.has(key) }
    })
  }

  /** What policies can tell about a user; someone unknown is a member of whom only the memberships are known. */
  of(userId: string): Person {
    return (
      this.byId.get(userId) ?? this.byId.get(userId.toLowerCase()) ?? this.describe(userId.toLowerCase(), null, null)
    )
  }

  /** How many users are known to be in a group that policies mention, nested groups included. */
  memberCount(groupId: string): number {
    return this.memberCounts.get(lower(groupId)) ?? 0
  }

  /**
   * People who need not be in the directory for the answer to depend on them: one in each group and role that is
   * mentioned, each mentioned id, each type of guest from each mentioned tenant. Emergency access is left out.
   */
  standIns(): readonly Person[] {
    const people = new Set([this.plain])
    for (const id of this.mentions.users) if (!this.emergencyUsers.has(id)) people.add(this.of(id))
    const { groups, roles, guests } = this.namedStandIns()
    for (const [, person] of [...groups, ...roles]) people.add(person)
    for (const guest of guests) people.add(guest)
    return [...people]
  }

  /** The stand-ins of groups and roles with the id each stands for, and of guests. */
  namedStandIns(): {
    readonly groups: readonly (readonly [id: string, person: Person])[]
    readonly roles: readonly (readonly [id: string, person: Person])[]
    readonly guests: readonly Person[]
  } {
    const groups = [...this.mentions.groups].flatMap((id): [string, Person][] => {
      const carried = this.carried.get(id) ?? [id]
      // Whoever joins a group below a declared one is declared; below one that only happens to hold no others, not.
      const declared = carried.some((group) => this.declaredGroups.has(group))
      return declared || this.emergencyGroups.has(id) ? [] : [[id, this.inGroups(carried)]]
    })
    const roles = [...this.mentions.roles].map((id): [string, Person] => [
      id,
      this.classOf('', null, null, NONE, new Set([id])),
    ])
    const guests = GUEST_TYPES.flatMap((type) =>
      (type === 'internalguest' ? [null] : [null, ...this.mentions.tenants]).map((tenant) =>
        this.classOf('', type, tenant, NONE, NONE),
      ),
    )
    return { groups, roles, guests }
  }

  /** The declared accounts, and somebody in each declared group of which no member is known. */
  emergencyStandIns(): readonly Person[] {
    const unknown = [...this.declaredGroups].filter((id) => this.memberCount(id) === 0)
    return [
      ...new Set([
        ...[...this.emergencyUsers].map((id) => this.of(id)),
        ...unknown.map((id) => this.inGroups(this.carried.get(id) ?? [id])),
      ]),
    ]
  }

  /** Tenants by which policies tell guests apart. */
  get partnerTenants(): ReadonlySet<string> {
    return this.mentions.tenants
  }

  get anyEmergencyDeclared(): boolean {
    return this.emergencyUsers.size > 0 || this.declaredGroups.size > 0
  }

  private inGroups(groups: readonly string[]): Person {
    return this.classOf('', null, null, new Set(groups), new Set(groups.flatMap((id) => this.rolesOf.get(id) ?? [])))
  }

  private describe(id: string, guestType: string | null, homeTenant: string | null): Person {
    const groups = this.groupsOf.get(id) ?? NO_GROUPS
    const tenant = homeTenant !== null && this.mentions.tenants.has(homeTenant) ? homeTenant : null
    const named = this.mentions.users.has(id) ? id : ''
    const own = this.rolesOf.get(id)
    // Most people hold no role of their own; those who are alike are looked up without making anything.
    const alike = own === undefined ? `${named}|${guestType}|${tenant}|${groups.key}` : null
    const known = alike === null ? undefined : this.alike.get(alike)
    if (known !== undefined) return known
    const roles = new Set(own)
    for (const group of groups.ids) for (const role of this.rolesOf.get(group) ?? []) roles.add(role)
    const person = this.classOf(named, guestType, tenant, groups.ids, roles)
    if (alike !== null) this.alike.set(alike, person)
    return person
  }

  private classOf(
    id: string,
    guestType: string | null,
    homeTenant: string | null,
    groups: ReadonlySet<string>,
    roles: ReadonlySet<string>,
  ): Person {
    const key = [id, guestType, homeTenant, [...groups].sort(), [...roles].sort()].join('|')
    const known = this.classes.get(key)
    if (known !== undefined) return known
    const person: Person = { id, guestType, homeTenant, groups, roles }
    this.classes.set(key, person)
    return person
  }

  private declaredUsers(users: readonly string[]): ReadonlySet<string> {
    const ids = new Set(users.map((id) => id.toLowerCase()))
    for (const [id, { ids: groups }] of this.groupsOf)
      for (const group of groups) if (this.declaredGroups.has(group)) ids.add(id)
    return ids
  }

  private findEmergencyGroups(): ReadonlySet<string> {
    const ordinary = new Set<string>()
    for (const [id, { ids }] of this.groupsOf)
      for (const group of ids) {
        this.memberCounts.set(group, (this.memberCounts.get(group) ?? 0) + 1)
        if (!this.emergencyUsers.has(id)) ordinary.add(group)
      }
    const inferred = [...this.memberCounts.keys()].filter((group) => !ordinary.has(group))
    return new Set([...this.declaredGroups, ...inferred])
  }
}

function mentionsOf(policies: readonly Policy[]): Mentions {
  const sides = policies.flatMap(({ users }) => [users.include, users.exclude])
  return {
    users: new Set(sides.flatMap(({ ids }) => [...ids])),
    groups: new Set(sides.flatMap(({ groups }) => [...groups])),
    roles: new Set(sides.flatMap(({ roles }) => [...roles])),
    tenants: new Set(sides.flatMap(({ external }) => [...(external?.tenants ?? [])])),
  }
}

/** Only active assignments at tenant scope count; the principal may be a role-assignable group. */
function activeRoles(directory: Directory, mentioned: ReadonlySet<string>): Map<string, string[]> {
  const roles = new Map<string, string[]>()
  for (const { roleTemplateId, principalId, assignmentType, scope } of directory.roles ?? []) {
    const role = roleTemplateId.toLowerCase()
    if (assignmentType !== 'active' || scope !== 'tenant' || !mentioned.has(role)) continue
    const principal = principalId.toLowerCase()
    roles.set(principal, [...(roles.get(principal) ?? []), role])
  }
  return roles
}
