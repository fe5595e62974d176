/** Lets go what has passed its time: out of the store, and a reported text out of the cards in the channel too. */
import { jobOf } from './jobs.js'
import type { Ports } from './ports.js'

export async function forgetExpired({ clock, store }: Pick<Ports, 'clock' | 'store'>): Promise<void> {
  const now = clock.now()
  for (const lureId of await store.luresShowingText(now)) await store.addJob(jobOf.forgetReport(lureId, now))
  await store.purgeExpired(now)
}
