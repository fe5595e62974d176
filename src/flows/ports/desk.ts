/** What the security team's questions, and a person's own, need of the database. Every answer is bounded. */
import type { CheckId, UserId } from '../../domain/ids.js'
import type { Answer, Outcome, ReasonCode, Severity } from '../../domain/signInAlert/index.js'
import type { Alert, StoredCase } from './alerts.js'

/** Somebody as their sign-ins named them. */
export interface NamedPerson {
  readonly userId: UserId
  /** (untrusted) */
  readonly displayName: string | null
  /** (untrusted) */
  readonly userPrincipalName: string | null
}

export interface ReportedCampaign {
  readonly lureId: CheckId
  readonly reporters: number
  readonly firstAt: Date
  readonly lastAt: Date
}

/** Of cases and alerts that began since an instant. */
export interface DeskTallies {
  readonly cases: readonly { readonly severity: Severity; readonly outcome: Outcome; readonly count: number }[]
  readonly answers: readonly { readonly answer: Answer; readonly count: number }[]
  /** What the history says of closings: see `readClosing`. Only the code of the reason. */
  readonly closings: readonly { readonly why: string; readonly count: number }[]
  /** Median from the delivered card to its first answer; null: none was answered. */
  readonly answeredMs: number | null
  /** Median from the first sign-in to the first revoke that was done; null: there was none. */
  readonly containedMs: number | null
}

export interface DeskStore {
  /** For the team: elevated where it asks somebody, high and critical always; the most severe first, then the newest. */
  openAlerts(page: { readonly limit: number; readonly offset: number }): Promise<readonly Alert[]>
  openAlertCount(): Promise<number>
  /** @param prefix hexadecimal digits and hyphens, lower case */
  alertsByPrefix(prefix: string, limit: number): Promise<readonly Alert[]>
  /** Newest first. */
  recentCasesOf(userId: UserId, since: Date, limit: number): Promise<readonly StoredCase[]>
  countCasesOf(userId: UserId, since: Date): Promise<number>
  /** Newest first. */
  recentCasesWith(reason: ReasonCode, since: Date, limit: number): Promise<readonly StoredCase[]>
  /** Whose name or sign-in name holds the text, whatever the letter case. An exact sign-in name comes alone. */
  peopleCalled(text: string, since: Date, limit: number): Promise<readonly NamedPerson[]>
  /** Lures that two people or more reported, the newest first. */
  reportedCampaigns(since: Date, limit: number): Promise<readonly ReportedCampaign[]>
  tallies(since: Date): Promise<DeskTallies>
  /** The oldest sign-in kept; null where there is none. */
  oldestRecordAt(): Promise<Date | null>
}
