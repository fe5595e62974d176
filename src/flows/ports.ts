/**
 * What the flows need of the world, and nothing more. Adapters implement these; tests hand in doubles.
 *
 * Every port throws `PosternError` only. Dates are instants. Ids are branded and lower case.
 */
import type { CloudName, Portals } from '../domain/clouds.js'
import type { AlertId, CheckId, PolicyWriteId, TenantId, UserId, WarningId } from '../domain/ids.js'
import type { ContainmentMode } from '../domain/signInAlert/index.js'
import type { FileTurns } from './fileTurns.js'
import type { Containment } from './ports/containment.js'
import type { DeviceCodeLog } from './ports/deviceCodeLog.js'
import type { EventReceiver } from './ports/events.js'
import type { FileReader, FileSource } from './ports/files.js'
import type { Directory, PolicySource, SignInSource } from './ports/graph.js'
import type { DeviceAudit, SignInHistory } from './ports/knowledge.js'
import type { Managers } from './ports/managers.js'
import type { EmergencySignInSource, PolicyAudit } from './ports/policyDrift.js'
import type { PolicyJudge } from './ports/policyJudge.js'
import type { PeopleFinder, PolicyEvaluator } from './ports/policyQuestions.js'
import type { PolicyWriter } from './ports/policyWrites.js'
import type { QuestionChooser } from './ports/questionChooser.js'
import type { Installations } from './ports/reach.js'
import type { KeyedHash, Sealer } from './ports/reports.js'
import type { Store } from './ports/store.js'
import type { Messenger } from './ports/teams.js'
import type { TuningSource } from './ports/tuning.js'
import type { Deadlines, Meetings, Senders } from './ports/verification.js'
import type { Audience, Hunting } from './ports/warnings.js'

export type * from './ports/alerts.js'
export type * from './ports/audit.js'
export type * from './ports/containment.js'
export type * from './ports/desk.js'
export type * from './ports/deviceCodeLog.js'
export type * from './ports/digest.js'
export type * from './ports/events.js'
export * from './ports/files.js'
export type * from './ports/graph.js'
export type * from './ports/groupChanges.js'
export type * from './ports/inspection.js'
export type * from './ports/knowledge.js'
export * from './ports/lookups.js'
export type * from './ports/managers.js'
export type * from './ports/policyDrift.js'
export type * from './ports/policyJudge.js'
export type * from './ports/policyQuestions.js'
export type * from './ports/policySnapshots.js'
export type * from './ports/policyWrites.js'
export type * from './ports/privacy.js'
export type * from './ports/questionChooser.js'
export * from './ports/reach.js'
export type * from './ports/readiness.js'
export type * from './ports/reports.js'
export type * from './ports/sources.js'
export type * from './ports/store.js'
export type * from './ports/stream.js'
export type * from './ports/teams.js'
export type * from './ports/tokens.js'
export type * from './ports/tuning.js'
export type * from './ports/verification.js'
export * from './ports/warnings.js'
export type * from './ports/watches.js'

export interface Ports {
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly store: Store
  readonly messenger: Messenger
  readonly directory: Directory
  readonly signIns: SignInSource
  readonly policies: PolicySource
  readonly people: PeopleFinder
  readonly evaluator: PolicyEvaluator
  readonly judge: PolicyJudge
  /** Null: the operator configured no language model. */
  readonly chooser: QuestionChooser | null
  /** Null: the operator has not enabled writing. */
  readonly policyWriter: PolicyWriter | null
  readonly containment: Containment
  readonly meetings: Meetings
  readonly senders: Senders
  readonly hunting: Hunting
  readonly audience: Audience
  readonly deadlines: Deadlines
  /** Another security tool that gets the events; null: none is named. */
  readonly eventReceiver: EventReceiver | null
  readonly sealer: Sealer
  /** For traces, under the tenant's own key. */
  readonly traceHash: KeyedHash
  readonly files: FileSource
  readonly reader: FileReader
  readonly fileTurns: FileTurns
  readonly history: SignInHistory
  readonly deviceCodeLog: DeviceCodeLog
  readonly deviceAudit: DeviceAudit
  readonly policyAudit: PolicyAudit
  readonly emergencySignIns: EmergencySignInSource
  readonly tuning: TuningSource
  readonly installations: Installations
  readonly managers: Managers
  readonly settings: Settings
}

export interface Clock {
  now(): Date
}

export interface Ids {
  alertId(): AlertId
  checkId(): CheckId
  warningId(): WarningId
  policyWriteId(): PolicyWriteId
}

/** Static message, values as fields. Never a message's content, a token or a secret. */
export interface Log {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void
  error(message: string, fields?: Readonly<Record<string, unknown>>): void
}

export interface Settings {
  readonly tenantId: TenantId
  readonly containmentMode: ContainmentMode
  /** How long an owner may be silent before the security team hears of it. */
  readonly silenceMs: { readonly critical: number; readonly high: number; readonly elevated: number }
  /** False: sign-ins come by the stream only. */
  readonly isPolled: boolean
  /** Event hubs that sign-ins are read from; none: the log is polled only. */
  readonly streamHubs: readonly string[]
  /** Time between two reads of the sign-in log. A log that was not read for several of these is a fault. */
  readonly pollIntervalMs: number
  /** Age at which sign-ins are read for the last time, since records arrive late and out of order. */
  readonly pollOverlapMs: number
  /** How far back the very first poll reads. Older sign-ins are not alerted on. */
  readonly firstPollMs: number
  readonly emergencyAccounts: readonly UserId[]
  readonly sharedDeviceAccounts: readonly UserId[]
  readonly trustedNetworks: readonly string[]
  readonly checksPerHourMax: number
  readonly checkRetentionMs: number
  readonly reportRetentionMs: number
  readonly auditRetentionMs: number
  readonly policyRetentionMs: number
  /** A report-only policy that nobody touched for longer is told. */
  readonly reportOnlyDaysMax: number
  /** Groups of device accounts that the recommended policy leaves out. */
  readonly policyExceptions: readonly string[]
  /** The Teams channel of the security team (`19:…@thread.tacv2`), or null: not configured. */
  readonly securityChannelId: string | null
  /** Whom else to ask to reach a person; off and null: nobody. */
  readonly routes: { readonly manager: boolean; readonly secondChannelId: string | null }
  /** At which hour (UTC) the security channel gets its digest; null: never. */
  readonly digestHour: number | null
  /** Origin of the Defender portal of this cloud; null where it has none. */
  readonly defenderPortal: string | null
  readonly cloudName: CloudName
  /** Where admins change what was found. */
  readonly portals: Portals
}
