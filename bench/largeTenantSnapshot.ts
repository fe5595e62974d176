/** The largest tenant the design names, for the benchmarks that judge one. */
import { PackedMemberships, type PolicySnapshot } from '../src/domain/policyStatus/index.js'

const USERS = 350_000
const GROUPS = 50_000
const NESTED = 8
const MEMBERSHIPS = 5_000_000
const POLICIES = 240
const LOCATIONS = 195
const RANGES_EACH = 2000
const DCF_BLOCKS = 12
const OTHER_BLOCKS = 24
export const TAKEN_AT = '2026-03-02T08:00:00Z'

const ids = (kind: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${kind}0000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`)

const users = ids('a', USERS)
const groups = ids('b', GROUPS)
const locations = ids('c', LOCATIONS)
const apps = ids('d', 60)
const at = (list: readonly string[], index: number): string => list[index % list.length] as string

function policy(index: number): Record<string, unknown> {
  const byName = index < DCF_BLOCKS
  const blocks = index < DCF_BLOCKS + OTHER_BLOCKS
  // None of the blocks reaches everybody everywhere, or there were nothing to look for.
  const whole = index % 3 === 0
  const everything = index % 2 === 0 && (!blocks || index % 4 === 0)
  return {
    id: `e0000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    displayName: `policy ${index}`,
    state: index % 9 === 8 ? 'enabledForReportingButNotEnforced' : 'enabled',
    conditions: {
      users: {
        includeUsers: whole ? ['All'] : [],
        includeGroups: whole ? [] : [0, 1, 2, 3].map((more) => at(groups, (index * 37 + more) * NESTED)),
        excludeUsers: [at(users, 0), at(users, 1)],
        excludeGroups: [0, 1, 2].map((more) => at(groups, (index * 211 + more * 7) * NESTED)),
        excludeRoles: index % 20 === 0 ? ['62e90394-69f5-4237-9190-012177145e10'] : [],
      },
      applications: {
        includeApplications: everything ? ['All'] : [at(apps, index), at(apps, index * 3)],
        excludeApplications: index % 4 === 0 ? [at(apps, index * 7)] : [],
      },
      locations:
        index % 4 === 0
          ? { includeLocations: ['All'], excludeLocations: ['AllTrusted', at(locations, index * 5)] }
          : null,
      clientAppTypes: ['all'],
      platforms: index % 17 === 0 ? { includePlatforms: ['all'], excludePlatforms: ['linux'] } : null,
      signInRiskLevels: index % 13 === 0 ? ['high'] : [],
      authenticationFlows: byName ? { transferMethods: 'deviceCodeFlow' } : null,
    },
    grantControls: { operator: 'OR', builtInControls: blocks ? ['block'] : ['mfa'] },
  }
}

export function largeTenant(): PolicySnapshot {
  // As the store loads them.
  const memberships = new PackedMemberships()
  // Group by group, as they are read.
  for (let group = 0; group < GROUPS; group++) {
    const groupId = at(groups, group)
    if (group % NESTED !== NESTED - 1) memberships.add({ groupId, memberId: at(groups, group + 1) })
    for (let index = 0; index < MEMBERSHIPS / GROUPS - 1; index++)
      memberships.add({ groupId, memberId: at(users, (group * 101 + index) * 7919) })
  }
  return {
    takenAt: TAKEN_AT,
    unknowns: [],
    policies: Array.from({ length: POLICIES }, (_, index) => policy(index)),
    namedLocations: locations.map((id, location) => ({
      '@odata.type': '#microsoft.graph.ipNamedLocation',
      id,
      displayName: `location ${location}`,
      isTrusted: location % 3 === 0,
      ipRanges: Array.from({ length: RANGES_EACH }, (_, range) => ({
        cidrAddress: `${location + 1}.${range >>> 5}.${(range & 31) * 8}.0/22`,
      })),
    })),
    mfaTrustedIps: [],
    directory: {
      users: users.map((id, index) => ({
        id,
        displayName: `user ${index}`,
        guestOrExternalUserType: index % 25 === 0 ? 'b2bCollaborationGuest' : null,
      })),
      groups: groups.map((id, index) => ({ id, displayName: `group ${index}` })),
      memberships: memberships.close(),
      roles: users.slice(0, 400).map((principalId) => ({
        roleTemplateId: '62e90394-69f5-4237-9190-012177145e10',
        principalId,
        assignmentType: 'active',
        scope: 'tenant',
      })),
      emergencyAccess: { users: [at(users, 0), at(users, 1)], groups: [] },
    },
    catalog: { office365: apps.slice(0, 10), adminPortals: apps.slice(10, 12), apps: [] },
  }
}

/** The tenant an hour before: without one of the policies, and with one person fewer in a group that is excluded. */
export function editedBefore(after: PolicySnapshot): PolicySnapshot {
  const { memberships = [] } = after.directory
  const fewer = new PackedMemberships()
  const [, left] = memberships
  for (const one of memberships) if (one.memberId !== left?.memberId || one.groupId !== left.groupId) fewer.add(one)
  return {
    ...after,
    takenAt: new Date(Date.parse(TAKEN_AT) - 60 * 60 * 1000).toISOString(),
    policies: after.policies.slice(1),
    directory: { ...after.directory, memberships: fewer.close() },
  }
}
