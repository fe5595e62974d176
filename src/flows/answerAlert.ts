/**
 * The owner answers. The answer is bound to the person the card was made for, recorded before any effect, and a
 * ratchet: see `answerEffect`. Pressing twice, an old card or two replicas change nothing a second time.
 */
import { PosternError } from '../domain/errors.js'
import type { AlertId } from '../domain/ids.js'
import type { AlertView } from '../domain/notices.js'
import {
  type Answer,
  type AnswerEffect,
  answerEffect,
  isHarmlessSpent,
  isWorrying,
  type OwnerTelling,
  step,
} from '../domain/signInAlert/index.js'
import type { Actor } from './actor.js'
import { priorityOf } from './alertPriority.js'
import { risenAt } from './alertSteps.js'
import { viewOf } from './alertView.js'
import { Conflict, retryOnConflict } from './conflict.js'
import { jobOf } from './jobs.js'
import type { Alert, AlertStep, Ports, StoreTx } from './ports.js'

export type AnswerPorts = Pick<Ports, 'clock' | 'directory' | 'log' | 'settings' | 'store'>

type Given = Pick<Parameters<typeof answerAlert>[2], 'answer' | 'asked'>

/** Somebody who holds the account could press all day: after this many, only an answer towards danger is taken. */
const ANSWERS_MAX = 10

export interface AnswerResult {
  readonly alert: AlertView
  readonly telling: OwnerTelling
  readonly changed: boolean
}

/** @throws PosternError `alert-unknown`, also for somebody else's: a forged id learns nothing */
export async function answerAlert(
  ports: AnswerPorts,
  actor: Actor,
  given: {
    readonly alertId: AlertId
    readonly answer: Answer
    /** What the card asked that was pressed; absent on cards of before this was kept. */
    readonly asked?: OwnerTelling | undefined
  },
): Promise<AnswerResult> {
  const changed = await retryOnConflict(async () => {
    const alert = await livingAlert(ports.store, given.alertId)
    if (alert === null || alert.userId !== actor.userId) {
      throw new PosternError('alert-unknown', { alertId: given.alertId })
    }
    const steps = await ports.store.alertSteps(alert.alertId)
    const risen = risenAt(steps)
    if (isSaidAlready(alert, given, risen)) return false
    await ports.store.transaction((tx) => record(ports, tx, alert, actor, { ...given, risen }))
    ports.log.info('alert answered', { alertId: alert.alertId, answer: given.answer })
    return true
  })
  const alert = await livingAlert(ports.store, given.alertId)
  if (alert === null) throw new PosternError('alert-unknown', { alertId: given.alertId })
  return { alert: await viewOf(ports, alert), telling: alert.telling, changed }
}

/** An answer that sets something going is never a repetition. */
function isSaidAlready(alert: Alert, given: Given, risen: Date | null): boolean {
  const { answer } = given
  const { contain, escalate, next } = effectOf(alert, given, risen)
  if (contain || escalate || (!isWorrying(answer) && next !== null)) return false
  if (!isWorrying(answer) && alert.answers.length >= ANSWERS_MAX) return true
  // Once the case has become graver, the same words are said of something else.
  return alert.answers.some(
    (said) => said.answer === answer && (risen === null || said.at.getTime() >= risen.getTime()),
  )
}

const effectOf = (alert: Alert, { answer, asked }: Given, risen: Date | null): AnswerEffect =>
  answerEffect({
    answer,
    previousAnswers: alert.answers.map((earlier) => earlier.answer),
    severity: alert.severity,
    state: alert.state,
    isOfOldCard: asked !== undefined && asked !== alert.telling,
    isSpent: isHarmlessSpent(alert.answers, risen),
  })

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

/** @throws Conflict where somebody else changed the alert meanwhile */
async function record(
  ports: AnswerPorts,
  tx: StoreTx,
  alert: Alert,
  actor: Actor,
  { risen, ...given }: Given & { readonly risen: Date | null },
): Promise<void> {
  const now = ports.clock.now()
  const { answer } = given
  const effect = effectOf(alert, given, risen)
  const state = effect.next === null ? alert.state : step(alert.state, effect.next)
  if (!(await tx.changeAlert(alert.alertId, alert.version, { state }))) throw new Conflict()
  await tx.addAnswer(alert.alertId, answer, actor.userId, now)
  if (effect.next !== null) {
    await tx.addAlertStep({ alertId: alert.alertId, event: effect.next, actor: actor.userId, at: now, why: answer })
  }
  const version = alert.version + 1
  const priority = priorityOf(alert.severity)
  if (effect.contain && (await isContainable(tx, alert))) await tx.addJob(jobOf.contain(alert.alertId, version, 0, now))
  // The card that was pressed is replaced by the answer to the press; its double from a crash is not.
  await tx.addJob(jobOf.refreshOwner(alert.alertId, version, priority, now))
  await tx.addJob((effect.escalate ? jobOf.tellTeam : jobOf.refreshTeam)(alert.alertId, version, priority, now))
}

/**
 * A blocked or failed sign-in gave nobody a token: there is nothing to contain, only something to tell. Should it be
 * completed after all, the answer stands and containment begins then. One that waits on its page may be done by now: the
 * log is late.
 */
async function isContainable(tx: StoreTx, { caseId }: Alert): Promise<boolean> {
  const stored = caseId === null ? null : await tx.caseById(caseId)
  return stored === null || stored.case.outcome === 'completed' || stored.case.outcome === 'pending'
}
