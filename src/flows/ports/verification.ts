/**
 * What the flows need to look a message up in the tenant's own data. The app could read anybody's calendar, so every
 * question names the asker, and is asked as of what that person may see.
 */
import type {
  CalendarView,
  KnownSender,
  OnlineMeeting,
  OnlineQuery,
  Organisation,
} from '../../domain/codeCheck/verification/index.js'
import type { UserId } from '../../domain/ids.js'

export interface LookUpOptions {
  /** Ends the look-up: a late answer is worth no more than none. */
  readonly signal: AbortSignal
}

/** Nothing is tried twice. Errors: `graph-*`. */
export interface Meetings {
  /** False in clouds whose Graph has no online meetings. */
  readonly hasOnlineMeetings: boolean
  /** The asker's own calendar within [from, to]. `graph-not-found`: there is no mailbox. */
  calendar(
    asker: UserId,
    window: { readonly from: Date; readonly to: Date },
    options: LookUpOptions,
  ): Promise<CalendarView>
  /**
   * Meetings that the asker organises or is invited to. `graph-forbidden`: the permission is missing, or, where its
   * `detail.reason` says `no-access-policy`, Teams does not let this app ask for this person's meetings.
   */
  online(asker: UserId, query: OnlineQuery, options: LookUpOptions): Promise<readonly OnlineMeeting[]>
}

/** Null where the directory knows nobody. Nothing is tried twice. Errors: `graph-*`. */
export interface Senders {
  byId(userId: UserId, options: LookUpOptions): Promise<KnownSender | null>
  byAddress(address: string, options: LookUpOptions): Promise<KnownSender | null>
  organisation(options: LookUpOptions): Promise<Organisation>
}

export interface Deadlines {
  /** Aborts after `ms` milliseconds. */
  after(ms: number): AbortSignal
}
