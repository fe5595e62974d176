/**
 * Which parts of a polled sign-in log are read in a round, from how far it was read before. Pure: marks in, windows out.
 *
 * Rows come late: most within five minutes, whole streams a quarter of an hour to half an hour, single rows up to an
 * hour (no official number stands; Microsoft Learn, "Microsoft Entra activity log latency" gives none). So a row's time
 * is read three times: when it is new, again at half an hour of age, and for the last time at `reachBackMs`. Each pass
 * moves a mark of its own and begins where it stopped, however long ago that was: nothing lies between two windows.
 */

/** How far a log was read; null: never. All in milliseconds since 1970 UTC. */
export interface ReadingMarks {
  /** The newest row of a round that was read to its end. */
  readonly newestMs: number
  /** The newest row of each stream; the slower stream decides how far back new rows are looked for. */
  readonly streamsMs: readonly number[]
  /** When a round was last read to its end. */
  readonly readAtMs: number | null
  /** Everything up to here was read again at half an hour of age. */
  readonly secondMs: number | null
  /** Everything up to here was read for the last time. */
  readonly lastMs: number | null
}

export interface ReadingLimits {
  /** Age at which rows are read for the last time: longer than rows are late. */
  readonly reachBackMs: number
  /** Older rows the log has forgotten. */
  readonly retentionMs: number
}

export interface Window {
  readonly fromMs: number
  readonly toMs: number
}

export interface ReadingPlan {
  readonly newest: Window
  /** Null: not due. `markMs`: where the mark stands once the window was read. */
  readonly second: Pass | null
  /** `behind`: more of it waits, and the next round should follow at once. */
  readonly last: (Pass & { readonly behind: boolean }) | null
  /** What the log had forgotten before it was read; null: nothing. */
  readonly hole: Window | null
  /** False: behind the newest rows something waits that was never read. */
  readonly isWhole: boolean
}

export interface Pass extends Window {
  readonly markMs: number
}

const MINUTE_MS = 60_000
/** A user code lives for a quarter of an hour (RFC 8628; Entra: 900 s), so the rows of one flow lie within it. */
export const FLOW_SPAN_MS = 15 * MINUTE_MS
const SECOND_AT_AGE_MS = 30 * MINUTE_MS
/** What a late pass reads at once, so that new rows need not wait for it. */
const LATE_AT_ONCE_MS = 60 * MINUTE_MS
/** After so long without a round the newest rows come first, and the gap is made up piece by piece. */
const GAP_MS = 6 * 60 * MINUTE_MS

export function planReading(nowMs: number, marks: ReadingMarks, limits: ReadingLimits): ReadingPlan {
  const forgottenMs = nowMs - limits.retentionMs
  const lastMs = marks.lastMs ?? marks.newestMs - limits.reachBackMs
  const hole = lastMs < forgottenMs ? { fromMs: lastMs, toMs: forgottenMs } : null
  const newest = newestWindow(nowMs, marks, limits)
  const last = lastPass(nowMs, Math.max(lastMs, forgottenMs), marks, limits)
  const isWhole = newest.fromMs <= slowestMsOf(marks, limits) && last?.behind !== true
  return { newest, second: secondPass(nowMs, marks, limits), last, hole, isWhole }
}

const slowestMsOf = ({ newestMs, streamsMs }: ReadingMarks, { reachBackMs }: ReadingLimits): number =>
  Math.max(Math.min(newestMs, ...streamsMs), newestMs - reachBackMs)

/** From behind the slower stream: a row of theft is never interactive, and that stream is the later one. */
function newestWindow(nowMs: number, marks: ReadingMarks, limits: ReadingLimits): Window {
  const { reachBackMs, retentionMs } = limits
  const slowestMs = slowestMsOf(marks, limits)
  const hasGap = marks.readAtMs !== null && nowMs - marks.readAtMs > GAP_MS
  const fromMs = hasGap ? Math.max(slowestMs, nowMs - reachBackMs) : slowestMs
  return { fromMs: Math.max(Math.min(fromMs, nowMs) - FLOW_SPAN_MS, nowMs - retentionMs), toMs: nowMs }
}

function secondPass(nowMs: number, marks: ReadingMarks, { reachBackMs }: ReadingLimits): Pass | null {
  const doneMs = Math.max(marks.secondMs ?? 0, nowMs - reachBackMs)
  const toMs = Math.min(nowMs, marks.newestMs) - SECOND_AT_AGE_MS
  return toMs - doneMs < FLOW_SPAN_MS ? null : { fromMs: doneMs - FLOW_SPAN_MS, toMs, markMs: toMs }
}

/** Never past the newest row: a log that stands still has not shown what lies behind it. */
function lastPass(
  nowMs: number,
  doneMs: number,
  { newestMs }: ReadingMarks,
  { reachBackMs }: ReadingLimits,
): ReadingPlan['last'] {
  const dueMs = Math.min(nowMs - reachBackMs, newestMs)
  if (dueMs - doneMs < FLOW_SPAN_MS) return null
  const toMs = Math.min(dueMs, doneMs + LATE_AT_ONCE_MS)
  return { fromMs: doneMs - FLOW_SPAN_MS, toMs, markMs: toMs, behind: dueMs - toMs >= FLOW_SPAN_MS }
}
