/**
 * Conditional Access of the invented company: device code flow is blocked, and yet not for everybody and not from
 * everywhere. The shape is the one of Microsoft Graph docs, "conditionalAccessPolicy resource type" (v1.0).
 */
const HQ_LOCATION_ID = 'e5000000-0000-4000-8000-000000000001'

export const NAMED_LOCATIONS: readonly Readonly<Record<string, unknown>>[] = [
  {
    '@odata.type': '#microsoft.graph.ipNamedLocation',
    id: HQ_LOCATION_ID,
    displayName: 'Headquarters',
    createdDateTime: '2025-02-03T09:00:00Z',
    modifiedDateTime: '2025-02-03T09:00:00Z',
    isTrusted: true,
    // IPv4 only: whoever comes from the same desk over IPv6 is not in the location.
    ipRanges: [{ '@odata.type': '#microsoft.graph.iPv4CidrRange', cidrAddress: '203.0.113.0/26' }],
  },
  {
    '@odata.type': '#microsoft.graph.ipNamedLocation',
    id: 'e5000000-0000-4000-8000-000000000002',
    displayName: 'Harbour office (guest Wi-Fi)',
    createdDateTime: '2025-04-14T08:30:00Z',
    modifiedDateTime: '2025-04-14T08:30:00Z',
    isTrusted: false,
    ipRanges: [
      { '@odata.type': '#microsoft.graph.iPv4CidrRange', cidrAddress: '198.51.100.64/26' },
      { '@odata.type': '#microsoft.graph.iPv6CidrRange', cidrAddress: '2001:db8:40::/48' },
    ],
  },
  {
    '@odata.type': '#microsoft.graph.countryNamedLocation',
    id: 'e5000000-0000-4000-8000-000000000003',
    displayName: 'Where we work',
    createdDateTime: '2025-02-03T09:10:00Z',
    modifiedDateTime: '2025-09-01T12:00:00Z',
    countriesAndRegions: ['NL', 'DE', 'SE'],
    countryLookupMethod: 'clientIpAddress',
    includeUnknownCountriesAndRegions: false,
  },
]

interface PolicyStory {
  readonly count: number
  readonly displayName: string
  readonly state: 'enabled' | 'disabled' | 'enabledForReportingButNotEnforced'
  readonly users: Readonly<Record<string, unknown>>
  readonly control: 'block' | 'mfa' | 'compliantDevice'
  readonly transferMethods?: string
  readonly locations?: Readonly<Record<string, readonly string[]>>
  readonly clientAppTypes?: readonly string[]
}

const policyIdOf = (count: number) => `f6000000-0000-4000-8000-${String(count).padStart(12, '0')}`

/** CA001, which blocks device code flow. */
export const BLOCK_POLICY_ID = policyIdOf(1)

function policy(story: PolicyStory): Readonly<Record<string, unknown>> {
  return {
    id: policyIdOf(story.count),
    templateId: null,
    displayName: story.displayName,
    createdDateTime: '2025-03-10T10:00:00Z',
    modifiedDateTime: '2026-05-18T14:20:00Z',
    state: story.state,
    sessionControls: null,
    conditions: {
      userRiskLevels: [],
      signInRiskLevels: [],
      clientAppTypes: story.clientAppTypes ?? ['all'],
      servicePrincipalRiskLevels: [],
      insiderRiskLevels: null,
      platforms: null,
      locations: story.locations ?? null,
      devices: null,
      clientApplications: null,
      authenticationFlows: story.transferMethods === undefined ? null : { transferMethods: story.transferMethods },
      applications: {
        includeApplications: ['All'],
        excludeApplications: [],
        includeUserActions: [],
        includeAuthenticationContextClassReferences: [],
        applicationFilter: null,
      },
      users: {
        includeUsers: [],
        excludeUsers: [],
        includeGroups: [],
        excludeGroups: [],
        includeRoles: [],
        excludeRoles: [],
        includeGuestsOrExternalUsers: null,
        excludeGuestsOrExternalUsers: null,
        ...story.users,
      },
    },
    grantControls: {
      operator: 'OR',
      builtInControls: [story.control],
      customAuthenticationFactors: [],
      termsOfUse: [],
      authenticationStrength: null,
    },
  }
}

export function seedPolicies(names: {
  readonly emergencyAccounts: readonly string[]
  readonly excludedGroup: string
  readonly administrators: readonly string[]
  readonly partnerTenant: string
}): readonly Readonly<Record<string, unknown>>[] {
  const everybody = { includeUsers: ['All'], excludeUsers: names.emergencyAccounts }
  return [
    policy({
      count: 1,
      displayName: 'CA001 Block device code flow',
      state: 'enabled',
      users: { ...everybody, excludeGroups: [names.excludedGroup] },
      control: 'block',
      transferMethods: 'deviceCodeFlow,authenticationTransfer',
      locations: { includeLocations: ['All'], excludeLocations: ['AllTrusted'] },
    }),
    policy({
      count: 2,
      displayName: 'Microsoft-managed: Block device code flow',
      state: 'enabledForReportingButNotEnforced',
      users: everybody,
      control: 'block',
      transferMethods: 'deviceCodeFlow',
    }),
    policy({
      count: 3,
      displayName: 'CA002 Multifactor authentication for everybody',
      state: 'enabled',
      users: everybody,
      control: 'mfa',
    }),
    policy({
      count: 4,
      displayName: 'CA003 Block legacy authentication',
      state: 'enabled',
      users: everybody,
      control: 'block',
      clientAppTypes: ['exchangeActiveSync', 'other'],
    }),
    policy({
      count: 5,
      displayName: 'CA004 Administrators only on compliant devices',
      state: 'enabledForReportingButNotEnforced',
      users: { includeRoles: names.administrators, excludeUsers: names.emergencyAccounts },
      control: 'compliantDevice',
    }),
    policy({
      count: 6,
      displayName: 'CA005 Block device code flow for the yard partner',
      state: 'disabled',
      users: {
        includeGuestsOrExternalUsers: {
          guestOrExternalUserTypes: 'b2bCollaborationGuest',
          externalTenants: {
            '@odata.type': '#microsoft.graph.conditionalAccessEnumeratedExternalTenants',
            membershipKind: 'enumerated',
            members: [names.partnerTenant],
          },
        },
      },
      control: 'block',
      transferMethods: 'deviceCodeFlow',
    }),
  ]
}
