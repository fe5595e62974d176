/** What the flows write into the audit trail, and what the operator asks of it. */
import type { AuditEvent, TrailAnchor, TrailReport } from '../../domain/audit/index.js'
import type { UserId } from '../../domain/ids.js'

export interface AuditEntry {
  readonly event: AuditEvent
  /** The answer, verdict or outcome as a code, never free text: it stays when the person is erased. */
  readonly what?: string | null
  readonly actor: UserId | 'postern' | 'operator'
  /** Whom it concerns; absent: whoever did it. Null: nobody. */
  readonly about?: UserId | null
  readonly at: Date
  /** Ids, codes and numbers. No content of a message, no id of somebody else. They go when the person is erased. */
  readonly details?: AuditDetails
}

export type AuditDetails = Readonly<Record<string, string | number | boolean | null>>

/** An entry as it is listed. People are null where they were erased. */
export interface ListedEntry {
  readonly position: number
  readonly at: Date
  readonly event: string
  readonly what: string | null
  /** The pseudonym, `postern` or `operator`. */
  readonly actor: string
  readonly actorUserId: UserId | null
  readonly about: string | null
  readonly aboutUserId: UserId | null
  readonly details: AuditDetails | null
}

export interface AuditTx {
  /**
   * Joins the trail when the transaction commits, with what it is about or not at all. What is written as history
   * (steps, answers, reports) has its entry from the store; this is for what leaves no such row.
   */
  addAudit(entry: AuditEntry): Promise<void>
}

export interface AuditStore extends AuditTx {
  /** The newest entries, newest first. */
  listAudit(options: { readonly limit: number; readonly user?: UserId }): Promise<readonly ListedEntry[]>
  /** Entries behind a position, oldest first. */
  auditAfter(position: number, limit: number): Promise<readonly ListedEntry[]>
  /** What the newest entry of an event says; null where there is none. */
  lastAudited(event: AuditEvent): Promise<string | null>
  /** Where the trail ends now; null: it is empty. */
  trailEnd(): Promise<TrailAnchor | null>
  /** Walks all of it, as of one moment. */
  verifyTrail(anchor: TrailAnchor | null): Promise<TrailReport>
  /** Lets entries before `before` go, a bounded number at a time. Answers how many went. */
  trimTrail(before: Date, at: Date): Promise<number>
}
