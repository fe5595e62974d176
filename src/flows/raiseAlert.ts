/**
 * A case that was just assessed → its alert and what the alert owes, by the table *What a case does*. One case has one
 * alert; what people were told rises with the case and never falls by itself.
 *
 * Runs inside the transaction that stores the case: no network here.
 */
import type { UserId } from '../domain/ids.js'
import {
  type AlertEvent,
  type AlertState,
  canStep,
  compareSeverity,
  legOf,
  type OwnerKind,
  type OwnerTelling,
  SEVERITIES,
  type Severity,
  step,
  whatCaseDoes,
} from '../domain/signInAlert/index.js'
import type { OwnerKnowledge } from './assessmentContext.js'
import { jobOf } from './jobs.js'
import type { Alert, Ports, StoredCase, StoreTx } from './ports.js'

export type RaisePorts = Pick<Ports, 'clock' | 'ids' | 'settings'>

/** True where something new is owed to somebody. */
export async function raiseAlert(
  ports: RaisePorts,
  tx: StoreTx,
  stored: StoredCase,
  before: StoredCase | undefined,
  knowledge: OwnerKnowledge,
): Promise<boolean> {
  const kind = ownerKind(ports, stored.userId, knowledge)
  const does = whatCaseDoes(stored.case.outcome, stored.highestSeverity, kind, ports.settings.silenceMs)
  if (does.owner === 'nothing' && does.team === 'log') return false
  const existing = await tx.alertByCase(stored.caseId)
  return existing === null
    ? openAlert(ports, tx, stored, does)
    : growAlert(ports, tx, existing, stored, looksDifferent(stored, before), does)
}

type Does = ReturnType<typeof whatCaseDoes>

async function openAlert(ports: RaisePorts, tx: StoreTx, stored: StoredCase, does: Does): Promise<boolean> {
  const now = ports.clock.now()
  const alertId = ports.ids.alertId()
  const isNew = await tx.addAlert({
    alertId,
    caseId: stored.caseId,
    userId: stored.userId,
    state: 'open',
    severity: stored.highestSeverity,
    telling: does.owner,
    createdAt: now,
  })
  // Another replica was faster: its alert owes the same.
  if (!isNew) return false
  const priority = priorityOf(stored.highestSeverity)
  if (does.owner !== 'nothing') await tx.addJob(jobOf.tellOwner(alertId, priority, now))
  if (does.team === 'at-once') await tx.addJob(jobOf.tellTeam(alertId, priority, now))
  if (does.silenceMs !== null)
    await tx.addJob(jobOf.escalate(alertId, priority, new Date(now.getTime() + does.silenceMs)))
  return true
}

async function growAlert(
  ports: RaisePorts,
  tx: StoreTx,
  alert: Alert,
  stored: StoredCase,
  isNewToPeople: boolean,
  does: Does,
): Promise<boolean> {
  const rose = compareSeverity(stored.highestSeverity, alert.severity) > 0
  const telling = graverTelling(alert.telling, does.owner)
  if (alert.state === 'superseded' || (!rose && telling === alert.telling && !isNewToPeople)) return false
  const now = ports.clock.now()
  const priority = priorityOf(stored.highestSeverity)
  const reopens = alert.state === 'closed' && rose
  const state: AlertState = reopens ? step(alert.state, 'severity-rose') : alert.state
  if (!(await tx.changeAlert(alert.alertId, alert.version, { state, severity: stored.highestSeverity, telling })))
    return false
  if (reopens) await writeStep(ports, tx, alert, 'severity-rose', `${alert.severity} to ${stored.highestSeverity}`)
  const version = alert.version + 1
  // A card that nobody has seen is made new; one that stands in the chat is brought up to date.
  await tx.addJob(
    reopens
      ? jobOf.tellOwnerAgain(alert.alertId, version, priority, now)
      : jobOf.refreshOwner(alert.alertId, version, priority, now),
  )
  if (does.team === 'at-once') await tx.addJob(jobOf.tellTeam(alert.alertId, priority, now))
  await tx.addJob(jobOf.refreshTeam(alert.alertId, version, priority, now))
  if (does.silenceMs !== null && alert.answers.length === 0) {
    await tx.addJob(jobOf.escalateAgain(alert.alertId, version, priority, new Date(now.getTime() + does.silenceMs)))
  }
  return true
}

/** Whether a card would show anything else than before. Fifty refreshes of one session are not fifty updates. */
function looksDifferent(stored: StoredCase, before: StoredCase | undefined): boolean {
  const shown = (one: StoredCase): string =>
    [
      one.case.outcome,
      ...one.reasons,
      ...(['approval', 'redemption'] as const).map((kind) => legOf(one.case, kind)?.record.id),
    ].join()
  return before === undefined || shown(stored) !== shown(before)
}

/** Alerts of cases that turned out to be part of an older one. A containment in hand is finished first. */
export async function supersedeAlerts(
  ports: RaisePorts,
  tx: StoreTx,
  absorbed: readonly string[],
  into: string,
): Promise<void> {
  for (const caseId of absorbed) {
    const alert = await tx.alertByCase(caseId)
    if (alert === null || !canStep(alert.state, 'joined-older')) continue
    if (!(await tx.changeAlert(alert.alertId, alert.version, { state: step(alert.state, 'joined-older') }))) continue
    await writeStep(ports, tx, alert, 'joined-older', into)
    await tx.addJob(jobOf.refreshOwner(alert.alertId, alert.version + 1, priorityOf(alert.severity), ports.clock.now()))
  }
}

async function writeStep(ports: RaisePorts, tx: StoreTx, alert: Alert, event: AlertEvent, why: string): Promise<void> {
  await tx.addAlertStep({ alertId: alert.alertId, event, actor: 'postern', at: ports.clock.now(), why })
}

function ownerKind(ports: RaisePorts, owner: UserId, { person }: OwnerKnowledge): OwnerKind {
  if (ports.settings.emergencyAccounts.includes(owner)) return 'emergency'
  if (ports.settings.sharedDeviceAccounts.includes(owner)) return 'shared-device'
  if (person?.accountEnabled === false) return 'disabled'
  return person?.isGuest === true ? 'guest' : 'person'
}

/** The order in which one telling may replace another on the same card: a question is never taken back. */
const TELLINGS: readonly OwnerTelling[] = ['nothing', 'coaching', 'stop-now', 'notice', 'question']

const graverTelling = (one: OwnerTelling, other: OwnerTelling): OwnerTelling =>
  TELLINGS.indexOf(other) > TELLINGS.indexOf(one) ? other : one

/** The most severe go first. */
export const priorityOf = (severity: Severity): number => SEVERITIES.length - 1 - SEVERITIES.indexOf(severity)
