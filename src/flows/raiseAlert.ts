/**
 * A case that was just assessed → its alert and what the alert owes, by the table *What a case does*. One case has one
 * alert; what people were told rises with the case and never falls by itself.
 *
 * Runs inside the transaction that stores the case: no network here.
 */
import type { UserId } from '../domain/ids.js'
import {
  type AlertState,
  compareSeverity,
  graver,
  isReportedAt,
  isWorrying,
  legOf,
  type OwnerKind,
  type OwnerTelling,
  step,
  whatCaseDoes,
} from '../domain/signInAlert/index.js'
import { priorityOf } from './alertPriority.js'
import { writeStep } from './alertSteps.js'
import type { OwnerKnowledge } from './assessmentContext.js'
import { Conflict } from './conflict.js'
import { noteResidual } from './containment/residual.js'
import { endAbsorbed, type GivenAnswer } from './endAbsorbed.js'
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
  /** A case that ended before is not alerted on, however often it is looked at; an alert that is there goes on. */
  readonly alertsFromMs: number
}

/** People are coached at most once in this span: an attacker's tries must not wear them out. */
const COACHING_EVERY_MS = 24 * 60 * 60 * 1000

/** True where something new is owed to somebody. @throws Conflict where another writer was faster */
export async function raiseAlert(ports: RaisePorts, tx: StoreTx, assessed: Assessed): Promise<boolean> {
  const { stored, absorbed, knowledge } = assessed
  const kind = ownerKind(ports, stored.userId, knowledge)
  const does = whatCaseDoes(stored.case.outcome, stored.highestSeverity, kind, ports.settings.silenceMs)
  const { answers: inherited, isOpen } = await endAbsorbed(ports, tx, absorbed, stored)
  const known = await tx.alertByCase(stored.caseId)
  const existing = known ?? (await ownReportOf(tx, stored))
  const isOld = stored.case.lastSeenMs < assessed.alertsFromMs && !isOpen && inherited.length === 0
  if (existing === null) return isOld ? false : openAlert(ports, tx, stored, does, inherited)
  for (const { answer, by, at } of inherited) await tx.addAnswer(existing.alertId, answer, by, at)
  const machineActs = ports.settings.containmentMode !== 'propose' && kind !== 'guest'
  const alert = { ...existing, answers: [...existing.answers, ...inherited] }
  return growAlert(ports, tx, alert, {
    ...assessed,
    does,
    machineActs,
    inherits: inherited.some(worries),
    inheritsOpen: isOpen,
    joins: known === null,
  })
}

/** The person's own report that waits for a case like this one: it takes the first, and the others are alerts of their own. */
async function ownReportOf(tx: StoreTx, { userId, firstSeen }: StoredCase): Promise<Alert | null> {
  const waiting = (await tx.alertsOf(userId)).find(
    ({ caseId, createdAt }) => caseId === null && isReportedAt(firstSeen, createdAt),
  )
  return waiting ?? null
}

const worries = ({ answer }: GivenAnswer): boolean => isWorrying(answer)

type Does = ReturnType<typeof whatCaseDoes>

async function openAlert(
  ports: RaisePorts,
  tx: StoreTx,
  stored: StoredCase,
  does: Does,
  inherited: readonly GivenAnswer[],
): Promise<boolean> {
  const now = ports.clock.now()
  const telling = await allowedTelling(tx, stored, does.owner, now)
  if (telling === 'nothing' && does.team === 'log' && inherited.length === 0) return false
  const alertId = ports.ids.alertId()
  const severity = stored.highestSeverity
  const isNew = await tx.addAlert({
    alertId,
    kind: 'case',
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
  for (const { answer, by, at } of inherited) await tx.addAnswer(alertId, answer, by, at)
  const isWorried = inherited.some(worries)
  if (isWorried && stored.case.outcome === 'completed') await tx.addJob(jobOf.contain(alertId, version, 0, now))
  if (isWorried || does.team === 'at-once') await tx.addJob(jobOf.tellTeam(alertId, version, priority, now))
  await armTimer(tx, alertId, version, priority, now, does)
  return true
}

/** What the owner is told, but for coaching where they have been coached lately. */
async function allowedTelling(
  tx: StoreTx,
  stored: StoredCase,
  telling: OwnerTelling,
  now: Date,
): Promise<OwnerTelling> {
  if (telling !== 'coaching') return telling
  const others = (await tx.alertsOf(stored.userId)).filter(({ caseId }) => caseId !== stored.caseId)
  const isTired = others.some(
    (other) => other.telling === 'coaching' && now.getTime() - other.createdAt.getTime() < COACHING_EVERY_MS,
  )
  return isTired ? 'nothing' : telling
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

interface Growing extends Assessed {
  readonly does: Does
  /** Whether a worrying answer makes the machine revoke anything. */
  readonly machineActs: boolean
  /** A worrying answer came with a case that turned out to be part of this one. */
  readonly inherits: boolean
  /** An alert that nobody had settled came with such a case. */
  readonly inheritsOpen: boolean
  /** The alert is an own report, and this is the case it waited for. */
  readonly joins: boolean
}

/** What has changed for people since they were told. */
async function growAlert(ports: RaisePorts, tx: StoreTx, alert: Alert, growing: Growing): Promise<boolean> {
  if (alert.state === 'superseded') return false
  const { stored, before, does, machineActs, joins } = growing
  const now = ports.clock.now()
  const { alertId } = alert
  // What people were told does not fall, whoever assessed last.
  const isResidual = await noteResidual(tx, alert, stored, now)
  const assessed = graver(alert.severity, stored.highestSeverity)
  const severity = isResidual ? 'critical' : assessed
  const rose = compareSeverity(severity, alert.severity) > 0
  const telling = tellingAfter(alert.telling, await allowedTelling(tx, stored, does.owner, now), stored)
  const isGraver = rose || rankOf(telling) > rankOf(alert.telling)
  const mustContain = growing.inherits
    ? stored.case.outcome === 'completed'
    : alert.answers.some(worries) && (await hasUncontainedTokens(tx, alert, stored, before))
  const { inheritsOpen } = growing
  if (!joins && !isGraver && !mustContain && !isResidual && !inheritsOpen && !looksDifferent(stored, before))
    return false

  const priority = priorityOf(severity)
  // An own report that was closed for want of a case has one now.
  const comesBack = joins && does.team === 'at-once'
  const reopens = alert.state === 'closed' && (isGraver || mustContain || isResidual || inheritsOpen || comesBack)
  const state: AlertState = reopens ? step(alert.state, 'severity-rose') : alert.state
  const change = { state, severity, telling, ...(joins ? { caseId: stored.caseId } : {}) }
  if (!(await tx.changeAlert(alertId, alert.version, change))) throw new Conflict()
  if (joins) await writeStep(ports, tx, alert, 'case-joined', stored.caseId)
  const version = alert.version + 1
  // Also where the state stays: what was proposed or answered before says nothing of what the case is now.
  if (isGraver || reopens || inheritsOpen)
    await writeStep(ports, tx, alert, 'severity-rose', `${alert.severity} to ${severity}`)
  // A card that was closed or never made is made; one that stands in the chat is brought up to date.
  const owner = reopens || alert.telling === 'nothing' ? jobOf.tellOwner : jobOf.refreshOwner
  if (telling !== 'nothing') await tx.addJob(owner(alertId, version, priority, now))
  if (mustContain) await tx.addJob(jobOf.contain(alertId, version, 0, now))
  const isNews =
    isResidual || (mustContain && (machineActs || growing.inherits)) || reopens || (isGraver && does.team === 'at-once')
  await tx.addJob((isNews ? jobOf.tellTeam : jobOf.refreshTeam)(alertId, version, priority, now))
  // An answer given on a milder card, or of another case, settles nothing of what came after it.
  if (isGraver || reopens || inheritsOpen) await armTimer(tx, alertId, version, priority, now, does)
  return true
}

/** New tokens, and younger than the last revoke: what was contained before does not cover them. */
async function hasUncontainedTokens(
  tx: StoreTx,
  alert: Alert,
  stored: StoredCase,
  before: StoredCase | undefined,
): Promise<boolean> {
  const newestMs = lastSuccessMs(stored)
  if (stored.case.outcome !== 'completed' || newestMs <= lastSuccessMs(before)) return false
  const revoked = (await tx.containmentSteps(alert.alertId)).filter(
    (done) => done.step === 'revoke-sessions' && done.outcome === 'done',
  )
  return revoked.every(({ at }) => at.getTime() < newestMs)
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

function ownerKind(ports: RaisePorts, owner: UserId, { person }: OwnerKnowledge): OwnerKind {
  if (ports.settings.emergencyAccounts.includes(owner)) return 'emergency'
  if (ports.settings.sharedDeviceAccounts.includes(owner) || person?.isSharedDevice === true) return 'shared-device'
  if (person?.accountEnabled === false) return 'disabled'
  return person?.isGuest === true ? 'guest' : 'person'
}

/** The order in which one telling may replace another on the same card: a question is never taken back. */
const TELLINGS: readonly OwnerTelling[] = ['nothing', 'coaching', 'stop-now', 'notice', 'question']

const rankOf = (telling: OwnerTelling): number => TELLINGS.indexOf(telling)

/** "Stop" is said of a page that waits: once the sign-in was turned away, the card asks about that instead. */
function tellingAfter(before: OwnerTelling, now: OwnerTelling, { case: { outcome } }: StoredCase): OwnerTelling {
  if (before === 'stop-now' && (outcome === 'blocked' || outcome === 'failed')) return 'coaching'
  return rankOf(now) > rankOf(before) ? now : before
}
