/** A snooze has passed, and the case is still open: the team hears of it again, in the thread of its card. */
import type { AlertId } from '../../domain/ids.js'
import { snoozeEnd } from '../../domain/signInAlert/index.js'
import type { JobFlow } from './jobFlow.js'
import { tellTeam } from './tellTeam.js'

export const remindTeam: JobFlow<AlertId> = async (ports, job, begin) => {
  const alert = await ports.store.alertById(job.subject)
  if (alert === null || alert.state === 'closed' || alert.state === 'superseded') return
  // Snoozed again: that snooze has a reminder of its own. News since was told aloud when it came. The job's own time says
  // nothing: it moves with every try.
  const until = snoozeEnd(await ports.store.alertSteps(alert.alertId))
  if (until === null || until.getTime() > ports.clock.now().getTime()) return
  await tellTeam(ports, job, begin)
}
