/**
 * A member of the security team presses on a case card. The role is read at the moment of the press, without a cache;
 * nobody acts on or closes their own case.
 */
import { PosternError } from '../domain/errors.js'
import type { AlertId } from '../domain/ids.js'
import type { AlertView } from '../domain/notices.js'
import { mayDo } from '../domain/policyStatus/index.js'
import { type ContainmentStep, canStep, step } from '../domain/signInAlert/index.js'
import type { Actor } from './actor.js'
import { viewOf } from './alertView.js'
import { jobOf } from './jobs.js'
import type { Alert, Ports } from './ports.js'
import { priorityOf } from './raiseAlert.js'

export type ActPorts = Pick<Ports, 'clock' | 'containment' | 'directory' | 'log' | 'settings' | 'store'>

export type TeamAction = 'revoke-sessions' | 'close'

export interface ActResult {
  readonly alert: AlertView
  readonly changed: boolean
}

/** @throws PosternError `alert-unknown`, `not-allowed`, and what Graph throws where the role cannot be read */
export async function actOnAlert(
  ports: ActPorts,
  actor: Actor,
  press: { readonly alertId: AlertId; readonly action: TeamAction },
): Promise<ActResult> {
  // The role first: somebody without it learns nothing of which alerts exist.
  const roles = await ports.directory.activeRoles(actor.userId, { fresh: true })
  if (!mayDo(roles, 'act-on-alerts')) throw new PosternError('not-allowed', { action: press.action })
  const alert = await ports.store.alertById(press.alertId)
  if (alert === null) throw new PosternError('alert-unknown', { alertId: press.alertId })
  if (alert.userId === actor.userId) throw new PosternError('not-allowed', { action: press.action, own: true })
  const changed = press.action === 'close' ? await close(ports, actor, alert) : await revoke(ports, actor, alert)
  ports.log.info('security team acted', { alertId: alert.alertId, action: press.action, by: actor.userId, changed })
  const current = (await ports.store.alertById(press.alertId)) ?? alert
  return { alert: await viewOf(ports, current), changed }
}

async function close(ports: ActPorts, actor: Actor, alert: Alert): Promise<boolean> {
  if (!canStep(alert.state, 'alert-closed')) return false
  const at = ports.clock.now()
  return ports.store.transaction(async (tx) => {
    if (!(await tx.changeAlert(alert.alertId, alert.version, { state: step(alert.state, 'alert-closed') })))
      return false
    await tx.addAlertStep({
      alertId: alert.alertId,
      event: 'alert-closed',
      actor: actor.userId,
      at,
      why: 'closed by the security team',
    })
    await tx.addJob(jobOf.refreshOwner(alert.alertId, alert.version + 1, priorityOf(alert.severity), at))
    return true
  })
}

/** State first, effect second, proof third: the press is written before Graph is asked. */
async function revoke(ports: ActPorts, actor: Actor, alert: Alert): Promise<boolean> {
  const stepName: ContainmentStep = 'revoke-sessions'
  const done = await ports.store.containmentSteps(alert.alertId)
  if (done.some((earlier) => earlier.step === stepName && earlier.outcome === 'done')) return false
  const at = ports.clock.now()
  const starts = canStep(alert.state, 'containment-started')
  const state = starts ? step(alert.state, 'containment-started') : alert.state
  const written = await ports.store.transaction(async (tx) => {
    if (!(await tx.changeAlert(alert.alertId, alert.version, { state }))) return false
    await tx.addAlertStep({
      alertId: alert.alertId,
      event: 'containment-started',
      actor: actor.userId,
      at,
      why: stepName,
    })
    return true
  })
  if (!written) return false
  await ports.containment.revokeSessions(alert.userId)
  await ports.store.saveContainmentStep(alert.alertId, {
    step: stepName,
    outcome: 'done',
    why: null,
    at: ports.clock.now(),
  })
  await ports.store.addJob(jobOf.refreshOwner(alert.alertId, alert.version + 1, priorityOf(alert.severity), at))
  return true
}
