/**
 * One round where the log is not polled: what reading by the stream means for those who wait for the log to be read. The
 * marks of the polls follow, so that polls that are switched on again begin where the stream has been.
 */
import { logReach } from './logReach.js'
import type { Ports } from './ports.js'
import { SIGN_IN_LOG } from './readiness.js'
import { LeaseLost, takeReading } from './signInMarks.js'
import { SIGN_IN_STREAM } from './streamMarks.js'
import { concludeWatches } from './watches.js'

type FollowPorts = Pick<Ports, 'clock' | 'log' | 'settings' | 'store'>

const MARKS = ['second', 'last', 'newest'] as const
/** A small company may sleep as long. What is deleted in Entra must not look like that for a day. */
const STALE_MAX_MS = 6 * 60 * 60 * 1000

export async function followStream(ports: FollowPorts, owner: string): Promise<void> {
  const reading = await takeReading(ports, owner)
  if (reading === null) return
  try {
    const { reach, fault } = await logReach(ports)
    // Where the stream has a fault of its own, that is what is told.
    if (fault === null) {
      if (reach !== null) for (const mark of MARKS) await reading.move(mark, reach.getTime())
      await markStream(ports, reach)
    }
    await concludeWatches(ports)
  } catch (error) {
    if (!(error instanceof LeaseLost)) throw error
  } finally {
    await reading.release()
  }
}

/** Nothing else would notice that nothing comes. */
async function markStream({ clock, store }: FollowPorts, reach: Date | null): Promise<void> {
  const at = clock.now()
  const reachAgeMs = reach === null ? null : at.getTime() - reach.getTime()
  const ok = reachAgeMs !== null && reachAgeMs <= STALE_MAX_MS
  const detail = reachAgeMs === null ? {} : { reachAgeMs }
  await store.markHealth({ name: SIGN_IN_STREAM, ok, code: ok ? null : 'stream-stale', at, detail })
}

/** From where a partition is read that never was: the first start looks back a little, and polling leaves off nowhere else. */
export async function streamFrom({
  clock,
  settings,
  store,
}: Pick<Ports, 'clock' | 'settings' | 'store'>): Promise<Date> {
  const first = new Date(clock.now().getTime() - settings.firstPollMs)
  const readTo = settings.isPolled ? null : await store.watermark(SIGN_IN_LOG)
  // Rows that were late then may have come since.
  const from = readTo === null ? first : new Date(readTo.getTime() - settings.pollOverlapMs)
  return from < first ? from : first
}
