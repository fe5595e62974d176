import { describe, expect, it } from 'vitest'
import { PosternError } from '../../src/domain/errors.js'
import { userId } from '../../src/domain/ids.js'
import { type DoctorPorts, examineAll, type Finding } from '../../src/flows/doctor.js'
import type { Conversation, PermissionProbe } from '../../src/flows/ports.js'
import { PEOPLE } from '../support/signInRows.js'
import { CHANNEL, TENANT } from '../support/world.js'

const NOW = new Date('2026-11-20T10:00:00Z')
const MINUTE_MS = 60_000
const SECURITY_READER = '5d6b6bb7-de71-4623-b4af-96380a352509'

const granted: PermissionProbe = {
  permission: 'AuditLog.Read.All',
  why: 'alerts',
  lostWithout: 'no alerts',
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

/** A deployment in which nothing is missing; each case changes one thing. */
function healthy(change: { [Key in keyof DoctorPorts]?: Partial<DoctorPorts[Key]> } = {}): DoctorPorts {
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
      pollOverlapMs: 1,
      firstPollMs: 1,
      emergencyAccounts: [userId(PEOPLE.room)],
      sharedDeviceAccounts: [],
      trustedNetworks: ['198.51.100.0/24'],
      checkRetentionMs: 1,
      securityChannelId: CHANNEL,
      ...change.settings,
    },
    store: {
      engine: 'postgres',
      ping: async () => undefined,
      jobCounts: async () => ({ waiting: 0, running: 0, abandoned: 0 }),
      health: async () => [
        { name: 'sign-in-log', ok: true, code: null, at: new Date(NOW.getTime() - MINUTE_MS), detail: {} },
      ],
      conversationById: async () => channel,
      ...change.store,
    },
    inspection: {
      cloud: 'public',
      isSimulated: false,
      permissions: async () => [granted],
      serverTime: async () => NOW,
      running: async () => null,
      botToken: async () => undefined,
      ...change.inspection,
    },
  }
}

const wrong = (findings: readonly Finding[]): string[] =>
  findings
    .filter(({ state }) => state !== 'ok')
    .map(({ area, subject, state, code }) => `${state} ${area}/${subject} ${code}`)

describe('the doctor', () => {
  it('finds nothing where nothing is missing', async () => {
    expect(wrong(await examineAll(healthy()))).toEqual([])
  })

  const failing = async (): Promise<never> => Promise.reject(new PosternError('graph-unavailable'))
  const probe = (change: Partial<PermissionProbe>) => ({
    inspection: { permissions: async () => [{ ...granted, ...change }] },
  })

  it.each([
    [
      'no emergency account is declared',
      { settings: { emergencyAccounts: [] } },
      'fault settings/POSTERN_EMERGENCY_ACCOUNTS not-declared',
    ],
    [
      'the MFA trusted IPs are not declared',
      { settings: { trustedNetworks: [] } },
      'unknown settings/POSTERN_MFA_TRUSTED_IPS not-declared',
    ],
    [
      'no security channel is configured',
      { settings: { securityChannelId: null } },
      'fault security-channel/POSTERN_SECURITY_CHANNEL_ID not-configured',
    ],
    ['a permission is missing', probe({ outcome: 'missing' }), 'fault permission/AuditLog.Read.All permission-missing'],
    ['the licence is missing', probe({ outcome: 'unlicensed' }), 'fault permission/AuditLog.Read.All unlicensed'],
    [
      'a permission cannot be tried',
      probe({ outcome: 'unknown', code: 'no-harmless-request' }),
      'unknown permission/AuditLog.Read.All no-harmless-request',
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
      'the bot gets no token',
      { inspection: { botToken: async () => Promise.reject(new PosternError('teams-unavailable')) } },
      'fault teams/Bot Connector teams-unavailable',
    ],
    ['the tenant is simulated', { inspection: { isSimulated: true } }, 'unknown cloud/public simulated-tenant'],
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
      'the bot was not told of the channel',
      { store: { conversationById: async () => null }, messenger: { securityChannel: async () => null } },
      'fault security-channel/members not-known-yet',
    ],
  ])('says so when %s', async (_case, change, expected) => {
    expect(wrong(await examineAll(healthy(change)))).toContain(expected)
  })

  it('calls a log that has not been read for a quarter of an hour a fault', async () => {
    const stale = {
      store: {
        health: async () => [
          { name: 'sign-in-log', ok: true, code: null, at: new Date(NOW.getTime() - 16 * MINUTE_MS), detail: {} },
        ],
      },
    }
    expect(wrong(await examineAll(healthy(stale)))).toEqual(['fault sign-in-log/reading not-read-lately'])
  })

  describe('beside a running bot that holds the embedded database', () => {
    const beside = (running: DoctorPorts['inspection']['running']): DoctorPorts => ({
      ...healthy({ inspection: { running } }),
      store: null,
    })

    it('asks that bot', async () => {
      const running = async () => ({
        ready: true,
        checks: { store: { ok: true, code: null }, 'sign-in-log': { ok: false, code: 'graph-forbidden', ageMs: 10 } },
      })
      expect(wrong(await examineAll(beside(running)))).toEqual(['fault sign-in-log/reading graph-forbidden'])
    })

    it('says that the database is held by something else where no bot answers', async () => {
      expect(wrong(await examineAll(beside(async () => null)))).toContain('fault store/database store-locked')
    })
  })
})
