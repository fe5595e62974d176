/** What was set aside: counted for the operator, tried again, and let go when its time has passed. */
import { PosternError } from '../domain/errors.js'
import { isGuid, type UserId, userId } from '../domain/ids.js'
import type { SignInRecord } from '../domain/signInAlert/index.js'
import { jobOf } from './jobs.js'
import type { Ports } from './ports.js'
import { SET_ASIDE_MARK, SIGN_IN_STREAM } from './streamMarks.js'

const DAY_MS = 24 * 60 * 60 * 1000
const UNREAD_KEPT_MS = 7 * DAY_MS
/** As long as a sign-in row says anything. */
const ROWS_KEPT_MS = 31 * DAY_MS
const PEOPLE_MAX = 1000
/** Rows that wait to be taken up. More than these are no fault of single people: the reading waits then. */
const ROWS_SET_ASIDE_MAX = 20_000

type SetAsidePorts = Pick<Ports, 'clock' | 'store'>

/**
 * Keeps the rows of people whose cases could not be worked out, whatever source brought them; a job takes them up again.
 * @throws PosternError `internal` where too much is set aside already
 */
export async function setRowsAside(
  { clock, store }: SetAsidePorts,
  rows: readonly SignInRecord[],
  people: readonly UserId[],
): Promise<void> {
  const at = clock.now()
  const { unassessed } = await store.setAsideCounts()
  if (unassessed > ROWS_SET_ASIDE_MAX) throw new PosternError('internal', { why: 'too many rows are set aside' })
  await store.setRowsAside(rowsOf(rows, people, at))
  for (const owner of people) await store.oweAgain(jobOf.takeUpRows(owner, at))
}

function rowsOf(rows: readonly SignInRecord[], people: readonly UserId[], at: Date) {
  const wanted = new Set<string>(people)
  return rows.flatMap((record) => {
    const owner = isGuid(record.userId) ? userId(record.userId) : null
    if (owner === null || !wanted.has(owner)) return []
    return [{ key: `${owner}/${record.id}`, reason: 'not-assessed' as const, at, userId: owner, record }]
  })
}

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
    for (const owner of await store.peopleSetAside(PEOPLE_MAX)) await store.oweAgain(jobOf.takeUpRows(owner, now))
    await markSetAside({ clock, store })
  }
  // Partitions and event hubs that are read no more. What is read, or tried, is marked every minute.
  await store.forgetMarks(`${SIGN_IN_STREAM}/`, before(DAY_MS))
}
