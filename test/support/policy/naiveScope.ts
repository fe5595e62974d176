/** The required scope, listed value by value: the people, resources and places that stand for all there could be. */
import { edgesOf } from './naiveAddresses.js'
import type { Raw } from './naiveEvaluator.js'

export const lower = (list: unknown): string[] => ((list ?? []) as string[]).map((one) => one.toLowerCase())
const TYPES = [
  'internalGuest',
  'b2bCollaborationGuest',
  'b2bCollaborationMember',
  'b2bDirectConnectUser',
  'otherExternalUser',
  'serviceProvider',
]

export function everybody(tenant: Raw): { emergencyUsers: Set<string>; people: Raw[] } {
  const { directory } = tenant
  const memberships: Raw[] = directory.memberships ?? []
  const groupIds = new Set<string>([
    ...(directory.groups ?? []).map(({ id }: Raw) => id.toLowerCase()),
    ...memberships.map(({ groupId }) => groupId.toLowerCase()),
    ...lower(directory.emergencyAccess?.groups),
    ...tenant.policies.flatMap(({ conditions: { users } }: Raw) => [
      ...lower(users.includeGroups),
      ...lower(users.excludeGroups),
    ]),
  ])
  const above = (id: string): Set<string> => {
    const found = new Set<string>()
    const walk = (one: string): void => {
      for (const { groupId, memberId } of memberships) {
        const group = groupId.toLowerCase()
        if (memberId.toLowerCase() !== one || found.has(group)) continue
        found.add(group)
        walk(group)
      }
    }
    walk(id)
    return found
  }
  const declared = new Set(lower(directory.emergencyAccess?.groups))
  const members = memberships.map(({ memberId }) => memberId.toLowerCase()).filter((id) => !groupIds.has(id))
  const emergencyUsers = new Set([
    ...lower(directory.emergencyAccess?.users),
    ...members.filter((id) => [...above(id)].some((group) => declared.has(group))),
  ])
  const emergencyGroup = (group: string): boolean => {
    if (declared.has(group)) return true
    const known = members.filter((id) => above(id).has(group))
    return known.length > 0 && known.every((id) => emergencyUsers.has(id))
  }
  const sides = tenant.policies.flatMap(({ conditions: { users } }: Raw) => [
    { users: users.includeUsers, groups: users.includeGroups, roles: users.includeRoles },
    { users: users.excludeUsers, groups: users.excludeGroups, roles: users.excludeRoles },
  ])
  const tenants = tenant.policies.flatMap(({ conditions: { users } }: Raw) => [
    ...(users.includeGuestsOrExternalUsers?.externalTenants?.members ?? []),
    ...(users.excludeGuestsOrExternalUsers?.externalTenants?.members ?? []),
  ])
  const mentionedUsers = sides.flatMap(({ users }: Raw) => lower(users))
  const listed: Raw[] = directory.users ?? []
  const words = new Set(['all', 'none', 'guestsorexternalusers'])
  const people = [
    ...listed.filter(({ id }) => !emergencyUsers.has(id.toLowerCase())),
    { id: 'nobody-mentions-me' },
    ...mentionedUsers
      .filter((id: string) => !words.has(id) && !emergencyUsers.has(id))
      .filter((id: string) => !listed.some((user) => user.id.toLowerCase() === id))
      .map((id: string) => ({ id })),
    ...sides
      .flatMap(({ groups }: Raw) => lower(groups))
      .filter((group: string) => !emergencyGroup(group) && ![...above(group)].some((one) => declared.has(one)))
      .map((group: string) => new Set([group, ...above(group)]))
      .map((groups: Set<string>) => ({ id: 'a-new-member', groups })),
    ...sides.flatMap(({ roles }: Raw) => lower(roles)).map((role: string) => ({ id: 'a-new-admin', roles: [role] })),
    ...TYPES.flatMap((guestOrExternalUserType) =>
      [null, ...tenants].map((homeTenantId) => ({ id: 'a-new-guest', guestOrExternalUserType, homeTenantId })),
    ),
  ]
  return { emergencyUsers, people }
}

export function everyResource(tenant: Raw): string[] {
  const named = tenant.policies.flatMap(({ conditions: { applications } }: Raw) => [
    ...(applications.includeApplications ?? []),
    ...(applications.excludeApplications ?? []),
  ])
  const { office365, adminPortals, apps } = tenant.catalog
  const ids = [...named, ...(office365 ?? []), ...(adminPortals ?? []), ...(apps ?? []).map(({ appId }: Raw) => appId)]
  return [...new Set(['nobody-mentions-this', ...lower(ids)])].filter(
    (id) => !['all', 'none', 'office365', 'microsoftadminportals'].includes(id),
  )
}

/** An address on each side of every edge, in every country that is listed, in another, in none. */
export function everyPlace(tenant: Raw): Raw[] {
  const cidrs = [
    ...tenant.namedLocations.flatMap(({ ipRanges }: Raw) => (ipRanges ?? []).map((range: Raw) => range.cidrAddress)),
    ...(tenant.mfaTrustedIps ?? []),
  ]
  const addresses = new Set<string | null>([null, ...cidrs.flatMap(edgesOf)])
  const countries = new Set(['QQ', ...tenant.namedLocations.flatMap((one: Raw) => one.countriesAndRegions ?? [])])
  const all: Raw[] = []
  for (const ipAddress of addresses)
    for (const country of [null, ...countries])
      for (const compliantNetwork of [false, true]) all.push({ ipAddress, country, compliantNetwork })
  return all
}
