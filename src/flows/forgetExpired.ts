/** Lets go what has passed its time: out of the store, and a reported text out of the cards in the channel too. */
import { writeAnchor } from '../domain/audit/index.js'
import { jobOf } from './jobs.js'
import type { Ports } from './ports.js'
import { tendSetAside } from './setAside.js'

type ForgetPorts = Pick<Ports, 'clock' | 'log' | 'settings' | 'store'>

const DAY_MS = 24 * 60 * 60 * 1000

export async function forgetExpired({ clock, log, settings, store }: ForgetPorts): Promise<void> {
  const now = clock.now()
  for (const lureId of await store.luresShowingText(now)) await store.addJob(jobOf.forgetReport(lureId, now))
  await store.purgeExpired(now)
  const policiesFrom = new Date(now.getTime() - settings.policyRetentionMs)
  await store.forgetSnapshots(policiesFrom)
  await store.forgetDrift(policiesFrom)
  // Whole days: each trimming is an entry of its own.
  const kept = Math.floor((now.getTime() - settings.auditRetentionMs) / DAY_MS) * DAY_MS
  while ((await store.trimTrail(new Date(kept), now)) > 0);
  // Logs are mostly kept elsewhere: by this line, a trail that was cut off or written anew is told from the one it was.
  const end = await store.trailEnd()
  if (end !== null) log.info('audit trail', { anchor: writeAnchor(end) })
  await tendSetAside({ clock, store })
}
