/**
 * One round of reading the sign-in log through Graph: the newest rows, and again those that may have come late (see
 * `planReading`). The marks follow the newest row that was seen and not the clock: a log that lags or stands still is
 * read again from where it stopped, however long that takes. They move only when a round was read to its end, so a crash
 * or a fault reads the same again; the rows of a person whose cases could not be worked out are set aside.
 */
import { isPosternError } from '../domain/errors.js'
import { planReading, type ReadingPlan } from '../domain/signInAlert/index.js'
import { SIGN_IN_LOG } from './readiness.js'
import { type ReadPorts, readWindows, type WindowRead } from './readSignIns.js'
import { LeaseLost, moveMarks, takeReading } from './signInMarks.js'
import { markHole } from './sourceHoles.js'
import { concludeWatches } from './watches.js'

export type PollPorts = ReadPorts

/** What Microsoft Entra ID P1 and P2 keep of sign-ins (Microsoft Learn, "Microsoft Entra data retention"). */
const RETENTION_MS = 30 * 24 * 60 * 60 * 1000
/** Past this, polling no longer keeps up, and the log should be streamed. */
export const POLL_LAG_MAX_MS = 15 * 60 * 1000

export interface PollReport {
  readonly outcome: 'read' | 'not-our-turn' | 'failed'
  readonly rows: number
  readonly alerts: number
  /** More waits to be read again: the next round should follow at once. */
  readonly behind: boolean
}

const NOTHING = { rows: 0, alerts: 0, behind: false }

/** Never throws for what the log or Graph does: a fault is marked, and the next round tries again. */
export async function pollSignIns(ports: PollPorts, owner: string): Promise<PollReport> {
  const reading = await takeReading(ports, owner)
  if (reading === null) return { outcome: 'not-our-turn', ...NOTHING }
  const now = ports.clock.now()
  try {
    const { pollOverlapMs: reachBackMs } = ports.settings
    const plan = planReading(now.getTime(), reading.marks, { reachBackMs, retentionMs: RETENTION_MS })
    if (plan.hole !== null) await markHole(ports, SIGN_IN_LOG, plan.hole)
    const read = await readWindows(ports, windowsOf(plan), reading.hold)
    await moveMarks(reading, plan, read, now.getTime())
    await markSource(ports, now, plan, read)
    await concludeWatches(ports)
    return { outcome: 'read', rows: read.rows, alerts: read.alerts, behind: plan.last?.behind === true }
  } catch (error) {
    if (error instanceof LeaseLost) return { outcome: 'not-our-turn', ...NOTHING }
    if (!isPosternError(error)) throw error
    ports.log.error('sign-in log not read', { code: error.code, ...error.detail })
    await ports.store.markHealth({ name: SIGN_IN_LOG, ok: false, code: error.code, at: now, detail: {} })
    await concludeWatches(ports)
    return { outcome: 'failed', ...NOTHING }
  } finally {
    await reading.release()
  }
}

/** The newest first: a new sign-in waits for no old one. */
const windowsOf = ({ newest, second, last }: ReadingPlan) => [newest, second, last].filter((window) => window !== null)

/**
 * A log in which no row has either of the two fields shows no device code sign-in whatever happens: that is a fault,
 * and must not look like peace. The same goes for a round that took so long that an alert would come too late.
 */
async function markSource(ports: PollPorts, now: Date, { isWhole }: ReadingPlan, read: WindowRead): Promise<void> {
  const roundMs = ports.clock.now().getTime() - now.getTime()
  const code = faultOf(read) ?? (roundMs > POLL_LAG_MAX_MS ? 'poll-too-slow' : null)
  if (code !== null) ports.log.error('the sign-in log cannot be relied on', { code, rows: read.rows, roundMs })
  await ports.store.markHealth({
    name: SIGN_IN_LOG,
    ok: code === null,
    code,
    at: now,
    detail: {
      rows: read.rows,
      roundMs,
      isWhole,
      unreadable: read.unreadable,
      undecidable: read.undecidable,
      ...ageOf('newestAgeMs', now, read.newestMs),
      ...ageOf('interactiveAgeMs', now, read.interactiveMs),
      ...ageOf('nonInteractiveAgeMs', now, read.nonInteractiveMs),
    },
  })
}

const ageOf = (name: string, now: Date, atMs: number | null): Record<string, number> =>
  atMs === null ? {} : { [name]: now.getTime() - atMs }

function faultOf(read: WindowRead): string | null {
  if (read.rows > 0 && read.undecidable === read.rows) return 'sign-in-fields-missing'
  if (read.failedPeople > 0) return 'sign-ins-not-assessed'
  return read.unreadable > 0 ? 'sign-ins-unreadable' : null
}
