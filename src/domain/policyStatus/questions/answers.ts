/** The shapes of answers about people and single sign-ins: data and codes, no words. Names in them are untrusted. */
import type { Answered, Finding, Page } from '../answerShape.js'
import type { PlanAnswer } from '../apply/view.js'
import type { UnknownCode } from '../codes.js'
import type { DriftAnswer } from '../drift/answer.js'
import type { NamedThing, PolicyRef } from '../evidence.js'
import type { ImpactAnswer, ImpactUnknown } from '../impact/shape.js'
import type {
  AskedQuestion,
  DeviceCodeUsersQuestion,
  PeopleQuestion,
  PlatformName,
  WhatIfQuestion,
  WhyOpenQuestion,
} from './asked.js'
import type { ResourceKey } from './resources.js'

/** What leaves one person open, and through which of the things that are theirs. */
export type PersonFinding = Pick<Finding, 'code' | 'policies' | 'things'>

export interface PersonLine {
  readonly id: string
  readonly displayName: string | null
  readonly userPrincipalName: string | null
}

export interface PersonWhy extends PersonLine {
  readonly isGuest: boolean
  /** What leaves them open, or out. */
  readonly why: readonly PersonFinding[]
}

export interface PeopleAnswer extends Answered, Page {
  readonly kind: 'people'
  readonly question: PeopleQuestion
  readonly people: readonly PersonWhy[]
  /** Guests of any type, in Graph's words in lower case, whom no list holds: anybody of that kind. */
  readonly guestTypes: readonly string[]
  /** The list is not the whole of it: nobody at all is stopped. */
  readonly everyMember: boolean
}

/** `emergency`: open on purpose. `unknown`: something that was not read could change it, see `because`. */
export type Openness = 'open' | 'blocked' | 'emergency' | 'unknown'

export interface WhyOpenAnswer extends Answered {
  readonly kind: 'why-open'
  readonly question: WhyOpenQuestion
  readonly person: PersonLine
  readonly openness: Openness
  readonly because: readonly UnknownCode[]
  readonly why: readonly PersonFinding[]
  /** Enabled policies that reach the person and block device code flow, somewhere at least. */
  readonly blocking: readonly PolicyRef[]
}

export interface WhatIfPlace {
  /** As it was asked for: an address, a range, the name of a location; null where any unnamed one was taken. */
  readonly asked: string | null
  /** What was evaluated; null for a country or the compliant network. */
  readonly address: string | null
  /** ISO 3166-1 alpha-2, where a country was asked about and no location is called so. */
  readonly country: string | null
  readonly locations: readonly NamedThing[]
  readonly trusted: boolean
}

export type Outcome = 'block' | 'allow' | 'allow-with-controls'

export type GraphSays =
  | { readonly kind: 'agrees' }
  | { readonly kind: 'differs'; readonly blocks: boolean; readonly applied: readonly PolicyRef[] }
  /** `why`: an error code, or a short reason. */
  | { readonly kind: 'unknown'; readonly why: string }

export interface WhatIfAnswer extends Answered {
  readonly kind: 'what-if'
  readonly question: WhatIfQuestion
  /** Null: an ordinary member. */
  readonly person: PersonLine | null
  readonly place: WhatIfPlace
  readonly app: ResourceKey
  readonly platform: PlatformName
  /** `depends`: the range that was asked about is blocked in part. */
  readonly outcome: Outcome | 'depends'
  readonly because: readonly UnknownCode[]
  readonly applied: readonly PolicyRef[]
  readonly reportOnly: readonly PolicyRef[]
  readonly controls: readonly string[]
  /** The outcome hangs on the country, and nobody here can tell that of an address. */
  readonly countryUnknown: boolean
  readonly graph: GraphSays
}

export interface RiskPoliciesAnswer extends Answered {
  readonly kind: 'risk-policies'
  readonly policies: readonly {
    readonly policy: PolicyRef
    readonly signIn: readonly string[]
    readonly user: readonly string[]
    readonly requires: readonly string[]
    /** Enabled, acts on high sign-in risk, and reaches everybody, everything and everywhere that is not trusted. */
    readonly isBroad: boolean
  }[]
}

export interface TeamsDevicesAnswer extends Answered, Page {
  readonly kind: 'teams-devices'
  readonly devices: readonly (PersonLine & { readonly isDeclared: boolean; readonly openness: Openness })[]
  /** The directory was gone through for their licences. */
  readonly isSwept: boolean
}

/** From our own cases, not from a snapshot. */
export interface DeviceCodeUsersAnswer extends Page {
  readonly kind: 'device-code-users'
  readonly question: DeviceCodeUsersQuestion
  readonly since: Date
  readonly people: readonly (PersonLine & {
    readonly signIns: number
    readonly completed: number
    readonly lastAt: Date
  })[]
  /** By client app, the most used first, the rest as one without a name and an id. On the first page only. */
  readonly apps: readonly { readonly appId: string | null; readonly name: string | null; readonly signIns: number }[]
  /** From here on all is counted, holes apart: `since`, or later where neither we nor the log go back so far; null: nothing. */
  readonly knownSince: Date | null
  /** The oldest record that is kept; null: none was ever read. */
  readonly keptSince: Date | null
  /** Before our own record, Graph's log was asked, back to this instant; null: it was not, or did not answer. */
  readonly logSince: Date | null
  /** When the log was last read to its end; null: never. */
  readonly readTo: Date | null
  /** What of it was gone before it was read. */
  readonly holes: readonly { readonly from: Date; readonly to: Date }[]
}

/** Several people are meant, perhaps; each with what to ask about them. */
export interface ChooseAnswer {
  readonly kind: 'choose'
  readonly choices: readonly { readonly person: PersonLine; readonly question: AskedQuestion }[]
  /** More people are called so than are shown. */
  readonly isCut: boolean
}

export interface NobodyAnswer {
  readonly kind: 'nobody'
  readonly what: 'person' | 'place'
  readonly called: string
}

/** The data is too old, or dated in the future: what was asked cannot be answered from it. */
export interface TooOldAnswer extends Answered {
  readonly kind: 'too-old'
  readonly question: AskedQuestion
}

export type AskedAnswer =
  | PeopleAnswer
  | WhyOpenAnswer
  | WhatIfAnswer
  | RiskPoliciesAnswer
  | TeamsDevicesAnswer
  | DeviceCodeUsersAnswer
  | DriftAnswer
  | ChooseAnswer
  | NobodyAnswer
  | TooOldAnswer
  | ImpactAnswer
  | ImpactUnknown
  | PlanAnswer

/** Lists and findings: all but what has a card of its own. */
export type ListedAnswer = Exclude<AskedAnswer, ImpactAnswer | ImpactUnknown | PlanAnswer>
