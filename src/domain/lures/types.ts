/** What two messages are recognised as the same lure by. */

/** `wording`: a band of the sketch of what is said, several of which must agree. `text`: the same message as a whole. */
export const TRACE_KINDS = ['code', 'host', 'sender', 'wording', 'text'] as const
export type TraceKind = (typeof TRACE_KINDS)[number]

/** One thing that a message can be recognised by. The hash is keyed: without the key it tells nothing. */
export interface Trace {
  readonly kind: TraceKind
  readonly hash: string
}

/** Why two messages count as the same lure, in the order of what weighs most. */
export const LIKENESSES = ['code', 'sender', 'host', 'wording'] as const
export type Likeness = (typeof LIKENESSES)[number]

/** HMAC-SHA-256 under the tenant's own key, as text. The same value gets the same hash. */
export type KeyedHash = (value: string) => string

/** What colleagues reported before: numbers and times, never names. */
export interface ColleagueReports {
  /** Distinct members of the organisation, the asker not among them. */
  readonly reporters: number
  readonly firstAt: Date
  readonly lastAt: Date
  readonly by: readonly Likeness[]
}
