/**
 * Two administrators change policy: one asks for exactly what was shown, another approves exactly that, in time. Who may
 * is asked of Graph at each press, of both; what is shown must still be so. Nothing is sent from here: the second press
 * leaves a job.
 */
import { isPosternError } from '../../domain/errors.js'
import type { PolicyWriteId, UserId } from '../../domain/ids.js'
import {
  CONFIRM_WITHIN_MS,
  canonical,
  isAsBefore,
  type PlanRefusal,
  removalOf,
  UNDO_ALONE_WITHIN_MS,
  undoOf,
  type WriteReason,
  writeOf,
} from '../../domain/policyStatus/index.js'
import type { Actor } from '../actor.js'
import { allows } from '../allows.js'
import { jobOf } from '../jobs.js'
import type { KeptImpact, NewWrite, StoredWrite, WriteImpact } from '../ports.js'
import { planNow } from './planNow.js'
import { ageMs, LAG_MS, policyAnywhere } from './reads.js'
import { entryOf, move, type WritePorts } from './steps.js'

export type PressRefusal =
  | 'writing-off'
  | 'no-channel'
  | 'no-role'
  | 'roles-unknown'
  | 'graph-out-of-reach'
  | 'not-open'
  | 'another-open'
  | 'same-admin'
  | 'expired'
  | 'stale'
  | 'role-lost'
  | 'plan-refused'
  | 'nothing-to-do'
  | 'changed-meanwhile'

export type PressOutcome =
  | { readonly kind: 'refused'; readonly why: PressRefusal; readonly refusals: readonly PlanRefusal[] }
  | { readonly kind: 'taken'; readonly stored: StoredWrite }

/** Ends the press; what is thrown becomes its answer. */
class Refused extends Error {
  constructor(
    readonly why: PressRefusal,
    readonly refusals: readonly PlanRefusal[] = [],
  ) {
    super(why)
  }
}

/** The first press. `shown`: the digest of the plan that the card showed. */
export const proposeWrite = (ports: WritePorts, actor: Actor, shown: string): Promise<PressOutcome> =>
  pressing(ports, actor, 'propose', async () => {
    const { plan, digest, impact } = await planNow(ports)
    if (plan.action === 'none') throw new Refused('nothing-to-do')
    if (plan.refusals.length > 0) throw new Refused('plan-refused', plan.refusals)
    if (digest !== shown) throw new Refused('stale')
    const writeId = ports.ids.policyWriteId()
    const write = writeOf(plan, writeId.slice(0, 8))
    if (write === null) throw new Refused('nothing-to-do')
    const { policyId } = plan
    const asked = { writeId, digest, write, undoes: null, policyId, impact: numbersOf(impact) }
    return add(ports, actor, { ...asked, state: 'proposed', approvedAt: null })
  })

/** The second press, by somebody else. */
export const confirmWrite = (
  ports: WritePorts,
  actor: Actor,
  writeId: PolicyWriteId,
  shown: string,
): Promise<PressOutcome> =>
  pressing(ports, actor, 'confirm', async () => {
    const stored = await ports.store.policyWriteById(writeId)
    if (stored === null || stored.state !== 'proposed') throw new Refused('not-open')
    if (stored.proposedBy === actor.userId) throw new Refused('same-admin')
    if (stored.digest !== shown) throw new Refused('stale')
    const at = ports.clock.now()
    if (at.getTime() - stored.proposedAt.getTime() > CONFIRM_WITHIN_MS) return drop(ports, stored, 'expired')
    const may = await mayWrite(ports, stored.proposedBy)
    if (may === 'roles-unknown') throw new Refused(may)
    if (may !== true) return drop(ports, stored, 'role-lost')
    if (stored.undoes === null) {
      const { plan, digest } = await planNow(ports)
      // A refusal is part of the digest: named first, since it says what to do.
      if (plan.refusals.length > 0) throw new Refused('plan-refused', plan.refusals)
      if (digest !== stored.digest) return drop(ports, stored, 'stale')
    } else if (!(await isStillSo(ports, stored))) return drop(ports, stored, 'stale')
    const approved = { state: 'approved', approvedBy: actor.userId, approvedAt: at } as const
    return taken(await move(ports, stored, approved, actor.userId))
  })

/** By anybody who could approve it. */
export const withdrawWrite = (ports: WritePorts, actor: Actor, writeId: PolicyWriteId): Promise<PressOutcome> =>
  pressing(ports, actor, 'withdraw', async () => {
    const stored = await ports.store.policyWriteById(writeId)
    if (stored === null || stored.state !== 'proposed') throw new Refused('not-open')
    return taken(await move(ports, stored, { state: 'dropped', why: 'withdrawn' }, actor.userId))
  })

/** Takes back what was applied: alone for the two who applied it, for a while; else it is asked for like any change. */
export const undoWrite = (ports: WritePorts, actor: Actor, writeId: PolicyWriteId): Promise<PressOutcome> =>
  pressing(ports, actor, 'undo', async () => {
    const applied = await ports.store.policyWriteById(writeId)
    // Nor an undoing, nor what was undone already: one alone could switch a block on and off with it for ever.
    if (applied === null || applied.policyId === null || (await ports.store.lastApplied())?.writeId !== writeId)
      throw new Refused('not-open')
    const now = await policyOf(ports, applied)
    if (now === null && ageMs(applied.endedAt, ports.clock.now()) <= LAG_MS) throw new Refused('graph-out-of-reach')
    // Whoever changed it since had a reason that an undo would wipe out.
    if (now === null || !isAsBefore({ ...applied.write, before: applied.write.after }, now))
      throw new Refused('changed-meanwhile')
    const write = undoOf(applied.write, now as Record<string, unknown>)
    if (write === null) throw new Refused('nothing-to-do')
    const at = ports.clock.now()
    const isTheirs = actor.userId === applied.proposedBy || actor.userId === applied.approvedBy
    const endedMs = applied.endedAt?.getTime() ?? 0
    const isAlone = isTheirs && at.getTime() - endedMs <= UNDO_ALONE_WITHIN_MS
    const digest = ports.traceHash(canonical({ undoes: writeId, now }))
    const asked = { writeId: ports.ids.policyWriteId(), digest, write, undoes: writeId, impact: null }
    return add(ports, actor, {
      ...asked,
      policyId: applied.policyId,
      state: isAlone ? 'approved' : 'proposed',
      approvedAt: isAlone ? at : null,
    })
  })

/** Asks for the removal of a policy that a change left without its flow. It is in force no more, and somebody might turn it on. */
export const removeLeft = (ports: WritePorts, actor: Actor, writeId: PolicyWriteId): Promise<PressOutcome> =>
  pressing(ports, actor, 'remove', async () => {
    const left = await ports.store.policyWriteById(writeId)
    if (left === null || left.policyId === null || left.why !== 'flow-left') throw new Refused('not-open')
    const now = await policyOf(ports, left)
    if (now === null) throw new Refused('nothing-to-do')
    const write = removalOf(now as Record<string, unknown>)
    // It has its flow again, or is in force: that takes a look at the plan, and no removal.
    if (write === null) throw new Refused('changed-meanwhile')
    const digest = ports.traceHash(canonical({ removes: writeId, now }))
    const asked = { writeId: ports.ids.policyWriteId(), digest, write, undoes: writeId, impact: null }
    return add(ports, actor, { ...asked, policyId: left.policyId, state: 'proposed', approvedAt: null })
  })

async function pressing(
  ports: WritePorts,
  actor: Actor,
  press: string,
  work: () => Promise<StoredWrite>,
): Promise<PressOutcome> {
  const at = ports.clock.now()
  try {
    if (ports.policyWriter === null) throw new Refused('writing-off')
    // Where else would it shout?
    if (ports.settings.securityChannelId === null) throw new Refused('no-channel')
    const may = actor.tenantId === ports.settings.tenantId ? await mayWrite(ports, actor.userId) : 'no-role'
    if (may !== true) throw new Refused(may)
    return { kind: 'taken', stored: await work() }
  } catch (error) {
    const refused = error instanceof Refused ? error : isOutOfReach(error) ? new Refused('graph-out-of-reach') : null
    if (refused === null) throw error
    const { why, refusals } = refused
    await ports.store.addAudit({
      event: 'policy-write-refused',
      what: why,
      actor: actor.userId,
      at,
      details: { press, refusals: refusals.join(' ') },
    })
    ports.log.info('a press for a change of policy was refused', { userId: actor.userId, press, why })
    return { kind: 'refused', why, refusals }
  }
}

/** At this very moment. */
const mayWrite = (ports: WritePorts, userId: UserId) => allows(ports, userId, 'write-policy', { fresh: true })

const isOutOfReach = (error: unknown): boolean => isPosternError(error) && error.code.startsWith('graph-')

async function add(
  ports: WritePorts,
  actor: Actor,
  asked: Omit<NewWrite, 'proposedBy' | 'proposedAt'>,
): Promise<StoredWrite> {
  const at = ports.clock.now()
  await dropExpired(ports)
  const write: NewWrite = { ...asked, proposedBy: actor.userId, proposedAt: at }
  const { writeId, state } = write
  const stored: StoredWrite = { ...write, version: 1, approvedBy: null, sentAt: null, endedAt: null, why: null }
  const isAdded = await ports.store.transaction(async (tx) => {
    if (!(await tx.addPolicyWrite(write))) return false
    await tx.addAudit(entryOf(stored, actor.userId, at))
    if (state === 'approved') await tx.addJob(jobOf.writePolicy(writeId, at))
    else await tx.addJob(jobOf.tellPolicyWrite(writeId, state, at))
    return true
  })
  if (!isAdded) throw new Refused('another-open')
  return stored
}

/** What nobody approved in time, or what is not so any more, must not stand in the way of what is asked now. */
async function dropExpired(ports: WritePorts): Promise<void> {
  const open = await ports.store.openPolicyWrite()
  if (open?.state !== 'proposed') return
  const ageMs = ports.clock.now().getTime() - open.proposedAt.getTime()
  if (ageMs > CONFIRM_WITHIN_MS) await move(ports, open, { state: 'dropped', why: 'expired' })
}

async function drop(
  ports: WritePorts,
  stored: StoredWrite,
  why: Extract<WriteReason, PressRefusal>,
): Promise<StoredWrite> {
  await move(ports, stored, { state: 'dropped', why })
  throw new Refused(why)
}

function taken(moved: StoredWrite | null): StoredWrite {
  if (moved === null) throw new Refused('not-open')
  return moved
}

const policyOf = ({ policyWriter }: WritePorts, { policyId }: StoredWrite): Promise<unknown> =>
  policyWriter === null || policyId === null ? Promise.resolve(null) : policyAnywhere(policyWriter, policyId)

const isStillSo = async (ports: WritePorts, stored: StoredWrite): Promise<boolean> =>
  isAsBefore(stored.write, await policyOf(ports, stored))

const numbersOf = (kept: KeptImpact | null): WriteImpact | null =>
  kept === null ? null : { assessedAt: kept.impact.assessedAt, ...kept.impact.total }
