/**
 * The whole of `src/teams` in the loopback mode, over real HTTP: the server, the bot with the real flows, and a
 * connector that keeps what the bot sends. The store is in memory, and the directory says what a test tells it.
 */
import { randomUUID } from 'node:crypto'
import { CLOUDS } from '../../src/domain/clouds.js'
import type { CalendarEntry } from '../../src/domain/codeCheck/verification/index.js'
import { PosternError } from '../../src/domain/errors.js'
import { alertId, checkId, policyWriteId, tenantId, warningId } from '../../src/domain/ids.js'
import type { GroupView } from '../../src/domain/lureNotices.js'
import { type DirectoryUser, parseSnapshot } from '../../src/domain/policyStatus/index.js'
import { createFileTurns } from '../../src/flows/fileTurns.js'
import type { Directory, FileReader, Meetings, Senders, Settings } from '../../src/flows/ports.js'
import { createKeyedHash, createSealer, newTraceKey } from '../../src/secrets.js'
import { type BotPorts, createTeams, startServer } from '../../src/teams/index.js'
import { DANA, type Json, post, SAM, SECURITY_CHANNEL_ID, TENANT_ID } from './activities.js'
import { type ConnectorDouble, startConnector } from './connector.js'
import { containmentDouble } from './containment.js'
import { judgingHere } from './judgingHere.js'
import { type KeptLog, keptLog } from './log.js'
import { type MemoryStore, memoryStore, READ_AT } from './memoryStore.js'

/** Microsoft's template ids of the two roles that the tests need. */
export const SECURITY_ADMINISTRATOR = '194ae4cb-b126-40b2-bd5b-6091b380977d'
export const SECURITY_READER = '5d6b6bb7-de71-4623-b4af-96380a352509'

export const NOW = new Date('2026-03-02T08:00:00Z')

export interface RunningBot {
  readonly connector: ConnectorDouble
  readonly store: MemoryStore
  readonly log: KeptLog
  /** Role template ids by person; a person who is not here has none. `fail` makes the directory unreachable. */
  readonly roles: Map<string, readonly string[]>
  readonly directory: { fail: Error | null }
  /** Whose sessions were revoked, in order. */
  readonly revoked: string[]
  /** Object ids that were looked up, in order. */
  readonly lookUps: string[]
  /** The calendar of whoever asks. */
  readonly calendar: CalendarEntry[]
  /** Object ids of the members of the tenant. */
  readonly colleagues: Set<string>
  /** What Graph keeps of messages, by address. */
  readonly hosted: Map<string, string>
  /** People of the directory, as questions look for them. */
  readonly called: DirectoryUser[]
  /** Groups of the tenant. */
  readonly groups: GroupView[]
  /** Posts an activity as Teams would. */
  receive(activity: Json): Promise<{ readonly status: number; readonly body: string }>
  close(): Promise<void>
}

/** @param changes ports in place of the bot's own */
export async function startBot(changes: Partial<BotPorts> = {}): Promise<RunningBot> {
  const connector = await startConnector()
  const store = memoryStore()
  const log = keptLog()
  const clock = { now: () => NOW }
  const roles: RunningBot['roles'] = new Map()
  const faults: RunningBot['directory'] = { fail: null }
  const revoked: string[] = []
  const calendar: CalendarEntry[] = []
  const lookUps: string[] = []
  const hosted = new Map<string, string>()
  const groups: GroupView[] = []
  const called: DirectoryUser[] = []
  const nobody = { members: [], guests: 0, disabled: 0, unknown: 0, gaps: [] }
  const colleagues = new Set<string>([DANA.aadObjectId, SAM.aadObjectId])
  const teams = createTeams({
    cloud: CLOUDS.public,
    identity: null,
    tenantId: tenantId(TENANT_ID),
    allowedTenants: [tenantId(TENANT_ID)],
    loopbackServiceUrl: connector.serviceUrl,
    securityChannelId: SECURITY_CHANNEL_ID,
    clock,
    log,
  })
  const directory: Directory = {
    async person(userId) {
      return {
        userId,
        displayName: 'Dana',
        userPrincipalName: null,
        isGuest: false,
        accountEnabled: true,
        isSharedDevice: false,
      }
    },
    async activeRoles(userId) {
      if (faults.fail !== null) throw faults.fail
      return roles.get(userId) ?? []
    },
  }
  const meetings: Meetings = {
    hasOnlineMeetings: true,
    calendar: async () => ({ entries: [...calendar], isComplete: true }),
    online: async () => [],
  }
  // Who is not in the directory is somebody else's.
  const senders: Senders = {
    byId: async (who) => {
      lookUps.push(who)
      return colleagues.has(who) ? { kind: 'member' } : null
    },
    byAddress: async () => null,
    organisation: async () => ({ displayName: 'Contoso Yards', domains: ['contoso.example'] }),
  }
  const ports: BotPorts = {
    clock,
    log,
    store,
    directory,
    messenger: teams.messenger,
    uploads: teams.uploads,
    people: {
      called: async (text) => called.filter(({ id, displayName }) => id === text || displayName?.startsWith(text)),
    },
    judge: judgingHere,
    evaluator: { applied: async () => [] },
    settings,
    eventReceiver: null,
    sealer: createSealer(),
    traceHash: createKeyedHash(newTraceKey()),
    ids: {
      alertId: () => alertId(randomUUID()),
      checkId: () => checkId(randomUUID()),
      warningId: () => warningId(randomUUID()),
      policyWriteId: () => policyWriteId(randomUUID()),
    },
    history: { rowsOf: async () => ({ rows: [], allDeviceCodes: true }) },
    deviceCodeLog: { rows: async () => ({ rows: [], isWhole: true }) },
    installations: {
      isConfigured: false,
      async *everybody() {},
      install: async () => 'refused',
    },
    tuning: { read: async () => null },
    deviceAudit: { registrations: async () => [] },
    policyAudit: { about: async () => ({ entries: [], isComplete: true }) },
    emergencySignIns: { signInsOf: async () => ({ signIns: [], isComplete: true }) },
    hunting: { isInThisCloud: true, recipients: async () => ({ recipients: [], gaps: [] }) },
    audience: {
      people: async () => nobody,
      groups: async (called) => groups.filter(({ name }) => name === called),
      groupMembers: async () => ({ ...nobody, isJoinable: false }),
    },
    policyWriter: null,
    chooser: null,
    policies: { snapshot: async () => parseSnapshot({ takenAt: NOW.toISOString(), policies: [] }) },
    deadlines: { after: () => new AbortController().signal },
    files: {
      async fetch(pointer, options) {
        if (pointer.kind !== 'hosted-content') return teams.files.fetch(pointer, options)
        const found = hosted.get(pointer.url)
        if (found === undefined) throw new PosternError('file-unavailable')
        return { name: null, contentType: 'image/png', bytes: Buffer.from(found) }
      },
    },
    reader: textReader,
    fileTurns: createFileTurns(),
    meetings,
    senders,
    containment: { ...containmentDouble(() => READ_AT), revokeSessions: async (userId) => void revoked.push(userId) },
    managers: { managerOf: async () => null },
    signIns: {
      read() {
        throw new Error('the bot does not read the sign-in log')
      },
    },
    ...changes,
  }
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    log,
    receive: teams.createReceiver(ports),
    readiness: async () => ({ ready: true, checks: {} }),
  })
  return {
    connector,
    store,
    log,
    roles,
    directory: faults,
    revoked,
    calendar,
    lookUps,
    colleagues,
    hosted,
    groups,
    called,
    async receive(activity) {
      const response = await post(`http://127.0.0.1:${server.port}/api/messages`, activity)
      return { status: response.status, body: await response.text() }
    },
    async close() {
      await server.close()
      await connector.close()
    },
  }
}

/**
 * Stands for the reader of files: a file is what its first word says (`picture`, `qr`, `file`, `mail` from somebody), and
 * anything else is of no known format.
 */
const textReader: FileReader = {
  async read({ name, bytes }) {
    const text = Buffer.from(bytes).toString('utf8')
    const [, kind = '', words = ''] = /^(picture|qr|file|mail) ([\s\S]*)$/.exec(text) ?? []
    if (kind === '') return { passages: [], author: null, unread: [{ name, why: 'format-unknown' }] }
    const author = kind === 'mail' ? { address: 'it-desk@fabrikam.example', displayName: 'IT desk' } : null
    const from = kind === 'mail' ? 'file' : (kind as 'picture' | 'qr' | 'file')
    return { passages: [{ from, text: words }], author, unread: [] }
  },
  close: async () => undefined,
}

const settings: Settings = {
  tenantId: tenantId(TENANT_ID),
  policyExceptions: [],
  cloudName: 'public',
  containmentMode: 'revoke',
  silenceMs: { critical: 300_000, high: 900_000, elevated: 3_600_000 },
  isPolled: true,
  streamHubs: [],
  pollIntervalMs: 60_000,
  pollOverlapMs: 5_400_000,
  firstPollMs: 3_600_000,
  emergencyAccounts: [],
  sharedDeviceAccounts: [],
  trustedNetworks: [],
  checksPerHourMax: 60,
  checkRetentionMs: 2_592_000_000,
  reportRetentionMs: 7_776_000_000,
  auditRetentionMs: 365 * 24 * 60 * 60_000,
  policyRetentionMs: 90 * 24 * 3_600_000,
  reportOnlyDaysMax: 30,
  securityChannelId: SECURITY_CHANNEL_ID,
  routes: { manager: false, secondChannelId: null },
  digestHour: null,
  defenderPortal: 'https://security.microsoft.com',
  portals: CLOUDS.public,
}
