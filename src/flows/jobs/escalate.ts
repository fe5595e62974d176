/** The owner was silent past the deadline, or said something that settles nothing: the security team hears of it. */
import type { AlertId } from '../../domain/ids.js'
import {
  type AlertEvent,
  canStep,
  isHarmlessSpent,
  isWorrying,
  snoozedUntil,
  step,
} from '../../domain/signInAlert/index.js'
import { priorityOf } from '../alertPriority.js'
import { risenAt } from '../alertSteps.js'
import { Conflict, retryOnConflict } from '../conflict.js'
import { jobOf } from '../jobs.js'
import type { Alert, Ports } from '../ports.js'
import { routesOwed } from '../routes.js'
import type { JobFlow } from './jobFlow.js'

export const escalate: JobFlow<AlertId> = async (ports, job, begin) => {
  if (!(await begin())) return
  await retryOnConflict(async () => {
    const alert = await ports.store.alertById(job.subject)
    if (alert !== null && (await isUnsettled(ports, alert))) await handToTeam(ports, alert)
  })
}

/**
 * An answer that called a milder case harmless says nothing of what the case has become since, however often it is
 * said again. Told by the history: when the job itself was to run has moved with every try.
 */
async function isUnsettled({ store }: Ports, { alertId, state, answers }: Alert): Promise<boolean> {
  if (canStep(state, 'silence-elapsed')) return true
  if (state !== 'answered' || answers.some(({ answer }) => isWorrying(answer))) return false
  return isHarmlessSpent(answers, risenAt(await store.alertSteps(alertId)))
}

async function handToTeam(ports: Ports, alert: Alert): Promise<void> {
  const { alertId, version } = alert
  const events: AlertEvent[] = canStep(alert.state, 'silence-elapsed')
    ? ['silence-elapsed', 'handed-to-team']
    : ['handed-to-team']
  const state = events.reduce(step, alert.state)
  const at = ports.clock.now()
  const isHeld = await isSnoozed(ports, alert, at)
  await ports.store.transaction(async (tx) => {
    if (!(await tx.changeAlert(alertId, version, { state }))) throw new Conflict()
    for (const event of events) {
      await tx.addAlertStep({ alertId, event, actor: 'postern', at, why: 'no settling answer in time' })
    }
    // Its reminder comes when the snooze has passed; the card says at once how the case stands.
    const owed = isHeld ? jobOf.refreshTeam : jobOf.tellTeam
    await tx.addJob(owed(alertId, version + 1, priorityOf(alert.severity), at))
    await tx.addJob(jobOf.refreshOwner(alertId, version + 1, priorityOf(alert.severity), at))
    for (const route of routesOwed(ports.settings, alert, at)) await tx.addJob(route)
  })
}

/** Somebody of the team has asked for quiet, and the team has a card: without one nobody would hear of it. */
async function isSnoozed({ store }: Ports, { alertId }: Alert, now: Date): Promise<boolean> {
  if (snoozedUntil(await store.alertSteps(alertId), now) === null) return false
  return (await store.sentFor(alertId, 'team')).length > 0
}
