/**
 * The shapes of answers: data and codes, no words. Names in them are the tenant's and untrusted.
 */

import type { GapCode, ResidualCode, UnknownCode } from './codes.js'
import type { Coverage } from './coverage.js'
import type { NamedThing, PolicyRef } from './evidence.js'
import type { StatusLine } from './lines/line.js'
import type { OpenSignIns } from './openSignIns.js'
import type { PortalPage } from './portalPages.js'
import type { PolicyQuestion } from './question.js'
import type { RemedyCode } from './remedies.js'
import type { Unknown } from './snapshot.js'
import type { Blocked } from './status.js'

export interface Finding {
  readonly code: GapCode | ResidualCode
  readonly policies: readonly PolicyRef[]
  /** The users, groups, apps or places it is about, each once. */
  readonly things: readonly NamedThing[]
  /** How many listed people it leaves open; null where it is not about listed people. */
  readonly peopleCount: number | null
  /** What to change; null where it is open by design. */
  readonly remedy: RemedyCode | null
  readonly page: PortalPage
}

/** What every answer says of its data. */
export interface Answered {
  /** ISO 8601. */
  readonly takenAt: string
  readonly ageMs: number
  readonly stale: boolean
  readonly unknowns: readonly Unknown[]
}

export interface StatusAnswer extends Answered {
  readonly kind: 'status'
  readonly blocked: Blocked | 'unknown'
  /** Where `blocked` is `unknown`: what could change it. */
  readonly because: readonly UnknownCode[]
  readonly gaps: readonly Finding[]
  readonly residual: readonly Finding[]
  /** Who can still do it, from where, to what; the widest first. Emergency access is left out. */
  readonly open: readonly OpenSignIns[]
  /** Of the tenant, or where its accounts were not counted of the listed people; null: the data is too old. */
  readonly coverage: Coverage | null
  /** What stands beside the answer; every line at least once, unless the data is too old. */
  readonly lines: readonly StatusLine[]
}

export interface ExcludedAnswer extends Answered {
  readonly kind: 'excluded'
  readonly policies: readonly { readonly policy: PolicyRef; readonly excluded: readonly NamedThing[] }[]
}

export interface LeftOpenAnswer extends Answered {
  readonly kind: 'left-open'
  readonly blocked: Blocked | 'unknown'
  /** Anyone at all, from some client to some resource. */
  readonly everyMember: boolean
  readonly groups: readonly NamedThing[]
  readonly roles: readonly NamedThing[]
  /** Graph's guest or external user types, in lower case. */
  readonly guestTypes: readonly string[]
  /** People listed in the snapshot, emergency access left out. */
  readonly users: readonly NamedThing[]
  /** Where an ordinary member can do it from; `*` is an unnamed internet address. */
  readonly from: readonly NamedThing[]
}

export interface TrustedLocation {
  readonly location: NamedThing
  readonly cidrs: readonly string[]
  /** A list without IPv6 leaves IPv6 sign-ins from the same office outside. */
  readonly ipv4Only: boolean
  readonly policies: readonly PolicyRef[]
}

export interface TrustedLocationsAnswer extends Answered {
  readonly kind: 'trusted-locations'
  readonly locations: readonly TrustedLocation[]
}

export interface EmergencyAccountsAnswer extends Answered {
  readonly kind: 'emergency-accounts'
  readonly declared: boolean
  readonly users: readonly NamedThing[]
  readonly groups: readonly NamedThing[]
  /** Policies that would lock an emergency account out of device code flow, or leave none a way out. */
  readonly hitBy: readonly PolicyRef[]
}

export interface ReportOnlyAnswer extends Answered {
  readonly kind: 'report-only'
  readonly policies: readonly PolicyRef[]
}

export interface HelpAnswer extends Answered {
  readonly kind: 'help'
}

/** The data is too old, or dated in the future: what was asked cannot be answered from it. */
export interface ExpiredAnswer extends Answered {
  readonly kind: 'expired'
  readonly question: PolicyQuestion
}

export type PolicyAnswer =
  | StatusAnswer
  | ExcludedAnswer
  | LeftOpenAnswer
  | TrustedLocationsAnswer
  | EmergencyAccountsAnswer
  | ReportOnlyAnswer
  | HelpAnswer
  | ExpiredAnswer

/** One page of a list. */
export interface Page {
  /** From 0. */
  readonly page: number
  readonly total: number
  readonly isLast: boolean
}
