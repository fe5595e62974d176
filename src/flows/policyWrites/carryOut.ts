/**
 * Carries out what two administrators approved: sends it, reads it back, and takes it back at once where Graph kept
 * something else, for a block without its flow blocks every sign-in. Each state is written before what it names, so that
 * a crash goes on where it stopped. A policy is made once: after a lost answer it is looked for by the mark in its name,
 * and where it is not found nothing is sent again.
 */
import { isPosternError, PosternError } from '../../domain/errors.js'
import type { PolicyWriteId } from '../../domain/ids.js'
import { isAsBefore, isEnded, member, readBack, text, type WriteReason } from '../../domain/policyStatus/index.js'
import { mayPass } from '../containment/steps.js'
import type { PolicyWriter, StoredWrite } from '../ports.js'
import { giveUp } from './giveUp.js'
import { planNow } from './planNow.js'
import { ageMs, inList, LAG_MS, moveFor, policyAnywhere, SHOWS_WITHIN_MS } from './reads.js'
import { rollBack } from './rollBack.js'
import { move, type WritePorts } from './steps.js'

/** Nothing is sent later than this after the second press. */
const SEND_WITHIN_MS = 15 * 60 * 1000
const READ_BACK_WITHIN_MS = 5 * 60 * 1000
const LOOK_AGAIN_MS = 5_000

/** The change as it is then; null: another process goes on with it, or nothing more can be done now. */
type Step = (ports: WritePorts, writer: PolicyWriter, stored: StoredWrite) => Promise<StoredWrite | null>

/** @throws PosternError what another try may mend; `graph-unavailable` also where it is not proven yet. */
export async function carryOut(ports: WritePorts, writeId: PolicyWriteId): Promise<void> {
  let stored = await ports.store.policyWriteById(writeId)
  while (stored !== null && stored.state !== 'proposed' && !isEnded(stored.state)) {
    const next =
      ports.policyWriter === null
        ? await giveUp(ports, stored, { isLast: false })
        : await stepOf(stored)(ports, ports.policyWriter, stored)
    if (next === null)
      throw new PosternError('graph-unavailable', { reason: 'not-ended' }, { retryAfterMs: LOOK_AGAIN_MS })
    stored = next
  }
}

function stepOf({ state }: StoredWrite): Step {
  if (state === 'approved') return send
  if (state === 'sending') return lookForIt
  return state === 'checking' ? check : rollBack
}

const send: Step = async (ports, writer, stored) => {
  const at = ports.clock.now()
  if (ageMs(stored.approvedAt, at) > SEND_WITHIN_MS) return move(ports, stored, { state: 'failed', why: 'too-late' })
  const changed = await whatChanged(ports, writer, stored)
  if (changed === 'not-shown') return null
  if (changed !== null) return move(ports, stored, { state: 'failed', why: changed })
  const sending = await move(ports, stored, { state: 'sending', sentAt: at })
  return sending === null ? null : dispatch(ports, writer, sending)
}

async function whatChanged(
  ports: WritePorts,
  writer: PolicyWriter,
  { undoes, digest, policyId, write, approvedAt }: StoredWrite,
): Promise<WriteReason | 'not-shown' | null> {
  if (undoes === null) return (await planNow(ports)).digest === digest ? null : 'stale'
  const now = policyId === null ? null : await policyAnywhere(writer, policyId)
  if (isAsBefore(write, now)) return null
  // It was there when the two pressed.
  return now === null && ageMs(approvedAt, ports.clock.now()) <= LAG_MS ? 'not-shown' : 'changed-meanwhile'
}

/** Only whoever has just written `sending` makes a policy; a change and a deletion may be repeated. */
const dispatch: Step = async (ports, writer, stored) => {
  const { write, policyId } = stored
  let isTaken = true
  try {
    if (write.method === 'POST') {
      const made = await writer.create(write.body ?? {})
      const id = text(member(made, 'id'))
      const shown = readBack(write, made)
      // Without an id it is looked for by its mark.
      if (id === null) return null
      return move(
        ports,
        stored,
        shown === 'as-shown'
          ? { state: 'checking', policyId: id }
          : { state: 'rolling-back', policyId: id, why: shown === 'flow-lost' ? shown : 'not-as-shown' },
      )
    }
    if (policyId === null) return move(ports, stored, { state: 'failed', why: 'graph-refused' })
    if (write.method === 'DELETE') isTaken = await writer.remove(policyId)
    else await writer.change(policyId, write.body ?? {})
  } catch (error) {
    return afterFault(ports, stored, error)
  }
  return isTaken || (await isGone(ports, writer, stored)) ? move(ports, stored, { state: 'checking' }) : null
}

/**
 * A copy that does not have the policy yet says the same as one from which an earlier try has taken it. So what Graph
 * does not know is gone only once the list says so too, and for longer than copies lag.
 */
async function isGone(ports: WritePorts, writer: PolicyWriter, { policyId, sentAt }: StoredWrite): Promise<boolean> {
  return ageMs(sentAt, ports.clock.now()) > LAG_MS && inList(await writer.policies(), policyId ?? '') === null
}

/** 408 is a lost answer like those above 499, and what is below 400 is no refusal. */
const isRefusal = (status: number): boolean => status >= 400 && status < 500 && status !== 408

async function afterFault(ports: WritePorts, stored: StoredWrite, error: unknown): Promise<StoredWrite | null> {
  if (!isPosternError(error) || !error.code.startsWith('graph-')) throw error
  const { code, detail } = error
  const { method } = stored.write
  ports.log.warn('a change of policy was not taken', { writeId: stored.writeId, code, status: detail.status ?? null })
  if (code === 'graph-forbidden') return move(ports, stored, { state: 'failed', why: 'graph-forbidden' })
  // It says of itself that nothing was done: tried again as long as it is what two people saw. What may be repeated was
  // perhaps taken at the try before, so it is looked for.
  if (code === 'graph-throttled' || code === 'graph-unauthorized' || detail.reason === 'token') {
    if (method !== 'POST') throw error
    await move(ports, stored, { state: 'approved', sentAt: null })
    throw error
  }
  if (typeof detail.status === 'number' && isRefusal(detail.status))
    return move(ports, stored, { state: 'failed', why: 'graph-refused' })
  // An answer that cannot be read, or took too long, says nothing of what was done either.
  if (mayPass(code)) throw error
  return null
}

/** After a crash or a lost answer: is it there? */
const lookForIt: Step = async (ports, writer, stored) => {
  const { write, policyId } = stored
  const elapsedMs = ageMs(stored.sentAt, ports.clock.now())
  if (write.method === 'POST') {
    const to = moveFor(stored, await writer.policies())
    if (to !== null) return move(ports, stored, to)
    return elapsedMs > SHOWS_WITHIN_MS ? move(ports, stored, { state: 'failed', why: 'outcome-unknown' }) : null
  }
  const shown = readBack(write, policyId === null ? null : await policyAnywhere(writer, policyId))
  // Of a deletion it is Graph's answer to it that counts: not to show is what a copy that lags does too.
  if (shown === 'as-shown' && write.method === 'PATCH') return move(ports, stored, { state: 'checking' })
  if (shown === 'flow-lost' || shown === 'not-as-shown')
    return move(ports, stored, { state: 'rolling-back', why: shown })
  return elapsedMs > SEND_WITHIN_MS && shown === 'not-yet'
    ? move(ports, stored, { state: 'failed', why: 'not-taken' })
    : dispatch(ports, writer, stored)
}

const check: Step = async (ports, writer, stored) => {
  const isLate = ageMs(stored.sentAt, ports.clock.now()) > READ_BACK_WITHIN_MS
  const returned = await policyOf(writer, stored).catch((error: unknown) => {
    if (!isPosternError(error) || !error.code.startsWith('graph-') || (mayPass(error.code) && !isLate)) throw error
    return 'unreadable' as const
  })
  const shown = returned === 'unreadable' ? 'unreadable' : readBack(stored.write, returned)
  if (shown === 'as-shown') return move(ports, stored, { state: 'applied' })
  if (shown === 'not-yet' && !isLate) return null
  const why = shown === 'flow-lost' || shown === 'not-as-shown' ? shown : 'not-read-back'
  return move(ports, stored, { state: 'rolling-back', why })
}

/** A policy that was taken away is gone where the list says so too. */
const policyOf = (writer: PolicyWriter, { write, policyId }: StoredWrite): Promise<unknown> =>
  write.after === null ? policyAnywhere(writer, policyId ?? '') : writer.policy(policyId ?? '')
