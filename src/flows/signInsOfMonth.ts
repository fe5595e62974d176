/**
 * Device code sign-ins of up to a month: those of our own cases, and for the days before Postern ran those of Graph's
 * log, asked for in a few requests and no longer than somebody waits. A day that neither holds is not called read.
 */
import { isPosternError } from '../domain/errors.js'
import { dayOf, IMPACT_DAYS } from '../domain/policyStatus/index.js'
import { readRecords, type SignInRecord } from '../domain/signInAlert/index.js'
import { alertsFrom } from './alertBaseline.js'
import { logReach } from './logReach.js'
import type { HealthMark, Ports } from './ports.js'

type OwnPorts = Pick<Ports, 'clock' | 'settings' | 'store'>
export type EarlierPorts = Pick<Ports, 'deadlines' | 'deviceCodeLog' | 'log'>

const DAY_MS = 24 * 60 * 60 * 1000
/** In one request to Graph, whose filter is not indexed: a month at once runs into its time limit. */
const CHUNK_DAYS = 5
/** Of reading Graph's log, while somebody waits. */
const PATIENCE_MS = 10_000

export interface SignIns {
  readonly records: readonly SignInRecord[]
  readonly days: ReadonlySet<string>
}

/** From when on our own cases are the whole of it; `now` where nothing was ever read. */
async function ownSince(ports: OwnPorts, from: Date, now: Date): Promise<Date> {
  const [first, { reach }] = await Promise.all([alertsFrom(ports), logReach(ports)])
  if (first === null || reach === null) return now
  return first < from ? from : first
}

/** What of the log was gone before it was read. */
export const holesIn = (health: readonly HealthMark[]): readonly Span[] =>
  health.flatMap(({ name, code, detail }) => {
    const [from, to] = [new Date(String(detail.fromAt)), new Date(String(detail.toAt))]
    const isHole = name.endsWith('-hole') && code === 'sign-in-hole' && from <= to
    return isHole ? [{ from, to }] : []
  })

interface Span {
  readonly from: Date
  readonly to: Date
}

/** Of our own cases. Their days are those from the first that was read to the last, without those with a hole. */
export async function ownSignIns(ports: OwnPorts, now: Date): Promise<SignIns & { readonly since: Date }> {
  const { store } = ports
  const from = new Date(now.getTime() - IMPACT_DAYS * DAY_MS)
  const [cases, since, { reach }, health] = await Promise.all([
    store.casesBetween(new Date(from.getTime() - DAY_MS), now),
    ownSince(ports, from, now),
    logReach(ports),
    store.health(),
  ])
  const days = new Set<string>()
  if (reach !== null) for (let at = since.getTime(); at <= reach.getTime(); at += DAY_MS) days.add(dayOf(at))
  for (const { from: begins, to } of holesIn(health))
    for (let at = begins.getTime(); at <= to.getTime(); at += DAY_MS) days.delete(dayOf(at))
  return { records: cases.flatMap((one) => one.case.legs.map(({ record }) => record)), days, since }
}

/**
 * Newest first, so that what is missing in the end is the oldest. Graph out of reach leaves days missing, no more.
 * @returns `since`: from then to `until` all of it was read; `until` where none of it was
 */
export async function earlierSignIns(
  ports: EarlierPorts,
  now: Date,
  until: Date,
): Promise<SignIns & { readonly since: Date }> {
  const records: SignInRecord[] = []
  const days = new Set<string>()
  let since = until
  const signal = ports.deadlines.after(PATIENCE_MS)
  const firstMs = now.getTime() - IMPACT_DAYS * DAY_MS
  for (let endMs = until.getTime(); endMs > firstMs && !signal.aborted; endMs -= CHUNK_DAYS * DAY_MS) {
    const window = { from: new Date(Math.max(firstMs, endMs - CHUNK_DAYS * DAY_MS)), to: new Date(endMs) }
    const read = await ports.deviceCodeLog.rows(window, { signal }).catch((error: unknown) => {
      if (!isPosternError(error)) throw error
      ports.log.warn('the log of before could not be read', { code: error.code })
      return null
    })
    if (read === null) break
    records.push(...readRecords({ value: read.rows }).records)
    // Rows of a part are of use; its days are not called read.
    if (!read.isWhole) break
    for (let at = window.from.getTime(); at < endMs; at += DAY_MS) days.add(dayOf(at))
    since = window.from
  }
  return { records, days, since }
}
