/**
 * A small world for the flows: a real database, and doubles for Graph and Teams that behave (an inbox that
 * hands back what was posted, a directory that knows people and roles) and can be told to fail.
 */
import { CLOUDS } from '../../src/domain/clouds.js'
import { PosternError } from '../../src/domain/errors.js'
import { alertId, checkId, policyWriteId, tenantId, type UserId, userId, warningId } from '../../src/domain/ids.js'
import type { Notice } from '../../src/domain/notices.js'
import { type PolicySnapshot, parseSnapshot } from '../../src/domain/policyStatus/index.js'
import type { Actor } from '../../src/flows/actor.js'
import { createFileTurns } from '../../src/flows/fileTurns.js'
import { pollSignIns } from '../../src/flows/pollSignIns.js'
import type {
  AppliedPolicy,
  Audience,
  Conversation,
  Hunting,
  Person,
  Ports,
  ReachPerson,
  SentMessage,
  Settings,
  Store,
} from '../../src/flows/ports.js'
import { runJobs } from '../../src/flows/runJobs.js'
import { createKeyedHash, createSealer, newTraceKey } from '../../src/secrets.js'
import { type ContainmentDouble, containmentDouble } from './containment.js'
import { judgingHere } from './judgingHere.js'
import { type KeptLog, keptLog } from './log.js'

export const TENANT = tenantId('7e4a4700-0000-4000-8000-000000000001')
export const CHANNEL = '19:security@thread.tacv2'
export const START = new Date('2026-11-20T10:01:00Z')
const MINUTE_MS = 60_000

const traceHash = createKeyedHash(newTraceKey())

export interface Posted extends SentMessage {
  readonly to: Conversation
  readonly notice: Notice
}

export interface World {
  readonly ports: Ports
  readonly store: Store
  /** Everything posted, oldest first; replaced messages show their newest content. */
  readonly inbox: readonly Posted[]
  /** Every replacement of a message, in order. */
  readonly edits: readonly Posted[]
  readonly log: KeptLog
  readonly revoked: readonly UserId[]
  readonly containment: ContainmentDouble
  readonly people: Map<UserId, Person>
  readonly roles: Map<UserId, readonly string[]>
  readonly managers: Map<UserId, UserId>
  /** Rows that the sign-in log holds now. */
  rows: Record<string, unknown>[]
  /** Rows of the log that were there before the bot: what is usual for people. */
  past: Record<string, unknown>[]
  /** Whether the app may be installed for people, and who has not got it; some refuse it. */
  catalogue: boolean
  readonly noChat: Map<UserId, 'not-installed' | 'refused'>
  /** The text of the tuning file. */
  tuning: string | null
  /** Rows of the directory audit. */
  audit: Record<string, unknown>[]
  settings: Settings
  /** The tenant's policies, and what Graph's own what-if says applies. */
  policies: Partial<PolicySnapshot>
  graphApplied: readonly AppliedPolicy[]
  /** Nobody is found, unless a test brings others. */
  hunting: Hunting
  audience: Audience
  /** The next calls to Teams, or all calls to Graph, fail with these. */
  readonly faults: { teams: PosternError[]; graph: PosternError | null; beforeProof: (() => void) | null }
  /** Ends what waits for look-ups. */
  readonly deadline: AbortController
  pass(ms: number): void
  /** One poll, then every job that is due, until nothing is left. */
  settle(): Promise<void>
  work(): Promise<void>
  actor(who: UserId, place?: Actor['place']): Actor
  /** Posted to one person, or to the security channel. */
  cardsFor(who: UserId | 'team'): readonly Posted[]
}

export function createWorld(store: Store): World {
  let nowMs = START.getTime()
  let serial = 0
  const inbox: Posted[] = []
  const log = keptLog()
  const edits: Posted[] = []
  const people = new Map<UserId, Person>()
  const roles = new Map<UserId, readonly string[]>()
  const cachedRoles = new Map<UserId, readonly string[]>()
  const faults: World['faults'] = { teams: [], graph: null, beforeProof: null }
  const guid = (): string => `00000000-0000-4000-8000-${String(++serial).padStart(12, '0')}`
  const containment = containmentDouble(() => new Date(nowMs))
  containment.before = () => graph(undefined)
  const graph = <T>(answer: T): Promise<T> =>
    faults.graph === null ? Promise.resolve(answer) : Promise.reject(faults.graph)

  const world: World = {
    store,
    inbox,
    edits,
    log,
    revoked: containment.revoked,
    containment,
    people,
    roles,
    faults,
    rows: [],
    past: [],
    audit: [],
    tuning: null,
    catalogue: false,
    noChat: new Map(),
    managers: new Map(),
    settings: defaultSettings(),
    policies: {},
    graphApplied: [],
    hunting: { isInThisCloud: true, recipients: () => graph({ recipients: [], gaps: [] }) },
    audience: {
      people: () => graph({ members: [], guests: 0, disabled: 0, unknown: 0, gaps: [] }),
      groups: () => graph([]),
      groupMembers: () => graph({ members: [], guests: 0, disabled: 0, unknown: 0, gaps: [], isJoinable: false }),
    },
    deadline: new AbortController(),
    get ports(): Ports {
      return {
        clock: { now: () => new Date(nowMs) },
        ids: {
          alertId: () => alertId(guid()),
          checkId: () => checkId(guid()),
          warningId: () => warningId(guid()),
          policyWriteId: () => policyWriteId(guid()),
        },
        policyWriter: null,
        chooser: null,
        log,
        eventReceiver: null,
        sealer: createSealer(),
        traceHash,
        store,
        settings: world.settings,
        hunting: world.hunting,
        audience: world.audience,
        signIns: {
          async *read({ from, to }) {
            await graph(null)
            const inWindow = world.rows.filter((row) => {
              const at = Date.parse(String(row.createdDateTime))
              return at >= from.getTime() && at <= to.getTime()
            })
            yield inWindow
          },
        },
        directory: {
          person: (who) => graph(people.get(who) ?? null),
          // Cached for good unless asked for fresh: whoever needs the roles of the moment must say so.
          activeRoles: async (who, options) => {
            const current = await graph(roles.get(who) ?? [])
            if (options?.fresh === true || !cachedRoles.has(who)) cachedRoles.set(who, current)
            return cachedRoles.get(who) ?? []
          },
        },
        people: {
          called: (text) =>
            graph(
              [...people.values()]
                .filter(({ userId, displayName, userPrincipalName }) =>
                  [userId, userPrincipalName, displayName].some((name) =>
                    name?.toLowerCase().startsWith(text.toLowerCase()),
                  ),
                )
                .map(({ userId, displayName, userPrincipalName }) => ({ id: userId, displayName, userPrincipalName })),
            ),
        },
        judge: judgingHere,
        evaluator: { applied: () => graph(world.graphApplied) },
        policies: {
          snapshot: () =>
            graph(
              parseSnapshot({
                takenAt: new Date(nowMs).toISOString(),
                policies: [],
                namedLocations: [],
                mfaTrustedIps: [],
                directory: {},
                catalog: {},
                unknowns: [],
                ...world.policies,
              }),
            ),
        },
        deviceCodeLog: {
          rows: async ({ from, to }) =>
            graph({
              rows: world.past.filter(({ createdDateTime }) => {
                const at = Date.parse(String(createdDateTime))
                return at >= from.getTime() && at <= to.getTime()
              }),
              isWhole: true,
            }),
        },
        history: {
          rowsOf: async (who, { from, to }) => {
            const theirs = [...world.past, ...world.rows].filter(({ userId, createdDateTime }) => {
              const at = Date.parse(String(createdDateTime))
              return userId === who && at >= from.getTime() && at <= to.getTime()
            })
            return graph({ rows: theirs, allDeviceCodes: true })
          },
        },
        deviceAudit: {
          registrations: () => graph([...world.audit]),
        },
        policyAudit: { about: () => graph({ entries: [], isComplete: true }) },
        emergencySignIns: { signInsOf: () => graph({ signIns: [], isComplete: true }) },
        installations: {
          isConfigured: world.catalogue,
          async *everybody() {
            yield await graph([...people.values()].map((one) => ({ userId: one.userId, kind: kindOf(one) })))
          },
          install: async (who) => {
            await graph(null)
            if (!people.has(who)) return 'no-teams'
            if (world.noChat.get(who) === 'refused') return 'refused'
            world.noChat.delete(who)
            return 'installed'
          },
        },
        managers: { managerOf: (who) => graph(world.managers.get(who) ?? null) },
        tuning: { read: async () => world.tuning },
        // One signal each, as in earnest: listeners do not pile up on one.
        deadlines: { after: () => AbortSignal.any([world.deadline.signal]) },
        files: { fetch: () => Promise.reject(new PosternError('file-unavailable')) },
        fileTurns: createFileTurns(),
        reader: { read: async () => ({ passages: [], author: null, unread: [] }), close: async () => undefined },
        meetings: {
          hasOnlineMeetings: true,
          calendar: () => graph({ entries: [], isComplete: true }),
          online: () => graph([]),
        },
        senders: {
          byId: async (who) => {
            const found = await graph(people.get(who) ?? null)
            return found === null ? null : { kind: found.isGuest ? 'guest' : 'member' }
          },
          byAddress: () => graph(null),
          organisation: () => graph({ displayName: 'Contoso', domains: ['contoso.example'] }),
        },
        containment,
        messenger: {
          async send(to, notice) {
            const fault = faults.teams.shift()
            if (fault !== undefined) throw fault
            const sent = { conversationId: to.conversationId, activityId: `activity-${++serial}` }
            inbox.push({ ...sent, to, notice })
            faults.beforeProof?.()
            return sent
          },
          async replace(_at, sent, notice) {
            const index = inbox.findIndex((one) => one.activityId === sent.activityId)
            if (index < 0) throw new PosternError('teams-unreachable')
            inbox[index] = { ...inbox[index]!, notice }
            edits.push(inbox[index]!)
          },
          openPersonal: async (who) => {
            if (!people.has(who) || world.noChat.has(who)) throw new PosternError('teams-unreachable')
            return conversation(`a:${who}`, 'personal', who)
          },
          securityChannel: async () => conversation(CHANNEL, 'channel', null),
          members: async () => [...roles.keys()],
        },
      }
    },
    pass(ms) {
      nowMs += ms
    },
    async settle() {
      await pollSignIns(world.ports, 'test')
      await world.work()
    },
    async work() {
      // What waits for a later instant is left alone; what is due is worked off whole.
      for (let round = 0; round < 20; round++) if ((await runJobs(world.ports, 'test')).done === 0) return
      throw new Error('jobs keep coming')
    },
    actor: (who, place = 'personal') => ({
      userId: who,
      tenantId: TENANT,
      locale: 'en-GB',
      place,
      conversationId: `a:${who}`,
    }),
    cardsFor: (who) =>
      inbox.filter(({ to }) => (who === 'team' ? to.conversationId.startsWith(CHANNEL) : to.userId === who)),
  }
  return world
}

export const person = (who: string, change: Partial<Person> = {}): [UserId, Person] => [
  userId(who),
  {
    userId: userId(who),
    displayName: 'Dana Analyst',
    userPrincipalName: 'dana@contoso.example',
    isGuest: false,
    accountEnabled: true,
    isSharedDevice: false,
    ...change,
  },
]

const kindOf = (one: Person): ReachPerson['kind'] =>
  !one.accountEnabled ? 'disabled' : one.isGuest ? 'guest' : one.isSharedDevice ? 'shared-device' : 'member'

const conversation = (conversationId: string, kind: Conversation['kind'], who: UserId | null): Conversation => ({
  conversationId,
  kind,
  userId: who,
  tenantId: TENANT,
  serviceUrl: 'https://smba.trafficmanager.net/teams/',
  reference: {},
})

function defaultSettings(): Settings {
  return {
    tenantId: TENANT,
    containmentMode: 'revoke',
    silenceMs: { critical: 5 * MINUTE_MS, high: 15 * MINUTE_MS, elevated: 60 * MINUTE_MS },
    isPolled: true,
    streamHubs: [],
    pollIntervalMs: MINUTE_MS,
    pollOverlapMs: 90 * MINUTE_MS,
    firstPollMs: 60 * MINUTE_MS,
    emergencyAccounts: [],
    sharedDeviceAccounts: [],
    trustedNetworks: ['198.51.100.0/24'],
    checksPerHourMax: 60,
    checkRetentionMs: 30 * 24 * 60 * MINUTE_MS,
    reportRetentionMs: 90 * 24 * 60 * MINUTE_MS,
    auditRetentionMs: 365 * 24 * 60 * MINUTE_MS,
    policyExceptions: [],
    cloudName: 'public',
    policyRetentionMs: 90 * 24 * 3_600_000,
    reportOnlyDaysMax: 30,
    securityChannelId: CHANNEL,
    routes: { manager: false, secondChannelId: null },
    digestHour: null,
    defenderPortal: 'https://security.microsoft.com',
    portals: CLOUDS.public,
  }
}
