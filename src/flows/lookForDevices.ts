/**
 * A device is registered minutes after a case, and its audit row comes minutes to an hour later than that: the case is
 * looked at again, soon and once no device would count any more.
 */
import { jobOf } from './jobs.js'
import type { Ports, StoredCase, StoreTx } from './ports.js'

/** After a case began. */
const LOOKS_MS = [20 * 60_000, 60 * 60_000, 150 * 60_000] as const

export async function lookForDevices(
  { clock }: Pick<Ports, 'clock'>,
  tx: Pick<StoreTx, 'addJob'>,
  { userId, case: one, reasons }: StoredCase,
): Promise<void> {
  if (one.outcome !== 'completed' || reasons.includes('device-registered-after')) return
  for (const afterMs of LOOKS_MS) {
    const runAt = new Date(one.firstSeenMs + afterMs)
    if (runAt > clock.now()) await tx.addJob(jobOf.lookForDevices(userId, one.caseId, afterMs, runAt))
  }
}
