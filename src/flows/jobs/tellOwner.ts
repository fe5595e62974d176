/**
 * Sends the owner the card of an alert. The state is written before the call and the proof after it; where the call was
 * under way when an earlier owner of the job crashed, the card is sent again: doubled at worst, never lost.
 */
import { isPosternError } from '../../domain/errors.js'
import type { AlertId, UserId } from '../../domain/ids.js'
import { type AlertEvent, canStep, isWorrying, step } from '../../domain/signInAlert/index.js'
import { priorityOf } from '../alertPriority.js'
import { viewOf } from '../alertView.js'
import { Conflict, retryOnConflict } from '../conflict.js'
import { jobOf } from '../jobs.js'
import { personalChat } from '../personalChat.js'
import type { Alert, Ports, ReachState, StoreTx } from '../ports.js'
import { routesOwed } from '../routes.js'
import { sendNotice, takeTurn } from '../sendNotice.js'
import type { JobFlow } from './jobFlow.js'
import { prove } from './prove.js'

/** What is refused for good: a blocked bot, a card that Teams does not take, a host that the bot may not speak to. */
const FINAL = ['teams-unreachable', 'teams-rejected', 'service-url-not-allowed'] as const

export const tellOwner: JobFlow<AlertId> = async (ports, job, begin) => {
  const alert = await ports.store.alertById(job.subject)
  if (alert === null || alert.telling === 'nothing' || alert.state === 'superseded') return
  if (alert.kind === 'own-report' ? await hasCard(ports, alert) : needsNoCard(alert)) return
  await takeTurn(ports)
  if (!(await begin())) return
  let hasChat = false
  try {
    await advance(ports, alert.alertId, 'telling-started', 'the card is on its way')
    const to = await personalChat(ports, alert.userId)
    hasChat = true
    const current = (await ports.store.alertById(alert.alertId)) ?? alert
    if (current.telling === 'nothing') return
    const notice = { kind: 'owner-alert', telling: current.telling, alert: await viewOf(ports, current) } as const
    const sent = await sendNotice(ports, to, notice)
    await retryOnConflict(() =>
      prove(ports, job, async (tx) => {
        await tx.saveSent({ ...sent, alertId: alert.alertId, audience: 'owner', at: ports.clock.now() })
        const now = await tx.alertById(alert.alertId)
        if (now !== null && canStep(now.state, 'delivered'))
          await move(ports, tx, now, 'delivered', 'Teams took the card')
      }),
    )
    await learnReach(ports, alert.userId, 'reachable')
  } catch (error) {
    if (!FINAL.some((code) => isPosternError(error, code))) throw error
    await learnReach(ports, alert.userId, hasChat ? 'blocked' : 'not-installed')
    await handOver(ports, alert.alertId)
  }
}

/** An own report is answered from the start, and its card says what came of it. One that was reopened gets a new one. */
const hasCard = async (ports: Ports, { alertId, state }: Alert): Promise<boolean> =>
  state !== 'reopened' && state !== 'telling' && (await ports.store.sentFor(alertId, 'owner')).length > 0

/** It is over, or the owner said on another card what calls for action. Silence that has elapsed does not spare a question. */
function needsNoCard({ state, answers }: Alert): boolean {
  if (state === 'closed' || state === 'superseded') return true
  // `telling` may be the second try of a card that asks anew.
  return state !== 'reopened' && state !== 'telling' && answers.some(({ answer }) => isWorrying(answer))
}

/** What a delivery teaches of whom the bot can reach. */
async function learnReach(ports: Ports, owner: UserId, state: ReachState): Promise<void> {
  const known = await ports.store.reachOf(owner)
  // That a chat cannot be opened is what the sweep has said better already.
  if (known?.state === state || (state === 'not-installed' && known !== null && known.state !== 'reachable')) return
  const why = state === 'reachable' ? null : 'delivery'
  await ports.store.saveReach([{ userId: owner, state, why, at: ports.clock.now() }])
}

/**
 * The person cannot be asked: the team hears of it at once, whatever the severity, and no timer is waited for. But for
 * coaching: tries that a policy stopped would fill the channel, so of those the team hears by the severity alone.
 */
export async function handOver(ports: Ports, alertId: AlertId): Promise<void> {
  await advance(ports, alertId, 'delivery-refused', 'the bot cannot reach the person', async (tx, alert) => {
    const at = ports.clock.now()
    const owed = alert.telling === 'coaching' ? jobOf.refreshTeam : jobOf.tellTeam
    await tx.addJob(owed(alertId, alert.version, priorityOf(alert.severity), at))
    for (const route of routesOwed(ports.settings, alert, at)) await tx.addJob(route)
  })
}

/**
 * Takes the alert one step on, from wherever it stands now. Where the life has no such step (the owner was faster, or
 * the deadline) the state stays. `owes` is written in the same transaction.
 */
async function advance(
  ports: Ports,
  alertId: AlertId,
  event: AlertEvent,
  why: string,
  owes?: (tx: StoreTx, after: Alert) => Promise<void>,
): Promise<void> {
  await retryOnConflict(async () => {
    const alert = await ports.store.alertById(alertId)
    if (alert === null) return
    if (!canStep(alert.state, event) && owes === undefined) return
    await ports.store.together(async (tx) => {
      await move(ports, tx, alert, event, why)
      await owes?.(tx, { ...alert, version: alert.version + 1 })
    })
  })
}

/** @throws Conflict where somebody else has changed the alert since it was read */
async function move(ports: Ports, tx: StoreTx, alert: Alert, event: AlertEvent, why: string): Promise<void> {
  const moves = canStep(alert.state, event)
  const state = moves ? step(alert.state, event) : alert.state
  if (!(await tx.changeAlert(alert.alertId, alert.version, { state }))) throw new Conflict()
  const at = ports.clock.now()
  if (moves) await tx.addAlertStep({ alertId: alert.alertId, event, actor: 'postern', at, why })
}
