/**
 * Asks somebody else to reach a person by phone: their manager, or a second channel. It says whose account and when, and
 * nothing of what is suspected: the reader needs no more to make the call.
 */
import { isPosternError } from '../../domain/errors.js'
import type { AlertId, UserId } from '../../domain/ids.js'
import type { Notice } from '../../domain/notices.js'
import { isWorrying } from '../../domain/signInAlert/index.js'
import { priorityOf } from '../alertPriority.js'
import { ROUTE_EVENTS, writeStep } from '../alertSteps.js'
import { personView } from '../alertView.js'
import { jobOf } from '../jobs.js'
import { markRead } from '../markRead.js'
import { personalChat } from '../personalChat.js'
import type { Alert, Job, Ports } from '../ports.js'
import { channelCalled } from '../securityChannel.js'
import { sendNotice, takeTurn } from '../sendNotice.js'
import type { JobFlow } from './jobFlow.js'
import { prove } from './prove.js'

/** The name of the health mark. */
export const MANAGERS = 'directory-managers'

const FINAL = ['teams-unreachable', 'teams-rejected', 'service-url-not-allowed'] as const

export const tellManager: JobFlow<AlertId> = async (ports, job, begin) => {
  const alert = await stillOwed(ports, job.subject)
  const manager = alert === null ? null : await managerToTell(ports, alert.userId)
  if (alert === null || manager === null) return
  const notice = await noticeOf(ports, alert, 'manager')
  await takeTurn(ports)
  if (!(await begin())) return
  try {
    await sendNotice(ports, await personalChat(ports, manager), notice)
    await proveAsked(ports, job, alert, 'manager')
    ports.log.info('manager asked to reach a person', { alertId: alert.alertId })
  } catch (error) {
    if (!FINAL.some((code) => isPosternError(error, code))) throw error
    ports.log.warn('manager out of reach', { alertId: alert.alertId })
  }
}

export const tellSecondChannel: JobFlow<AlertId> = async (ports, job, begin) => {
  const { secondChannelId } = ports.settings.routes
  const alert = secondChannelId === null ? null : await stillOwed(ports, job.subject)
  if (alert === null || secondChannelId === null) return
  const channel = await channelCalled(ports, secondChannelId)
  const notice = await noticeOf(ports, alert, 'channel')
  await takeTurn(ports, channel)
  if (!(await begin())) return
  await sendNotice(ports, channel, notice)
  await proveAsked(ports, job, alert, 'channel')
}

/** In the history, the trail and on the team's card: who else was asked is part of what was done. */
const proveAsked = (ports: Ports, job: Job, alert: Alert, to: 'manager' | 'channel'): Promise<void> =>
  prove(ports, job, async (tx) => {
    const { alertId, version, severity } = alert
    await writeStep(ports, tx, alert, ROUTE_EVENTS[to], 'to reach the person by phone')
    const refresh = jobOf.refreshTeam(alertId, version, priorityOf(severity), ports.clock.now())
    // The step changes no version.
    await tx.addJob({ ...refresh, key: `${refresh.key}:${ROUTE_EVENTS[to]}` })
  })

/**
 * Nobody is called for what has been settled, nor for a person who has raised the alarm. "I did" stops no call, since
 * calls are made about grave cases only: the attacker may hold the account, and a voice is what it cannot give.
 */
async function stillOwed({ store }: Ports, alertId: AlertId): Promise<Alert | null> {
  const alert = await store.alertById(alertId)
  if (alert === null || alert.answers.some(({ answer }) => isWorrying(answer))) return null
  return alert.state === 'closed' || alert.state === 'superseded' ? null : alert
}

/** Null where nobody is named, or who is named cannot be trusted with it. What cannot be read is marked, and thrown. */
async function managerToTell(ports: Ports, owner: UserId): Promise<UserId | null> {
  const at = ports.clock.now()
  try {
    const manager = await ports.managers.managerOf(owner)
    const person = manager === null || manager === owner ? null : await ports.directory.person(manager)
    await markRead(ports, MANAGERS, null, at)
    const isTold = person?.accountEnabled === true && !person.isGuest && !person.isSharedDevice
    if (!isTold) ports.log.info('no manager to tell', { userId: owner })
    return isTold ? manager : null
  } catch (error) {
    if (!isPosternError(error)) throw error
    await markRead(ports, MANAGERS, error.code, at)
    throw error
  }
}

async function noticeOf(ports: Ports, alert: Alert, to: 'manager' | 'channel'): Promise<Notice> {
  const stored = alert.caseId === null ? null : await ports.store.caseById(alert.caseId)
  const person = await personView(ports, alert.userId)
  return { kind: 'reach-out', to, person, at: stored?.firstSeen ?? alert.createdAt }
}
