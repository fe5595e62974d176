/** The 30 days that are asked about, and how much of them the log holds. */
import type { ImpactPeriod } from './shape.js'

const DAY_MS = 24 * 60 * 60 * 1000
/** What Entra keeps with a P1 or P2 licence, and so the most that Graph alone can tell. */
export const IMPACT_DAYS = 30
/** Two clocks never agree exactly. */
const CLOCK_SKEW_MAX_MS = 5 * 60 * 1000

/** The UTC day of an instant, `2026-03-01`. */
export const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10)

export const placeInPeriod = (atMs: number, now: Date): 'inside' | 'too-old' | 'in-the-future' => {
  if (atMs < now.getTime() - IMPACT_DAYS * DAY_MS) return 'too-old'
  return atMs > now.getTime() + CLOCK_SKEW_MAX_MS ? 'in-the-future' : 'inside'
}

/** @param days that the log holds rows of; null where nobody said, then `seen` are at least some of them. */
export function periodOf(now: Date, days: ReadonlySet<string> | null, seen: ReadonlySet<string>): ImpactPeriod {
  const from = now.getTime() - IMPACT_DAYS * DAY_MS
  const asked = Array.from({ length: IMPACT_DAYS }, (_, index) => dayOf(from + (index + 1) * DAY_MS))
  const held = days ?? seen
  return {
    askedFrom: new Date(from).toISOString(),
    askedUntil: now.toISOString(),
    askedDays: IMPACT_DAYS,
    coveredDays: asked.filter((day) => held.has(day)).length,
    missingDays: days === null ? null : asked.filter((day) => !days.has(day)),
  }
}
