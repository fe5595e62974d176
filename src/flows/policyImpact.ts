/**
 * What the recommended policy would have stopped: the sign-ins of our own cases, and for the days before Postern ran
 * those of Graph's log, asked for in a few requests and no longer than somebody waits. A day that neither holds is said
 * to be missing. What was worked out is kept, with its age.
 */
import { isPosternError } from '../domain/errors.js'
import {
  dayOf,
  IMPACT_DAYS,
  type ImpactAnswer,
  type ImpactUnknown,
  type PolicySnapshot,
  policyKey,
} from '../domain/policyStatus/index.js'
import { readRecords, type SignInRecord } from '../domain/signInAlert/index.js'
import { alertsFrom } from './alertBaseline.js'
import { logReach } from './logReach.js'
import type { Ports } from './ports.js'

export type ImpactPorts = Pick<Ports, 'clock' | 'deadlines' | 'deviceCodeLog' | 'judge' | 'log' | 'settings' | 'store'>

const DAY_MS = 24 * 60 * 60 * 1000
/** In one request to Graph, whose filter is not indexed: a month at once runs into its time limit. */
const CHUNK_DAYS = 5
/** Of reading Graph's log, while somebody waits. */
const PATIENCE_MS = 12_000
const FRESH_MS = 60 * 60 * 1000
/** As many accounts of phones and rooms as one answer looks at. */
const DEVICES_MAX = 20_000

/** The newest, where it is young and of what would be proposed now; else worked out and kept. */
export async function impactNow(ports: ImpactPorts, snapshot: PolicySnapshot): Promise<ImpactAnswer | ImpactUnknown> {
  const now = ports.clock.now()
  const { policyExceptions: exceptions } = ports.settings
  const wanted = (await ports.judge.judge('planned', snapshot, now, exceptions)).after
  const kept = await ports.store.newestImpact()
  const isYoung = kept !== null && now.getTime() - kept.at.getTime() < FRESH_MS
  const isOfThis = kept?.impact.candidate.key === (wanted === null ? null : policyKey(wanted))
  if (isYoung && isOfThis && Date.parse(snapshot.takenAt) <= kept.at.getTime()) return kept.impact
  const own = await ownSignIns(ports, now)
  const before = await earlierSignIns(ports, now, own.since)
  const answer = await ports.judge.judge(
    'impact',
    snapshot,
    now,
    {
      records: [...before.records, ...own.records],
      days: new Set([...before.days, ...own.days]),
      deviceAccounts: await deviceAccounts(ports),
    },
    exceptions.length > 0 ? wanted : null,
  )
  if (answer.kind === 'impact') await ports.store.saveImpact({ impact: answer, at: now })
  return answer
}

interface SignIns {
  readonly records: readonly SignInRecord[]
  readonly days: ReadonlySet<string>
}

/** Of our own cases. Their days are those from the first that was read to the last, without those with a hole. */
async function ownSignIns(ports: ImpactPorts, now: Date): Promise<SignIns & { readonly since: Date }> {
  const { store } = ports
  const from = new Date(now.getTime() - IMPACT_DAYS * DAY_MS)
  const [cases, first, { reach }, health] = await Promise.all([
    store.casesBetween(new Date(from.getTime() - DAY_MS), now),
    alertsFrom(ports),
    logReach(ports),
    store.health(),
  ])
  const since = first === null || reach === null ? now : first < from ? from : first
  const days = new Set<string>()
  if (reach !== null) for (let at = since.getTime(); at <= reach.getTime(); at += DAY_MS) days.add(dayOf(at))
  for (const { name, code, detail } of health) {
    if (!name.endsWith('-hole') || code !== 'sign-in-hole') continue
    const [begins, ends] = [Date.parse(String(detail.fromAt)), Date.parse(String(detail.toAt))]
    for (let at = begins; at <= ends; at += DAY_MS) days.delete(dayOf(at))
  }
  return { records: cases.flatMap((one) => one.case.legs.map(({ record }) => record)), days, since }
}

/** Newest first, so that what is missing in the end is the oldest. Graph out of reach leaves days missing, no more. */
async function earlierSignIns(ports: ImpactPorts, now: Date, until: Date): Promise<SignIns> {
  const records: SignInRecord[] = []
  const days = new Set<string>()
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
  }
  return { records, days }
}

/** Null: nobody declared any, and the directory was not gone through for their licences. */
async function deviceAccounts({ store, settings }: ImpactPorts): Promise<ReadonlySet<string> | null> {
  const counts = await store.reachCounts()
  const isSwept = Object.values(counts).some((count) => count > 0)
  if (!isSwept && settings.sharedDeviceAccounts.length === 0) return null
  const known = await store.reachIn('shared-device', { after: null, limit: DEVICES_MAX })
  return new Set<string>([...settings.sharedDeviceAccounts, ...known.map(({ userId }) => userId)])
}
