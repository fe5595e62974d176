/** What was set aside: counted for the operator, tried again, and let go when its time has passed. */
import { jobOf } from './jobs.js'
import type { Ports } from './ports.js'
import { SET_ASIDE_MARK, SIGN_IN_STREAM } from './streamMarks.js'

const DAY_MS = 24 * 60 * 60 * 1000
const UNREAD_KEPT_MS = 7 * DAY_MS
/** As long as a sign-in row says anything. */
const ROWS_KEPT_MS = 31 * DAY_MS
const PEOPLE_MAX = 1000

type SetAsidePorts = Pick<Ports, 'clock' | 'store'>

/** One mark for all sources and replicas, from what the table holds. */
export async function markSetAside({ clock, store }: SetAsidePorts): Promise<void> {
  const { unread, unassessed, people } = await store.setAsideCounts()
  const ok = unread + unassessed === 0
  const detail = { unread, unassessed, people }
  await store.markHealth({ name: SET_ASIDE_MARK, ok, code: ok ? null : 'sign-ins-set-aside', at: clock.now(), detail })
}

/** Once an hour: a job that was given up is owed again, as long as there is something for it to do. */
export async function tendSetAside({ clock, store }: SetAsidePorts): Promise<void> {
  const now = clock.now()
  const before = (keptMs: number) => new Date(now.getTime() - keptMs)
  const { unread, unassessed } = await store.setAsideCounts()
  if (unread + unassessed > 0) {
    await store.purgeSetAside(before(UNREAD_KEPT_MS), before(ROWS_KEPT_MS))
    for (const owner of await store.peopleSetAside(PEOPLE_MAX)) await store.addJob(jobOf.takeUpRows(owner, now))
    await markSetAside({ clock, store })
  }
  // Partitions and event hubs that are read no more. What is read, or tried, is marked every minute.
  await store.forgetMarks(`${SIGN_IN_STREAM}/`, before(DAY_MS))
}
