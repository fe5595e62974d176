/**
 * The watch that a check opens: for 20 minutes of event time the asker's sign-ins are looked out for. And the window in
 * which a case belongs to a person's own report that they entered the code.
 *
 * A watch decides nothing about how grave a case is (the check itself does, see `facts.ts`); it is what the person is
 * told of it.
 */
import type { DeviceCodeCase, Leg } from './case.js'

const MINUTE_MS = 60_000

export const WATCH_MS = 20 * MINUTE_MS
/** A case that began at most this long before an own report joins it … */
const REPORTED_AFTER_MS = 60 * MINUTE_MS
/** … or this long after. */
export const REPORT_OPEN_MS = WATCH_MS

/**
 * `open`: nothing so far. `nothing-seen`: the log has been read past the end. `case-seen`: also after `nothing-seen`,
 * since rows arrive late. `not-known`: the log could not be read for so long that nobody waits any more. `not-watched`:
 * a guest, whose sign-ins are their home organisation's to see.
 */
export const WATCH_STATES = ['open', 'nothing-seen', 'case-seen', 'not-known', 'not-watched'] as const
export type WatchState = (typeof WATCH_STATES)[number]

/** The first leg of the flow itself within the window, both ends included; later use of its tokens is no new sign-in. */
export function legWithin(one: DeviceCodeCase, window: { readonly from: Date; readonly until: Date }): Leg | undefined {
  return one.legs.find(
    ({ inFlow, record }) => inFlow && record.atMs >= window.from.getTime() && record.atMs <= window.until.getTime(),
  )
}

/** Whether a case that was first seen then is what a report of this instant is about. */
export function isReportedAt(firstSeen: Date, reportedAt: Date): boolean {
  const afterMs = firstSeen.getTime() - reportedAt.getTime()
  return afterMs >= -REPORTED_AFTER_MS && afterMs <= REPORT_OPEN_MS
}
