/** Brings every card that names an alert up to date: both of them where a crash had doubled one. */
import { isPosternError } from '../../domain/errors.js'
import type { AlertId } from '../../domain/ids.js'
import type { Notice } from '../../domain/notices.js'
import { viewOf } from '../alertView.js'
import type { Alert, Conversation, Ports, SentMessage } from '../ports.js'
import { securityChannel } from '../securityChannel.js'
import { replaceNotice, takeTurn } from '../sendNotice.js'
import type { JobFlow } from './jobFlow.js'

export const refreshOwnerCard: JobFlow<AlertId> = (ports, job, begin) => refresh(ports, job.subject, begin, 'owner')
export const refreshTeamCard: JobFlow<AlertId> = (ports, job, begin) => refresh(ports, job.subject, begin, 'team')

async function refresh(
  ports: Ports,
  alertId: AlertId,
  begin: () => Promise<boolean>,
  audience: 'owner' | 'team',
): Promise<void> {
  const alert = await ports.store.alertById(alertId)
  if (alert === null || !(await begin())) return
  await refreshCards(ports, alert, audience)
}

async function refreshCards(ports: Ports, alert: Alert, audience: 'owner' | 'team'): Promise<void> {
  const cards = await ports.store.sentFor(alert.alertId, audience)
  const notice = cards.length === 0 ? null : await noticeOf(ports, alert, audience)
  if (notice === null) return
  for (const [index, sent] of cards.entries()) {
    const at = await conversationOf(ports, sent, audience)
    if (at === null) continue
    await takeTurn(ports)
    await replaceNotice(ports, at, sent, index === 0 ? notice : inThread(notice)).catch((error: unknown) => {
      // The card was deleted, or the bot removed: nothing is there to be brought up to date.
      if (!isPosternError(error, 'teams-unreachable')) throw error
    })
  }
}

/** Below the case stand the short ones that rang. */
const inThread = (notice: Notice): Notice => (notice.kind === 'team-alert' ? { ...notice, part: 'news' } : notice)

/** The channel may be known from the settings alone; a chat that Teams told us is gone has no card to mend. */
async function conversationOf(
  ports: Ports,
  sent: SentMessage,
  audience: 'owner' | 'team',
): Promise<Conversation | null> {
  const known = await ports.store.conversationById(sent.conversationId)
  return known ?? (audience === 'team' ? securityChannel(ports) : null)
}

async function noticeOf(ports: Ports, alert: Alert, audience: 'owner' | 'team'): Promise<Notice | null> {
  const view = await viewOf(ports, alert)
  if (audience === 'team') return { kind: 'team-alert', alert: view }
  return alert.telling === 'nothing' ? null : { kind: 'owner-alert', telling: alert.telling, alert: view }
}
