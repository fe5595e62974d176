/**
 * The end of a change that cannot go on: its job was given up, or writing was switched off meanwhile. Graph is read once
 * more, so that it ends with what is really there. Where nothing can be read it ends as unknown, which says where to look.
 */
import { isPosternError } from '../../domain/errors.js'
import { isTakenBack, readBack, type WriteReason } from '../../domain/policyStatus/index.js'
import type { StoredWrite } from '../ports.js'
import { ageMs, inList, moveFor, policiesSince, SHOWS_WITHIN_MS } from './reads.js'
import { rollBack } from './rollBack.js'
import { type Move, move, type WritePorts } from './steps.js'

/**
 * The change as it is then, which need not be its end. Null: somebody else has moved it, or it is not `isLast` and will
 * show later. @throws PosternError where it is not `isLast` and could not be read.
 */
export async function giveUp(
  ports: WritePorts,
  stored: StoredWrite,
  { isLast }: { readonly isLast: boolean },
): Promise<StoredWrite | null> {
  const { state } = stored
  if (state === 'approved')
    return move(ports, stored, { state: 'failed', why: ports.policyWriter === null ? 'writing-off' : 'too-late' })
  if (state === 'rolling-back') return takenBackOrNot(ports, stored)
  const policies = await policiesSince(ports, stored.sentAt).catch((error: unknown) => {
    if (!isPosternError(error) || !isLast) throw error
    ports.log.error('what became of a change of policy cannot be read', { writeId: stored.writeId, code: error.code })
    return null
  })
  const to = state === 'checking' ? afterTaken(stored, policies) : afterSending(stored, policies)
  if (to !== null) return move(ports, stored, to)
  const isShowing = ageMs(stored.sentAt, ports.clock.now()) <= SHOWS_WITHIN_MS
  if (isShowing && !isLast) return null
  if (state === 'checking') return move(ports, stored, { state: 'rolling-back', why: 'not-read-back' })
  const why: WriteReason = stored.write.method === 'POST' ? 'outcome-unknown' : 'not-taken'
  return move(ports, stored, { state: isShowing ? 'unknown' : 'failed', why })
}

/** Null: nothing of it shows. */
function afterSending(stored: StoredWrite, policies: readonly unknown[] | null): Move | null {
  const { write, policyId } = stored
  if (policies === null) return { state: 'unknown', why: 'not-readable' }
  if (write.method === 'POST') return moveFor(stored, policies)
  const shown = readBack(write, inList(policies, policyId ?? ''))
  if (shown === 'not-yet') return null
  return shown === 'as-shown' ? { state: 'checking' } : { state: 'rolling-back', why: shown }
}

/** The same of what Graph has taken. */
function afterTaken({ write, policyId }: StoredWrite, policies: readonly unknown[] | null): Move | null {
  const shown = policies === null ? 'not-yet' : readBack(write, inList(policies, policyId ?? ''))
  if (shown === 'not-yet') return null
  return shown === 'as-shown' ? { state: 'applied' } : { state: 'rolling-back', why: shown }
}

/** Tried once more, since what is left there may block every sign-in. */
async function takenBackOrNot(ports: WritePorts, stored: StoredWrite): Promise<StoredWrite | null> {
  const { policyWriter } = ports
  const { policyId, why, sentAt, write } = stored
  try {
    if (policyWriter !== null) {
      const ended = await rollBack(ports, policyWriter, stored)
      if (ended !== null) return ended
    } else if (policyId !== null) {
      const returned = inList(await policiesSince(ports, sentAt), policyId)
      if (isTakenBack(write, returned)) return move(ports, stored, { state: 'rolled-back', why })
    }
  } catch (error) {
    if (!isPosternError(error)) throw error
    ports.log.error('a change of policy could not be taken back', { writeId: stored.writeId, code: error.code })
  }
  return move(ports, stored, { state: 'not-rolled-back', why })
}
