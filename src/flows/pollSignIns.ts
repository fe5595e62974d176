/**
 * Reads the sign-in log from behind the watermark to now, reaching back over what was read before, since rows arrive
 * late, out of order, twice and revised. Each page is worked with as it comes; reading a row again changes nothing.
 *
 * The watermark follows the newest row that was seen and not the clock: a log that lags or stands still is read again
 * from where it stopped, however long that takes. It moves only when a window was read to its end and everybody's rows
 * could be worked with, so a crash or a fault reads the window again.
 */
import { isPosternError } from '../domain/errors.js'
import { CorrelationSieve, readRecords } from '../domain/signInAlert/index.js'
import { newRound } from './assessmentContext.js'
import type { AssessPorts } from './assessPerson.js'
import { ingestSignIns } from './ingestSignIns.js'
import type { Ports } from './ports.js'
import { SIGN_IN_LOG } from './readiness.js'
import { concludeWatches } from './watches.js'

export type PollPorts = AssessPorts & Pick<Ports, 'signIns'>

const LEASE = SIGN_IN_LOG
/** Renewed with every page; a crashed holder is replaced after this. */
const LEASE_MS = 5 * 60 * 1000
/** A person whose rows cannot be worked with holds the window open for this long, and no longer. */
const HELD_OPEN_MAX_MS = 6 * 60 * 60 * 1000

export interface PollReport {
  readonly outcome: 'read' | 'not-our-turn' | 'failed'
  readonly rows: number
  readonly alerts: number
}

/** One round. Never throws for what the log or Graph does: a fault is marked, and the next round tries again. */
export async function pollSignIns(ports: PollPorts, owner: string): Promise<PollReport> {
  const epoch = await ports.store.takeLease(LEASE, owner, LEASE_MS)
  if (epoch === null) return { outcome: 'not-our-turn', rows: 0, alerts: 0 }
  const now = ports.clock.now()
  try {
    const mark = (await ports.store.watermark(LEASE)) ?? (await firstWatermark(ports, now, epoch))
    const from = new Date(mark.getTime() - ports.settings.pollOverlapMs)
    const read = await readWindow(ports, { from, to: now }, () => holdLease(ports, owner, epoch))
    await moveWatermark(ports, epoch, { mark, now, read })
    await markSource(ports, now, read)
    await concludeWatches(ports, faultOf(read) === null ? reachOf(now, read) : null)
    return { outcome: 'read', rows: read.rows, alerts: read.alerts }
  } catch (error) {
    if (error instanceof LeaseLost) return { outcome: 'not-our-turn', rows: 0, alerts: 0 }
    if (!isPosternError(error)) throw error
    ports.log.error('sign-in log not read', { code: error.code, ...error.detail })
    await ports.store.markHealth({ name: LEASE, ok: false, code: error.code, at: now, detail: {} })
    await concludeWatches(ports, null)
    return { outcome: 'failed', rows: 0, alerts: 0 }
  } finally {
    await ports.store.releaseLease(LEASE, owner)
  }
}

/** Somebody else reads now: what was stored so far is his as well, and the watermark is his to move. */
class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
}

async function holdLease(ports: PollPorts, owner: string, epoch: number): Promise<void> {
  if ((await ports.store.takeLease(LEASE, owner, LEASE_MS)) !== epoch) throw new LeaseLost()
}

/**
 * The first start looks back a little and alerts on nothing older: a log of a month is not a month of news. Written
 * before the first read, so that a first start without Graph loses nothing either.
 */
async function firstWatermark(ports: PollPorts, now: Date, epoch: number): Promise<Date> {
  const { firstPollMs, pollOverlapMs } = ports.settings
  const mark = new Date(Math.min(now.getTime(), now.getTime() - firstPollMs + pollOverlapMs))
  ports.log.info('first read of the sign-in log', { watermark: mark.toISOString() })
  await ports.store.setWatermark(LEASE, mark, epoch)
  return mark
}

interface WindowRead {
  rows: number
  alerts: number
  /** Rows that could not be read at all, or belong to no case although they may be device code. */
  unreadable: number
  /** Rows of which nobody can say whether they are device code: neither field is there. */
  undecidable: number
  failedPeople: number
  newestMs: number | null
}

async function readWindow(
  ports: PollPorts,
  window: { readonly from: Date; readonly to: Date },
  stillOurs: () => Promise<void>,
): Promise<WindowRead> {
  const read: WindowRead = { rows: 0, alerts: 0, unreadable: 0, undecidable: 0, failedPeople: 0, newestMs: null }
  const sieve = new CorrelationSieve()
  const round = newRound(ports)
  for await (const page of ports.signIns.read(window)) {
    await stillOurs()
    const { records, errors } = readRecords({ value: page })
    read.rows += page.length
    read.unreadable += errors.length
    read.undecidable += records.filter((one) => one.protocol === undefined && one.transferMethod === undefined).length
    for (const { atMs } of records) if (atMs !== undefined) read.newestMs = Math.max(read.newestMs ?? 0, atMs)
    const done = await ingestSignIns(ports, sieve.take(records), round)
    read.alerts += done.alerts
    read.unreadable += done.unplaced
    read.failedPeople += done.failed
  }
  return read
}

async function moveWatermark(
  ports: PollPorts,
  epoch: number,
  { mark, now, read }: { readonly mark: Date; readonly now: Date; readonly read: WindowRead },
): Promise<void> {
  const heldForMs = now.getTime() - mark.getTime()
  if (read.failedPeople > 0 && heldForMs < HELD_OPEN_MAX_MS) return
  const to = reachOf(now, read)
  if (to === null || to <= mark) return
  if (!(await ports.store.setWatermark(LEASE, to, epoch))) throw new LeaseLost()
}

/** An empty log says nothing about how far it reaches. Rows from the future are somebody's wrong clock. */
const reachOf = (now: Date, { newestMs }: WindowRead): Date | null =>
  newestMs === null ? null : new Date(Math.min(newestMs, now.getTime()))

/**
 * A log in which no row has either of the two fields shows no device code sign-in whatever happens: that is a fault,
 * and must not look like peace.
 */
async function markSource(ports: PollPorts, now: Date, read: WindowRead): Promise<void> {
  const code = faultOf(read)
  if (code !== null) ports.log.error('the sign-in log cannot be relied on', { code, rows: read.rows })
  await ports.store.markHealth({
    name: LEASE,
    ok: code === null,
    code,
    at: now,
    detail: {
      rows: read.rows,
      unreadable: read.unreadable,
      undecidable: read.undecidable,
      ...(read.newestMs === null ? {} : { newestAgeMs: now.getTime() - read.newestMs }),
    },
  })
}

function faultOf(read: WindowRead): string | null {
  if (read.rows > 0 && read.undecidable === read.rows) return 'sign-in-fields-missing'
  if (read.failedPeople > 0) return 'sign-ins-not-assessed'
  return read.unreadable > 0 ? 'sign-ins-unreadable' : null
}
