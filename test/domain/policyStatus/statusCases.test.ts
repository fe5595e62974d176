/**
 * Tenants an author of cases would think of, each with the answer the rules give, worked out by hand.
 */
import { describe, expect, it } from 'vitest'
import { evaluateStatus, type Tenant } from '../../../src/domain/policyStatus/index.js'
import * as example from './example.js'

const { office, policy, riskPolicy, tenant, withBlocks } = example

const EMERGENCY = [example.EMERGENCY_1, example.EMERGENCY_2]
const EVERYBODY = [example.ANNA, example.BEN, example.GUEST]
const MFA = '00000000-0000-0000-0000-000000000000'
const GUEST_TENANT = {
  '@odata.type': '#microsoft.graph.conditionalAccessEnumeratedExternalTenants',
  membershipKind: 'enumerated',
  members: [example.PARTNER],
}
const branch = {
  ...office,
  id: example.BRANCH,
  displayName: 'Branch',
  isTrusted: false,
  ipRanges: [{ cidrAddress: '203.0.113.0/24' }],
}
const britain = {
  '@odata.type': '#microsoft.graph.countryNamedLocation',
  id: example.BRANCH,
  displayName: 'Britain',
  countriesAndRegions: ['GB'],
}
const at = (include: string[], exclude: string[] = []) => ({
  conditions: { locations: { includeLocations: include, excludeLocations: exclude } },
})
const directory = (changes: Partial<Tenant['directory']>): Tenant['directory'] => ({ ...example.directory, ...changes })
const second = '00000000-0000-4000-8000-000000000099'
const REPORT_ONLY = 'enabledForReportingButNotEnforced'
const noFlows = { authenticationFlows: null }

interface Case {
  readonly blocked: string
  readonly gaps: readonly string[]
  readonly openUsers?: readonly string[]
  readonly openFrom?: readonly string[]
  readonly residual?: readonly string[]
}

const CASES: readonly (readonly [string, Tenant, Case])[] = [
  [
    'both flows, the other way round and with a space',
    withBlocks(
      policy({ conditions: { authenticationFlows: { transferMethods: 'authenticationTransfer, deviceCodeFlow' } } }),
    ),
    { blocked: 'yes', gaps: [] },
  ],
  [
    'no flow by name, everything blocked outside the office',
    withBlocks(policy({ conditions: noFlows })),
    { blocked: 'yes', gaps: [], openUsers: [], openFrom: [example.OFFICE] },
  ],
  [
    'everything blocked for one group',
    withBlocks(policy({ users: { includeUsers: [], includeGroups: [example.FIELD] }, conditions: noFlows })),
    { blocked: 'no', gaps: ['no-block-policy', 'incidental-blocks-only'], openUsers: [example.ANNA, example.GUEST] },
  ],
  [
    'a report-only block beside a general one that is complete',
    withBlocks(policy({ state: REPORT_ONLY }), policy({ id: second, conditions: noFlows })),
    { blocked: 'yes', gaps: [] },
  ],
  [
    'a report-only block of everything that names no flow',
    withBlocks(policy({ state: REPORT_ONLY, conditions: noFlows })),
    { blocked: 'report-only', gaps: ['no-block-policy', 'report-only'], openUsers: EVERYBODY },
  ],
  [
    'guests only',
    withBlocks(policy({ users: { includeUsers: ['GuestsOrExternalUsers'] } })),
    { blocked: 'partial', gaps: ['not-all-users'], openUsers: [example.ANNA, example.BEN] },
  ],
  [
    'guests in a policy of their own, but of one partner only',
    withBlocks(
      policy({ users: { excludeUsers: [...EMERGENCY, 'GuestsOrExternalUsers'] } }),
      policy({
        id: second,
        users: {
          includeUsers: [],
          includeGuestsOrExternalUsers: {
            guestOrExternalUserTypes: 'b2bCollaborationGuest',
            externalTenants: GUEST_TENANT,
          },
        },
      }),
    ),
    { blocked: 'partial', gaps: ['guests-not-covered'], openUsers: [] },
  ],
  [
    'the guests of one partner are excluded, ours among them',
    withBlocks(
      policy({
        users: {
          excludeGuestsOrExternalUsers: {
            guestOrExternalUserTypes: 'b2bCollaborationGuest,internalGuest',
            externalTenants: GUEST_TENANT,
          },
        },
      }),
    ),
    { blocked: 'partial', gaps: ['guests-not-covered'], openUsers: [example.GUEST] },
  ],
  [
    'the guests of another partner are excluded',
    withBlocks(
      policy({
        users: {
          excludeGuestsOrExternalUsers: {
            guestOrExternalUserTypes: 'b2bCollaborationGuest',
            externalTenants: { ...GUEST_TENANT, members: [example.OTHER_PARTNER] },
          },
        },
      }),
    ),
    { blocked: 'partial', gaps: ['guests-not-covered'], openUsers: [] },
  ],
  [
    'every guest type is excluded by name',
    withBlocks(
      policy({
        users: {
          excludeGuestsOrExternalUsers: {
            guestOrExternalUserTypes:
              'internalGuest,b2bCollaborationGuest,b2bCollaborationMember,b2bDirectConnectUser,otherExternalUser,serviceProvider',
            externalTenants: null,
          },
        },
      }),
    ),
    { blocked: 'partial', gaps: ['guests-not-covered'], openUsers: [example.GUEST] },
  ],
  [
    'a group is excluded and closed for the suite only',
    withBlocks(
      policy({ users: { excludeGroups: [example.FIELD] } }),
      policy({
        id: second,
        users: { includeUsers: [], includeGroups: [example.FIELD] },
        applications: { includeApplications: ['Office365'] },
      }),
    ),
    {
      blocked: 'partial',
      gaps: ['excluded-groups', 'excludes-non-emergency-users', 'not-all-resources'],
      openUsers: [example.BEN],
    },
  ],
  [
    'an excluded app, closed by a policy that is report-only',
    withBlocks(
      policy({ applications: { excludeApplications: [example.CODE_HOST] } }),
      policy({ id: second, state: REPORT_ONLY, applications: { includeApplications: [example.CODE_HOST] } }),
    ),
    { blocked: 'partial', gaps: ['excluded-apps', 'report-only'], openUsers: EVERYBODY },
  ],
  [
    'an excluded app of the suite, and the suite closed by another policy',
    withBlocks(
      policy({ applications: { excludeApplications: [example.MAIL] } }),
      policy({ id: second, applications: { includeApplications: ['Office365'] } }),
    ),
    { blocked: 'yes', gaps: [] },
  ],
  [
    'the suite in one policy, everything but the suite in another',
    withBlocks(
      policy({ applications: { includeApplications: ['Office365'] } }),
      policy({ id: second, applications: { excludeApplications: ['Office365'] } }),
    ),
    { blocked: 'yes', gaps: [] },
  ],
  [
    'the device registration service is excluded',
    withBlocks(policy({ applications: { excludeApplications: ['01cb2876-7ebd-4aa4-9cc9-d28bd4d359a9'] } })),
    { blocked: 'partial', gaps: ['excluded-apps'], openUsers: EVERYBODY, openFrom: ['*', example.OFFICE] },
  ],
  [
    'apps left out that carry two attributes at once, and none does yet',
    withBlocks(
      policy({
        applications: {
          applicationFilter: {
            mode: 'exclude',
            rule: 'CustomSecurityAttribute.A_B -eq "x" -and CustomSecurityAttribute.A_C -eq "y"',
          },
        },
      }),
    ),
    { blocked: 'partial', gaps: ['excluded-apps'] },
  ],
  [
    'trusted networks only',
    withBlocks(policy(at(['AllTrusted']))),
    { blocked: 'no', gaps: ['not-any-location'], openUsers: EVERYBODY, openFrom: ['*'], residual: [] },
  ],
  [
    'the trusted office excluded by its id',
    withBlocks(policy(at(['All'], [example.OFFICE]))),
    { blocked: 'yes', gaps: [], openFrom: [example.OFFICE] },
  ],
  [
    'a branch excluded that is not trusted',
    { ...withBlocks(policy(at(['All'], [example.BRANCH]))), namedLocations: [office, branch] },
    {
      blocked: 'partial',
      gaps: ['excluded-untrusted-location'],
      openUsers: EVERYBODY,
      openFrom: [example.BRANCH],
    },
  ],
  [
    'all trusted networks excluded, and none is trusted',
    { ...withBlocks(policy()), namedLocations: [branch] },
    {
      blocked: 'yes',
      gaps: ['no-trusted-location-defined'],
      openFrom: [],
      residual: ['emergency-accounts-open'],
    },
  ],
  [
    'all trusted networks excluded, and only the MFA trusted IPs are',
    { ...withBlocks(policy()), namedLocations: [branch], mfaTrustedIps: ['192.0.2.0/24'] },
    { blocked: 'yes', gaps: [], openFrom: [MFA], residual: ['trusted-networks-open', 'emergency-accounts-open'] },
  ],
  [
    'the MFA trusted IPs excluded by their id',
    { ...withBlocks(policy(at(['All'], [MFA]))), mfaTrustedIps: ['192.0.2.0/24'] },
    { blocked: 'yes', gaps: [], openFrom: [MFA] },
  ],
  [
    'one country only',
    { ...withBlocks(policy(at([example.BRANCH]))), namedLocations: [office, britain] },
    { blocked: 'partial', gaps: ['not-any-location'], openUsers: EVERYBODY },
  ],
  [
    'a country excluded',
    { ...withBlocks(policy(at(['All'], [example.BRANCH]))), namedLocations: [office, britain] },
    { blocked: 'partial', gaps: ['excluded-untrusted-location'], openFrom: [example.BRANCH] },
  ],
  [
    'a country excluded here and closed there',
    {
      ...withBlocks(policy(at(['All'], [example.BRANCH])), policy({ id: second, ...at([example.BRANCH]) })),
      namedLocations: [office, britain],
    },
    { blocked: 'yes', gaps: [], openFrom: [] },
  ],
  [
    'a location excluded that is gone',
    withBlocks(policy(at(['All'], ['no-such-location', 'AllTrusted']))),
    { blocked: 'yes', gaps: [] },
  ],
  [
    'a location included that is gone',
    withBlocks(policy(at(['no-such-location']))),
    { blocked: 'no', gaps: ['not-any-location'] },
  ],
  [
    'an excluded branch inside the trusted office',
    {
      ...withBlocks(policy(at(['All'], [example.BRANCH]))),
      namedLocations: [office, { ...branch, ipRanges: [{ cidrAddress: '198.51.100.0/25' }] }],
    },
    { blocked: 'yes', gaps: [], openFrom: [example.BRANCH, example.OFFICE] },
  ],
  [
    'every platform by name',
    withBlocks(
      policy({
        conditions: {
          platforms: { includePlatforms: ['android', 'iOS', 'windows', 'windowsPhone', 'macOS', 'linux'] },
        },
      }),
    ),
    { blocked: 'partial', gaps: ['platform-limited'] },
  ],
  [
    'every platform but one, and that one in another policy',
    withBlocks(
      policy({ conditions: { platforms: { includePlatforms: ['all'], excludePlatforms: ['linux'] } } }),
      policy({ id: second, conditions: { platforms: { includePlatforms: ['linux'] } } }),
    ),
    { blocked: 'yes', gaps: [] },
  ],
  [
    'both modern clients by name',
    withBlocks(policy({ conditions: { clientAppTypes: ['browser', 'mobileAppsAndDesktopClients'] } })),
    { blocked: 'yes', gaps: [] },
  ],
  [
    'every risk but none',
    withBlocks(policy({ conditions: { signInRiskLevels: ['low', 'medium'] } })),
    { blocked: 'partial', gaps: ['risk-limited'], openUsers: EVERYBODY },
  ],
  [
    'high user risk only',
    withBlocks(policy({ conditions: { userRiskLevels: ['high'] } })),
    { blocked: 'partial', gaps: ['risk-limited'] },
  ],
  [
    'insider risk only',
    withBlocks(policy({ conditions: { insiderRiskLevels: 'moderate,elevated' } })),
    { blocked: 'partial', gaps: ['risk-limited'] },
  ],
  [
    'a device filter and its opposite',
    withBlocks(
      ...(['include', 'exclude'] as const).map((mode, index) =>
        policy({
          id: index === 0 ? example.BLOCK_ID : second,
          conditions: { devices: { deviceFilter: { mode, rule: 'device.model -startsWith "Teams"' } } },
        }),
      ),
    ),
    { blocked: 'yes', gaps: [] },
  ],
  [
    'a device filter that every unregistered device meets',
    withBlocks(
      policy({
        conditions: { devices: { deviceFilter: { mode: 'include', rule: 'device.trustType -ne "ServerAD"' } } },
      }),
    ),
    { blocked: 'partial', gaps: ['device-filter-limited'] },
  ],
  [
    'session controls instead of a block',
    withBlocks(
      policy({ grant: null, session: { signInFrequency: { isEnabled: true, frequencyInterval: 'everyTime' } } }),
    ),
    { blocked: 'no', gaps: ['grant-not-block', 'no-block-policy'] },
  ],
  [
    'a block listed beside another control',
    withBlocks(policy({ grant: { operator: 'OR', builtInControls: ['compliantDevice', 'block'] } })),
    { blocked: 'yes', gaps: [] },
  ],
  [
    'a leaking block and a policy that asks for MFA instead',
    withBlocks(
      policy({ users: { excludeGroups: [example.ROOMS] } }),
      policy({ id: second, grant: { operator: 'OR', builtInControls: ['mfa'] } }),
    ),
    { blocked: 'partial', gaps: ['excluded-groups', 'grant-not-block'], openUsers: [] },
  ],
  [
    'nobody excluded, so the emergency accounts are hit',
    withBlocks(policy({ users: { excludeUsers: [] } })),
    { blocked: 'yes', gaps: ['no-emergency-exclusion'], residual: ['trusted-networks-open'] },
  ],
  [
    'one emergency account of two is excluded',
    withBlocks(policy({ users: { excludeUsers: [example.EMERGENCY_1] } })),
    {
      blocked: 'yes',
      gaps: ['no-emergency-exclusion'],
      residual: ['trusted-networks-open', 'emergency-accounts-open'],
    },
  ],
  [
    'nobody declared and nobody excluded',
    { ...withBlocks(policy({ users: { excludeUsers: [] } })), directory: directory({ emergencyAccess: {} }) },
    { blocked: 'yes', gaps: ['no-emergency-exclusion'] },
  ],
  [
    'nobody declared, an empty group excluded',
    {
      ...withBlocks(policy({ users: { excludeUsers: [], excludeGroups: [example.EMERGENCY_GROUP] } })),
      directory: directory({ emergencyAccess: {} }),
    },
    { blocked: 'partial', gaps: ['excluded-groups'], openUsers: [] },
  ],
  [
    'a group of exactly the declared accounts is excluded',
    {
      ...withBlocks(policy({ users: { excludeUsers: [], excludeGroups: [example.EMERGENCY_GROUP] } })),
      directory: directory({
        memberships: EMERGENCY.map((memberId) => ({ groupId: example.EMERGENCY_GROUP, memberId })),
      }),
    },
    { blocked: 'yes', gaps: [] },
  ],
  [
    'a group of a declared account and, two groups down, of somebody else is excluded',
    {
      ...withBlocks(policy({ users: { excludeGroups: [example.EMERGENCY_GROUP] } })),
      directory: directory({
        memberships: [
          ...(example.directory.memberships ?? []),
          { groupId: example.EMERGENCY_GROUP, memberId: example.EMERGENCY_1 },
          { groupId: example.EMERGENCY_GROUP, memberId: example.ENGINEERS },
        ],
      }),
    },
    {
      blocked: 'partial',
      gaps: ['excluded-groups', 'excludes-non-emergency-users'],
      openUsers: [example.BEN],
    },
  ],
  [
    'a declared emergency group with a person in it',
    {
      ...withBlocks(policy({ users: { excludeUsers: [], excludeGroups: [example.EMERGENCY_GROUP] } })),
      directory: directory({
        memberships: [{ groupId: example.EMERGENCY_GROUP, memberId: example.BEN }],
        emergencyAccess: { users: [], groups: [example.EMERGENCY_GROUP] },
      }),
    },
    { blocked: 'yes', gaps: [], openUsers: [], residual: ['trusted-networks-open', 'emergency-accounts-open'] },
  ],
  [
    'a disabled policy with an excluded app',
    withBlocks(policy({ state: 'disabled', applications: { excludeApplications: [example.CODE_HOST] } })),
    { blocked: 'no', gaps: ['disabled', 'excluded-apps'] },
  ],
  [
    'report-only, and for a group',
    withBlocks(policy({ state: REPORT_ONLY, users: { includeUsers: [], includeGroups: [example.FIELD] } })),
    { blocked: 'report-only', gaps: ['not-all-users', 'report-only'] },
  ],
  [
    'a user action only',
    withBlocks(policy({ applications: { includeApplications: [], includeUserActions: ['urn:user:registerdevice'] } })),
    { blocked: 'no', gaps: ['not-all-resources'] },
  ],
  [
    'a role in one policy, everyone else in another',
    withBlocks(
      policy({ users: { excludeRoles: [example.ADMIN_ROLE] } }),
      policy({ id: second, users: { includeUsers: [], includeRoles: [example.ADMIN_ROLE] } }),
    ),
    { blocked: 'yes', gaps: [], openUsers: [] },
  ],
  [
    'a role excluded that somebody could activate',
    {
      ...withBlocks(policy({ users: { excludeRoles: [example.ADMIN_ROLE] } })),
      directory: directory({
        roles: [
          {
            roleTemplateId: example.ADMIN_ROLE,
            principalId: example.ANNA,
            assignmentType: 'eligible',
            scope: 'tenant',
          },
        ],
      }),
    },
    { blocked: 'partial', gaps: ['excluded-roles'], openUsers: [] },
  ],
  [
    'a role excluded that a group holds',
    {
      ...withBlocks(policy({ users: { excludeRoles: [example.ADMIN_ROLE] } })),
      directory: directory({
        roles: [
          { roleTemplateId: example.ADMIN_ROLE, principalId: example.FIELD, assignmentType: 'active', scope: 'tenant' },
        ],
      }),
    },
    {
      blocked: 'partial',
      gaps: ['excluded-roles', 'excludes-non-emergency-users'],
      openUsers: [example.BEN],
    },
  ],
  [
    'groups that hold each other are excluded',
    {
      ...withBlocks(policy({ users: { excludeGroups: [example.ENGINEERS] } })),
      directory: directory({
        memberships: [
          ...(example.directory.memberships ?? []),
          { groupId: example.FIELD, memberId: example.ENGINEERS },
        ],
      }),
    },
    { blocked: 'partial', gaps: ['excluded-groups', 'excludes-non-emergency-users'], openUsers: [example.BEN] },
  ],
  [
    'the trusted networks in a policy of their own',
    withBlocks(policy(), policy({ id: second, ...at(['AllTrusted']) })),
    { blocked: 'yes', gaps: [], openFrom: [], residual: ['emergency-accounts-open'] },
  ],
  [
    'a leaking block whose leak a general policy closes',
    withBlocks(
      policy({ users: { excludeGroups: [example.FIELD] } }),
      policy({ id: second, users: { includeUsers: [], includeGroups: [example.FIELD] }, conditions: noFlows }),
    ),
    { blocked: 'yes', gaps: [], openUsers: [] },
  ],
  [
    'everyone of today by name',
    withBlocks(policy({ users: { includeUsers: EVERYBODY } })),
    { blocked: 'partial', gaps: ['not-all-users'], openUsers: [] },
  ],
  [
    'high risk stops device code and nothing else',
    tenant({ policies: [policy({ conditions: { signInRiskLevels: ['high'] } })] }),
    { blocked: 'partial', gaps: ['risk-limited', 'signin-risk-policy-limited'] },
  ],
  [
    'no policy about risk but for the medium',
    tenant({ policies: [policy(), riskPolicy({ conditions: { signInRiskLevels: ['medium'] } })] }),
    { blocked: 'yes', gaps: ['no-signin-risk-policy'] },
  ],
  [
    'risk asks for a compliant device',
    tenant({ policies: [policy(), riskPolicy({ grant: { operator: 'OR', builtInControls: ['compliantDevice'] } })] }),
    { blocked: 'yes', gaps: ['no-signin-risk-policy'] },
  ],
  [
    'risk is remediated',
    tenant({ policies: [policy(), riskPolicy({ grant: { operator: 'OR', builtInControls: ['riskRemediation'] } })] }),
    { blocked: 'yes', gaps: [] },
  ],
  [
    'risk counts only together with user risk',
    tenant({ policies: [policy(), riskPolicy({ conditions: { userRiskLevels: ['high'] } })] }),
    { blocked: 'yes', gaps: ['signin-risk-policy-limited'] },
  ],
  [
    'risk counts on one platform',
    tenant({ policies: [policy(), riskPolicy({ conditions: { platforms: { includePlatforms: ['windows'] } } })] }),
    { blocked: 'yes', gaps: ['signin-risk-policy-limited'] },
  ],
]

describe('a tenant with', () => {
  it.each(CASES)('%s', (_name, of, expected) => {
    const status = evaluateStatus(of)
    const sorted = Object.fromEntries(
      Object.keys(expected).map((key) => [key, [status[key as keyof Case] ?? []].flat().sort()]),
    )
    const wanted = Object.fromEntries(Object.entries(expected).map(([key, value]) => [key, [value].flat().sort()]))
    expect(sorted).toEqual(wanted)
  })
})
