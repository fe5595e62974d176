/** The lines of status: each state of each, from the good tenant with one thing changed, and nothing unread as good. */
import { describe, expect, it } from 'vitest'
import { CLOUDS } from '../../../src/domain/clouds.js'
import {
  answerPolicyQuestion,
  LINE_CODES,
  type PolicySnapshot,
  type Posture,
  pageUrl,
  policyUrl,
  STATUS_LINES,
  type StatusLine,
} from '../../../src/domain/policyStatus/index.js'
import * as example from './example.js'

const { policy, riskPolicy, snapshot } = example

const NOW = new Date(example.TAKEN_AT)
const good: Posture = {
  securityDefaults: { read: { isEnabled: false } },
  domains: { read: [{ id: 'example.com', authenticationType: 'Managed', isVerified: true }] },
  deviceRegistration: { read: { multiFactorAuthConfiguration: 'required' } },
  enrollment: {
    read: [
      {
        '@odata.type': '#microsoft.graph.deviceEnrollmentPlatformRestrictionsConfiguration',
        priority: 0,
        windowsRestriction: { platformBlocked: false, personalDeviceEnrollmentBlocked: true },
      },
    ],
  },
  attackSimulations: { read: [{ status: 'succeeded', launchDateTime: '2026-01-10T00:00:00Z' }] },
}

function linesOf(changes: Partial<PolicySnapshot> = {}): readonly StatusLine[] {
  const answer = answerPolicyQuestion({ kind: 'status' }, snapshot({ posture: good, ...changes }), NOW)
  if (answer.kind !== 'status') throw new Error('no status')
  return answer.lines
}
const codes = (line: StatusLine['line'], changes: Partial<PolicySnapshot> = {}): readonly string[] =>
  linesOf(changes)
    .filter((one) => one.line === line)
    .map(({ code }) => code)

const bothFamilies = (...cidrs: string[]) => ({
  ...example.office,
  ipRanges: [...cidrs, '2001:db8:1::/48'].map((cidrAddress) => ({ cidrAddress })),
})
const managed = (state: string) => ({
  ...policy({ id: example.BRANCH, state, displayName: 'Microsoft-managed: Block device code flow' }),
  createdDateTime: '2026-03-01T00:00:00Z',
})
const registration = (parts = {}) =>
  policy({
    id: example.BRANCH,
    applications: { includeApplications: [], includeUserActions: ['urn:user:registerdevice'] },
    grant: { operator: 'OR', builtInControls: ['mfa'] },
    conditions: { authenticationFlows: null, locations: null },
    ...parts,
  })

describe('the lines of status', () => {
  it('are all there in their order, and all fine in a good tenant', () => {
    const lines = linesOf({ namedLocations: [bothFamilies('198.51.100.0/24')] })
    expect(lines.map(({ line }) => line)).toEqual(STATUS_LINES)
    expect(new Set(lines.map(({ state }) => state))).toEqual(new Set(['ok']))
  })

  it('are unknown with their reason, and never fine, where nothing beside the policies was read', () => {
    const beside = ['security-defaults', 'federated-domains', 'device-registration', 'enrollment', 'attack-simulation']
    const { posture: _, ...without } = snapshot()
    const answer = answerPolicyQuestion({ kind: 'status' }, without, NOW)
    const lines = answer.kind === 'status' ? answer.lines.filter(({ line }) => beside.includes(line)) : []
    expect(lines.map(({ state, why }) => [state, why])).toEqual(beside.map(() => ['unknown', 'not-read']))
  })

  it.each(['securityDefaults', 'domains', 'deviceRegistration', 'enrollment', 'attackSimulations'] as const)(
    'carry the reason why %s was not read',
    (part) => {
      const lines = linesOf({ posture: { ...good, [part]: { unread: 'Authorization_RequestDenied' } } })
      expect(lines.filter(({ why }) => why === 'Authorization_RequestDenied').map(({ state }) => state)).toEqual([
        'unknown',
      ])
    },
  )

  it.each([
    ['securityDefaults', { read: {} }, 'line-defaults-unknown'],
    ['domains', { read: [{ id: 'example.com' }] }, 'line-domains-unknown'],
    ['domains', { read: [] }, 'line-domains-unknown'],
    [
      'deviceRegistration',
      { read: { multiFactorAuthConfiguration: 'unknownFutureValue' } },
      'line-registration-unknown',
    ],
    ['enrollment', { read: [] }, 'line-enrollment-unknown'],
  ])('take an answer of another shape for unknown: %s %j', (part, value, code) => {
    const lines = linesOf({ posture: { ...good, [part]: value } as Posture })
    expect(lines.filter(({ state }) => state === 'unknown').map((one) => one.code)).toEqual([code])
  })

  it.each([
    ['undeclared', { directory: { ...example.directory, emergencyAccess: {} } }, ['line-emergency-undeclared']],
    [
      'not found',
      { directory: { ...example.directory, emergencyAccess: { users: [example.EMERGENCY_1, 'gone'] } } },
      ['line-emergency-hit', 'line-emergency-not-found'],
    ],
    [
      'disabled',
      {
        directory: {
          ...example.directory,
          users: [
            { id: example.EMERGENCY_1, accountEnabled: false },
            { id: example.EMERGENCY_2, accountEnabled: true },
            { id: example.ANNA, accountEnabled: false },
          ],
        },
      },
      ['line-emergency-disabled'],
    ],
    [
      'not known whether enabled',
      { directory: { ...example.directory, users: [{ id: example.EMERGENCY_1 }, { id: example.EMERGENCY_2 }] } },
      ['line-emergency-unknown'],
    ],
    [
      'whether enabled was not readable',
      {
        directory: {
          ...example.directory,
          users: [
            { id: example.EMERGENCY_1, accountEnabled: null },
            { id: example.EMERGENCY_2, accountEnabled: true },
          ],
        },
      },
      ['line-emergency-unknown'],
    ],
    ['hit', { policies: [policy({ users: { excludeUsers: [] } })] }, ['line-emergency-hit']],
    ['not read', { unknowns: [{ what: 'users' as const, why: 'forbidden' }] }, ['line-emergency-unknown']],
    [
      'policies not read',
      { policies: [], unknowns: [{ what: 'policies' as const, why: 'forbidden' }] },
      ['line-emergency-unknown'],
    ],
    ['members not read', { unknowns: [{ what: 'group-members' as const, why: 'x' }] }, ['line-emergency-unknown']],
    ['roles not read', { unknowns: [{ what: 'roles' as const, why: 'x' }] }, ['line-emergency-unknown']],
  ])('say of emergency access: %s', (_what, changes, expected) => {
    expect(codes('emergency-access', changes)).toEqual(expected)
  })

  it.each([
    [['198.51.100.0/24'], ['line-trusted-ok']],
    [['198.0.0.0/8'], ['line-trusted-too-wide']],
    [['198.51.0.0/16'], ['line-trusted-ok']],
    [['198.50.0.0/15'], ['line-trusted-too-wide']],
    [['20.40.1.0/24'], ['line-trusted-cloud']],
    [['20.40.1.7/32'], ['line-trusted-ok']],
    // Amazon, Google and Cloudflare, as they publish it.
    [['18.130.0.0/20'], ['line-trusted-cloud']],
    [['34.90.12.0/22'], ['line-trusted-cloud']],
    [['2606:4700:10::/48'], ['line-trusted-cloud']],
    [['2a05:d018::/36'], ['line-trusted-cloud']],
    // In registry blocks that are Amazon's and Microsoft's, yet in nothing they publish; Exchange Online is no rented machine.
    [['2600:1f00:7000::/40'], ['line-trusted-ok']],
    [['13.96.0.0/20'], ['line-trusted-ok']],
    [['40.96.0.0/20'], ['line-trusted-ok']],
    // Half of the first is Amazon's; a quarter is not enough.
    [['18.89.0.0/16'], ['line-trusted-cloud']],
    [['16.57.0.0/16'], ['line-trusted-ok']],
    [['10.0.0.0/8'], ['line-trusted-private']],
    [
      ['198.51.100.0/24', '52.0.0.0/10'],
      ['line-trusted-too-wide', 'line-trusted-cloud'],
    ],
    [['::ffff:198.51.100.0/120'], ['line-trusted-ok']],
    [['2001::/16'], ['line-trusted-too-wide']],
  ])('say of trusting %j: %j', (cidrs, expected) => {
    expect(codes('trusted-networks', { namedLocations: [bothFamilies(...cidrs)] })).toEqual(expected)
  })

  it('call no trusted range fine that is written from one address to another', () => {
    const wide = { lowerAddress: '0.0.0.0', upperAddress: '255.255.255.255' }
    const location = { ...example.office, ipRanges: [wide, { cidrAddress: '2001:db8:1::/48' }] }
    expect(codes('trusted-networks', { namedLocations: [location] })).toEqual(['line-trusted-unknown'])
  })

  it('say of a trusted location without IPv6, of none at all, and of none behind "all trusted"', () => {
    expect(codes('trusted-networks')).toEqual(['line-trusted-ipv4-only'])
    expect(codes('trusted-networks', { namedLocations: [] })).toEqual(['line-trusted-empty'])
    const anywhere = [policy({ conditions: { locations: null } }), riskPolicy()]
    expect(codes('trusted-networks', { namedLocations: [], policies: anywhere })).toEqual(['line-trusted-none'])
    for (const what of ['named-locations', 'mfa-trusted-ips'] as const) {
      const unread = { policies: anywhere, unknowns: [{ what, why: 'forbidden' }] }
      expect(codes('trusted-networks', { namedLocations: [], ...unread })).toEqual(['line-trusted-unknown'])
    }
  })

  it('say of sign-in risk whether a policy acts on it, broadly', () => {
    expect(codes('sign-in-risk', { policies: [policy()] })).toEqual(['line-risk-missing'])
    const limited = riskPolicy({ users: { includeUsers: [], includeGroups: [example.FIELD] } })
    expect(codes('sign-in-risk', { policies: [policy(), limited] })).toEqual(['line-risk-limited'])
    const unknowns = [{ what: 'policies' as const, why: 'page-missing' }]
    expect(codes('sign-in-risk', { policies: [policy()], unknowns })).toEqual(['line-risk-unknown'])
  })

  it.each([
    ['enabled', 'line-managed-on', null],
    ['enabledForReportingButNotEnforced', 'line-managed-waiting', '2026-03-31T00:00:00.000Z'],
    ['disabled', 'line-managed-off', null],
  ])('say of a managed policy that is %s', (state, code, date) => {
    const lines = linesOf({ policies: [policy(), riskPolicy(), managed(state)] })
    expect(lines.find(({ line }) => line === 'managed-policy')).toMatchObject({ code, date })
  })

  it('say of federated domains which', () => {
    const posture: Posture = { ...good, domains: { read: [{ id: 'old.example', authenticationType: 'Federated' }] } }
    expect(linesOf({ posture }).find(({ line }) => line === 'federated-domains')).toMatchObject({
      code: 'line-domains-federated',
      values: ['old.example'],
    })
  })

  it('say of device registration whether the setting or a policy asks for MFA', () => {
    const posture: Posture = { ...good, deviceRegistration: { read: { multiFactorAuthConfiguration: 'notRequired' } } }
    expect(codes('device-registration', { posture })).toEqual(['line-registration-open'])
    const policies = [policy(), riskPolicy()]
    expect(codes('device-registration', { posture, policies: [...policies, registration()] })).toEqual([
      'line-registration-mfa',
    ])
    const strange = registration({ conditions: { authenticationFlows: null, locations: null, phaseOfMoon: 'full' } })
    expect(codes('device-registration', { posture, policies: [...policies, strange] })).toEqual([
      'line-registration-unknown',
    ])
    const some = registration({ users: { includeUsers: [], includeGroups: [example.FIELD] } })
    expect(codes('device-registration', { posture, policies: [...policies, some] })).toEqual(['line-registration-open'])
  })

  it('say of enrollment on which platforms personal devices get in by default', () => {
    const single = (platformType: string, priority: number, blocked: boolean) => ({
      '@odata.type': '#microsoft.graph.deviceEnrollmentPlatformRestrictionConfiguration',
      priority,
      platformType,
      platformRestriction: { platformBlocked: blocked, personalDeviceEnrollmentBlocked: false },
    })
    const enrollment = { read: [single('windows', 0, false), single('ios', 0, true), single('android', 1, false)] }
    expect(linesOf({ posture: { ...good, enrollment } }).find(({ line }) => line === 'enrollment')).toMatchObject({
      code: 'line-enrollment-open',
      values: ['windows'],
    })
  })

  it.each([
    [[], null],
    [[{ status: 'draft', launchDateTime: '2026-02-01T00:00:00Z' }], null],
    [[{ status: 'succeeded', launchDateTime: '2024-02-01T00:00:00Z' }], '2024-02-01T00:00:00.000Z'],
  ])('say that nobody practised: %j', (read, date) => {
    const lines = linesOf({ posture: { ...good, attackSimulations: { read } } })
    expect(lines.find(({ line }) => line === 'attack-simulation')).toMatchObject({ code: 'line-simulation-none', date })
  })

  it('say of security defaults that they are on, or that nothing is', () => {
    const on: Posture = { ...good, securityDefaults: { read: { isEnabled: true } } }
    expect(codes('security-defaults', { posture: on })).toEqual(['line-defaults-on'])
    expect(codes('security-defaults', { policies: [] })).toEqual(['line-defaults-nothing'])
  })
})

describe('the page of a portal', () => {
  it.each(Object.entries(CLOUDS))('is in the portals of the cloud %s, and nowhere else', (_name, cloud) => {
    const origins = [cloud.entraPortal, cloud.intunePortal, cloud.defenderPortal]
    for (const { page } of Object.values(LINE_CODES)) {
      const url = pageUrl(cloud, page)
      if (url === null) expect(cloud.defenderPortal).toBeNull()
      else expect(origins).toContain(new URL(url).origin)
    }
  })

  it('is the policy itself by its id, and the list for what is no id', () => {
    expect(policyUrl(CLOUDS.public, example.BLOCK_ID)).toContain(`/policyId/${example.BLOCK_ID}`)
    expect(policyUrl(CLOUDS.public, '../x')).toMatch(/~\/Policies$/)
  })
})
