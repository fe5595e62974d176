/** Changes of the tenant's policies, who made them, and sign-ins of emergency access accounts. */
import type { UserId } from '../../domain/ids.js'
import type { EmergencySignIn } from '../../domain/policyNotices.js'
import type { AuditEntry, Authorship, DriftChange, PolicyDiff } from '../../domain/policyStatus/index.js'
import type { SentMessage } from './teams.js'

/** The row's number, as text. */
export type DriftId = string & { readonly policyDrift: unique symbol }

export interface NewDrift {
  readonly key: string
  readonly dueAt: Date
  readonly foundAt: Date
  readonly notCompared: PolicyDiff['notCompared']
}

/** The two readings between which something changed; `from` is null for what stands. */
export interface DriftSpan {
  readonly from: Date | null
  readonly to: Date
}

export interface KeptChange extends DriftSpan {
  readonly change: DriftChange
  readonly foundAt: Date
  /** Null: nobody has looked yet. */
  readonly author: Authorship | null
  readonly toldAt: Date | null
}

export interface TopicTally {
  readonly cards: number
  readonly latest: DriftId
}

export interface KeptDrift {
  readonly driftId: DriftId
  readonly key: string
  readonly foundAt: Date
  readonly notCompared: PolicyDiff['notCompared']
  readonly card: SentMessage | null
  readonly changes: readonly KeptChange[]
}

export interface PolicyDriftStore {
  /** Answers the one with this key where it is there already. */
  openDrift(drift: NewDrift): Promise<DriftId>
  /** Of these ids, those that are not kept; the others were seen again. */
  unknownChanges(ids: readonly string[], at: Date): Promise<ReadonlySet<string>>
  addChanges(
    driftId: DriftId,
    changes: readonly { readonly change: DriftChange; readonly topic: string }[],
    when: DriftSpan & { readonly at: Date },
  ): Promise<void>
  /** In how many cards each of these things has stood since, and the latest of them. */
  topicTallies(topics: readonly string[], since: Date): Promise<ReadonlyMap<string, TopicTally>>
  driftById(driftId: DriftId): Promise<KeptDrift | null>
  saveAuthors(authors: ReadonlyMap<string, Authorship>): Promise<void>
  markDriftTold(
    driftId: DriftId,
    changeIds: readonly string[],
    told: { readonly at: Date; readonly card: SentMessage },
  ): Promise<void>
  /** Found since, the newest first. */
  changesFoundSince(since: Date, limit: number): Promise<readonly KeptChange[]>
  /** Changes not seen, and sign-ins not made, since then. */
  forgetDrift(before: Date): Promise<void>

  /** Answers those that were not kept before. */
  addEmergencySignIns(
    userId: UserId,
    signIns: readonly EmergencySignIn[],
    at: Date,
  ): Promise<readonly EmergencySignIn[]>
  /** Of one account, the oldest first. */
  emergencySignIns(
    userId: UserId,
    since: Date,
  ): Promise<readonly { readonly signIn: EmergencySignIn; readonly toldAt: Date | null }[]>
  markEmergencyTold(ids: readonly string[], at: Date): Promise<void>
}

/** Errors: `graph-*`. */
export interface PolicyAudit {
  /** Rows of the directory audit that name the object among their targets. `isComplete` is false where there are more. */
  about(
    targetId: string,
    window: { readonly from: Date; readonly to: Date },
  ): Promise<{ readonly entries: readonly AuditEntry[]; readonly isComplete: boolean }>
}

/** Errors: `graph-*`. */
export interface EmergencySignInSource {
  /** Every sign-in of one account, interactive or not, successful or not; the newest, where there are too many. */
  signInsOf(
    userId: UserId,
    window: { readonly from: Date; readonly to: Date },
  ): Promise<{ readonly signIns: readonly EmergencySignIn[]; readonly isComplete: boolean }>
}
