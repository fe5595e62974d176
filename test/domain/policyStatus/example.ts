/**
 * One good tenant for the tests of this room: the recommended policy, a sign-in risk policy, a trusted office, and two
 * emergency accounts. Each test changes the one thing it is about.
 */
import type { PolicySnapshot } from '../../../src/domain/policyStatus/index.js'
import type { Directory, SignIn, Tenant } from '../../../src/domain/policyStatus/tenant.js'

const guid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

export const ANNA = guid(1)
export const BEN = guid(2)
export const GUEST = guid(3)
export const EMERGENCY_1 = guid(8)
export const EMERGENCY_2 = guid(9)
export const ENGINEERS = guid(11)
export const FIELD = guid(12)
export const ROOMS = guid(13)
export const EMERGENCY_GROUP = guid(14)
export const ADMIN_ROLE = '62e90394-69f5-4237-9190-012177145e10'
export const OFFICE = guid(21)
export const BRANCH = guid(22)
export const MAIL = guid(31)
export const CODE_HOST = guid(32)
export const PARTNER = guid(41)
export const OTHER_PARTNER = guid(42)
export const BLOCK_ID = guid(51)
export const RISK_ID = guid(52)

export const OFFICE_ADDRESS = '198.51.100.7'
export const HOME_ADDRESS = '192.0.2.10'

type Members = Readonly<Record<string, unknown>>

export interface PolicyParts {
  readonly id?: string
  readonly displayName?: string
  readonly state?: string
  readonly users?: Members
  readonly applications?: Members
  readonly conditions?: Members
  readonly grant?: Members | null
  readonly session?: Members | null
}

/** The recommended block, with parts replaced. */
export const policy = (parts: PolicyParts = {}): Members => ({
  id: parts.id ?? BLOCK_ID,
  displayName: parts.displayName ?? 'Block device code',
  state: parts.state ?? 'enabled',
  conditions: {
    clientAppTypes: ['all'],
    users: { includeUsers: ['All'], excludeUsers: [EMERGENCY_1, EMERGENCY_2], ...parts.users },
    applications: { includeApplications: ['All'], ...parts.applications },
    locations: { includeLocations: ['All'], excludeLocations: ['AllTrusted'] },
    authenticationFlows: { transferMethods: 'deviceCodeFlow' },
    ...parts.conditions,
  },
  grantControls: parts.grant === undefined ? { operator: 'OR', builtInControls: ['block'] } : parts.grant,
  sessionControls: parts.session ?? null,
})

export const riskPolicy = (parts: PolicyParts = {}): Members =>
  policy({
    id: RISK_ID,
    displayName: 'MFA at risk',
    grant: { operator: 'OR', builtInControls: ['mfa'] },
    ...parts,
    conditions: { signInRiskLevels: ['high'], authenticationFlows: null, locations: null, ...parts.conditions },
  })

export const office: Members = {
  '@odata.type': '#microsoft.graph.ipNamedLocation',
  id: OFFICE,
  displayName: 'Office',
  isTrusted: true,
  ipRanges: [{ cidrAddress: '198.51.100.0/24' }],
}

export const directory: Directory = {
  users: [
    { id: ANNA, displayName: 'Anna', guestOrExternalUserType: null },
    { id: BEN, displayName: 'Ben', guestOrExternalUserType: null },
    { id: GUEST, displayName: 'Gia', guestOrExternalUserType: 'b2bCollaborationGuest', homeTenantId: PARTNER },
    { id: EMERGENCY_1, displayName: 'Emergency 1', guestOrExternalUserType: null, accountEnabled: true },
    { id: EMERGENCY_2, displayName: 'Emergency 2', guestOrExternalUserType: null, accountEnabled: true },
  ],
  groups: [
    { id: ENGINEERS, displayName: 'Engineers' },
    { id: FIELD, displayName: 'Field engineers' },
    { id: ROOMS, displayName: 'Rooms' },
  ],
  memberships: [
    { groupId: ENGINEERS, memberId: FIELD },
    { groupId: FIELD, memberId: BEN },
  ],
  roles: [{ roleTemplateId: ADMIN_ROLE, principalId: ANNA, assignmentType: 'active', scope: 'tenant' }],
  emergencyAccess: { users: [EMERGENCY_1, EMERGENCY_2], groups: [] },
}

export const tenant = (changes: Partial<Tenant> = {}): Tenant => ({
  policies: [policy(), riskPolicy()],
  namedLocations: [office],
  mfaTrustedIps: [],
  directory,
  catalog: { office365: [MAIL], adminPortals: [], apps: [] },
  ...changes,
})

/** The good tenant with its block policy replaced by others. */
export const withBlocks = (...blocks: readonly Members[]): Tenant => tenant({ policies: [...blocks, riskPolicy()] })

export const TAKEN_AT = '2026-03-02T08:00:00Z'

export const snapshot = (changes: Partial<PolicySnapshot> = {}): PolicySnapshot => ({
  ...tenant(),
  takenAt: TAKEN_AT,
  unknowns: [],
  ...changes,
})

/** Anna at home, signing in to mail by device code. */
export const signIn = (changes: Partial<SignIn> = {}): SignIn => ({
  userId: ANNA,
  appId: MAIL,
  authenticationFlow: 'deviceCodeFlow',
  clientAppType: 'mobileAppsAndDesktopClients',
  devicePlatform: 'windows',
  ipAddress: HOME_ADDRESS,
  country: 'GB',
  device: null,
  signInRiskLevel: 'none',
  userRiskLevel: 'none',
  ...changes,
})
