/**
 * Writes what a call has brought about, and that its job is done, in one transaction: a crash after it repeats nothing,
 * and a crash before it repeats the call. Between Teams' acceptance and this lies the one window in which a card doubles.
 *
 * A database that is away is no crash: the process still knows what was done. It keeps the proof, leaves the job claimed
 * so that nobody repeats the call, and writes the proof before it claims anything else.
 */
import { errorCodeOf, isPosternError } from '../../domain/errors.js'
import { retryOnConflict } from '../conflict.js'
import type { Job, Ports, StoreTx } from '../ports.js'

type Write = () => Promise<unknown>

/** By store, since a process may have more than one, as tests do. */
const unwritten = new WeakMap<Ports['store'], Map<Job['jobId'], Write>>()

export async function prove<T>(
  { store }: Pick<Ports, 'store'>,
  { jobId, owner }: Pick<Job, 'jobId' | 'owner'>,
  proof: (tx: StoreTx) => Promise<T>,
): Promise<T> {
  const write = () =>
    store.together(async (tx) => {
      const proven = await proof(tx)
      // Fenced: where the lease was lost the card is out there all the same, and the proof stays.
      await tx.finishJob(jobId, owner)
      return proven
    })
  try {
    return await write()
  } catch (error) {
    if (isPosternError(error, 'store-unavailable')) {
      unwritten.set(store, (unwritten.get(store) ?? new Map<Job['jobId'], Write>()).set(jobId, write))
    }
    throw error
  }
}

/** Done, and nothing says so yet but this process. */
export const isUnwritten = ({ store }: Pick<Ports, 'store'>, { jobId }: Pick<Job, 'jobId'>): boolean =>
  unwritten.get(store)?.has(jobId) ?? false

/** Never throws: what cannot be written yet is kept, and what cannot be written at all is repeated when its lease ends. */
export async function writeProofs({ store, log }: Pick<Ports, 'store' | 'log'>): Promise<void> {
  const proofs = unwritten.get(store)
  for (const [jobId, write] of proofs ?? []) {
    const code = await retryOnConflict(write).then(() => null, errorCodeOf)
    if (code === 'store-unavailable') return
    proofs?.delete(jobId)
    if (code === null) log.info('what was done while the database was away is written', { jobId })
    else log.error('what was done cannot be written', { jobId, code })
  }
}
