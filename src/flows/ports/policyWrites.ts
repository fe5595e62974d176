/** Changes of the tenant's policies that administrators asked for, what a block would break, and the way to Graph. */
import type { PolicyWriteId, UserId } from '../../domain/ids.js'
import type { ImpactAnswer, PolicyWrite, WriteReason, WriteState } from '../../domain/policyStatus/index.js'

/** Each reads or changes at once; nothing is cached. Errors: `graph-*`. */
export interface PolicyWriter {
  policies(): Promise<readonly unknown[]>
  namedLocations(): Promise<readonly unknown[]>
  /** Null: Graph has none of this id. */
  policy(id: string): Promise<unknown>
  /**
   * Sent once and never again by itself, since a second try could make a second policy. `graph-unavailable`: nobody knows
   * whether it was made. `graph-throttled`: it was not. Answers what Graph returned.
   */
  create(body: Readonly<Record<string, unknown>>): Promise<unknown>
  change(id: string, body: Readonly<Record<string, unknown>>): Promise<void>
  /** False where Graph has none of this id. */
  remove(id: string): Promise<boolean>
}

/** A change, with how far it has come. */
export interface StoredWrite {
  readonly writeId: PolicyWriteId
  readonly state: WriteState
  /** Rises with every state; a change under an older one is refused. */
  readonly version: number
  /** Of exactly what was shown, under the tenant's own key. */
  readonly digest: string
  readonly write: PolicyWrite
  /** The change that this one undoes, or of which it removes what is left. */
  readonly undoes: PolicyWriteId | null
  readonly proposedBy: UserId
  readonly proposedAt: Date
  /** Null: nobody so far, or the one who proposed may do it alone. */
  readonly approvedBy: UserId | null
  readonly approvedAt: Date | null
  /** When it was last sent, or was about to be. */
  readonly sentAt: Date | null
  readonly endedAt: Date | null
  /** Of the policy that it is about; null before one is created. */
  readonly policyId: string | null
  readonly why: WriteReason | null
  /** What of the impact was shown beside it. */
  readonly impact: WriteImpact | null
}

export interface WriteImpact {
  /** ISO 8601. */
  readonly assessedAt: string
  readonly people: number
  readonly stopped: number
  readonly sessions: number
}

export type NewWrite = Pick<
  StoredWrite,
  'writeId' | 'digest' | 'write' | 'undoes' | 'proposedBy' | 'proposedAt' | 'policyId' | 'impact'
> &
  Pick<StoredWrite, 'approvedAt'> & { readonly state: 'proposed' | 'approved' }

export interface KeptImpact {
  readonly impact: ImpactAnswer
  readonly at: Date
}

export interface PolicyWriteStore {
  /** False where another change is open: one at a time. */
  addPolicyWrite(write: NewWrite): Promise<boolean>
  /** False where the version is no longer the current one. */
  movePolicyWrite(
    writeId: PolicyWriteId,
    version: number,
    to: Pick<StoredWrite, 'state'> &
      Partial<Pick<StoredWrite, 'approvedBy' | 'approvedAt' | 'sentAt' | 'endedAt' | 'policyId' | 'why'>>,
  ): Promise<boolean>
  policyWriteById(writeId: PolicyWriteId): Promise<StoredWrite | null>
  /** The one that has not ended. */
  openPolicyWrite(): Promise<StoredWrite | null>
  /** The newest that was applied and that no other undid. */
  lastApplied(): Promise<StoredWrite | null>
  saveImpact(kept: KeptImpact): Promise<void>
  newestImpact(): Promise<KeptImpact | null>
}
