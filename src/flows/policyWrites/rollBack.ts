/**
 * Takes a change back: deletes what was made, restores what was changed, and reads that back. The channel was told when
 * it began; where it cannot be done, it is told that somebody must do it by hand. What was switched off stays off: no roll
 * back puts a block into force.
 */
import { isPosternError } from '../../domain/errors.js'
import { conditionsBackOf, isLeftWithoutFlow, isSwitchedOff, isTakenBack } from '../../domain/policyStatus/index.js'
import { mayPass } from '../containment/steps.js'
import type { PolicyWriter, StoredWrite } from '../ports.js'
import { LAG_MS, policyAnywhere } from './reads.js'
import { move, type WritePorts } from './steps.js'

const GIVE_UP_MS = 20 * 60 * 1000

/** Null: not proven yet. @throws PosternError what another try may mend */
export async function rollBack(
  ports: WritePorts,
  writer: PolicyWriter,
  stored: StoredWrite,
): Promise<StoredWrite | null> {
  const { policyId } = stored
  const elapsedMs = ports.clock.now().getTime() - (stored.sentAt?.getTime() ?? 0)
  const lost = { state: 'not-rolled-back', why: stored.why } as const
  if (policyId === null) return move(ports, stored, lost)
  try {
    const isProven = (await takeBack(ports, writer, stored, policyId)) || elapsedMs > LAG_MS
    const returned = isProven ? await policyAnywhere(writer, policyId) : null
    const why = stored.why === 'flow-lost' && isLeftWithoutFlow(stored.write, returned) ? 'flow-left' : stored.why
    if (isProven && isTakenBack(stored.write, returned)) return move(ports, stored, { state: 'rolled-back', why })
    if (isProven && isSwitchedOff(stored.write, returned)) return move(ports, stored, { ...lost, why })
  } catch (error) {
    if (!isPosternError(error) || !error.code.startsWith('graph-')) throw error
    ports.log.error('a change of policy could not be taken back', { writeId: stored.writeId, code: error.code })
    if (!mayPass(error.code)) return move(ports, stored, lost)
    if (elapsedMs <= GIVE_UP_MS) throw error
  }
  return elapsedMs > GIVE_UP_MS ? move(ports, stored, lost) : null
}

/** False: there was nothing to be deleted, or not yet. */
async function takeBack(
  ports: WritePorts,
  writer: PolicyWriter,
  { write, writeId, why }: StoredWrite,
  policyId: string,
): Promise<boolean> {
  if (write.method === 'POST') {
    try {
      return await writer.remove(policyId)
    } catch (error) {
      if (!isPosternError(error) || mayPass(error.code)) throw error
      // At least it blocks nobody any more.
      await writer.change(policyId, { state: 'disabled' })
      throw error
    }
  }
  if (write.undo !== null) await writer.change(policyId, write.undo)
  // Only once it blocks nobody any more, and by itself: were it refused together with the state, both would stay.
  const conditions = why === 'flow-lost' ? conditionsBackOf(write) : null
  if (conditions !== null)
    await writer.change(policyId, conditions).catch((error: unknown) => {
      if (!isPosternError(error) || !error.code.startsWith('graph-')) throw error
      ports.log.warn('a policy is left without its flow', { writeId, code: error.code })
    })
  return true
}
