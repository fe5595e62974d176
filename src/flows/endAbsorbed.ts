/** The alerts of cases that turned out to be part of an older one. */
import { canStep, step } from '../domain/signInAlert/index.js'
import { priorityOf } from './alertPriority.js'
import { writeStep } from './alertSteps.js'
import { Conflict } from './conflict.js'
import { jobOf } from './jobs.js'
import type { Alert, Ports, StoredCase, StoreTx } from './ports.js'

export type GivenAnswer = Alert['answers'][number]

/**
 * Alerts of cases that turned out to be part of this one end, and their answers go on with the older one, and so does
 * the wait for one: what nobody has settled is not settled by what was said of the older one before. A containment
 * in hand is finished under its own alert; its answer counts here all the same.
 */
export async function endAbsorbed(
  ports: Pick<Ports, 'clock'>,
  tx: StoreTx,
  absorbed: readonly string[],
  into: StoredCase,
): Promise<{ readonly answers: readonly GivenAnswer[]; readonly isOpen: boolean }> {
  const answers: GivenAnswer[] = []
  let isOpen = false
  for (const caseId of absorbed) {
    const alert = await tx.alertByCase(caseId)
    if (alert === null || alert.state === 'superseded') continue
    answers.push(...alert.answers)
    if (!canStep(alert.state, 'joined-older')) continue
    isOpen ||= alert.state !== 'closed' && alert.state !== 'answered'
    const change = { state: step(alert.state, 'joined-older') }
    if (!(await tx.changeAlert(alert.alertId, alert.version, change))) throw new Conflict()
    await writeStep(ports, tx, alert, 'joined-older', into.caseId)
    const priority = priorityOf(alert.severity)
    await tx.addJob(jobOf.refreshOwner(alert.alertId, alert.version + 1, priority, ports.clock.now()))
  }
  return { answers, isOpen }
}
