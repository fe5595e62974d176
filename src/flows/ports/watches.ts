/** What the store keeps of the watch that a check opens, and of people's own reports. */
import type { Verdict } from '../../domain/codeCheck/index.js'
import type { AlertId, CheckId, UserId } from '../../domain/ids.js'
import type { WatchState } from '../../domain/signInAlert/index.js'
import type { SentMessage } from './teams.js'

export interface StoredWatch {
  readonly checkId: CheckId
  readonly userId: UserId
  readonly from: Date
  /** When the check was made, or was made a phishing one by its asker since. */
  readonly openedAt: Date
  readonly until: Date
  /** At `openedAt`. */
  readonly verdict: Verdict
  readonly state: WatchState
  /** The first case seen within the window, and when it took place. */
  readonly caseId: string | null
  readonly seenAt: Date | null
  readonly concludedAt: Date | null
  /** The card that tells of it, in the asker's own chat. */
  readonly card: SentMessage | null
}

export type NewWatch = Pick<StoredWatch, 'checkId' | 'userId' | 'from' | 'openedAt' | 'until' | 'verdict'>

export interface WatchStore {
  /** Opens a watch, or opens it anew; a case that was seen stays seen. */
  saveWatch(watch: NewWatch): Promise<void>
  watchById(checkId: CheckId): Promise<StoredWatch | null>
  /** This person's watches that overlap the span, the oldest first. */
  watchesOf(userId: UserId, from: Date, to: Date): Promise<readonly StoredWatch[]>
  /** False where a case was seen before, or nobody watches. Also after the conclusion: rows arrive late. */
  markCaseSeen(
    checkId: CheckId,
    seen: { readonly caseId: string; readonly seenAt: Date; readonly at: Date },
  ): Promise<boolean>
  /**
   * Ends open watches whose window ended at `endedBy` or before, and answers them; at most `limit`. Nobody's is called
   * unseen while rows of theirs are set aside, or events since it began, which may hold anybody's.
   */
  concludeWatches(
    state: 'nothing-seen' | 'not-known',
    when: { readonly endedBy: Date; readonly at: Date; readonly limit: number },
  ): Promise<readonly StoredWatch[]>
  /** The asker turned out to be a guest. */
  stopWatch(checkId: CheckId, at: Date): Promise<void>
  /** From then on this card tells of this watch, and of no other. */
  saveWatchCard(checkId: CheckId, card: SentMessage): Promise<void>
  forgetWatchCard(checkId: CheckId): Promise<void>

  /** False where this check was told of before. */
  addOwnReport(checkId: CheckId, alertId: AlertId, at: Date): Promise<boolean>
  /** The alert that *I already entered it* on this check led to. */
  ownReportOf(checkId: CheckId): Promise<AlertId | null>
  ownReportsSince(userId: UserId, since: Date): Promise<number>
}
