/** Posts the case in the security channel: one card a case, brought up to date in place ever after. */
import type { AlertId } from '../../domain/ids.js'
import { viewOf } from '../alertView.js'
import type { Job, Ports } from '../ports.js'
import { securityChannel } from '../securityChannel.js'
import { sendNotice } from '../sendNotice.js'
import { refreshCard } from './refreshCard.js'

export async function tellTeam(
  ports: Ports,
  job: Job & { readonly subject: AlertId },
  begin: () => Promise<boolean>,
): Promise<void> {
  const alert = await ports.store.alertById(job.subject)
  if (alert === null) return
  const sentBefore = await ports.store.sentFor(alert.alertId, 'team')
  if (sentBefore.length > 0) return refreshCard(ports, job, begin, 'team')
  const to = await securityChannel(ports)
  if (!(await begin())) return
  const sent = await sendNotice(ports, to, { kind: 'team-alert', alert: await viewOf(ports, alert) })
  await ports.store.saveSent({ ...sent, alertId: alert.alertId, audience: 'team', at: ports.clock.now() })
}
