import { describe, expect, it } from 'vitest'
import { CLOUDS } from '../../src/domain/clouds.js'
import { PosternError } from '../../src/domain/errors.js'
import { userId } from '../../src/domain/ids.js'
import {
  DOCTOR_AREAS,
  type DoctorPorts,
  examineAll,
  examineFaultySettings,
  type Finding,
} from '../../src/flows/doctor.js'
import type { AppToken, Conversation, HealthMark, PermissionProbe, Readiness } from '../../src/flows/ports.js'
import { PEOPLE } from '../support/signInRows.js'
import { CHANNEL, TENANT } from '../support/world.js'

const NOW = new Date('2026-11-20T10:00:00Z')
const MINUTE_MS = 60_000
const SECURITY_READER = '5d6b6bb7-de71-4623-b4af-96380a352509'

const granted: PermissionProbe = {
  permission: 'AuditLog.Read.All',
  why: 'alerts',
  lostWithout: 'no alerts',
  ofPolicyApp: false,
  outcome: 'granted',
  code: null,
}
const channel: Conversation = {
  conversationId: CHANNEL,
  kind: 'channel',
  userId: null,
  tenantId: TENANT,
  serviceUrl: 'https://smba.trafficmanager.net/teams/',
  reference: {},
}

const APP = '22222222-2222-4222-8222-222222222222'
const token: AppToken = { appId: APP, tenantId: TENANT, roles: [granted.permission] }
const mark: HealthMark = {
  name: 'sign-in-log',
  ok: true,
  code: null,
  at: new Date(NOW.getTime() - MINUTE_MS),
  detail: { rows: 12, newestAgeMs: 4 * MINUTE_MS },
}
const read = (changes: Partial<HealthMark>) => ({ store: { health: async () => [{ ...mark, ...changes }] } })

type Store = Awaited<ReturnType<DoctorPorts['store']>>
type Parts = Omit<DoctorPorts, 'store'> & { readonly store: Store }

/** A deployment in which nothing is missing; each case changes one thing. */
function healthy(change: { [Key in keyof Parts]?: Partial<Parts[Key]> } = {}): DoctorPorts {
  const store: Store = {
    engine: 'postgres',
    ping: async () => undefined,
    jobCounts: async () => ({ waiting: 0, running: 0, abandoned: 0 }),
    health: async () => [mark],
    conversationById: async () => channel,
    trailEnd: async () => ({ position: 7, seal: 'of-the-last' }),
    ...change.store,
  }
  return {
    clock: { now: () => NOW },
    directory: { person: async () => null, activeRoles: async () => [SECURITY_READER], ...change.directory },
    messenger: {
      send: async () => Promise.reject(new Error('the doctor sends nothing')),
      replace: async () => Promise.reject(new Error('the doctor sends nothing')),
      openPersonal: async () => Promise.reject(new Error('the doctor opens nothing')),
      securityChannel: async () => channel,
      members: async () => [userId(PEOPLE.sam)],
      ...change.messenger,
    },
    settings: {
      tenantId: TENANT,
      containmentMode: 'revoke',
      silenceMs: { critical: 1, high: 1, elevated: 1 },
      isPolled: true,
      streamHubs: [],
      pollIntervalMs: MINUTE_MS,
      pollOverlapMs: 1,
      firstPollMs: 1,
      emergencyAccounts: [userId(PEOPLE.room)],
      sharedDeviceAccounts: [],
      trustedNetworks: ['198.51.100.0/24'],
      checksPerHourMax: 60,
      checkRetentionMs: 1,
      reportRetentionMs: 1,
      auditRetentionMs: 365 * 24 * 60 * 60_000,
      policyExceptions: [],
      cloudName: 'public',
      policyRetentionMs: 90 * 24 * 3_600_000,
      reportOnlyDaysMax: 30,
      securityChannelId: CHANNEL,
      routes: { manager: false, secondChannelId: null },
      digestHour: null,
      defenderPortal: null,
      portals: CLOUDS.public,
      ...change.settings,
    },
    store: async () => store,
    inspection: {
      cloudName: 'public',
      cloud: CLOUDS.public,
      appId: APP,
      databaseLink: 'encrypted',
      permissions: async () => [granted],
      serverTime: async () => NOW,
      running: async () => null,
      tuning: async () => null,
      appToken: async () => token,
      policyAppToken: async () => null,
      model: null,
      connectorStatus: async () => 405,
      ...change.inspection,
    },
  }
}

const ENDED_RULE = JSON.stringify({
  allow: [
    {
      appId: '04b07795-8ddb-461a-bbee-02f9e1bf7b46',
      network: '198.51.100.0/24',
      userIds: [PEOPLE.sam],
      reason: 'x',
      until: '2020-01-01',
    },
  ],
})

const wrong = (findings: readonly Finding[]): string[] =>
  findings
    .filter(({ state }) => state !== 'ok')
    .map(({ area, subject, state, code }) => `${state} ${area}/${subject} ${code}`)

describe('the doctor', () => {
  it('finds nothing where nothing is missing', async () => {
    expect(wrong(await examineAll(healthy()))).toEqual([])
  })

  it('names the hosts of the cloud, the app and its permissions', async () => {
    const facts = Object.fromEntries(
      (await examineAll(healthy())).map((one) => [`${one.area}/${one.subject}`, one.facts]),
    )
    expect(facts['cloud/public']).toEqual({
      graph: 'https://graph.microsoft.com',
      login: 'https://login.microsoftonline.com',
      botConnector: 'smba.trafficmanager.net, smba.infra.gcc.teams.microsoft.com',
    })
    expect(facts['entra/app registration']).toEqual({ appId: APP, tenantId: TENANT, permissions: 'AuditLog.Read.All' })
    expect(facts['teams/Bot Connector']).toEqual({ status: 405 })
    expect(facts['store/audit trail']).toEqual({ anchor: '7:of-the-last' })
  })

  const failing = async (): Promise<never> => Promise.reject(new PosternError('graph-unavailable'))
  const probe = (change: Partial<PermissionProbe>) => ({
    inspection: { permissions: async () => [{ ...granted, ...change }] },
  })

  it.each([
    [
      'no emergency account is declared',
      { settings: { emergencyAccounts: [] } },
      'fault settings/POSTERN_EMERGENCY_ACCOUNTS emergency-accounts-not-declared',
    ],
    [
      'a rule of the tuning file is wrong',
      { inspection: { tuning: async () => '{ "allow": [{}] }' } },
      'fault settings/POSTERN_TUNING_FILE tuning-faulty',
    ],
    [
      'a rule of the tuning file has ended',
      { inspection: { tuning: async () => ENDED_RULE } },
      'fault settings/POSTERN_TUNING_FILE tuning-rule-expired',
    ],
    [
      'the tuning file is gone',
      { inspection: { tuning: async () => Promise.reject(new PosternError('file-unavailable')) } },
      'fault settings/POSTERN_TUNING_FILE file-unavailable',
    ],
    [
      'the MFA trusted IPs are not declared',
      { settings: { trustedNetworks: [] } },
      'unknown settings/POSTERN_MFA_TRUSTED_IPS mfa-trusted-ips-not-declared',
    ],
    [
      'no security channel is configured',
      { settings: { securityChannelId: null } },
      'fault security-channel/POSTERN_SECURITY_CHANNEL_ID security-channel-not-configured',
    ],
    ['a permission is missing', probe({ outcome: 'missing' }), 'fault permission/AuditLog.Read.All permission-missing'],
    ['the licence is missing', probe({ outcome: 'unlicensed' }), 'fault permission/AuditLog.Read.All unlicensed'],
    [
      'Graph says neither yes nor no',
      probe({ outcome: 'unknown', code: 'UnknownError' }),
      'unknown permission/AuditLog.Read.All permission-not-told',
    ],
    [
      'Entra does not accept the app',
      { inspection: { appToken: async () => Promise.reject(new PosternError('entra-refused')) } },
      'fault entra/app registration entra-refused',
    ],
    [
      'the token cannot be looked into',
      { inspection: { appToken: async () => null } },
      'unknown entra/app registration token-unreadable',
    ],
    [
      'the token is of another app',
      { inspection: { appToken: async () => ({ ...token, appId: TENANT }) } },
      'fault entra/app registration token-of-another-app',
    ],
    [
      'the token is of another tenant',
      { inspection: { appToken: async () => ({ ...token, tenantId: APP }) } },
      'fault entra/app registration token-of-another-tenant',
    ],
    [
      'Graph cannot be asked for permissions',
      { inspection: { permissions: failing } },
      'fault permission/Microsoft Graph graph-unavailable',
    ],
    [
      'the clock is wrong',
      { inspection: { serverTime: async () => new Date(NOW.getTime() + 5 * MINUTE_MS) } },
      'fault clock/system clock clock-skew',
    ],
    [
      'nobody tells the time',
      { inspection: { serverTime: async () => null } },
      'unknown clock/system clock no-server-time',
    ],
    [
      'the Bot Connector is out of reach',
      { inspection: { connectorStatus: async () => Promise.reject(new PosternError('teams-unavailable')) } },
      'fault teams/Bot Connector teams-unavailable',
    ],
    [
      'the Bot Connector does not take the token',
      { inspection: { connectorStatus: async () => 401 } },
      'fault teams/Bot Connector connector-refused',
    ],
    [
      'there is no address to ask the Bot Connector at',
      { inspection: { connectorStatus: async () => null } },
      'unknown teams/Bot Connector no-service-url',
    ],
    ['the tenant is simulated', { inspection: { appId: null } }, 'unknown cloud/public simulated-tenant'],
    [
      'the way to the database is open',
      { inspection: { databaseLink: 'not-encrypted' as const } },
      'fault store/DATABASE_URL database-not-encrypted',
    ],
    [
      'the database is down',
      { store: { ping: async () => Promise.reject(new PosternError('store-unavailable')) } },
      'fault store/database store-unavailable',
    ],
    [
      'deliveries were given up',
      { store: { jobCounts: async () => ({ waiting: 0, running: 0, abandoned: 2 }) } },
      'fault queue/deliveries abandoned-jobs',
    ],
    [
      'the sign-in log was never read',
      { store: { health: async () => [] } },
      'unknown sign-in-log/reading not-read-yet',
    ],
    [
      'a member of the channel holds no role',
      { directory: { activeRoles: async () => [] } },
      'fault security-channel/members members-without-role',
    ],
    [
      'the roles of the members cannot be read',
      { directory: { activeRoles: failing } },
      'fault security-channel/members graph-unavailable',
    ],
    [
      'the bot was not told of the channel, and has no address to find it at',
      {
        store: { conversationById: async () => null },
        messenger: { securityChannel: async () => Promise.reject(new PosternError('teams-unreachable')) },
      },
      'fault security-channel/members channel-not-known-yet',
    ],
    [
      'Teams names nobody in the channel',
      { messenger: { members: async () => [] } },
      'unknown security-channel/members no-members',
    ],
    [
      'the log has not been read for more than five poll intervals',
      read({ at: new Date(NOW.getTime() - 5 * MINUTE_MS - 1) }),
      'fault sign-in-log/reading not-read-lately',
    ],
    [
      'the newest sign-in was old when the log was read',
      read({ detail: { rows: 2, newestAgeMs: 16 * MINUTE_MS } }),
      'unknown sign-in-log/reading log-lags',
    ],
    ['the log held nothing at all', read({ detail: { rows: 0 } }), 'unknown sign-in-log/reading log-empty'],
    [
      'reading the log fails',
      read({ ok: false, code: 'graph-forbidden' }),
      'fault sign-in-log/reading graph-forbidden',
    ],
    [
      'another version marked a fault that this one does not know',
      read({ ok: false, code: 'from-the-future' }),
      'fault sign-in-log/reading internal',
    ],
  ])('says so when %s', async (_case, change, expected) => {
    expect(wrong(await examineAll(healthy(change)))).toContain(expected)
  })

  describe('on a stream', () => {
    const HUB = 'insights-logs-signinlogs'
    const streamed = (...marks: Partial<HealthMark>[]) => streamedWith({}, ...marks)
    const streamedWith = (settings: Partial<Parts['settings']>, ...marks: Partial<HealthMark>[]) =>
      healthy({
        settings: { streamHubs: [HUB], ...settings },
        store: { health: async () => [mark, ...marks.map((one) => ({ ...mark, detail: {}, ...one }))] },
      })
    const connected = { name: `sign-in-stream/${HUB}` }
    const partition = { name: `sign-in-stream/${HUB}/0`, detail: { lagMs: 2000, newestAgeMs: 2000, records: 9 } }

    it('finds nothing wrong where it is read, and says how far behind it is', async () => {
      const findings = await examineAll(streamed(connected, partition))
      expect(wrong(findings)).toEqual([])
      expect(findings.find(({ subject }) => subject === partition.name)?.facts).toMatchObject({ lagMs: 2000 })
    })

    it.each<[string, Partial<HealthMark>, string]>([
      ['the event hub is down', { ...connected, ok: false, code: 'stream-unavailable' }, 'stream-unavailable'],
      ['the app may not read it', { ...connected, ok: false, code: 'stream-refused' }, 'stream-refused'],
      ['it lags', { ...partition, detail: { lagMs: 16 * MINUTE_MS, newestAgeMs: 0 } }, 'stream-lags'],
      ['it fell silent', { ...partition, at: new Date(NOW.getTime() - 6 * MINUTE_MS) }, 'not-read-lately'],
      [
        'events were set aside',
        { name: 'sign-ins-set-aside', ok: false, code: 'sign-ins-set-aside' },
        'sign-ins-set-aside',
      ],
    ])('says so when %s', async (_case, change, code) => {
      const found = wrong(await examineAll(streamed(connected, change)))
      expect(found).toContain(`fault sign-in-log/${change.name} ${code}`)
    })

    it.each([
      ['no event ever came', { lagMs: 0 }, 'stream-empty'],
      ['no event came for long', { lagMs: 0, newestAgeMs: 90 * MINUTE_MS }, 'stream-idle'],
    ])('does not call it fine where %s', async (_case, detail, code) => {
      expect(wrong(await examineAll(streamed(connected, { ...partition, detail })))).toEqual([
        `unknown sign-in-log/${connected.name} ${code}`,
      ])
    })

    it('asks nothing of polls that are switched off, and says that nothing stands in for the stream', async () => {
      const alone = (...marks: Partial<HealthMark>[]) =>
        streamedWith({ isPolled: false }, { ...mark, code: 'graph-forbidden', ok: false }, ...marks)
      expect(wrong(await examineAll(alone(connected, partition)))).toEqual([])
      const stale = { name: 'sign-in-stream', ok: false, code: 'stream-stale' }
      expect(wrong(await examineAll(alone(connected, partition, stale)))).toEqual([
        'fault sign-in-log/sign-in-stream stream-stale',
      ])
      const [down] = (await examineAll(alone({ ...connected, ok: false, code: 'stream-unavailable' }))).filter(
        ({ state }) => state === 'fault',
      )
      expect(down?.facts).toMatchObject({ isPolled: false })
    })

    it('does not know of an event hub that was never read', async () => {
      expect(wrong(await examineAll(streamed()))).toEqual([`unknown sign-in-log/sign-in-stream/${HUB} not-read-yet`])
    })

    it('asks the running bot that holds the database', async () => {
      const log = { ok: true, code: null, ageMs: 10, newestAgeMs: MINUTE_MS }
      const lagging = { ok: true, code: null, ageMs: 10, detail: { lagMs: 16 * MINUTE_MS, newestAgeMs: 0 } }
      const checks = { 'sign-in-log': log, [connected.name]: log, [partition.name]: lagging }
      const inspection = { running: async () => ({ ready: true, checks }) }
      const ports = {
        ...healthy({ inspection, settings: { streamHubs: [HUB] } }),
        store: async () => Promise.reject(new PosternError('store-locked')),
      }
      expect(wrong(await examineAll(ports))).toEqual([`fault sign-in-log/${partition.name} stream-lags`])
    })
  })

  describe('a permission that no request can try without an effect', () => {
    const revoke = {
      ...granted,
      permission: 'User.RevokeSessions.All',
      outcome: 'unknown',
      code: 'no-harmless-request',
    }
    const examined = async (appToken: AppToken | null) => {
      const inspection = { permissions: async () => [revoke as PermissionProbe], appToken: async () => appToken }
      return (await examineAll(healthy({ inspection }))).find(({ subject }) => subject === revoke.permission)
    }

    it.each([
      ['granted where the token carries it', { ...token, roles: [revoke.permission] }, 'ok', null],
      ['missing where the token does not', token, 'fault', 'permission-missing'],
      ['unknown where the token cannot be looked into', null, 'unknown', 'no-harmless-request'],
      ['unknown where the token is not ours', { ...token, appId: TENANT }, 'unknown', 'no-harmless-request'],
    ])('is %s', async (_case, appToken, state, code) => {
      expect(await examined(appToken)).toMatchObject({ state, code })
    })

    it.each([
      ['granted where that carries it', async () => ({ ...token, roles: [revoke.permission] }), 'ok', null],
      ['missing where it does not', async () => token, 'fault', 'permission-missing'],
      [
        'refused where Entra takes no proof of that app',
        async () => Promise.reject(new PosternError('entra-refused')),
        'fault',
        'entra-refused',
      ],
    ])('of an app of its own is looked for in that app’s token: %s', async (_case, policyAppToken, state, code) => {
      const probe = { ...revoke, ofPolicyApp: true } as PermissionProbe
      const everything = { ...token, roles: [revoke.permission] }
      const roles = state === 'ok' ? token : everything
      const inspection = { permissions: async () => [probe], appToken: async () => roles, policyAppToken }
      const found = (await examineAll(healthy({ inspection }))).find(({ subject }) => subject === revoke.permission)
      expect(found).toMatchObject({ state, code, facts: { app: 'POSTERN_POLICY_APP_ID' } })
    })
  })

  describe('where the database cannot be opened', () => {
    const without = (code: 'store-locked' | 'store-not-durable', running: Readiness | null = null): DoctorPorts => ({
      ...healthy({ inspection: { running: async () => running } }),
      store: async () => Promise.reject(new PosternError(code)),
    })

    it('says why, and goes on with the rest', async () => {
      expect(wrong(await examineAll(without('store-not-durable')))).toEqual([
        'fault store/database store-not-durable',
        'unknown sign-in-log/reading store-not-durable',
      ])
    })

    it('asks the running bot that holds it', async () => {
      const checks = { store: { ok: true, code: null }, 'sign-in-log': { ok: true, code: null, ageMs: 10 } }
      const lagging = { ...checks['sign-in-log'], newestAgeMs: 16 * MINUTE_MS }
      const fresh = { ...lagging, newestAgeMs: MINUTE_MS }
      const saidBy = async (log: Readiness['checks'][string]) =>
        wrong(await examineAll(without('store-locked', { ready: true, checks: { ...checks, 'sign-in-log': log } })))
      expect(await saidBy(fresh)).toEqual([])
      expect(await saidBy(lagging)).toEqual(['unknown sign-in-log/reading log-lags'])
      expect(await saidBy({ ...fresh, ok: false, code: 'graph-forbidden' })).toEqual([
        'fault sign-in-log/reading graph-forbidden',
      ])
    })

    it('says that something else holds it where no bot answers', async () => {
      expect(wrong(await examineAll(without('store-locked')))).toEqual([
        'fault store/database store-locked',
        'unknown sign-in-log/reading store-locked',
      ])
    })
  })
})

describe('faulty settings', () => {
  it('are a finding each, and everything else is unknown', () => {
    const findings = examineFaultySettings('config-invalid', ['PORT must be a number', 'MicrosoftAppId is missing'])
    expect(wrong(findings)).toEqual([
      'fault settings/PORT config-invalid',
      'fault settings/MicrosoftAppId config-invalid',
      ...DOCTOR_AREAS.filter((area) => area !== 'settings').map((area) => `unknown ${area}/all not-looked-at`),
    ])
  })
})
