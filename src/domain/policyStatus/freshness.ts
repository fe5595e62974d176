/** How old the data of an answer is, and whether it can be answered from at all. */
import type { PolicySnapshot, Unknown } from './snapshot.js'

/** Older than this, an answer says how old its data is before anything else. */
export const STALE_AFTER_MS = 60 * 60 * 1000
/** Older than this, nothing is answered. */
export const EXPIRED_AFTER_MS = 24 * 60 * 60 * 1000
/** A snapshot may be this much ahead of our clock; two machines never agree exactly. */
const CLOCK_SKEW_MAX_MS = 5 * 60 * 1000

export interface Freshness {
  /** ISO 8601. */
  readonly takenAt: string
  readonly ageMs: number
  readonly stale: boolean
}

export function freshnessOf({ takenAt }: Pick<PolicySnapshot, 'takenAt'>, now: Date): Freshness {
  const ageMs = now.getTime() - Date.parse(takenAt)
  return { takenAt, ageMs, stale: ageMs > STALE_AFTER_MS }
}

/** Why data of this age answers nothing; null where it may be used. */
export function datedWrong(ageMs: number): Unknown | null {
  if (ageMs < -CLOCK_SKEW_MAX_MS) return { what: 'snapshot-from-the-future', why: 'dated-ahead-of-our-clock' }
  return ageMs <= EXPIRED_AFTER_MS ? null : { what: 'snapshot-expired', why: 'older-than-24-hours' }
}
