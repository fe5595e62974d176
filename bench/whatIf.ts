/** What-ifs: sign-ins a second against a full tenant of 240 policies, beside an evaluator that compiles nothing. */
import { compileTenant, evaluateWhatIf, type SignIn, type Tenant } from '../src/domain/policyStatus/index.js'
import { type Row, ratePerSecond, thousands, twoDigits } from './row.js'

const POLICIES = 240
const USERS = 5000
const GROUPS = 400
const LOCATIONS = 60

const guid = (kind: number, index: number): string =>
  `${kind.toString(16).padStart(8, '0')}-0000-4000-8000-${index.toString(16).padStart(12, '0')}`

function tenant(): Tenant {
  const policies = Array.from({ length: POLICIES }, (_, index) => ({
    id: guid(1, index),
    displayName: `policy ${index}`,
    state: index % 9 === 0 ? 'enabledForReportingButNotEnforced' : 'enabled',
    conditions: {
      users: {
        includeUsers: index % 2 === 0 ? ['All'] : [],
        includeGroups: index % 2 === 0 ? [] : [guid(3, index % GROUPS)],
        excludeGroups: [guid(3, (index * 7) % GROUPS)],
      },
      applications: { includeApplications: index % 3 === 0 ? ['All'] : [guid(4, index % 50)] },
      locations: index % 4 === 0 ? { includeLocations: ['All'], excludeLocations: [guid(5, index % LOCATIONS)] } : null,
      clientAppTypes: ['all'],
      authenticationFlows: index % 5 === 0 ? { transferMethods: 'deviceCodeFlow' } : null,
    },
    grantControls: { operator: 'OR', builtInControls: index % 6 === 0 ? ['block'] : ['mfa'] },
  }))
  const namedLocations = Array.from({ length: LOCATIONS }, (_, index) => ({
    '@odata.type': '#microsoft.graph.ipNamedLocation',
    id: guid(5, index),
    displayName: `location ${index}`,
    isTrusted: index % 2 === 0,
    ipRanges: Array.from({ length: 20 }, (_range, at) => ({
      '@odata.type': '#microsoft.graph.iPv4CidrRange',
      cidrAddress: `10.${index}.${at}.0/24`,
    })),
  }))
  const users = Array.from({ length: USERS }, (_, index) => ({ id: guid(2, index) }))
  const memberships = users.flatMap((user, index) =>
    [1, 3, 7].map((factor) => ({ groupId: guid(3, (index * factor) % GROUPS), memberId: user.id })),
  )
  return {
    policies,
    namedLocations,
    mfaTrustedIps: [],
    catalog: {},
    directory: { users, groups: [], memberships, roles: [], emergencyAccess: { users: [], groups: [] } },
  } as unknown as Tenant
}

export function whatIfs(): Row[] {
  const plain = tenant()
  const compiled = compileTenant(plain)
  const signIns = Array.from({ length: 4096 }, (_, index) => ({
    userId: guid(2, (index * 31) % USERS),
    appId: guid(4, index % 60),
    authenticationFlow: index % 2 === 0 ? 'deviceCodeFlow' : 'none',
    clientAppType: 'mobileAppsAndDesktopClients',
    devicePlatform: 'windows',
    ipAddress: `10.${index % 70}.${index % 25}.7`,
    country: 'GB',
    device: null,
    signInRiskLevel: 'none',
    userRiskLevel: 'none',
  })) as unknown as SignIn[]
  const at = (index: number): SignIn => signIns[index % signIns.length] as SignIn
  const fast = ratePerSecond((index) => evaluateWhatIf(compiled, at(index)), 3000)
  // What a caller pays who hands in the tenant anew each time: the cost that compiling once saves.
  const naive = ratePerSecond((index) => evaluateWhatIf({ ...plain }, at(index)), 3000)
  const loop = ratePerSecond((index) => at(index).userId)
  return [
    {
      what: `what-ifs against ${POLICIES} policies`,
      figure: `${thousands(fast)}/s`,
      yardstick: `compiling each time ${thousands(naive)}/s, empty loop ${thousands(loop)}/s`,
      ratio: `${twoDigits(fast / naive)} × compiling each time`,
      target: '100,000/s on one core',
    },
  ]
}
