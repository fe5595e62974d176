/** Revokes the person's sessions, and marks the person; each is read back, which is its proof. */
import { isPosternError } from '../../domain/errors.js'
import { RESIDUAL_WATCH_MS } from '../../domain/signInAlert/index.js'
import { jobOf } from '../jobs.js'
import type { Alert, StoreTx } from '../ports.js'
import { type Actor, type ContainPorts, type StepEnd, stepOf, writeStep } from './steps.js'

/**
 * @param resumed an earlier try may have revoked and died before it was written: then Graph shows it, and nobody is
 * signed out twice
 * @throws PosternError what Graph refuses or fails
 */
export async function revokeSessions(
  ports: ContainPorts,
  { userId }: Alert,
  decidedAt: Date,
  resumed: boolean,
): Promise<StepEnd> {
  if (resumed && (await isRevokedSince(ports, userId, decidedAt))) return { outcome: 'done', why: null }
  await ports.containment.revokeSessions(userId)
  const isProven = await isRevokedSince(ports, userId, decidedAt)
  return { outcome: 'done', why: isProven ? null : 'not-read-back' }
}

/** Graph keeps the instant in whole seconds. */
async function isRevokedSince(ports: ContainPorts, userId: Alert['userId'], since: Date): Promise<boolean> {
  const validFrom = await ports.containment.sessionsValidFrom(userId).catch((error: unknown) => {
    // What cannot be read is no proof, and no reason not to revoke.
    if (!isPosternError(error)) throw error
    return null
  })
  return validFrom !== null && validFrom.getTime() >= Math.floor(since.getTime() / 1000) * 1000
}

/** In the transaction that writes the revoke: from that instant on the log is watched for the session. */
export async function beginWatch(tx: StoreTx, alert: Alert, revokedAt: Date, actor: Actor): Promise<void> {
  const watch = { step: 'watch-residual', at: revokedAt } as const
  if (alert.caseId === null) {
    await writeStep(tx, alert.alertId, { ...watch, outcome: 'not-possible', why: 'no-session-seen' }, actor)
    return
  }
  // That an earlier revoke was outlived stays to be read.
  const before = stepOf(await tx.containmentSteps(alert.alertId), 'watch-residual')
  const why = before?.why === 'session-still-used' ? before.why : null
  await writeStep(tx, alert.alertId, { ...watch, outcome: 'under-way', why }, actor)
  await tx.addJob(jobOf.watchResidual(alert.alertId, new Date(revokedAt.getTime() + RESIDUAL_WATCH_MS)))
}

export async function markCompromised(ports: ContainPorts, alert: Alert, actor: Actor): Promise<StepEnd> {
  const action = { alertId: alert.alertId, step: 'mark-compromised', target: alert.userId } as const
  const at = ports.clock.now()
  await ports.store.transaction((tx) =>
    tx.beginAction({ ...action, automatic: false, actor, at }, { most: 0, since: at }),
  )
  await ports.containment.confirmCompromised(alert.userId)
  const isProven = await isMarked(ports, alert, true)
  await ports.store.endAction(action, 'done')
  return { outcome: 'done', why: isProven ? null : 'not-read-back' }
}

export async function dismissRisk(ports: ContainPorts, alert: Alert): Promise<StepEnd> {
  await ports.containment.dismissRisk(alert.userId)
  const isProven = await isMarked(ports, alert, false)
  await ports.store.endAction({ alertId: alert.alertId, step: 'mark-compromised', target: alert.userId }, 'undone')
  return { outcome: 'undone', why: isProven ? 'undone-by-team' : 'not-read-back' }
}

/** Identity Protection takes its time: what does not show yet is said, and not taken for failed. */
const isMarked = (ports: ContainPorts, { userId }: Alert, expected: boolean): Promise<boolean> =>
  ports.containment.isConfirmedCompromised(userId).then(
    (marked) => marked === expected,
    (error: unknown) => {
      if (!isPosternError(error)) throw error
      return false
    },
  )
