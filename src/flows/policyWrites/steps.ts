/** Writes how far a change of policy has come: the state, the trail and what is owed to the channel in one transaction. */
import type { UserId } from '../../domain/ids.js'
import { isEnded, mayFollow, type WriteReason, type WriteState } from '../../domain/policyStatus/index.js'
import { jobOf } from '../jobs.js'
import type { Ports, StoredWrite } from '../ports.js'

export type WritePorts = Pick<
  Ports,
  'clock' | 'directory' | 'ids' | 'judge' | 'log' | 'policies' | 'policyWriter' | 'settings' | 'store' | 'traceHash'
>

/** What the security channel is told of. What was dropped is shown to whoever pressed. */
const TOLD: ReadonlySet<WriteState> = new Set([
  'proposed',
  'applied',
  'rolling-back',
  'rolled-back',
  'not-rolled-back',
  'failed',
  'unknown',
])
export const isTold = (state: WriteState): boolean => TOLD.has(state)

export type Move = { readonly state: WriteState; readonly why?: WriteReason | null } & Partial<
  Pick<StoredWrite, 'approvedBy' | 'approvedAt' | 'sentAt' | 'policyId'>
>

/** The change as it is then; null: somebody else has moved it meanwhile. */
export async function move(
  { store, clock, log }: Pick<WritePorts, 'store' | 'clock' | 'log'>,
  stored: StoredWrite,
  to: Move,
  actor: UserId | 'postern' = 'postern',
): Promise<StoredWrite | null> {
  const { writeId, version } = stored
  if (!mayFollow(stored.state, to.state)) throw new TypeError(`no way from ${stored.state} to ${to.state}`)
  const at = clock.now()
  const change = isEnded(to.state) ? { ...to, endedAt: at } : to
  const moved: StoredWrite = { ...stored, ...change, version: version + 1 }
  const isMoved = await store.transaction(async (tx) => {
    if (!(await tx.movePolicyWrite(writeId, version, change))) return false
    await tx.addAudit(entryOf(moved, actor, at))
    // What comes back to it from `sending` is in the hands of that job.
    if (stored.state === 'proposed' && to.state === 'approved') await tx.addJob(jobOf.writePolicy(writeId, at))
    if (isTold(to.state)) await tx.addJob(jobOf.tellPolicyWrite(writeId, to.state, at))
    return true
  })
  if (isMoved) log.info('a change of policy took a step', { writeId, state: to.state, why: to.why ?? null })
  return isMoved ? moved : null
}

export const entryOf = (
  { writeId, state, write, policyId, why }: Pick<StoredWrite, 'writeId' | 'state' | 'write' | 'policyId' | 'why'>,
  actor: UserId | 'postern',
  at: Date,
) =>
  ({
    event: 'policy-write',
    what: state,
    actor,
    about: null,
    at,
    details: { writeId, action: write.action, policyId, why },
  }) as const
