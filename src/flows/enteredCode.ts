/**
 * *I already entered it*: the asker of a checked message says that they did what it wants. That is a worrying answer
 * before any question, so it acts as one at once: sessions end as the mode allows, and the team hears of it. No row of
 * the log is waited for; the case that comes of it joins this alert, and asks nothing again.
 *
 * Where the case was there first, its alert takes the answer. Pressing twice, on two cards or on two replicas is one
 * report. It is always taken; how often the machine ends a person's sessions on it is bounded, and beyond that the team
 * hears that it is up to them.
 */
import { canBeEntered } from '../domain/codeCheck/index.js'
import { PosternError } from '../domain/errors.js'
import type { CheckId } from '../domain/ids.js'
import {
  type Answer,
  canStep,
  isReportedAt,
  isWorrying,
  type PlanReason,
  REPORT_OPEN_MS,
  step,
} from '../domain/signInAlert/index.js'
import type { Actor } from './actor.js'
import { priorityOf } from './alertPriority.js'
import { Conflict, retryOnConflict } from './conflict.js'
import { jobOf } from './jobs.js'
import { openCheck } from './openCheck.js'
import type { Alert, Ports, StoredCase, StoredCheck, StoreTx } from './ports.js'

export type EnteredPorts = Pick<Ports, 'clock' | 'ids' | 'log' | 'sealer' | 'store'>

/** The one of the three answers that an own report gives. */
const ANSWER: Answer = 'someone-sent-it'
const SEVERITY = 'critical'
const PRIORITY = priorityOf(SEVERITY)
const WHY = 'the code of a checked message was entered'

/** Further presses within this time are the same news for the team: their card is edited, and nothing rings. */
const SAME_NEWS_MS = 10 * 60_000

/** Of one person, whose sessions end with each: a card that is pressed all day must not keep anybody from working. */
export const CONTAINED_REPORTS_PER_HOUR_MAX = 6
const HOUR_MS = 60 * 60_000
const OVER_LIMIT: PlanReason = 'reports-limit-reached'

/**
 * @throws PosternError `not-yours`, also for a check that is not there: a forged id learns nothing; `not-allowed` for a
 * check whose card has no such button
 */
export async function enteredCode(
  ports: EnteredPorts,
  actor: Actor,
  checkId: CheckId,
  key: string | null = null,
): Promise<{ readonly check: StoredCheck['check']; readonly changed: boolean }> {
  const stored = await ports.store.checkById(checkId)
  if (stored === null || stored.userId !== actor.userId) throw new PosternError('not-yours', { checkId })
  if (!canBeEntered(stored.check)) throw new PosternError('not-allowed', { checkId })
  const { check } = (await openCheck(ports, actor, checkId, key)) ?? stored
  const changed = await retryOnConflict(() =>
    ports.store.transaction(async (tx) => {
      await tx.lockPerson(actor.userId)
      if ((await tx.ownReportOf(checkId)) !== null) return false
      const at = ports.clock.now()
      const alert = await alertToJoin(tx, actor, at)
      const isContained = await mayContain(tx, actor, at)
      const alertId =
        alert === null
          ? await openOwnReport(ports, tx, actor, at, isContained)
          : await joinAlert(tx, alert, actor, at, isContained)
      return tx.addOwnReport(checkId, alertId, at)
    }),
  )
  if (changed) ports.log.info('a code was entered, its owner says', { checkId })
  return { check, changed }
}

/** Counted under the lock of the person: presses on several replicas are one after another. */
async function mayContain(tx: StoreTx, { userId }: Actor, at: Date): Promise<boolean> {
  const before = await tx.ownReportsSince(userId, new Date(at.getTime() - HOUR_MS))
  return before < CONTAINED_REPORTS_PER_HOUR_MAX
}

/** An own report that waits for its case, or the alert of the first case that this one can be about. */
async function alertToJoin(tx: StoreTx, { userId }: Actor, at: Date): Promise<Alert | null> {
  const alerts = await tx.alertsOf(userId)
  const waiting = alerts.find(
    ({ caseId, createdAt, state }) =>
      caseId === null && state !== 'closed' && at.getTime() - createdAt.getTime() <= REPORT_OPEN_MS,
  )
  if (waiting !== undefined) return waiting
  const first = await firstCase(tx, userId, at)
  return first === undefined ? null : tx.alertByCase(first.caseId)
}

/** Oldest first, but for those that turned out to be part of another. */
async function firstCase(tx: StoreTx, userId: Actor['userId'], at: Date): Promise<StoredCase | undefined> {
  const alerts = await tx.alertsOf(userId)
  const ended = new Set(alerts.filter(({ state }) => state === 'superseded').map(({ caseId }) => caseId))
  const cases = await tx.casesOf(userId)
  return cases.find(({ caseId, firstSeen }) => !ended.has(caseId) && isReportedAt(firstSeen, at))
}

async function openOwnReport(
  ports: EnteredPorts,
  tx: StoreTx,
  actor: Actor,
  at: Date,
  isContained: boolean,
): Promise<Alert['alertId']> {
  const alertId = ports.ids.alertId()
  // A case of which nobody had to be told is this alert's from the start.
  const first = await firstCase(tx, actor.userId, at)
  await tx.addAlert({
    alertId,
    kind: 'own-report',
    caseId: first?.caseId ?? null,
    userId: actor.userId,
    state: step('open', 'worrying-answer'),
    severity: SEVERITY,
    telling: 'question',
    createdAt: at,
  })
  await tx.addAnswer(alertId, ANSWER, actor.userId, at)
  for (const event of ['code-entered', 'worrying-answer'] as const)
    await tx.addAlertStep({ alertId, event, actor: actor.userId, at, why: WHY })
  if (isContained) await tx.addJob(jobOf.contain(alertId, 1, 0, at))
  else await leaveToTeam(tx, alertId, at)
  await tx.addJob(jobOf.tellTeam(alertId, 1, PRIORITY, at))
  await tx.addJob(jobOf.tellOwner(alertId, 1, PRIORITY, at))
  return alertId
}

/** What was contained before does not cover what was entered since, so containment begins anew. */
async function joinAlert(
  tx: StoreTx,
  alert: Alert,
  actor: Actor,
  at: Date,
  isContained: boolean,
): Promise<Alert['alertId']> {
  const { alertId } = alert
  const event = canStep(alert.state, 'worrying-answer') ? 'worrying-answer' : 'code-entered'
  const state = event === 'worrying-answer' ? step(alert.state, event) : alert.state
  const change = { state, severity: SEVERITY, telling: 'question' } as const
  if (!(await tx.changeAlert(alertId, alert.version, change))) throw new Conflict()
  await tx.addAnswer(alertId, ANSWER, actor.userId, at)
  await tx.addAlertStep({ alertId, event, actor: actor.userId, at, why: WHY })
  const version = alert.version + 1
  const isLately = (before: Date): boolean => at.getTime() - before.getTime() < SAME_NEWS_MS
  // That it is up to the team from now on is news by itself.
  const isTold = isContained
    ? alert.answers.some(({ answer, at: before }) => isWorrying(answer) && isLately(before))
    : (await tx.containmentSteps(alertId)).some(({ why, at: before }) => why === OVER_LIMIT && isLately(before))
  const hasCard = (await tx.sentFor(alertId, 'owner')).length > 0 || alert.kind === 'own-report'
  if (isContained) await tx.addJob(jobOf.contain(alertId, version, 0, at))
  else await leaveToTeam(tx, alertId, at)
  await tx.addJob((isTold ? jobOf.refreshTeam : jobOf.tellTeam)(alertId, version, PRIORITY, at))
  await tx.addJob((hasCard ? jobOf.refreshOwner : jobOf.tellOwner)(alertId, version, PRIORITY, at))
  return alertId
}

/** Said on the cards of the team and of the person. That a guest's sessions are out of reach stays said. */
async function leaveToTeam(tx: StoreTx, alertId: Alert['alertId'], at: Date): Promise<void> {
  const before = (await tx.containmentSteps(alertId)).findLast(({ step: name }) => name === 'revoke-sessions')
  if (before?.outcome === 'not-possible') return
  await tx.saveContainmentStep(alertId, { step: 'revoke-sessions', outcome: 'left-to-team', why: OVER_LIMIT, at })
}
