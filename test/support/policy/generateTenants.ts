/**
 * Tenants and sign-ins over the whole space of conditions, from a seed. Small pools of ids, so that things meet.
 */
import type { SignIn, Tenant } from '../../../src/domain/policyStatus/index.js'

/** A small generator of numbers (mulberry32): the same seed gives the same tenants on every machine. */
export class Chance {
  constructor(private state: number) {}

  number(): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  /** True in one of `n` cases. */
  oneIn(n: number): boolean {
    return this.number() * n < 1
  }

  below(n: number): number {
    return Math.floor(this.number() * n)
  }

  of<T>(...choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T
  }

  some<T>(choices: readonly T[], max: number): T[] {
    return [...new Set(Array.from({ length: this.below(max + 1) }, () => this.of(...choices)))]
  }

  atLeastOne<T>(choices: readonly T[], max: number): T[] {
    return [...new Set([this.of(...choices), ...this.some(choices, max - 1)])]
  }

  /** Letter case is never meaning in ids. */
  cased(id: string): string {
    return this.oneIn(8) ? id.toUpperCase() : id
  }
}

const ids = (kind: string, count: number): string[] =>
  Array.from({ length: count }, (_, at) => `${kind}0000000-abcd-4000-8000-${String(at).padStart(12, '0')}`)

const USERS = ids('a', 10)
const GROUPS = ids('b', 7)
const ROLES = ids('c', 4)
const APPS = ids('d', 7)
const LOCATIONS = ids('e', 6)
const TENANTS = ids('f', 3)
const MFA = '00000000-0000-0000-0000-000000000000'
const TYPES = [
  'internalGuest',
  'b2bCollaborationGuest',
  'b2bCollaborationMember',
  'b2bDirectConnectUser',
  'otherExternalUser',
  'serviceProvider',
]
const COUNTRIES = ['NL', 'DE', 'RU', 'US']
const CIDRS = [
  '203.0.113.0/24',
  '203.0.113.77/25',
  '203.0.112.9/20',
  '198.51.100.7/32',
  '198.51.100.0/31',
  '10.0.0.0/8',
  '0.0.0.0/0',
  '255.255.255.255/32',
  '2001:db8:100::/48',
  '2001:db8:100::beef/49',
  '2001:DB8::1/128',
  '2001:db8:ffff::1',
  '::ffff:203.0.113.0/120',
  'fe80::/10',
  'ffff:ffff:ffff:ffff:ffff:ffff:ffff:0/112',
]
const V4_CIDRS = CIDRS.filter((cidr) => !cidr.includes(':') && !cidr.endsWith('/0'))
const ADDRESSES = [
  '203.0.113.0',
  '203.0.113.127',
  '203.0.113.128',
  '203.0.113.255',
  '203.0.112.1',
  '203.0.128.0',
  '198.51.100.7',
  '198.51.100.0',
  '198.51.100.1',
  '198.51.100.2',
  '10.255.255.255',
  '11.0.0.0',
  '9.255.255.255',
  '0.0.0.0',
  '255.255.255.255',
  '2001:db8:100::1',
  '2001:db8:100:8000::1',
  '2001:db8:101::',
  '2001:db8::1',
  '2001:0db8:0000:0000:0000:0000:0000:0001',
  '::ffff:203.0.113.9',
  '::ffff:cb00:7180',
  'fe80::1',
  'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
  '::',
  'not an address',
]
const PLATFORMS = ['android', 'iOS', 'windows', 'windowsPhone', 'macOS', 'linux']
const CLIENTS = ['browser', 'mobileAppsAndDesktopClients', 'exchangeActiveSync', 'easSupported', 'other']
const LEVELS = ['none', 'low', 'medium', 'high']
const ACTIONS = ['urn:user:registersecurityinfo', 'urn:user:registerdevice']
const CONTEXTS = ['c1', 'c2']
const FLOWS = [
  null,
  'deviceCodeFlow',
  'deviceCodeFlow',
  'deviceCodeFlow,authenticationTransfer',
  'authenticationTransfer, deviceCodeFlow',
  'authenticationTransfer',
  'none',
  'deviceCodeFlow,unknownFutureValue',
  'unknownFutureValue',
]
const TEXTS = ['SAW', 'saw-01', 'Contoso (NL)', 'say "hi"', 'a`b', "it's", '']
const TEXT_PROPERTIES = [
  'deviceId',
  'displayName',
  'manufacturer',
  'model',
  'operatingSystem',
  'operatingSystemVersion',
  'profileType',
  'trustType',
  'extensionAttribute1',
  'extensionAttribute15',
  'isCompliant',
  'deviceOwnership',
]
const LIST_PROPERTIES = ['physicalIds', 'systemLabels']
const OPERATORS = ['eq', 'ne', 'startsWith', 'notStartsWith', 'endsWith', 'notEndsWith', 'contains', 'notContains']
const TRUST = ['AzureAD', 'ServerAD', 'Workplace']

const quoted = (text: string): string => `"${text.replaceAll('`', '``').replaceAll('"', '`"')}"`

function literal(chance: Chance, property: string): string {
  if (property === 'isCompliant') return chance.of('"True"', '"true"', 'True', 'False', '"False"')
  if (property === 'trustType') return quoted(chance.of(...TRUST))
  return chance.oneIn(8) ? `'${chance.of('SAW', 'x y')}'` : quoted(chance.of(...TEXTS))
}

function comparison(chance: Chance): string {
  const property = chance.oneIn(5) ? chance.of(...LIST_PROPERTIES) : chance.of(...TEXT_PROPERTIES)
  const name = chance.of(`device.${property}`, `device.${property}`, `Device.${property.toUpperCase()}`)
  const hyphen = chance.oneIn(6) ? '' : '-'
  if (chance.oneIn(5)) {
    const list = Array.from({ length: 1 + chance.below(3) }, () => literal(chance, property)).join(chance.of(',', ', '))
    return `${name} ${hyphen}${chance.of('in', 'notIn', 'IN')} [${list}]`
  }
  if (chance.oneIn(8)) return `${name} ${hyphen}${chance.of('eq', 'ne')} null`
  const operator = chance.of(...OPERATORS)
  return `${name} ${hyphen}${chance.oneIn(8) ? operator.toUpperCase() : operator} ${literal(chance, property)}`
}

export function deviceRule(chance: Chance, depth = 0): string {
  if (depth > 3 || chance.oneIn(2)) return comparison(chance)
  const choice = chance.below(5)
  if (choice === 0) return `-not (${deviceRule(chance, depth + 1)})`
  if (choice === 1) return `(${deviceRule(chance, depth + 1)})`
  const join = chance.of('-and', '-or', 'and', 'or', '-AND')
  return `${deviceRule(chance, depth + 1)} ${join} ${deviceRule(chance, depth + 1)}`
}

function appRule(chance: Chance): string {
  const one = (): string =>
    chance.of(
      `CustomSecurityAttribute.Zone_Tier -eq "${chance.of('0', '1')}"`,
      `CustomSecurityAttribute.Zone_Tier -ne "0"`,
      `CustomSecurityAttribute.Zone_Tags -contains "${chance.of('fin', 'hr')}"`,
      `CustomSecurityAttribute.Zone_Tier -in ["0", "2"]`,
    )
  return chance.oneIn(3) ? `${one()} ${chance.of('-and', '-or')} ${one()}` : one()
}

function external(chance: Chance): unknown {
  if (!chance.oneIn(5)) return null
  return {
    guestOrExternalUserTypes: chance.atLeastOne([...TYPES, 'unknownFutureValue'], 3).join(chance.of(',', ', ')),
    externalTenants: chance.of<unknown>(
      null,
      { '@odata.type': '#microsoft.graph.conditionalAccessAllExternalTenants', membershipKind: 'all' },
      {
        '@odata.type': '#microsoft.graph.conditionalAccessEnumeratedExternalTenants',
        membershipKind: 'enumerated',
        members: chance.some(TENANTS, 2).map((id) => chance.cased(id)),
      },
    ),
  }
}

function users(chance: Chance): unknown {
  const cased = (list: readonly string[], max: number): string[] => chance.some(list, max).map((id) => chance.cased(id))
  const included = chance.below(6)
  const include = included < 3 ? ['All'] : included === 3 ? ['None'] : cased([...USERS, 'GuestsOrExternalUsers'], 3)
  return {
    includeUsers: include,
    excludeUsers: chance.oneIn(2) ? [] : cased([...USERS, 'GuestsOrExternalUsers'], 2),
    includeGroups: included < 3 ? [] : cased(GROUPS, 2),
    excludeGroups: chance.oneIn(2) ? [] : cased(GROUPS, 2),
    includeRoles: included < 4 ? [] : cased(ROLES, 2),
    excludeRoles: chance.oneIn(3) ? cased(ROLES, 2) : [],
    includeGuestsOrExternalUsers: included < 3 ? null : external(chance),
    excludeGuestsOrExternalUsers: external(chance),
  }
}

function applications(chance: Chance): unknown {
  const kind = chance.below(8)
  const named = [...APPS, 'Office365', 'MicrosoftAdminPortals']
  return {
    includeApplications: kind < 4 ? ['All'] : kind < 6 ? chance.atLeastOne(named, 3).map((id) => chance.cased(id)) : [],
    excludeApplications: chance.oneIn(3) ? chance.some(named, 2) : [],
    includeUserActions: kind === 6 ? chance.atLeastOne(ACTIONS, 2) : [],
    includeAuthenticationContextClassReferences: kind === 7 ? chance.atLeastOne(CONTEXTS, 2) : [],
    applicationFilter:
      kind < 6 && chance.oneIn(6) ? { mode: chance.of('include', 'exclude'), rule: appRule(chance) } : null,
  }
}

function grants(chance: Chance): unknown {
  if (chance.oneIn(12)) return null
  if (chance.oneIn(2)) return { operator: 'OR', builtInControls: ['block'] }
  return {
    operator: chance.of('AND', 'OR'),
    builtInControls: chance.some(
      ['mfa', 'compliantDevice', 'domainJoinedDevice', 'approvedApplication', 'unknownFutureValue'],
      3,
    ),
    customAuthenticationFactors: chance.oneIn(8) ? ['factor'] : [],
    termsOfUse: chance.oneIn(8) ? ['terms'] : [],
    authenticationStrength: chance.oneIn(6) ? { id: 'strength', displayName: 'Phishing-resistant' } : null,
  }
}

const sessions = (chance: Chance): unknown =>
  chance.oneIn(4)
    ? {
        signInFrequency: chance.of(null, { isEnabled: true, frequencyInterval: 'everyTime' }, { isEnabled: false }),
        persistentBrowser: chance.of(null, { isEnabled: true, mode: 'never' }),
        disableResilienceDefaults: chance.of(null, true, false),
      }
    : null

/** Half the policies have one condition beside users and resources, so that each decides often enough. */
function fewer(chance: Chance, conditions: Record<string, unknown>): Record<string, unknown> {
  if (chance.oneIn(2)) return conditions
  const kept = chance.of('locations', 'platforms', 'clientAppTypes', 'devices', 'signInRiskLevels', 'userRiskLevels')
  const { users: whom, applications: what, authenticationFlows } = conditions
  return { users: whom, applications: what, authenticationFlows, [kept]: conditions[kept] }
}

export function policy(chance: Chance, at: number): unknown {
  const place = [...LOCATIONS, 'AllTrusted', MFA, 'no-such-location']
  const levels = (all: readonly string[]): string[] => (chance.oneIn(6) ? chance.atLeastOne(all, 3) : [])
  return {
    id: `policy-${at}`,
    displayName: `policy ${at}`,
    state: chance.of(
      'enabled',
      'enabled',
      'enabled',
      'enabledForReportingButNotEnforced',
      'disabled',
      ...(chance.oneIn(6) ? ['partiallyEnabled'] : []),
    ),
    aFieldOfTomorrow: { some: 'thing' },
    conditions: fewer(chance, {
      users: users(chance),
      applications: applications(chance),
      locations: chance.oneIn(2)
        ? null
        : {
            includeLocations: chance.oneIn(2) ? ['All'] : chance.atLeastOne(place, 2),
            excludeLocations: chance.some(place, 2),
          },
      platforms: chance.oneIn(4)
        ? {
            includePlatforms: chance.oneIn(2) ? ['all'] : chance.atLeastOne(PLATFORMS, 3),
            excludePlatforms: chance.some(PLATFORMS, 2),
          }
        : null,
      clientAppTypes: chance.oneIn(3) ? chance.atLeastOne(CLIENTS, 3) : ['all'],
      devices: chance.oneIn(3)
        ? { deviceFilter: { mode: chance.of('include', 'exclude'), rule: deviceRule(chance) } }
        : null,
      signInRiskLevels: levels(LEVELS),
      userRiskLevels: levels(LEVELS),
      servicePrincipalRiskLevels: [],
      insiderRiskLevels: chance.oneIn(8)
        ? chance.atLeastOne(['minor', 'moderate', 'elevated', 'unknownFutureValue'], 2).join(',')
        : null,
      clientApplications: chance.oneIn(15) ? { includeServicePrincipals: ['ServicePrincipalsInMyTenant'] } : null,
      authenticationFlows: chance.oneIn(4) ? null : { transferMethods: chance.of(...FLOWS) },
    }),
    grantControls: grants(chance),
    sessionControls: sessions(chance),
  }
}

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
