/**
 * Microsoft Graph, in and out: everything that the flows need of it, over one client with shared pacing.
 */
import type { Cloud } from '../domain/clouds.js'
import { PosternError } from '../domain/errors.js'
import type { TenantId, UserId } from '../domain/ids.js'
import type { TokenSource } from '../flows/ports/tokens.js'
import type {
  Audience,
  Clock,
  Containment,
  DeviceAudit,
  DeviceCodeLog,
  Directory,
  EmergencySignInSource,
  GroupChanges,
  Hunting,
  Installations,
  Log,
  Managers,
  Meetings,
  PeopleFinder,
  PermissionProbe,
  PolicyAudit,
  PolicyEvaluator,
  PolicySource,
  PolicyWriter,
  Senders,
  SharedPace,
  SignInHistory,
  SignInSource,
  TenantReader,
} from '../flows/ports.js'
import { createAudience } from './audience.js'
import { createGraphClient } from './client.js'
import { createContainment } from './containment.js'
import { type Credentials, entraCredentials, simulatedCredentials } from './credentials.js'
import { createDeviceAudit } from './deviceAudit.js'
import { createDeviceCodeLog } from './deviceCodeLog.js'
import { createDirectory } from './directory.js'
import { createEmergencySignIns } from './emergencySignIns.js'
import { createPolicyEvaluator } from './evaluate.js'
import { createGroupChanges } from './groupChanges.js'
import { createHostedContents, type HostedContents } from './hostedContents.js'
import { createHunting } from './hunting.js'
import { createInstallations } from './installations.js'
import { createManagers } from './managers.js'
import { createMeetings } from './meetings.js'
import { createPacer } from './pacer.js'
import { createPeopleFinder } from './people.js'
import { createPolicyAudit } from './policyAudit.js'
import { createPolicySource } from './policySource.js'
import { createPolicyWriter } from './policyWriter.js'
import { probePermissions } from './probe.js'
import { createTenantReader } from './reading/reader.js'
import { createSenders } from './senders.js'
import { serverTime } from './serverTime.js'
import { createSignInHistory } from './signInHistory.js'
import { createSignInSource } from './signInSource.js'
import { type Timing, withRealWaits } from './timing.js'

export interface GraphOptions {
  readonly cloud: Cloud
  readonly tenantId: TenantId
  /** Null only together with `simulatedOrigin`. */
  readonly tokens: TokenSource | null
  /** Origin of a simulated tenant on loopback. Takes no real identity, and a real tenant takes no simulated one. */
  readonly simulatedOrigin?: string
  /** Null: nothing is written. `tokens` null: with those of all else. */
  readonly writing?: { readonly tokens: TokenSource | null } | null
  readonly emergencyAccounts: readonly UserId[]
  readonly mfaTrustedIps: readonly string[]
  /** The id in the manifest of the app package, where the app is to be installed for people. */
  readonly teamsAppId?: string | null
  readonly clock: Clock
  readonly log: Log
  /** How requests are spaced and retried; tests hand in time that passes at once. */
  readonly wait?: (ms: number) => Promise<void>
  /** Absent: this process keeps to the limits of the whole tenant by itself. */
  readonly sharedPace?: SharedPace
  /** For one try of one request, in milliseconds. */
  readonly timeoutMs?: number
}

export interface Graph {
  readonly signIns: SignInSource
  readonly directory: Directory
  /** In memory: each process reads for itself. */
  readonly policies: PolicySource
  readonly tenantReader: TenantReader
  readonly groupChanges: GroupChanges
  readonly people: PeopleFinder
  readonly evaluator: PolicyEvaluator
  /** Null where writing is off. */
  readonly policyWriter: PolicyWriter | null
  readonly containment: Containment
  readonly meetings: Meetings
  readonly senders: Senders
  readonly hunting: Hunting
  readonly audience: Audience
  readonly history: SignInHistory
  readonly deviceCodeLog: DeviceCodeLog
  readonly deviceAudit: DeviceAudit
  readonly policyAudit: PolicyAudit
  readonly emergencySignIns: EmergencySignInSource
  readonly installations: Installations
  readonly managers: Managers
  /** Pictures in messages of chats and channels. */
  readonly hostedContent: HostedContents
  /** One harmless request a permission. Never throws for what Graph answers. */
  probe(): Promise<PermissionProbe[]>
  /** By Graph's own clock; null where it does not say. */
  serverTime(): Promise<Date | null>
}

/** A page of 1,000 sign-ins over a filter that is not indexed can take most of a minute. */
const TIMEOUT_MS = 60_000

/** @throws PosternError `config-invalid` where identity and simulated tenant are both given, or neither. */
export function createGraph(options: GraphOptions): Graph {
  const { cloud, wait } = options
  const timing: Timing =
    wait === undefined ? withRealWaits(options.clock) : { now: () => options.clock.now(), wait: (ms) => wait(ms) }
  const pacer = createPacer(timing, options.sharedPace)
  const clientWith = (credentials: Credentials) =>
    createGraphClient({
      graphOrigin: cloud.graph,
      simulatedOrigin: options.simulatedOrigin,
      credentials,
      timing,
      timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
      log: options.log,
      pacer,
    })
  const graph = clientWith(credentialsFor(options, timing))
  const { writing = null } = options
  const writer = writing?.tokens == null ? graph : clientWith(entraCredentials(writing.tokens, cloud))
  const tenantReader = createTenantReader(graph, options, cloud)
  return {
    tenantReader,
    groupChanges: createGroupChanges(graph),
    signIns: createSignInSource(graph),
    directory: createDirectory(graph, timing),
    policies: createPolicySource(tenantReader, timing),
    people: createPeopleFinder(graph),
    evaluator: createPolicyEvaluator(graph),
    policyWriter: writing === null ? null : createPolicyWriter(graph, writer),
    containment: createContainment(graph),
    meetings: createMeetings(graph, cloud),
    senders: createSenders(graph, timing),
    hunting: createHunting(graph, cloud),
    audience: createAudience(graph),
    history: createSignInHistory(graph),
    deviceCodeLog: createDeviceCodeLog(graph),
    deviceAudit: createDeviceAudit(graph, timing),
    policyAudit: createPolicyAudit(graph),
    emergencySignIns: createEmergencySignIns(graph),
    installations: createInstallations(graph, cloud.graph, options.teamsAppId ?? null),
    managers: createManagers(graph),
    hostedContent: createHostedContents(graph, cloud.graph),
    probe: () => probePermissions(graph, timing, writing && { byOwnApp: writing.tokens !== null }),
    serverTime: () => serverTime(cloud.graph, options.simulatedOrigin),
  }
}

function credentialsFor({ tokens, simulatedOrigin, cloud, tenantId }: GraphOptions, timing: Timing): Credentials {
  if (tokens !== null && simulatedOrigin === undefined) return entraCredentials(tokens, cloud)
  if (tokens === null && simulatedOrigin !== undefined) {
    return simulatedCredentials(tenantId, simulatedOrigin, timing)
  }
  throw new PosternError('config-invalid', { reason: 'either an app identity or a simulated tenant' })
}
