/**
 * The owner answers. The answer is bound to the person the card was made for, recorded before any effect, and a
 * ratchet: see `answerEffect`. Pressing twice, an old card or two replicas change nothing a second time.
 */
import { PosternError } from '../domain/errors.js'
import type { AlertId } from '../domain/ids.js'
import type { AlertView } from '../domain/notices.js'
import { type Answer, answerEffect, type OwnerTelling, step } from '../domain/signInAlert/index.js'
import type { Actor } from './actor.js'
import { viewOf } from './alertView.js'
import { jobOf } from './jobs.js'
import type { Alert, AlertStep, Ports, StoreTx } from './ports.js'
import { priorityOf } from './raiseAlert.js'

export type AnswerPorts = Pick<Ports, 'clock' | 'directory' | 'log' | 'settings' | 'store'>

/** Two writers on one alert: the loser reads again. More often than this is no accident. */
const TRIES_MAX = 5

export interface AnswerResult {
  readonly alert: AlertView
  readonly telling: OwnerTelling
  readonly changed: boolean
}

/** @throws PosternError `alert-unknown`, `not-yours` */
export async function answerAlert(
  ports: AnswerPorts,
  actor: Actor,
  given: { readonly alertId: AlertId; readonly answer: Answer },
): Promise<AnswerResult> {
  for (let attempt = 1; attempt <= TRIES_MAX; attempt++) {
    const alert = await livingAlert(ports.store, given.alertId)
    if (alert === null) throw new PosternError('alert-unknown', { alertId: given.alertId })
    if (alert.userId !== actor.userId) throw new PosternError('not-yours', { alertId: given.alertId })
    if (alert.answers.at(-1)?.answer === given.answer) return resultOf(ports, alert, false)
    if (await ports.store.transaction((tx) => record(ports, tx, alert, actor, given.answer))) {
      ports.log.info('alert answered', { alertId: alert.alertId, answer: given.answer })
      const now = await ports.store.alertById(alert.alertId)
      return resultOf(ports, now ?? alert, true)
    }
  }
  throw new PosternError('store-unavailable', { what: 'the alert kept changing' })
}

/** The alert itself, or the older one that it turned out to be part of: an answer on either card is an answer to it. */
async function livingAlert(store: StoreTx, alertId: AlertId): Promise<Alert | null> {
  let alert = await store.alertById(alertId)
  while (alert?.state === 'superseded') {
    const joined: AlertStep | undefined = (await store.alertSteps(alert.alertId)).findLast(
      ({ event }) => event === 'joined-older',
    )
    const older: Alert | null = joined === undefined ? null : await store.alertByCase(joined.why)
    // An alert joins an older one only, so this ends.
    if (older === null || older.alertId === alert.alertId) return alert
    alert = older
  }
  return alert
}

async function resultOf(ports: AnswerPorts, alert: Alert, changed: boolean): Promise<AnswerResult> {
  return { alert: await viewOf(ports, alert), telling: alert.telling, changed }
}

/** False where somebody else changed the alert meanwhile. */
async function record(ports: AnswerPorts, tx: StoreTx, alert: Alert, actor: Actor, answer: Answer): Promise<boolean> {
  const now = ports.clock.now()
  const effect = answerEffect({
    answer,
    previousAnswers: alert.answers.map((earlier) => earlier.answer),
    severity: alert.severity,
    state: alert.state,
  })
  const state = effect.next === null ? alert.state : step(alert.state, effect.next)
  if (!(await tx.changeAlert(alert.alertId, alert.version, { state }))) return false
  await tx.addAnswer(alert.alertId, answer, actor.userId, now)
  if (effect.next !== null) {
    await tx.addAlertStep({ alertId: alert.alertId, event: effect.next, actor: actor.userId, at: now, why: answer })
  }
  const version = alert.version + 1
  const priority = priorityOf(alert.severity)
  if (effect.contain && isContainable(alert)) await tx.addJob(jobOf.contain(alert.alertId, version, 0, now))
  if (effect.escalate) await tx.addJob(jobOf.tellTeam(alert.alertId, priority, now))
  await tx.addJob(jobOf.refreshTeam(alert.alertId, version, priority, now))
  return true
}

/** A blocked or failed sign-in gave nobody a token: there is nothing to contain, only something to tell. */
const isContainable = (alert: Alert): boolean => alert.telling !== 'coaching'
