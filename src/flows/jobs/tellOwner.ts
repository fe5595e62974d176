/**
 * Sends the owner the card of an alert. The state is written before the call and the proof after it; where the call was
 * under way when an earlier owner of the job crashed, the card is sent again: doubled at worst, never lost.
 */
import { isPosternError } from '../../domain/errors.js'
import type { AlertId } from '../../domain/ids.js'
import { type AlertEvent, canStep, step } from '../../domain/signInAlert/index.js'
import { viewOf } from '../alertView.js'
import { jobOf } from '../jobs.js'
import type { Alert, Conversation, Job, Ports, StoreTx } from '../ports.js'
import { priorityOf } from '../raiseAlert.js'
import { sendNotice } from '../sendNotice.js'

export async function tellOwner(
  ports: Ports,
  job: Job & { readonly subject: AlertId },
  begin: () => Promise<boolean>,
): Promise<void> {
  const alert = await ports.store.alertById(job.subject)
  if (alert === null || alert.telling === 'nothing' || !canStep(alert.state, 'telling-started')) return
  try {
    if (!(await begin())) return
    const telling = await advance(ports, ports.store, alert, 'telling-started', 'the card is on its way')
    const to = await conversationWith(ports, alert)
    const sent = await sendNotice(ports, to, {
      kind: 'owner-alert',
      telling: alert.telling,
      alert: await viewOf(ports, telling),
    })
    await ports.store.transaction(async (tx) => {
      await tx.saveSent({ ...sent, alertId: alert.alertId, audience: 'owner', at: ports.clock.now() })
      await advance(ports, tx, telling, 'delivered', 'Teams took the card')
    })
  } catch (error) {
    // Refused for good, as a blocked bot or a card that Teams does not take; what passes is tried again.
    if (!isPosternError(error, 'teams-unreachable') && !isPosternError(error, 'teams-rejected')) throw error
    await handOver(ports, alert.alertId)
  }
}

async function conversationWith(ports: Ports, alert: Alert): Promise<Conversation> {
  const known = await ports.store.personalConversation(alert.userId)
  if (known !== null) return known
  const opened = await ports.messenger.openPersonal(alert.userId)
  await ports.store.saveConversation(opened)
  return opened
}

/** The person cannot be asked: the team hears of it at once, whatever the severity, and no timer is waited for. */
async function handOver(ports: Ports, alertId: AlertId): Promise<void> {
  const current = await ports.store.alertById(alertId)
  if (current === null) return
  await ports.store.transaction(async (tx) => {
    if (canStep(current.state, 'delivery-refused'))
      await advance(ports, tx, current, 'delivery-refused', 'the bot cannot reach the person')
    await tx.addJob(jobOf.tellTeam(alertId, priorityOf(current.severity), ports.clock.now()))
  })
}

/** The alert after the step. Where the owner was faster (answered while the card was on its way) it stays as it is. */
async function advance(ports: Ports, tx: StoreTx, alert: Alert, event: AlertEvent, why: string): Promise<Alert> {
  if (!canStep(alert.state, event)) return alert
  const state = step(alert.state, event)
  if (!(await tx.changeAlert(alert.alertId, alert.version, { state })))
    return (await tx.alertById(alert.alertId)) ?? alert
  await tx.addAlertStep({ alertId: alert.alertId, event, actor: 'postern', at: ports.clock.now(), why })
  return { ...alert, state, version: alert.version + 1 }
}
