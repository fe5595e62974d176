/**
 * What the flows need of the database. The rows are the queue: an alert and what it owes are written in one transaction.
 */
import type { CodeCheck } from '../../domain/codeCheck/index.js'
import type { AlertId, CheckId, PolicyWriteId, UserId, WarnedId, WarningId } from '../../domain/ids.js'
import type { StepView } from '../../domain/notices.js'
import type {
  AlertEvent,
  AlertState,
  Answer,
  OwnerTelling,
  Severity,
  SignInRecord,
} from '../../domain/signInAlert/index.js'
import type { Alert, StoredCase } from './alerts.js'
import type { AuditStore, AuditTx } from './audit.js'
import type { ContainmentStore } from './containment.js'
import type { DeskStore } from './desk.js'
import type { DigestDue, DigestStore } from './digest.js'
import type { EventStore, EventTroubleStore } from './events.js'
import type { LookupStore } from './lookups.js'
import type { DriftId, PolicyDriftStore } from './policyDrift.js'
import type { DeviceCodeUserStore } from './policyQuestions.js'
import type { PolicySnapshotStore } from './policySnapshots.js'
import type { PolicyWriteStore } from './policyWrites.js'
import type { PrivacyStore } from './privacy.js'
import type { ReachStore } from './reach.js'
import type { ReportStore } from './reports.js'
import type { SourceFaultId, SourceFaultStore } from './sources.js'
import type { StreamStore } from './stream.js'
import type { Conversation, SentMessage } from './teams.js'
import type { WantedFlowStore } from './wantedFlows.js'
import type { WarningStore } from './warnings.js'
import type { WatchStore } from './watches.js'

export type NewAlert = Omit<Alert, 'answers' | 'version'>

/** One line of an alert's history: written with who, when and why before any effect. */
export interface AlertStep {
  readonly alertId: AlertId
  readonly event: AlertEvent
  /** A person's id, or `postern` for the clock and the pipeline. */
  readonly actor: UserId | 'postern'
  readonly at: Date
  readonly why: string
}

/** `reassess` is about a person: something became known that the stored cases were not assessed with. */
export type JobKind =
  | 'reassess'
  | 'tell-owner'
  | 'tell-team'
  | 'report-team'
  | 'report-news'
  | 'refresh-report'
  | 'find-recipients'
  | 'show-warning'
  | 'warn-person'
  | 'refresh-owner'
  | 'refresh-team'
  | 'contain'
  | 'carry-out'
  | 'watch-residual'
  | 'escalate'
  | 'remind-team'
  | 'tell-watch'
  | 'refresh-watch'
  | 'tell-source'
  | 'take-up-rows'
  | 'tell-manager'
  | 'tell-second-channel'
  | 'tell-digest'
  | 'tell-drift'
  | 'refresh-drift'
  | 'tell-emergency'
  | 'write-policy'
  | 'tell-policy-write'

export type JobSubject =
  | AlertId
  | CheckId
  | UserId
  | WarningId
  | WarnedId
  | SourceFaultId
  | DigestDue
  | DriftId
  | PolicyWriteId

export interface NewJob {
  /** Names the effect, so that it is owed once: a second job with the key is not added. */
  readonly key: string
  readonly kind: JobKind
  /** The alert, the check that was reported first of a lure, the person to reassess, the warning or whom it is for. */
  readonly subject: JobSubject
  /** 0 is most urgent. */
  readonly priority: number
  /** Not before this instant. */
  readonly runAt: Date
}

export interface Job extends NewJob {
  readonly jobId: number
  /** Who has claimed it. */
  readonly owner: string
  readonly attempts: number
  /** Why the last try failed; null where none has. */
  readonly lastCode: string | null
  /** When an earlier try had begun its call: the effect may already be out there. */
  readonly startedAt: Date | null
}

export interface SentNotice extends SentMessage {
  readonly alertId: AlertId
  readonly audience: 'owner' | 'team'
  readonly at: Date
}

export interface StoredCheck {
  readonly checkId: CheckId
  readonly userId: UserId
  readonly at: Date
  /** Findings only, never the text. Kept without evidence, which is an excerpt of it. */
  readonly check: Pick<CodeCheck, 'verdict' | 'confidence' | 'signals' | 'advice'>
  readonly expiresAt: Date
}

export interface HealthMark {
  /** What was tried, for instance `sign-in-log`. */
  readonly name: string
  readonly ok: boolean
  /** An error code where it failed. */
  readonly code: string | null
  readonly at: Date
  /** Numbers for the operator, for instance the lag in milliseconds. */
  readonly detail: Readonly<Record<string, string | number | boolean>>
}

export interface StoreTx
  extends ContainmentStore,
    ReportStore,
    WatchStore,
    WarningStore,
    SourceFaultStore,
    DeskStore,
    DigestStore,
    StreamStore,
    LookupStore,
    WantedFlowStore,
    DeviceCodeUserStore,
    ReachStore,
    PolicyDriftStore,
    PolicyWriteStore,
    AuditTx {
  /** Until the end of the transaction nobody else works on this person's cases. Nothing outside of one. */
  lockPerson(userId: UserId): Promise<void>
  /** Writes records, replacing older copies of the same id. */
  saveRecords(records: readonly SignInRecord[]): Promise<void>
  recordsOf(userId: UserId, since: Date): Promise<readonly SignInRecord[]>
  saveCase(stored: StoredCase): Promise<void>
  caseById(caseId: string): Promise<StoredCase | null>
  casesOf(userId: UserId): Promise<readonly StoredCase[]>
  /** Cases of anybody that began within the window: for campaigns. */
  casesBetween(from: Date, to: Date): Promise<readonly StoredCase[]>

  /** False where the case already has its alert: one case, one card. */
  addAlert(alert: NewAlert): Promise<boolean>
  alertById(alertId: AlertId): Promise<Alert | null>
  alertByCase(caseId: string): Promise<Alert | null>
  alertsOf(userId: UserId): Promise<readonly Alert[]>
  /** False where the version is no longer the current one: read again and decide again. */
  changeAlert(
    alertId: AlertId,
    version: number,
    change: {
      readonly state: AlertState
      readonly severity?: Severity
      readonly telling?: OwnerTelling
      /** For an own report without one; an alert never changes its case. */
      readonly caseId?: string
    },
  ): Promise<boolean>
  addAlertStep(step: AlertStep): Promise<void>
  alertSteps(alertId: AlertId): Promise<readonly AlertStep[]>
  addAnswer(alertId: AlertId, answer: Answer, by: UserId, at: Date): Promise<void>
  /** Keeps the newest outcome of each step. */
  saveContainmentStep(alertId: AlertId, step: StepView): Promise<void>
  containmentSteps(alertId: AlertId): Promise<readonly StepView[]>

  addJob(job: NewJob): Promise<boolean>
  /** Also where it was done or given up before, or is under way now, with what was known when it began. */
  oweAgain(job: NewJob): Promise<void>
  /** Claims what is due at `now`, most urgent first, and what other owners' ended leases left behind. */
  claimJobs(claim: {
    readonly owner: string
    readonly limit: number
    readonly leaseMs: number
    readonly now: Date
    /** Of these kinds alone, or of all others; absent: of any kind. */
    readonly lane?: { readonly kinds: readonly JobKind[]; readonly inside: boolean }
  }): Promise<readonly Job[]>
  /** Marks that the call begins. False where the lease was lost: then do nothing. */
  startJob(jobId: number, owner: string): Promise<boolean>
  finishJob(jobId: number, owner: string): Promise<boolean>
  retryJob(jobId: number, owner: string, runAt: Date, code: string): Promise<boolean>
  /** Had to wait before it began: due again at `runAt`, and no try was used up. */
  postponeJob(jobId: number, owner: string, runAt: Date): Promise<boolean>
  /** What waits for the end of a fault that is over is due at `now`. Answers how many jobs that are. */
  hastenJobs(code: string, now: Date): Promise<number>
  /** Final: kept with its reason for the operator. */
  abandonJob(jobId: number, owner: string, code: string): Promise<boolean>
  /** Takes a waiting job out of the queue (an escalation that an answer has made needless). */
  cancelJob(key: string): Promise<boolean>
  jobCounts(): Promise<{ readonly waiting: number; readonly running: number; readonly abandoned: number }>

  saveSent(sent: SentNotice): Promise<void>
  sentFor(alertId: AlertId, audience: 'owner' | 'team'): Promise<readonly SentNotice[]>

  saveConversation(conversation: Conversation): Promise<void>
  personalConversation(userId: UserId): Promise<Conversation | null>
  conversationById(conversationId: string): Promise<Conversation | null>
  forgetConversation(conversationId: string): Promise<void>

  saveCheck(check: StoredCheck): Promise<void>
  checkById(checkId: CheckId): Promise<StoredCheck | null>
  /** Instants of this person's `phishing` checks within the window, and of their saying so of a check since. */
  phishingChecksOf(userId: UserId, from: Date, to: Date): Promise<readonly Date[]>
  /** Deletes what has passed its time. Answers how many rows went. */
  purgeExpired(now: Date): Promise<number>

  /** @param failedSince a fault of this instant or later outlasts a success, of which it gets the detail `readAgain` */
  markHealth(mark: HealthMark, failedSince?: Date): Promise<void>
  health(): Promise<readonly HealthMark[]>
}

export interface Store extends StoreTx, AuditStore, PrivacyStore, EventStore, EventTroubleStore, PolicySnapshotStore {
  readonly engine: 'embedded' | 'postgres'
  /** All or nothing. Never wait for the network inside: the embedded database has one connection. */
  transaction<T>(work: (tx: StoreTx) => Promise<T>): Promise<T>
  /**
   * A transaction that may carry others that are asked for at the same time. Each is all or nothing. `work` runs again,
   * alone, where another in the same transaction failed: it does nothing but read and write through its `tx`.
   */
  together<T>(work: (tx: StoreTx) => Promise<T>): Promise<T>

  /** The epoch under which this owner may act, or null: somebody else holds it. By the database's clock. */
  takeLease(name: string, owner: string, leaseMs: number): Promise<number | null>
  releaseLease(name: string, owner: string): Promise<void>
  watermark(name: string): Promise<Date | null>
  /** Moves forward only, and only under the current epoch. */
  setWatermark(name: string, at: Date, epoch: number): Promise<boolean>
  /** One token of a bucket shared by all replicas. 0: go; else milliseconds to wait before asking again. */
  takeToken(bucket: string, limit: { readonly capacity: number; readonly perSecond: number }): Promise<number>
  /** Nobody takes a token for this long: the other side said so. */
  pauseBucket(bucket: string, pauseMs: number): Promise<void>

  /** Keeps a value under a name, once: answers what is kept, which is the first that came. */
  keepSecret(name: string, value: string): Promise<string>

  /** One JSON line a row, tables in the order of their references. */
  exportLines(): AsyncIterable<string>
  /** Into an empty store of the same or a newer version. Answers rows written by table. Throws `store-format`. */
  importLines(lines: AsyncIterable<string>): Promise<Readonly<Record<string, number>>>
  ping(): Promise<void>
  close(): Promise<void>
}
