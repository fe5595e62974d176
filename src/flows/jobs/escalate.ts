/** The owner was silent past the deadline, or said something that settles nothing: the security team hears of it. */
import type { AlertId } from '../../domain/ids.js'
import { canStep, step } from '../../domain/signInAlert/index.js'
import { jobOf } from '../jobs.js'
import type { Alert, Job, Ports } from '../ports.js'
import { priorityOf } from '../raiseAlert.js'

export async function escalate(
  ports: Ports,
  job: Job & { readonly subject: AlertId },
  begin: () => Promise<boolean>,
): Promise<void> {
  const alert = await ports.store.alertById(job.subject)
  // An answer that settles the case, or a containment under way, has taken the alert out of these states.
  if (alert === null || !canStep(alert.state, 'silence-elapsed') || !(await begin())) return
  await ports.store.transaction(async (tx) => {
    const now = ports.clock.now()
    const { alertId, version } = alert
    const expired: Alert['state'] = step(alert.state, 'silence-elapsed')
    const state = step(expired, 'handed-to-team')
    if (!(await tx.changeAlert(alertId, version, { state }))) return
    await tx.addAlertStep({
      alertId,
      event: 'silence-elapsed',
      actor: 'postern',
      at: now,
      why: 'no settling answer in time',
    })
    await tx.addAlertStep({ alertId, event: 'handed-to-team', actor: 'postern', at: now, why: 'the deadline passed' })
    await tx.addJob(jobOf.tellTeam(alertId, priorityOf(alert.severity), now))
    await tx.addJob(jobOf.refreshTeam(alertId, version + 1, priorityOf(alert.severity), now))
  })
}
