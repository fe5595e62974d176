/**
 * Ends the watch of a session after its revoke. Use is noticed as its rows come in (`residualUse`, when the case is
 * stored); here it is concluded that there was none, and only once the log has been read past the end.
 */
import type { AlertId } from '../../domain/ids.js'
import { canStep, RESIDUAL_WATCH_MS, residualUse, step } from '../../domain/signInAlert/index.js'
import { priorityOf } from '../alertPriority.js'
import { Conflict, retryOnConflict } from '../conflict.js'
import { noteResidual } from '../containment/residual.js'
import { stepOf, writeStep } from '../containment/steps.js'
import { jobOf } from '../jobs.js'
import { logReach } from '../logReach.js'
import type { Ports } from '../ports.js'
import type { JobFlow } from './jobFlow.js'

const LOOK_AGAIN_MS = 5 * 60 * 1000
/** The log does not come any more. */
const GIVEN_UP_AFTER_MS = 24 * 60 * 60 * 1000

export const watchResidual: JobFlow<AlertId> = async (ports, job, begin) => {
  if (!(await begin())) return
  await retryOnConflict(() => conclude(ports, job.subject))
}

async function conclude(ports: Ports, alertId: AlertId): Promise<void> {
  const alert = await ports.store.alertById(alertId)
  const watch = stepOf(await ports.store.containmentSteps(alertId), 'watch-residual')
  const stored = alert === null || alert.caseId === null ? null : await ports.store.caseById(alert.caseId)
  if (alert === null || stored === null || watch?.outcome !== 'under-way') return
  const at = ports.clock.now()
  const until = new Date(watch.at.getTime() + RESIDUAL_WATCH_MS)
  const { reach } = await logReach(ports)
  const { used, refused } = residualUse(stored.case, watch.at.getTime())
  await ports.store.transaction(async (tx) => {
    // Rows that were stored while the revoke was being written have not been noticed.
    if (used.length > 0) {
      await noteResidual(tx, alert, stored, at)
      const isBack = canStep(alert.state, 'severity-rose')
      const state = isBack ? step(alert.state, 'severity-rose') : alert.state
      if (!(await tx.changeAlert(alertId, alert.version, { state, severity: 'critical' }))) throw new Conflict()
      const rose = { event: 'severity-rose', actor: 'postern', at, why: `${alert.severity} to critical` } as const
      if (isBack) await tx.addAlertStep({ alertId, ...rose })
      await tx.addJob(jobOf.tellTeam(alertId, alert.version + 1, priorityOf('critical'), at))
      return
    }
    const isRead = reach !== null && reach >= until
    if (!isRead && at.getTime() - until.getTime() < GIVEN_UP_AFTER_MS) {
      await tx.addJob(jobOf.watchResidual(alertId, new Date(at.getTime() + LOOK_AGAIN_MS)))
      return
    }
    const end = isRead
      ? { outcome: 'done', why: refused > 0 ? 'use-refused' : null }
      : { outcome: 'failed', why: 'log-not-read' }
    await writeStep(
      tx,
      alertId,
      { step: 'watch-residual', outcome: end.outcome as 'done', why: end.why, at },
      'postern',
    )
    const refresh = jobOf.refreshTeam(alertId, alert.version, priorityOf(alert.severity), at)
    await tx.addJob({ ...refresh, key: `${refresh.key}:watched:${at.toISOString()}` })
  })
}
