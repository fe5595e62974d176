/**
 * What Postern tells people unasked, as data and without words. `cards` turns a notice into a card in the reader's
 * language; `flows` decides which notice is owed to whom.
 *
 * Values marked (untrusted) were chosen by somebody outside: they are shown escaped and bounded, and decide nothing.
 */

import type { HuntLink } from './huntingLinks.js'
import type { AlertId } from './ids.js'
import type { LureMarks, ReportView, WarningView } from './lureNotices.js'
import type { DriftView, EmergencyView } from './policyNotices.js'
import type { PolicyWriteView } from './policyStatus/index.js'
import type {
  AlertState,
  Answer,
  CloseReason,
  Collection,
  ContainmentMode,
  LegKind,
  Outcome,
  OwnerTelling,
  ReasonCode,
  Severity,
  WatchState,
} from './signInAlert/index.js'
import type { PersonView, PlaceView } from './views.js'

export type { PersonView, PlaceView } from './views.js'

export interface AnswerView {
  readonly answer: Answer
  readonly at: Date
}

/** `under-way`: decided, and not proven so far. `undoing`, `undone`: the team took it back. */
export type StepOutcome = 'under-way' | 'done' | 'failed' | 'not-possible' | 'left-to-team' | 'undoing' | 'undone'

export interface StepView {
  /** A step of the containment plan, for instance `revoke-sessions`. */
  readonly step: string
  readonly outcome: StepOutcome
  /** A code that says why, where the outcome is not `done`. */
  readonly why: string | null
  readonly at: Date
}

/** A leg as the log wrote it, at the time of the event. */
export interface LegView {
  readonly kind: LegKind
  readonly at: Date
  readonly from: PlaceView
}

/** Who of the security team did something to an alert, and when. */
export interface HandledView {
  /** Null: Postern itself. */
  readonly by: PersonView | null
  readonly at: Date
}

export interface ClosingView extends HandledView {
  readonly isProposal: boolean
  /** Null: closed before reasons were asked for. */
  readonly reason: CloseReason | null
  /** (untrusted) */
  readonly note: string | null
}

/** Who was asked to reach the owner by phone, and when. */
export interface RouteView {
  readonly to: 'manager' | 'channel'
  readonly at: Date
}

/** What containment found, and what of it can be taken back. */
export interface ContainmentView {
  /** One a kind that was looked at; empty before. */
  readonly collections: readonly Collection[]
  /** Steps that Postern itself has done and Graph lets it undo. */
  readonly undoable: readonly string[]
}

export interface AlertView {
  readonly alertId: AlertId
  readonly state: AlertState
  /** Null: an own report, whose sign-in was not seen so far. */
  readonly outcome: Outcome | null
  /** When the owner said, before any case, that they had entered a code; null where the alert began with a case. */
  readonly reportedAt: Date | null
  /** When the owner last asked about a phishing message before the sign-in; null where they did not. */
  readonly askedAt: Date | null
  /** The highest the case has had: what people were told does not fall. */
  readonly severity: Severity
  readonly reasons: readonly ReasonCode[]
  readonly owner: PersonView
  /** The well-known name of the client app by its id; null for an app Postern does not know. */
  readonly appName: string | null
  readonly appId: string | null
  /** Where the person approved, and where the tokens went. Null: no such leg was seen. */
  readonly approvedFrom: PlaceView | null
  readonly redeemedFrom: PlaceView | null
  readonly firstSeen: Date | null
  /** In order of time. Of many later uses of the tokens only the first and the last. */
  readonly legs: readonly LegView[]
  readonly legsLeft: number
  /** Where the team can look what was read; null where this cloud has no such place, empty before a case is seen. */
  readonly hunts: readonly HuntLink[] | null
  readonly answers: readonly AnswerView[]
  /** When the case last became graver, or came back: what was said to be harmless before is asked anew. */
  readonly risenAt?: Date | null
  readonly steps: readonly StepView[]
  /** What of containment a worrying answer leaves to the machine. */
  readonly mode: ContainmentMode
  readonly containment: ContainmentView
  /** One of the team would close a grave case; a second person has to agree. */
  readonly closeProposed: boolean
  readonly routes: readonly RouteView[]
  /** Who is on it. */
  readonly taken: HandledView | null
  /** Its reminders are held so long. */
  readonly snoozedUntil: Date | null
  readonly closing: ClosingView | null
  /** Grows with every change; a card shows the version it was made from. */
  readonly version: number
}

/** Why the sign-in log cannot show whether something happened. */
export type WatchFault = 'no-permission' | 'out-of-reach' | 'incomplete' | 'not-read-yet' | 'not-read-lately'

/** How the watch stands that a check opened. */
export interface WatchView {
  readonly state: WatchState
  readonly until: Date
  readonly isPhishing: boolean
  /** When the sign-in took place that was seen. */
  readonly seenAt: Date | null
  /** There is an alert about it, whose card asks. */
  readonly hasAlert: boolean
  /** How far the log has been read; null: it has not been. */
  readonly reach: Date | null
  readonly fault: WatchFault | null
}

/** The last day, for the security team. */
export interface DigestView {
  readonly since: Date
  /** Cases that began since. */
  readonly bySeverity: Readonly<Record<Severity, number>>
  /** Of now, as the next two. */
  readonly openAlerts: number
  readonly unanswered: number
  /** Null: nobody has looked yet. */
  readonly unreachable: number | null
  readonly reports: number
  readonly campaigns: number
  /** Names of the sources that have a fault. */
  readonly faults: readonly string[]
}

/** A source that cannot be seen with, or could not. */
export interface SourceFaultView {
  /** The name of the health mark, for instance `sign-in-log`. */
  readonly source: string
  readonly code: string
  readonly since: Date
  /** Null: it lasts. */
  readonly until: Date | null
  /** No other source shows sign-ins either. */
  readonly isBlind: boolean
  /** Of a hole: `fromAt` and `toAt`, ISO 8601. */
  readonly detail: Readonly<Record<string, string | number | boolean>>
}

export type Notice =
  | { readonly kind: 'owner-alert'; readonly telling: Exclude<OwnerTelling, 'nothing'>; readonly alert: AlertView }
  /** `news`: a short one in the thread of the case, since an edit of the first rings nowhere. */
  | { readonly kind: 'team-alert'; readonly part?: 'news'; readonly alert: AlertView }
  /** `news`: a line in the thread of the case, when more people have reported it. */
  | { readonly kind: 'team-report'; readonly part: 'case' | 'news'; readonly report: ReportView }
  /** Beside the verdict, in the asker's own chat. */
  | { readonly kind: 'watch'; readonly watch: WatchView }
  | { readonly kind: 'source-fault'; readonly fault: SourceFaultView }
  /** What an administrator sees before, while and after people are warned. */
  | { readonly kind: 'team-warning'; readonly warning: WarningView }
  /** To whoever may know how to reach a person by phone. */
  | { readonly kind: 'reach-out'; readonly to: 'manager' | 'channel'; readonly person: PersonView; readonly at: Date }
  | { readonly kind: 'digest'; readonly digest: DigestView }
  | { readonly kind: 'policy-drift'; readonly drift: DriftView }
  | { readonly kind: 'emergency-sign-in'; readonly emergency: EmergencyView }
  | { readonly kind: 'policy-write'; readonly write: PolicyWriteView }
  /** To somebody who may have received the lure. Names nobody who reported it. */
  | { readonly kind: 'warning'; readonly marks: LureMarks }

/** Whom the bot can reach, for admins. */
export interface ReachView {
  readonly counts: Readonly<Record<string, number>>
  /** Who may have to be asked and cannot be. */
  readonly total: number
  /** False: nobody was looked at yet. */
  readonly isSwept: boolean
  /** Of the latter, from 1; null: the counts alone, and what to do about them. */
  readonly page: { readonly from: number; readonly to: number } | null
  /** Of that page. Names are chosen by others. */
  readonly people: readonly { readonly name: string; readonly state: string }[]
  /** The number of the page behind this one; null: there are no more. */
  readonly next: number | null
}
