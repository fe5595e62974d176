/**
 * The daily digest: when it is due, and what stands in it. Owed once a day by its key, over restarts and replicas; a day
 * that was missed while nobody ran is made up for as long as the next one is not due.
 */
import type { DigestView } from '../domain/notices.js'
import { SEVERITIES } from '../domain/signInAlert/index.js'
import { campaigns } from './deskCampaigns.js'
import { stats } from './deskStats.js'
import { jobOf } from './jobs.js'
import type { Ports } from './ports.js'
import { REACH } from './sweepReach.js'

export const DIGEST = 'digest'
const LEASE_MS = 60_000
const DAY_MS = 24 * 60 * 60 * 1000

export type DigestPorts = Pick<Ports, 'clock' | 'settings' | 'store'>

/** One round; most find that nothing is due. */
export async function scheduleDigest({ clock, settings, store }: DigestPorts, owner: string): Promise<void> {
  if (settings.digestHour === null) return
  const now = clock.now()
  const due = lastDue(now, settings.digestHour)
  const last = await store.watermark(DIGEST)
  if (last !== null && last.getTime() >= due.getTime()) return
  const epoch = await store.takeLease(DIGEST, owner, LEASE_MS)
  if (epoch === null) return
  try {
    // Switched on in the middle of a day: the first one comes at the next hour that was asked for.
    if (last !== null) await store.addJob(jobOf.tellDigest(due, now))
    await store.setWatermark(DIGEST, due, epoch)
  } finally {
    await store.releaseLease(DIGEST, owner)
  }
}

function lastDue(now: Date, hourUtc: number): Date {
  const today = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate(), hourUtc)
  return new Date(today <= now.getTime() ? today : today - DAY_MS)
}

export async function digestView(ports: DigestPorts, due: Date): Promise<DigestView> {
  const since = new Date(due.getTime() - DAY_MS)
  const { store } = ports
  const [{ bySeverity }, openAlerts, { unanswered, reports }, lures, reach, faults, marks] = await Promise.all([
    stats(ports, since),
    store.openAlertCount(),
    store.digestTallies(since),
    campaigns(ports),
    store.reachCounts(),
    store.sourceFaults(),
    store.health(),
  ])
  const isSwept = marks.some(({ name }) => name === REACH)
  return {
    since,
    bySeverity,
    openAlerts,
    unanswered,
    reports,
    campaigns: lures.filter(({ to }) => to.getTime() >= since.getTime()).length,
    unreachable: isSwept ? reach['not-installed'] + reach.blocked + reach['no-licence'] : null,
    faults: faults.map(({ source }) => source),
  }
}

/** Nobody needs a card to hear that nothing happened. People out of reach are no news of the day. */
export const isQuiet = ({
  bySeverity,
  openAlerts,
  unanswered,
  reports,
  campaigns: found,
  faults,
}: DigestView): boolean =>
  SEVERITIES.every((severity) => bySeverity[severity] === 0) &&
  openAlerts + unanswered + reports + found + faults.length === 0
