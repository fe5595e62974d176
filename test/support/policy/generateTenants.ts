/** Tenants and sign-ins over the whole space of conditions, from a seed. */
import type { SignIn, Tenant } from '../../../src/domain/policyStatus/index.js'
import type { Chance } from './chance.js'
import { policy } from './generatePolicies.js'
import { LIST_PROPERTIES, TEXT_PROPERTIES, TEXTS, TRUST } from './generateRules.js'
import {
  ACTIONS,
  ADDRESSES,
  APPS,
  CIDRS,
  CLIENTS,
  CONTEXTS,
  COUNTRIES,
  FLOWS,
  GROUPS,
  LEVELS,
  LOCATIONS,
  PLATFORMS,
  ROLES,
  TENANTS,
  TYPES,
  USERS,
  V4_CIDRS,
} from './pools.js'

function location(chance: Chance, id: string): unknown {
  const kind = chance.below(8)
  if (kind === 0)
    return {
      '@odata.type': '#microsoft.graph.compliantNetworkNamedLocation',
      id,
      displayName: 'compliant',
      isTrusted: true,
    }
  if (kind < 3)
    return {
      '@odata.type': '#microsoft.graph.countryNamedLocation',
      id,
      displayName: 'countries',
      countriesAndRegions: chance.some(COUNTRIES, 3),
      includeUnknownCountriesAndRegions: chance.oneIn(2),
    }
  return {
    '@odata.type': '#microsoft.graph.ipNamedLocation',
    id,
    displayName: 'office',
    isTrusted: chance.oneIn(2),
    ipRanges: chance.some(CIDRS, 4).map((cidrAddress) => ({ cidrAddress })),
  }
}

export function generateTenant(chance: Chance, policyCount: number): Tenant {
  const memberships = Array.from({ length: 6 + chance.below(16) }, () => ({
    groupId: chance.cased(chance.of(...GROUPS)),
    // Groups in groups, cycles among them.
    memberId: chance.cased(chance.oneIn(3) ? chance.of(...GROUPS) : chance.of(...USERS)),
  }))
  const roles = Array.from({ length: chance.below(10) }, () => ({
    roleTemplateId: chance.cased(chance.of(...ROLES)),
    principalId: chance.cased(chance.oneIn(4) ? chance.of(...GROUPS) : chance.of(...USERS)),
    assignmentType: chance.of('active', 'active', 'eligible'),
    scope: chance.of('tenant', 'tenant', 'administrativeUnit'),
  }))
  return {
    policies: Array.from({ length: policyCount }, (_, at) => policy(chance, at)),
    namedLocations: LOCATIONS.filter(() => !chance.oneIn(4)).map((id) => location(chance, id)),
    mfaTrustedIps: chance.oneIn(2) ? [] : chance.some(V4_CIDRS, 2),
    directory: {
      // The last two are in no listing.
      users: USERS.slice(0, -2).map((id, at) => {
        const guestOrExternalUserType = at < 4 ? null : chance.of(...TYPES)
        const home = guestOrExternalUserType === null || chance.oneIn(5) ? null : chance.of(...TENANTS)
        return { id, guestOrExternalUserType, homeTenantId: home }
      }),
      groups: GROUPS.filter(() => !chance.oneIn(5)).map((id) => ({ id, displayName: `group ${id}` })),
      memberships,
      roles,
      emergencyAccess: { users: chance.some(USERS, 2), groups: chance.oneIn(3) ? chance.some(GROUPS, 1) : [] },
    },
    catalog: {
      office365: APPS.slice(0, 2),
      adminPortals: APPS.slice(2, 3),
      apps: APPS.slice(1, 5).map((appId) => ({
        appId,
        customSecurityAttributes: chance.oneIn(4)
          ? null
          : { Zone_Tier: chance.of('0', '1'), Zone_Tags: chance.some(['fin', 'hr'], 2) },
      })),
    },
  }
}

function device(chance: Chance): Record<string, unknown> | null {
  if (chance.oneIn(3)) return null
  const held: Record<string, unknown> = {}
  for (const name of TEXT_PROPERTIES) if (!chance.oneIn(3)) held[name] = chance.of(...TEXTS)
  for (const name of LIST_PROPERTIES) if (!chance.oneIn(3)) held[name] = chance.some(TEXTS, 3)
  held.trustType = chance.of(null, ...TRUST)
  held.isCompliant = chance.of(true, false, null)
  return held
}

export function generateSignIn(chance: Chance): SignIn {
  const target = chance.below(10)
  const resource =
    target === 0
      ? { userAction: chance.of(...ACTIONS, 'registerSecurityInformation', 'registerOrJoinDevices') }
      : target === 1
        ? { authContext: chance.of(...CONTEXTS, 'c9') }
        : { appId: chance.cased(chance.of(...APPS, 'an-app-nobody-mentions')) }
  return {
    userId: chance.cased(chance.of(...USERS)),
    ...resource,
    authenticationFlow: chance.of('deviceCodeFlow', 'deviceCodeFlow', 'none', 'authenticationTransfer'),
    ...(chance.oneIn(4)
      ? { originalTransferMethod: chance.of('deviceCodeFlow', 'authenticationTransfer', 'none') }
      : {}),
    clientAppType: chance.of(...CLIENTS, 'mobileAppsAndDesktopClients'),
    devicePlatform: chance.of(...PLATFORMS, 'unknown', null),
    ipAddress: chance.oneIn(12) ? null : chance.of(...ADDRESSES),
    ...(chance.oneIn(8) ? {} : { country: chance.of(...COUNTRIES, 'ZZ', null) }),
    ...(chance.oneIn(3) ? { compliantNetwork: chance.oneIn(2) } : {}),
    device: device(chance),
    signInRiskLevel: chance.of(...LEVELS),
    userRiskLevel: chance.of(...LEVELS),
    ...(chance.oneIn(3) ? { insiderRiskLevel: chance.of('none', 'minor', 'moderate', 'elevated') } : {}),
  }
}

/** Filters of which a small grid of devices tells every difference. */
const GRID_RULES = [
  'device.isCompliant -eq "True"',
  'device.isCompliant -ne True',
  'device.trustType -ne "ServerAD"',
  'device.trustType -eq "AzureAD" -and device.isCompliant -eq True',
  'device.extensionAttribute1 -eq "SAW"',
  'device.extensionAttribute1 -notContains "SAW"',
  '-not (device.model -startsWith "Teams") -or device.trustType -eq null',
]

export const DEVICE_GRID: readonly (Record<string, unknown> | null)[] = [
  null,
  ...[true, false, null].flatMap((isCompliant) =>
    [null, 'AzureAD', 'ServerAD', 'Workplace'].flatMap((trustType) =>
      [null, 'SAW', 'other'].flatMap((extensionAttribute1) =>
        [null, 'Teams Room', 'other'].map((model) => ({ isCompliant, trustType, extensionAttribute1, model })),
      ),
    ),
  ),
]

/** An app for everything the filters can ask: what no app carries yet is a choice of the product's own. */
const everyApp = {
  office365: [...APPS.slice(0, 2), 'another-app-of-the-suite'],
  adminPortals: [...APPS.slice(2, 3), 'another-portal'],
  apps: [undefined, '0', '1', '2'].flatMap((tier, at) =>
    [[], ['fin'], ['hr'], ['fin', 'hr']].map((tags, index) => ({
      appId: `app-${at}-${index}`,
      customSecurityAttributes: { ...(tier === undefined ? {} : { Zone_Tier: tier }), Zone_Tags: tags },
    })),
  ),
}

/** A tenant of a few block policies, most of them about device code flow: one whose status is worth a look. */
export function generateBlocks(chance: Chance): Tenant {
  const tenant = { ...generateTenant(chance, 1 + chance.below(3)), catalog: everyApp }
  for (const raw of tenant.policies as { conditions: Record<string, unknown>; grantControls: unknown }[]) {
    if (!chance.oneIn(6)) raw.grantControls = { operator: 'OR', builtInControls: ['block'] }
    const { conditions } = raw
    if (!chance.oneIn(5)) conditions.authenticationFlows = { transferMethods: chance.of('deviceCodeFlow', FLOWS[3]) }
    if (conditions.devices)
      conditions.devices = { deviceFilter: { mode: chance.of('include', 'exclude'), rule: chance.of(...GRID_RULES) } }
    if (chance.oneIn(2)) conditions.users = { ...(conditions.users as object), includeUsers: ['All'] }
    if (chance.oneIn(2))
      conditions.applications = { ...(conditions.applications as object), includeApplications: ['All'] }
    for (const name of ['signInRiskLevels', 'userRiskLevels', 'insiderRiskLevels', 'platforms', 'locations'])
      if (!chance.oneIn(3)) conditions[name] = null
    if (!chance.oneIn(3)) conditions.clientAppTypes = ['all']
  }
  return tenant
}
