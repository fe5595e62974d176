/**
 * A member of the security team presses on a case card. The role is read at the moment of the press, without a cache;
 * nobody acts on or closes their own case, and a high or critical case is closed by two people.
 */
import { PosternError } from '../domain/errors.js'
import type { AlertId } from '../domain/ids.js'
import type { AlertView } from '../domain/notices.js'
import {
  type CloseReason,
  canStep,
  closingInHistory,
  compareSeverity,
  step,
  takenIn,
} from '../domain/signInAlert/index.js'
import type { Actor } from './actor.js'
import { priorityOf } from './alertPriority.js'
import { isCloseProposed, viewOf } from './alertView.js'
import { Conflict, retryOnConflict } from './conflict.js'
import { pressSteps } from './containment/press.js'
import { jobOf } from './jobs.js'
import { mustActOnAlerts } from './mayAct.js'
import type { Alert, NewJob, Ports } from './ports.js'

export type ActPorts = Pick<Ports, 'clock' | 'containment' | 'deadlines' | 'directory' | 'log' | 'settings' | 'store'>

export type TeamAction = 'revoke-sessions' | 'take' | 'snooze-15' | 'snooze-60' | 'close'

export interface TeamPress {
  readonly alertId: AlertId
  readonly action: TeamAction
  /** For `close`. */
  readonly reason?: CloseReason | undefined
  /** (untrusted) What was written beside it. */
  readonly note?: string | undefined
}

/**
 * `needs-second`: recorded, and closed once somebody else presses too. `needs-reason`: closing without one is refused.
 * `not-yet`: the owner has not been told, and must be. `nothing-to-do`: somebody was faster, or it is over.
 */
export type ActOutcome = 'done' | 'needs-second' | 'needs-reason' | 'not-yet' | 'nothing-to-do'

export interface ActResult {
  readonly alert: AlertView
  readonly outcome: ActOutcome
}

const MINUTE_MS = 60 * 1000
/** Two presses within this span are one: a double click, or two people at once. */
const REVOKED_LATELY_MS = MINUTE_MS

/** @throws PosternError `alert-unknown`, `not-allowed`, and what Graph throws where the role cannot be read */
export async function actOnAlert(ports: ActPorts, actor: Actor, press: TeamPress): Promise<ActResult> {
  // The role first: somebody without it learns nothing of which alerts exist.
  await mustActOnAlerts(ports, actor, press.action)
  const act = ACTS[press.action]
  const outcome = await retryOnConflict(async () => act(ports, actor, await caseOfOthers(ports, actor, press), press))
  // The note is somebody's own words.
  const { note: _, ...logged } = press
  ports.log.info('security team acted', { ...logged, by: actor.userId, outcome })
  const alert = await caseOfOthers(ports, actor, press)
  return { alert: await viewOf(ports, alert), outcome }
}

export async function caseOfOthers(
  ports: ActPorts,
  actor: Actor,
  press: { readonly alertId: AlertId; readonly action: string },
): Promise<Alert> {
  const alert = await ports.store.alertById(press.alertId)
  if (alert === null) throw new PosternError('alert-unknown', { alertId: press.alertId })
  if (alert.userId === actor.userId) throw new PosternError('not-allowed', { action: press.action, own: true })
  return alert
}

type Act = (ports: ActPorts, actor: Actor, alert: Alert, press: TeamPress) => Promise<ActOutcome>

const close: Act = async (ports, actor, alert, { reason, note = null }) => {
  if (!canStep(alert.state, 'alert-closed')) return alert.state === 'telling' ? 'not-yet' : 'nothing-to-do'
  if (alert.telling !== 'nothing' && (alert.state === 'open' || alert.state === 'reopened')) return 'not-yet'
  if (reason === undefined) return 'needs-reason'
  const at = ports.clock.now()
  const agreed = await isAgreed(ports, actor, alert)
  const event = agreed ? 'alert-closed' : 'close-proposed'
  const state = agreed ? step(alert.state, 'alert-closed') : alert.state
  await ports.store.transaction(async (tx) => {
    if (!(await tx.changeAlert(alert.alertId, alert.version, { state }))) throw new Conflict()
    const why = closingInHistory({ reason, note })
    await tx.addAlertStep({ alertId: alert.alertId, event, actor: actor.userId, at, why })
    const [version, priority] = [alert.version + 1, priorityOf(alert.severity)]
    if (agreed) await tx.addJob(jobOf.refreshOwner(alert.alertId, version, priority, at))
    await tx.addJob(jobOf.refreshTeam(alert.alertId, version, priority, at))
  })
  return agreed ? 'done' : 'needs-second'
}

/** A grave case needs a proposal of somebody else, made since it last became graver. */
async function isAgreed(ports: ActPorts, actor: Actor, alert: Alert): Promise<boolean> {
  if (compareSeverity(alert.severity, 'high') < 0) return true
  return isCloseProposed(await ports.store.alertSteps(alert.alertId), (proposer) => proposer !== actor.userId)
}

/** State first, effect second, proof third: the press is written before Graph is asked. */
const revoke: Act = async (ports, actor, alert) => {
  const at = ports.clock.now()
  const steps = await ports.store.containmentSteps(alert.alertId)
  const isRecent = steps.some(
    (done) =>
      done.step === 'revoke-sessions' &&
      (done.outcome === 'under-way' ||
        (done.outcome === 'done' && at.getTime() - done.at.getTime() < REVOKED_LATELY_MS)),
  )
  if (isRecent || alert.state === 'superseded') return 'nothing-to-do'
  await pressSteps(ports, actor, alert, { steps: ['revoke-sessions'] })
  return 'done'
}

/** *I am on it*: who said so last. */
const take: Act = async (ports, actor, alert) => {
  if (isOver(alert) || takenIn(await ports.store.alertSteps(alert.alertId))?.actor === actor.userId) {
    return 'nothing-to-do'
  }
  await note(ports, actor, alert, { event: 'taken', why: 'on it' })
  return 'done'
}

/** Holds what reminds the team; the owner's question, and news that calls for action, come all the same. */
const snooze =
  (spanMs: number): Act =>
  async (ports, actor, alert) => {
    if (isOver(alert)) return 'nothing-to-do'
    const until = new Date(ports.clock.now().getTime() + spanMs)
    await note(ports, actor, alert, { event: 'snoozed', why: until.toISOString() }, [
      jobOf.remindTeam(alert.alertId, until, priorityOf(alert.severity)),
    ])
    return 'done'
  }

const isOver = ({ state }: Alert): boolean => state === 'closed' || state === 'superseded'

/** Writes a line of the history that changes no state, and shows it on the cards. @throws Conflict */
async function note(
  ports: ActPorts,
  actor: Actor,
  { alertId, version, state, severity }: Alert,
  line: { readonly event: 'taken' | 'snoozed'; readonly why: string },
  owes: readonly NewJob[] = [],
): Promise<void> {
  const at = ports.clock.now()
  await ports.store.transaction(async (tx) => {
    if (!(await tx.changeAlert(alertId, version, { state }))) throw new Conflict()
    await tx.addAlertStep({ alertId, ...line, actor: actor.userId, at })
    await tx.addJob(jobOf.refreshTeam(alertId, version + 1, priorityOf(severity), at))
    for (const job of owes) await tx.addJob(job)
  })
}

const ACTS: Readonly<Record<TeamAction, Act>> = {
  'revoke-sessions': revoke,
  take,
  'snooze-15': snooze(15 * MINUTE_MS),
  'snooze-60': snooze(60 * MINUTE_MS),
  close,
}
