/**
 * The session of a case was used after it was revoked: written when the rows come in, in the transaction that stores
 * them. A device that was registered, or a token that was still good, has brought it back.
 */
import { residualUse } from '../../domain/signInAlert/index.js'
import type { Alert, StoredCase, StoreTx } from '../ports.js'
import { stepOf, writeStep } from './steps.js'

/** True where it is news: used since the newest revoke, and later than what was noted before. */
export async function noteResidual(tx: StoreTx, alert: Alert, stored: StoredCase, now: Date): Promise<boolean> {
  const steps = await tx.containmentSteps(alert.alertId)
  const revoke = stepOf(steps, 'revoke-sessions')
  // `under-way` again: the machine or the team has decided on the next revoke, which will be watched itself.
  if (revoke?.outcome !== 'done') return false
  const newest = residualUse(stored.case, revoke.at.getTime()).used.at(-1)
  const watch = stepOf(steps, 'watch-residual')
  const isNoted = watch?.outcome === 'failed' && watch.why === 'session-still-used' && watch.at > revoke.at
  if (newest === undefined || isNoted) return false
  const seen = { step: 'watch-residual', outcome: 'failed', why: 'session-still-used', at: now } as const
  await writeStep(tx, alert.alertId, seen, 'postern')
  return true
}
