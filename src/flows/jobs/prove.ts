/**
 * Writes what a call has brought about, and that its job is done, in one transaction: a crash after it repeats nothing,
 * and a crash before it repeats the call. Between Teams' acceptance and this lies the one window in which a card doubles.
 */
import type { Job, Ports, StoreTx } from '../ports.js'

export function prove<T>(
  { store }: Pick<Ports, 'store'>,
  { jobId, owner }: Pick<Job, 'jobId' | 'owner'>,
  proof: (tx: StoreTx) => Promise<T>,
): Promise<T> {
  return store.together(async (tx) => {
    const proven = await proof(tx)
    // Fenced: where the lease was lost the card is out there all the same, and the proof stays.
    await tx.finishJob(jobId, owner)
    return proven
  })
}
