/**
 * Reads the sign-in log from the watermark to now, reaching back over what was read before, since rows arrive late, out
 * of order, twice and revised. Reading a row again changes nothing; the watermark moves only when everything of a
 * window is stored, so a crash reads the window again.
 */
import { isPosternError } from '../domain/errors.js'
import { readRecords, type SignInRecord } from '../domain/signInAlert/index.js'
import { type IngestPorts, ingestSignIns } from './ingestSignIns.js'
import type { Ports } from './ports.js'

export type PollPorts = IngestPorts & Pick<Ports, 'signIns'>

const LEASE = 'sign-in-log'
/** Long enough for a slow round; a crashed holder is replaced after this. */
const LEASE_MS = 5 * 60 * 1000

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
    const from = await windowStart(ports, now)
    const read = await readWindow(ports, from, now)
    const { alerts } = await ingestSignIns(ports, read.records)
    await ports.store.setWatermark(LEASE, now, epoch)
    await markSource(ports, now, read)
    return { outcome: 'read', rows: read.rows, alerts }
  } catch (error) {
    if (!isPosternError(error)) throw error
    ports.log.error('sign-in log not read', { code: error.code, ...error.detail })
    await ports.store.markHealth({ name: 'sign-in-log', ok: false, code: error.code, at: now, detail: {} })
    return { outcome: 'failed', rows: 0, alerts: 0 }
  } finally {
    await ports.store.releaseLease(LEASE, owner)
  }
}

/** The first start looks back a little and alerts on nothing older: a log of a month is not a month of news. */
async function windowStart(ports: PollPorts, now: Date): Promise<Date> {
  const mark = await ports.store.watermark(LEASE)
  if (mark !== null) return new Date(mark.getTime() - ports.settings.pollOverlapMs)
  const from = new Date(now.getTime() - ports.settings.firstPollMs)
  ports.log.info('first read of the sign-in log', { from: from.toISOString() })
  return from
}

interface WindowRead {
  readonly records: readonly SignInRecord[]
  readonly rows: number
  readonly unreadable: number
  /** Rows of which nobody can say whether they are device code: neither field is there. */
  readonly undecidable: number
  readonly newestMs: number | null
}

async function readWindow(ports: PollPorts, from: Date, to: Date): Promise<WindowRead> {
  const records: SignInRecord[] = []
  let unreadable = 0
  for await (const page of ports.signIns.read({ from, to })) {
    for (const row of page) {
      const read = readRecords(row)
      records.push(...read.records)
      unreadable += read.errors.length
    }
  }
  return {
    records,
    rows: records.length,
    unreadable,
    undecidable: records.filter((one) => one.protocol === undefined && one.transferMethod === undefined).length,
    newestMs: records.reduce<number | null>(
      (newest, { atMs }) => (atMs === undefined ? newest : Math.max(newest ?? 0, atMs)),
      null,
    ),
  }
}

/**
 * A log in which no row has either of the two fields shows no device code sign-in whatever happens: that is a fault,
 * and must not look like peace.
 */
async function markSource(ports: PollPorts, now: Date, read: WindowRead): Promise<void> {
  const isBlind = read.rows > 0 && read.undecidable === read.rows
  if (isBlind) ports.log.error('the sign-in log lacks the fields that tell a device code sign-in', { rows: read.rows })
  await ports.store.markHealth({
    name: 'sign-in-log',
    ok: !isBlind,
    code: isBlind ? 'sign-in-fields-missing' : null,
    at: now,
    detail: {
      rows: read.rows,
      unreadable: read.unreadable,
      undecidable: read.undecidable,
      ...(read.newestMs === null ? {} : { newestAgeMs: now.getTime() - read.newestMs }),
    },
  })
}
