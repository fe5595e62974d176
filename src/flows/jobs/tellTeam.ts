/**
 * Posts the case in the security channel: one card a case, brought up to date in place. An edit rings nowhere, so news
 * that calls for action is also posted in the thread of that card, in short.
 */
import type { AlertId } from '../../domain/ids.js'
import type { Notice } from '../../domain/notices.js'
import { viewOf } from '../alertView.js'
import { jobOf } from '../jobs.js'
import { securityChannel, threadOf } from '../securityChannel.js'
import { sendNotice, takeTurn } from '../sendNotice.js'
import type { JobFlow } from './jobFlow.js'
import { prove } from './prove.js'

export const tellTeam: JobFlow<AlertId> = async (ports, job, begin) => {
  const alert = await ports.store.alertById(job.subject)
  if (alert === null) return
  const [first] = await ports.store.sentFor(alert.alertId, 'team')
  const channel = await securityChannel(ports)
  await takeTurn(ports, channel)
  if (!(await begin())) return
  const view = await viewOf(ports, alert)
  const notice: Notice =
    first === undefined ? { kind: 'team-alert', alert: view } : { kind: 'team-alert', part: 'news', alert: view }
  const sent = await sendNotice(ports, first === undefined ? channel : threadOf(channel, first), notice)
  await prove(ports, job, async (tx) => {
    await tx.saveSent({ ...sent, alertId: alert.alertId, audience: 'team', at: ports.clock.now() })
    // The other cards are a job of their own: an edit that is refused must not post this one again.
    const refresh = jobOf.refreshTeam(alert.alertId, alert.version, job.priority, ports.clock.now())
    if (first !== undefined) await tx.addJob({ ...refresh, key: `${refresh.key}:after:${job.jobId}` })
  })
}
