/**
 * What the tenant's own data says of a checked message. A verification explains and may raise caution. It never makes a
 * message harmless: whoever lures people can also name a meeting that exists, and write a sender's name.
 */

/** Why something could not be looked up. */
export const UNVERIFIED_REASONS = [
  'no-permission',
  'no-access-policy',
  'no-mailbox',
  'not-in-this-cloud',
  'graph-busy',
  'out-of-time',
  'too-many',
  'fault',
] as const
export type UnverifiedReason = (typeof UNVERIFIED_REASONS)[number]

export type LookedUp<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly why: UnverifiedReason }

/** An event of the asker's own calendar, as far as it says how to join. */
export interface CalendarEntry {
  /** (untrusted) */
  readonly subject: string | null
  readonly start: Date | null
  readonly isCancelled: boolean
  /** The asker made it, accepted it, or said maybe. Anyone can send an invitation that nobody has answered. */
  readonly isAnswered: boolean
  /** Lower case, as the invitation says it. (untrusted) Null where the asker made it, or where it does not say. */
  readonly organiserAddress: string | null
  /** Join link, place and the like: whatever may hold a way to join. (untrusted) */
  readonly joinTexts: readonly string[]
  /** Of the dial-in line, digits only. */
  readonly conferenceId: string | null
}

export interface CalendarView {
  readonly entries: readonly CalendarEntry[]
  /** False where there were more events than are read. */
  readonly isComplete: boolean
}

/** A Teams meeting that the asker organises or is invited to. */
export interface OnlineMeeting {
  /** (untrusted) */
  readonly subject: string | null
  readonly joinUrl: string | null
  /** Digits only. */
  readonly meetingId: string | null
  /** Lower case; null where Graph does not say. */
  readonly organiserTenantId: string | null
}

export type MeetingVerification =
  | {
      readonly state: 'in-your-calendar'
      /** (untrusted) */
      readonly subject: string | null
      readonly start: Date | null
      readonly isCancelled: boolean
      readonly isAnswered: boolean
      /** (untrusted) */
      readonly organiserAddress: string | null
      /** How many other meetings the message names that were not found. */
      readonly others: number
    }
  | { readonly state: 'organised-here'; readonly subject: string | null; readonly others: number }
  | { readonly state: 'not-found' }
  | { readonly state: 'unavailable'; readonly why: UnverifiedReason }

/** Who wrote the message, as far as that is known. */
export interface MessageAuthor {
  /** Object id, as Teams tells it of a message in a chat: proven. */
  readonly userId: string | null
  /** What a mail or an invitation says of itself: a claim. Lower case. (untrusted) */
  readonly address: string | null
  /** (untrusted) */
  readonly displayName: string | null
}

/** Somebody whom the directory knows. */
export interface KnownSender {
  /** `guest`: anybody whose home is another organisation, or who is marked as a guest. `group`: an address of several. */
  readonly kind: 'member' | 'guest' | 'group'
}

export interface Organisation {
  readonly displayName: string | null
  /** Verified domains, lower case. */
  readonly domains: readonly string[]
}

export type SenderVerification =
  | {
      readonly state: 'colleague' | 'guest' | 'external' | 'unknown'
      /** Teams says who wrote it; false for what a mail or an invitation says of itself. */
      readonly isProven: boolean
      /** Gives itself an address or a name of this organisation without being one of its people. */
      readonly posesAsInside: boolean
      /** (untrusted) */
      readonly address: string | null
    }
  | { readonly state: 'unavailable'; readonly why: UnverifiedReason }

export interface Verification {
  /** Null where the message names no meeting that could be looked up. */
  readonly meeting: MeetingVerification | null
  /** Null where it is not known who wrote it, or where the asker did. */
  readonly sender: SenderVerification | null
  readonly at: Date
}
