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
  isWorrying,
  legOf,
  type OwnerKind,
  type OwnerTelling,
  SEVERITIES,
  type Severity,
  step,
  whatCaseDoes,
} from '../domain/signInAlert/index.js'
import type { OwnerKnowledge } from './assessmentContext.js'
import { Conflict } from './conflict.js'
import { jobOf } from './jobs.js'
import type { Alert, Ports, StoredCase, StoreTx } from './ports.js'

export type RaisePorts = Pick<Ports, 'clock' | 'ids' | 'settings'>

export interface Assessed {
  readonly stored: StoredCase
  /** The case as it was stored before; undefined for a new one. */
  readonly before: StoredCase | undefined
  /** Cases that turned out to be part of this one. */
  readonly absorbed: readonly string[]
  readonly knowledge: OwnerKnowledge
}

/** People are coached at most once in this span: an attacker's tries must not wear them out. */
const COACHING_EVERY_MS = 24 * 60 * 60 * 1000

/** True where something new is owed to somebody. @throws Conflict where another writer was faster */
export async function raiseAlert(ports: RaisePorts, tx: StoreTx, assessed: Assessed): Promise<boolean> {
  const { stored, before, absorbed, knowledge } = assessed
  const kind = ownerKind(ports, stored.userId, knowledge)
  const does = whatCaseDoes(stored.case.outcome, stored.highestSeverity, kind, ports.settings.silenceMs)
  const existing = await tx.alertByCase(stored.caseId)
  const raised =
    existing === null
      ? await openAlert(ports, tx, stored, does)
      : await growAlert(ports, tx, existing, stored, before, does)
  await joinOlder(ports, tx, absorbed, stored)
  return raised
}

type Does = ReturnType<typeof whatCaseDoes>

async function openAlert(ports: RaisePorts, tx: StoreTx, stored: StoredCase, does: Does): Promise<boolean> {
  const now = ports.clock.now()
  const telling = does.owner === 'coaching' && (await coachedLately(tx, stored.userId, now)) ? 'nothing' : does.owner
  if (telling === 'nothing' && does.team === 'log') return false
  const alertId = ports.ids.alertId()
  const severity = stored.highestSeverity
  const isNew = await tx.addAlert({
    alertId,
    caseId: stored.caseId,
    userId: stored.userId,
    state: 'open',
    severity,
    telling,
    createdAt: now,
  })
  // Another replica was faster: its alert owes the same.
  if (!isNew) return false
  const [version, priority] = [1, priorityOf(severity)]
  if (telling !== 'nothing') await tx.addJob(jobOf.tellOwner(alertId, version, priority, now))
  if (does.team === 'at-once') await tx.addJob(jobOf.tellTeam(alertId, version, priority, now))
  await armTimer(tx, alertId, version, priority, now, does)
  return true
}

async function coachedLately(tx: StoreTx, owner: UserId, now: Date): Promise<boolean> {
  const alerts = await tx.alertsOf(owner)
  return alerts.some(
    ({ telling, createdAt }) => telling === 'coaching' && now.getTime() - createdAt.getTime() < COACHING_EVERY_MS,
  )
}

async function armTimer(
  tx: StoreTx,
  alertId: Alert['alertId'],
  version: number,
  priority: number,
  now: Date,
  { silenceMs }: Does,
): Promise<void> {
  if (silenceMs === null) return
  await tx.addJob(jobOf.escalate(alertId, version, priority, new Date(now.getTime() + silenceMs)))
}

/** What has changed for people since they were told. */
async function growAlert(
  ports: RaisePorts,
  tx: StoreTx,
  alert: Alert,
  stored: StoredCase,
  before: StoredCase | undefined,
  does: Does,
): Promise<boolean> {
  if (alert.state === 'superseded') return false
  const rose = compareSeverity(stored.highestSeverity, alert.severity) > 0
  const telling = graverTelling(alert.telling, does.owner)
  const isGraver = rose || telling !== alert.telling
  // New tokens after a worrying answer: what was contained before does not cover them.
  const mustContain =
    alert.answers.some(({ answer }) => isWorrying(answer)) &&
    stored.case.outcome === 'completed' &&
    lastSuccessMs(stored) > lastSuccessMs(before)
  if (!isGraver && !mustContain && !looksDifferent(stored, before)) return false

  const now = ports.clock.now()
  const priority = priorityOf(stored.highestSeverity)
  const reopens = alert.state === 'closed' && rose
  const state: AlertState = reopens ? step(alert.state, 'severity-rose') : alert.state
  const change = { state, severity: stored.highestSeverity, telling }
  if (!(await tx.changeAlert(alert.alertId, alert.version, change))) throw new Conflict()
  if (reopens) await writeStep(ports, tx, alert, 'severity-rose', `${alert.severity} to ${stored.highestSeverity}`)
  const version = alert.version + 1
  // A card that was closed or never made is made; one that stands in the chat is brought up to date.
  const owner = reopens || alert.telling === 'nothing' ? jobOf.tellOwner : jobOf.refreshOwner
  if (telling !== 'nothing') await tx.addJob(owner(alert.alertId, version, priority, now))
  if (mustContain) await tx.addJob(jobOf.contain(alert.alertId, version, 0, now))
  const isNews = mustContain || reopens || (isGraver && does.team === 'at-once')
  await tx.addJob((isNews ? jobOf.tellTeam : jobOf.refreshTeam)(alert.alertId, version, priority, now))
  // An answer given on a milder card settles nothing of what came after it.
  if (isGraver || reopens) await armTimer(tx, alert.alertId, version, priority, now, does)
  return true
}

/** Zero where there is none. */
const lastSuccessMs = (stored: StoredCase | undefined): number =>
  Math.max(0, ...(stored?.case.legs ?? []).filter(({ record }) => record.result === 0).map(({ record }) => record.atMs))

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

/**
 * Alerts of cases that turned out to be part of this one end, and their answers go with them. A containment in hand is
 * finished first.
 */
async function joinOlder(ports: RaisePorts, tx: StoreTx, absorbed: readonly string[], into: StoredCase): Promise<void> {
  for (const caseId of absorbed) {
    const alert = await tx.alertByCase(caseId)
    if (alert === null || !canStep(alert.state, 'joined-older')) continue
    const change = { state: step(alert.state, 'joined-older') }
    if (!(await tx.changeAlert(alert.alertId, alert.version, change))) throw new Conflict()
    await writeStep(ports, tx, alert, 'joined-older', into.caseId)
    const priority = priorityOf(alert.severity)
    await tx.addJob(jobOf.refreshOwner(alert.alertId, alert.version + 1, priority, ports.clock.now()))
    const older = await tx.alertByCase(into.caseId)
    if (older === null) continue
    for (const { answer, by, at } of alert.answers) await tx.addAnswer(older.alertId, answer, by, at)
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
