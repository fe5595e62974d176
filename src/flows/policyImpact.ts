/**
 * What the recommended policy would have stopped: the sign-ins of our own cases, and for the days before Postern ran
 * those of Graph's log, asked for in a few requests and no longer than somebody waits. A day that neither holds is said
 * to be missing. What was worked out is kept, with its age.
 */
import { type ImpactAnswer, type ImpactUnknown, type PolicySnapshot, policyKey } from '../domain/policyStatus/index.js'
import type { Ports } from './ports.js'
import { earlierSignIns, ownSignIns } from './signInsOfMonth.js'

export type ImpactPorts = Pick<Ports, 'clock' | 'deadlines' | 'deviceCodeLog' | 'judge' | 'log' | 'settings' | 'store'>

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

/** Null: nobody declared any, and the directory was not gone through for their licences. */
async function deviceAccounts({ store, settings }: ImpactPorts): Promise<ReadonlySet<string> | null> {
  const counts = await store.reachCounts()
  const isSwept = Object.values(counts).some((count) => count > 0)
  if (!isSwept && settings.sharedDeviceAccounts.length === 0) return null
  const known = await store.reachIn('shared-device', { after: null, limit: DEVICES_MAX })
  return new Set<string>([...settings.sharedDeviceAccounts, ...known.map(({ userId }) => userId)])
}
