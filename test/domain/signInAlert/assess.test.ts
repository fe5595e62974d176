import { describe, expect, it } from 'vitest'
import { type AssessmentContext, assess, EMPTY_CONTEXT, readContext } from '../../../src/domain/signInAlert/index.js'
import {
  APP,
  AWAY,
  AZURE_CLI,
  again,
  approval,
  atHome,
  BROKER,
  caseOf,
  casesOf,
  GLOBAL_ADMINISTRATOR,
  HOME,
  interrupt,
  OFFICE_CLIENT,
  OTHER_USER,
  phish,
  placeOf,
  type Row,
  redemption,
  refresh,
  THIRD_USER,
  USER,
} from './examples.js'

const DEVICE_REGISTRATION = '01cb2876-7ebd-4aa4-9cc9-d28bd4d359a9'

const context = (value: Row): AssessmentContext => readContext(value) ?? EMPTY_CONTEXT
const assessed = (rows: readonly Row[], known: Row = {}) => assess(caseOf(rows), context(known))
const changed = (rows: readonly Row[], change: Row): readonly Row[] => rows.map((row) => ({ ...row, ...change }))
const redeemedBy = (change: Row): readonly Row[] =>
  atHome.map((row) => (row.isInteractive === false ? { ...row, ...change } : row))

const habit = { history: { [USER]: { deviceCodeLast30d: 9, asns: [64496], countries: ['US'] } } }
const office = { trustedNetworks: ['198.51.100.0/24'] }
const room = { sharedDeviceAccounts: [USER] }
const admin = { privilegedRoles: { [USER]: [GLOBAL_ADMINISTRATOR] } }
const tool = changed(atHome, { appId: AZURE_CLI })
const broker = changed(atHome, { appId: BROKER })
const enrolment = changed(broker, { resourceId: DEVICE_REGISTRATION })
const curl = { userAgent: 'curl/8.7.1' }
const reportedAt = (at: string): Row => ({ reports: [{ userId: USER, at, verdict: 'phishing' }] })
const registeredAt = (activityDateTime: string, change: Row = {}): Row => ({
  audit: [
    {
      activityDisplayName: 'Register device',
      activityDateTime,
      result: 'success',
      initiatedBy: { user: { id: USER } },
      targetResources: [],
      ...change,
    },
  ],
})
const allowed = (change: Row = {}): Row => ({
  allow: [{ appId: APP, network: '198.51.100.0/24', userIds: [USER], until: '2027-01-01T00:00:00Z', ...change }],
})

describe('severity of a completed case', () => {
  it.each([
    ['a known kit redeems', redeemedBy({ userAgent: 'kali365-live/2.4' }), office, 'critical'],
    ['the person was warned 20 minutes before', tool, { ...habit, ...reportedAt('2026-03-02T08:40:25Z') }, 'critical'],
    ['the person asked an hour after', tool, { ...habit, ...reportedAt('2026-03-02T10:00:25Z') }, 'critical'],
    ['the broker enrols a device', enrolment, {}, 'critical'],
    ['a device is registered two hours after', atHome, registeredAt('2026-03-02T11:00:20Z'), 'critical'],
    [
      'the session goes on by another primary refresh token',
      [...atHome, { ...refresh, incomingTokenType: 'primaryRefreshToken' }],
      {},
      'critical',
    ],
    ['an administrator’s tokens went elsewhere', phish, admin, 'critical'],
    ['the risk is high and the tokens went elsewhere', changed(phish, { riskLevelAggregated: 'high' }), {}, 'critical'],
    ['the tokens went elsewhere', phish, {}, 'high'],
    ['the risk is high', changed(atHome, { riskLevelDuringSignIn: 'high' }), office, 'high'],
    ['the client is the broker', broker, office, 'high'],
    ['a room signs in elsewhere', atHome, room, 'high'],
    ['an administrator uses no tool of theirs', atHome, admin, 'high'],
    ['a script redeems for an Office client', redeemedBy({ ...curl, appId: OFFICE_CLIENT }), {}, 'high'],
    [
      'a first use comes from an unusual country',
      atHome,
      { history: { [USER]: { deviceCodeLast30d: 0, asns: [], countries: ['PT'] } } },
      'high',
    ],
    ['the risk is medium, for all habit', changed(tool, { riskLevelAggregated: 'medium' }), habit, 'elevated'],
    ['an exception was agreed', atHome, allowed(), 'expected'],
    ['a room is in its office', atHome, { ...room, ...office }, 'expected'],
    [
      'a room enrols itself in its office',
      enrolment,
      { ...room, ...office, ...registeredAt('2026-03-02T09:10:00Z') },
      'low',
    ],
    ['a developer does what they always do', tool, habit, 'expected'],
    ['an administrator does what they always do', tool, { ...habit, ...admin }, 'low'],
    [
      'a developer redeems on a machine of their habit',
      changed(phish, { appId: AZURE_CLI }),
      { history: { [USER]: { deviceCodeLast30d: 9, asns: [64496, 64511], countries: [] } } },
      'elevated',
    ],
    ['a guest is in the office', changed(atHome, { userType: 'Guest' }), office, 'elevated'],
    ['an exception has run out', atHome, { ...allowed({ until: '2026-03-01T00:00:00Z' }), ...office }, 'elevated'],
    ['a script redeems for a client of nobody’s', redeemedBy(curl), {}, 'elevated'],
    ['the tokens went to a trusted network from outside', phish, { trustedNetworks: [AWAY] }, 'elevated'],
    ['an administrator’s tokens did', phish, { trustedNetworks: [AWAY], ...admin }, 'high'],
    ['it stays in a trusted network', atHome, office, 'low'],
    ['nothing is known of it', atHome, {}, 'elevated'],
  ] as const)('when %s', (_case, rows, known, severity) => {
    expect(assessed(rows, known).severity).toBe(severity)
  })

  it('is lowered by no state of the device', () => {
    const device = { deviceDetail: { deviceId: 'd', isCompliant: true, isManaged: true, trustType: 'Azure AD joined' } }
    expect(assessed(changed(phish, device)).severity).toBe('high')
  })
})

describe('severity of a case that was not completed', () => {
  const stopped = (errorCode: number) => [{ ...interrupt, status: { errorCode } }]
  const kit = (errorCode: number) => changed(stopped(errorCode), { userAgent: 'kali365-live/2.4' })
  const risky = (errorCode: number) => changed(stopped(errorCode), { riskLevelAggregated: 'high' })
  const warned = reportedAt('2026-03-02T08:50:00Z')

  it.each([
    ['blocked', 'a block', stopped(53003), {}, 'low'],
    ['blocked', 'a block of an administrator', stopped(53003), admin, 'elevated'],
    ['blocked', 'a blocked kit', kit(53003), {}, 'high'],
    ['blocked', 'a block after a warning', stopped(53003), warned, 'high'],
    ['pending', 'the confirm page', stopped(50199), {}, 'low'],
    ['pending', 'the confirm page at high risk', risky(50199), {}, 'elevated'],
    ['pending', 'a kit on the confirm page', kit(50199), {}, 'high'],
    ['pending', 'the confirm page after a warning', stopped(50199), warned, 'critical'],
    ['failed', 'a wrong code', stopped(70018), {}, 'low'],
    ['failed', 'a wrong code of an administrator', stopped(70018), admin, 'low'],
    ['failed', 'a kit with a dead code', kit(70019), {}, 'high'],
    ['failed', 'a wrong code after a warning', stopped(70018), warned, 'high'],
  ] as const)('%s: %s', (outcome, _case, rows, known, severity) => {
    expect(caseOf(rows).outcome).toBe(outcome)
    expect(assessed(rows, known).severity).toBe(severity)
  })
})

describe('a reason', () => {
  it.each([
    ['untrusted-network', atHome, {}],
    ['trusted-network', atHome, office],
    ['trusted-network', redeemedBy({ networkLocationDetails: [{ networkType: 'trustedNamedLocation' }] }), {}],
    ['approval-redemption-network-differs', phish, {}],
    [
      'approval-redemption-network-differs',
      redeemedBy({ ipAddress: '2001:db8::1', location: { countryOrRegion: 'NL' } }),
      {},
    ],
    ['approval-redemption-network-differs', redeemedBy({ ipAddress: '198.51.101.20' }), {}],
    ['redemption-user-agent-scripted', redeemedBy(curl), {}],
    [
      'redemption-user-agent-scripted',
      redeemedBy({ userAgent: 'Mozilla/5.0 (Windows NT; en-US) WindowsPowerShell/5.1' }),
      {},
    ],
    ['foci-client', changed(atHome, { appId: OFFICE_CLIENT.toUpperCase() }), {}],
    ['broker-client', redeemedBy({ conditionalAccessAudiences: [BROKER] }), {}],
    ['first-use-in-30-days', atHome, { history: {} }],
    ['first-use-in-30-days', atHome, { history: { [USER]: { deviceCodeLast30d: 0 } } }],
    ['unusual-network', phish, habit],
    ['unusual-country', phish, habit],
    ['guest-user', changed(atHome, { userPrincipalName: 'dana_fabrikam.com#EXT#@contoso.onmicrosoft.com' }), {}],
    [
      'privileged-user',
      redeemedBy({ authenticationProcessingDetails: [{ key: 'wids', value: `["${GLOBAL_ADMINISTRATOR}"]` }] }),
      {},
    ],
    [
      'device-registered-after',
      atHome,
      registeredAt('2026-03-02T09:10:00Z', {
        initiatedBy: {},
        targetResources: [{ userPrincipalName: 'MEGAN@contoso.com' }],
      }),
    ],
    ['blocked-by-policy', [{ ...interrupt, status: { errorCode: 53003 } }], {}],
    ['blocked-by-security-defaults', [{ ...interrupt, status: { errorCode: 530035 } }], {}],
    ['fields-missing', [{ ...approval, authenticationProtocol: null, originalTransferMethod: null }, redemption], {}],
  ] as const)('%s is given', (reason, rows, known) => {
    expect(assessed(rows, known).reasons).toContain(reason)
  })

  it.each([
    ['approval-redemption-network-differs', 'within one /24', redeemedBy({ ipAddress: '198.51.100.99' }), {}],
    [
      'approval-redemption-network-differs',
      'for IPv4 written as IPv6',
      redeemedBy({ ipAddress: `::ffff:${HOME}` }),
      {},
    ],
    [
      'approval-redemption-network-differs',
      'for one provider and country over IPv6',
      redeemedBy({ ipAddress: '2001:db8::1' }),
      {},
    ],
    [
      'approval-redemption-network-differs',
      'within one /64',
      [
        { ...approval, ipAddress: '2001:db8:1:1::20' },
        { ...redemption, ipAddress: '2001:db8:1:1:a1b2::1' },
      ],
      {},
    ],
    ['approval-redemption-network-differs', 'between two trusted networks', phish, { trustedNetworks: [HOME, AWAY] }],
    ['approval-redemption-network-differs', 'for an unknown address', redeemedBy({ ipAddress: null }), {}],
    ['first-use-in-30-days', 'without any history', atHome, {}],
    ['unusual-network', 'in a trusted network', atHome, { ...office, history: { [USER]: { asns: [1] } } }],
    [
      'privileged-user',
      'for the default member role',
      atHome,
      { privilegedRoles: { [USER]: ['b79fbf4d-3ef9-4689-8143-76b194e85509'] } },
    ],
    ['user-started-tool', 'for a leg of another client', [...tool.slice(0, 2), ...atHome.slice(2)], habit],
    ['user-started-tool', 'for a rare user', tool, { history: { [USER]: { deviceCodeLast30d: 2, asns: [64496] } } }],
    ['reported-phishing-before', '21 minutes later', atHome, reportedAt('2026-03-02T08:39:00Z')],
    ['reported-phishing-after', '61 minutes later', atHome, reportedAt('2026-03-02T10:01:26Z')],
    [
      'reported-phishing-before',
      'for another verdict',
      atHome,
      { reports: [{ userId: USER, at: '2026-03-02T08:55:00Z', verdict: 'suspicious' }] },
    ],
    ['device-registered-after', 'before the sign-in', atHome, registeredAt('2026-03-02T09:00:00Z')],
    ['device-registered-after', 'for a failure', atHome, registeredAt('2026-03-02T09:10:00Z', { result: 'failure' })],
    [
      'device-registered-after',
      'for another activity',
      atHome,
      registeredAt('2026-03-02T09:10:00Z', { activityDisplayName: 'Update device' }),
    ],
    [
      'device-registered-after',
      'for somebody else',
      atHome,
      registeredAt('2026-03-02T09:10:00Z', { initiatedBy: { user: { id: OTHER_USER } } }),
    ],
    ['allow-listed', 'for another client', changed(atHome, { appId: OFFICE_CLIENT }), allowed()],
    ['allow-listed', 'for another user', atHome, allowed({ userIds: [OTHER_USER] })],
    ['allow-listed', 'from elsewhere', changed(atHome, placeOf(redemption)), allowed()],
    ['allow-listed', 'without an end', atHome, allowed({ until: undefined })],
    [
      'allow-expired',
      'beside a rule that holds',
      atHome,
      { allow: [...(allowed().allow as Row[]), ...(allowed({ until: '2026-01-01' }).allow as Row[])] },
    ],
  ] as const)('%s is not given %s', (reason, _case, rows, known) => {
    expect(assessed(rows, known).reasons).not.toContain(reason)
  })

  it('prt-after is not given for the approving device in its own place only', () => {
    const own = { deviceDetail: { deviceId: 'd1' } }
    const other = { deviceDetail: { deviceId: 'd2' } }
    const reasonsWith = (tail: Row) =>
      assessed([...changed(atHome, own), { ...refresh, incomingTokenType: 'primaryRefreshToken', ...tail }]).reasons
    expect(reasonsWith({ ...placeOf(approval), ...own })).not.toContain('prt-after')
    expect(reasonsWith(own)).toContain('prt-after')
    expect(reasonsWith({ ...placeOf(approval), ...other })).toContain('prt-after')
    expect(reasonsWith(placeOf(approval))).toContain('prt-after')
  })

  it('about the client is not given for what the tokens are used for later', () => {
    expect(assessed([...atHome, { ...refresh, ...placeOf(approval), appId: BROKER }]).reasons).not.toContain(
      'broker-client',
    )
  })

  it('about the receiver looks at the first successful use where the flow itself is not in the log', () => {
    const failure = {
      ...refresh,
      id: 'f',
      ...placeOf(approval),
      status: { errorCode: 50126 },
      createdDateTime: '2026-03-02T09:30:00Z',
    }
    expect(assessed([failure, refresh], habit).reasons).toContain('unusual-network')
  })

  it('counts the weightiest first', () => {
    expect(assessed(phish, admin).reasons).toEqual([
      'approval-redemption-network-differs',
      'privileged-user',
      'untrusted-network',
    ])
  })
})

describe('a campaign', () => {
  const people = (third: string, minutes: number): readonly Row[] => [
    ...phish,
    ...again(phish, 'b', 60, { userId: OTHER_USER }),
    ...again(phish, 'c', minutes, { userId: third }),
  ]
  const isCampaign = (rows: readonly Row[], known: Row = {}): readonly boolean[] => {
    const cases = casesOf(rows)
    return cases.map((one) => assess(one, context(known), cases).reasons.includes('campaign-same-source'))
  }

  it('is three people with one receiver within a day', () => {
    expect(isCampaign(people(THIRD_USER, 24 * 60))).toEqual([true, true, true])
  })

  it('makes each of its cases critical', () => {
    const cases = casesOf([
      ...atHome,
      ...again(atHome, 'b', 60, { userId: OTHER_USER }),
      ...again(atHome, 'c', 90, { userId: THIRD_USER }),
    ])
    expect(cases.map((one) => assess(one, EMPTY_CONTEXT, cases).severity)).toEqual(['critical', 'critical', 'critical'])
  })

  it.each([
    ['the third comes a minute too late', people(THIRD_USER, 24 * 60 + 1), {}],
    ['two of them are one person', people(USER, 120), {}],
    ['the receiver is trusted', people(THIRD_USER, 120), { trustedNetworks: [AWAY] }],
    ['one of them is at home there', people(THIRD_USER, 120), { history: { [THIRD_USER]: { asns: [64511] } } }],
  ])('is none when %s', (_case, rows, known) => {
    expect(isCampaign(rows, known)).toEqual([false, false, false])
  })

  it('leaves out an earlier case of the same receiver', () => {
    const earlier = again(phish, 'z', -25 * 60)
    expect(isCampaign([...earlier, ...people(THIRD_USER, 120)])).toEqual([false, true, true, true])
  })

  it('knows a receiver by its /64', () => {
    const hosts = ['2001:db8:9:9::1', '2001:db8:9:9::2', '2001:db8:9:9:f::3']
    const flows = [phish, again(phish, 'b', 1, { userId: OTHER_USER }), again(phish, 'c', 2, { userId: THIRD_USER })]
    const rows = flows.flatMap((flow, index) =>
      flow.map((row) => (row.id === flow[2]?.id ? { ...row, ipAddress: hosts[index] } : row)),
    )
    expect(isCampaign(rows)).toEqual([true, true, true])
  })
})
