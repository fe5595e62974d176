/** The shape of an impact answer: data and codes, no words. Names in it are the tenant's and untrusted. */
import type { Answered } from '../answerShape.js'
import type { Blocked } from '../status.js'
import type { DeviceGroup } from './exceptions.js'
import type { AlternativeCode, ImpactSort } from './tools.js'

/** Why a sign-in could not be replayed. */
export const NOT_REPLAYED = {
  'no-address': 'the record has no IP address, or one that cannot be read',
  'no-resource': 'the record does not say which resource was asked for, and the policies tell resources apart',
  'unknown-user': 'the user is not in the snapshot and the record does not say whether it is a member or a guest',
  'no-time': 'the record does not say when it was',
  undecidable: 'the record has none of the fields that tell a device code sign-in (Graph v1.0 has neither)',
  'too-old': 'older than the 30 days that are looked at',
  'in-the-future': 'dated after now, so a clock is wrong',
} as const
export type NotReplayedCode = keyof typeof NOT_REPLAYED

/** What the replay takes for granted where the log cannot tell, listed only where a policy asks for it. */
export const ASSUMPTIONS = {
  'user-risk-none': 'the log does not say what the user risk was; none is assumed',
  'insider-risk-none': 'the log does not say what the insider risk was; none is assumed',
  'device-unregistered': 'a device code cannot prove a device; an unregistered one is assumed',
  'platform-from-user-agent': 'the platform is taken from the user agent, which anyone can set',
  'guest-type-collaboration':
    'the type of guests who are not in the snapshot is not known; B2B collaboration is assumed',
  'device-accounts-unknown': 'which accounts belong to phones and rooms is not known; they count as people',
  'addresses-differ':
    'browser and device were in different networks, and Microsoft does not say which one is looked at; stopped in one counts as stopped',
  'trusted-in-log-only': 'the log calls some networks trusted that the snapshot does not',
} as const
export type AssumptionCode = keyof typeof ASSUMPTIONS

/** One account and one client. */
export interface ImpactRow {
  /** Lower case. */
  readonly userId: string
  /** Display name of the snapshot, else the user principal name of the log. */
  readonly name: string | null
  readonly appId: string | null
  readonly appName: string | null
  readonly sort: ImpactSort
  readonly instead: readonly AlternativeCode[]
  /** Completed device code sign-ins that would have been stopped, and are not today. */
  readonly stopped: number
  /** Sessions that began by device code and would end with error 530036 at their next refresh. */
  readonly sessions: number
  /** ISO 8601. */
  readonly lastAt: string
  /** The account of a phone or a room. */
  readonly ofDevice: boolean
  readonly emergency: boolean
}

export interface ImpactCount {
  readonly people: number
  readonly stopped: number
  readonly sessions: number
}

export interface ImpactPeriod {
  /** ISO 8601; 30 days. */
  readonly askedFrom: string
  readonly askedUntil: string
  readonly askedDays: number
  /** Days of which the log holds anything at all. */
  readonly coveredDays: number
  /** `2026-03-01`; UTC days without any row, which a quiet tenant has as well. Null where nobody said what the log holds. */
  readonly missingDays: readonly string[] | null
}

export interface ImpactAnswer extends Answered {
  readonly kind: 'impact'
  /** ISO 8601: when this was worked out. */
  readonly assessedAt: string
  readonly candidate: {
    /** `planned` is what the plan proposes; `none`: all is blocked already, so only the present policies count. */
    readonly kind: 'given' | 'planned' | 'none'
    readonly displayName: string | null
    /** The policies that tell the plan whether this is the impact of what it proposes. Null for `none`. */
    readonly key: string | null
  }
  /** The status now, and as it would be with the candidate enforced. */
  readonly blocked: { readonly now: Blocked | 'unknown'; readonly after: Blocked | 'unknown' }
  readonly period: ImpactPeriod
  /** What was looked at: completed sign-ins, those the log shows as blocked, those that came to nothing otherwise. */
  readonly seen: {
    readonly completed: number
    readonly blocked: number
    readonly other: number
    readonly people: number
  }
  /** Completed in the log though today's policies block it: policies changed since, or we read them otherwise than Entra. */
  readonly completedThoughBlocked: number
  /** Sessions that already ended with error 530036. */
  readonly sessionsEnded: number
  readonly total: ImpactCount
  readonly sorts: Readonly<Record<ImpactSort, ImpactCount>>
  readonly tools: readonly (ImpactCount & {
    readonly appId: string | null
    readonly name: string | null
    readonly sort: ImpactSort
    readonly instead: readonly AlternativeCode[]
  })[]
  /** Most affected first, at most `ROWS_MAX`; `rowsLeftOut` says how many more there are. */
  readonly rows: readonly ImpactRow[]
  readonly rowsLeftOut: number
  readonly exceptionGroup: {
    /** The resource accounts that the exception group would hold. */
    readonly accounts: readonly { readonly id: string; readonly name: string | null }[]
    /** Groups that are such an exception already: excluded from a block, and nobody in them but devices. */
    readonly existing: readonly DeviceGroup[]
    /** People who signed a Teams device in with their own account: not for the group. */
    readonly technicians: readonly { readonly id: string; readonly name: string | null }[]
  }
  readonly emergency: {
    readonly declared: boolean
    /** Emergency accounts whose sign-ins would have been stopped. */
    readonly stopped: readonly { readonly id: string; readonly name: string | null }[]
    /** Emergency accounts that the candidate reaches, whether or not they signed in. */
    readonly reached: readonly { readonly id: string; readonly name: string | null }[]
  }
  readonly notReplayed: readonly { readonly why: NotReplayedCode; readonly count: number }[]
  readonly assumptions: readonly { readonly what: AssumptionCode; readonly count: number | null }[]
}

/** The snapshot is too old, or dated in the future: nothing is replayed on it. */
export interface ImpactUnknown extends Answered {
  readonly kind: 'impact-unknown'
}
