/** What the security team, or a person about their own account, is answered: data without words. */
import type { AlertId, UserId } from '../ids.js'
import type { AlertView, PersonView, PlaceView } from '../notices.js'
import type { AlertState, Answer, CloseReason, Outcome, OwnerTelling, Severity } from '../signInAlert/index.js'

export interface AlertLine {
  readonly alertId: AlertId
  readonly severity: Severity
  readonly state: AlertState
  readonly outcome: Outcome | null
  readonly owner: PersonView
  readonly appName: string | null
  readonly appId: string | null
  readonly firstSeen: Date | null
  /** Who is on it. */
  readonly takenBy: PersonView | null
}

/** A device code sign-in of somebody. */
export interface SignInLine {
  readonly at: Date
  readonly outcome: Outcome
  readonly severity: Severity
  readonly appName: string | null
  readonly appId: string | null
  readonly from: PlaceView | null
  readonly to: PlaceView | null
  readonly alertId: AlertId | null
  readonly state: AlertState | null
  /** What the owner said last. */
  readonly answer: Answer | null
  /** A question about it waits. */
  readonly isAsked: boolean
}

export interface TokenCampaign {
  readonly kind: 'tokens'
  readonly place: PlaceView
  readonly people: number
  readonly from: Date
  readonly to: Date
}

export interface LureCampaign {
  readonly kind: 'lure'
  readonly people: number
  readonly from: Date
  readonly to: Date
}

export type CampaignView = TokenCampaign | LureCampaign

export interface StatsView {
  readonly bySeverity: Readonly<Record<Severity, number>>
  readonly byOutcome: Readonly<Record<Outcome, number>>
  /** Alerts by what their owner said last. */
  readonly answers: Readonly<Record<Answer, number>>
  readonly closings: readonly { readonly reason: CloseReason; readonly count: number }[]
  readonly answeredMs: number | null
  readonly containedMs: number | null
}

export interface PersonChoice {
  readonly userId: UserId
  /** (untrusted) */
  readonly displayName: string | null
  /** (untrusted) */
  readonly userPrincipalName: string | null
}

export type DeskAnswer =
  | { readonly kind: 'refused'; readonly why: 'no-role' | 'roles-unknown' }
  | {
      readonly kind: 'alerts'
      readonly alerts: readonly AlertLine[]
      readonly total: number
      readonly page: number
      readonly isLast: boolean
    }
  | { readonly kind: 'alert'; readonly alert: AlertView }
  | { readonly kind: 'no-alert'; readonly why: 'none' | 'several' }
  | {
      readonly kind: 'sign-ins'
      readonly person: PersonView
      readonly since: Date
      readonly total: number
      readonly signIns: readonly SignInLine[]
      /** How far back the store reaches; null: it holds none. */
      readonly keptSince: Date | null
    }
  | { readonly kind: 'people'; readonly people: readonly PersonChoice[]; readonly days: number }
  /** `called`: (untrusted) */
  | { readonly kind: 'nobody'; readonly called: string; readonly keptSince: Date | null }
  | { readonly kind: 'campaigns'; readonly campaigns: readonly CampaignView[] }
  | { readonly kind: 'stats'; readonly stats: StatsView }

export type OwnAnswer =
  | {
      readonly kind: 'own-sign-ins'
      readonly since: Date
      readonly total: number
      readonly signIns: readonly SignInLine[]
      readonly keptSince: Date | null
    }
  | { readonly kind: 'own-questions'; readonly questions: readonly SignInLine[] }
  | { readonly kind: 'own-question'; readonly alert: AlertView; readonly telling: Exclude<OwnerTelling, 'nothing'> }
