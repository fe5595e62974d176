/**
 * A member of the security team contains a case, or takes a step back. The role is read at the moment of the press;
 * nobody contains or frees their own account.
 */
import { PosternError } from '../domain/errors.js'
import type { AlertId } from '../domain/ids.js'
import {
  type ContainmentPress,
  type ContainmentStep,
  leftToTeam,
  type ReversibleStep,
} from '../domain/signInAlert/index.js'
import { type ActOutcome, type ActPorts, type ActResult, caseOfOthers } from './actOnAlert.js'
import type { Actor } from './actor.js'
import { viewOf } from './alertView.js'
import { retryOnConflict } from './conflict.js'
import { pressSteps } from './containment/press.js'
import { containmentView } from './containment/view.js'
import { mustActOnAlerts } from './mayAct.js'
import type { Alert } from './ports.js'

/** @throws PosternError `alert-unknown`, `not-allowed`, and what Graph throws where the role cannot be read */
export async function actOnContainment(
  ports: ActPorts,
  actor: Actor,
  press: { readonly alertId: AlertId; readonly action: ContainmentPress },
): Promise<ActResult> {
  await mustActOnAlerts(ports, actor, press.action)
  const outcome = await retryOnConflict(async () =>
    act(ports, actor, await caseOfOthers(ports, actor, press), press.action),
  )
  ports.log.info('security team acted', { ...press, by: actor.userId, outcome })
  const alert = await ports.store.alertById(press.alertId)
  if (alert === null) throw new PosternError('alert-unknown', { alertId: press.alertId })
  return { alert: await viewOf(ports, alert), outcome }
}

async function act(ports: ActPorts, actor: Actor, alert: Alert, action: ContainmentPress): Promise<ActOutcome> {
  if (alert.state === 'superseded') return 'nothing-to-do'
  const undone = undoneBy(action)
  if (undone !== null) {
    const { undoable } = await containmentView(ports.store, alert.alertId)
    if (!undoable.includes(undone)) return 'nothing-to-do'
    await pressSteps(ports, actor, alert, { steps: [undone], undo: true })
    return 'done'
  }
  const left = leftToTeam(await ports.store.containmentSteps(alert.alertId))
  const steps = action === 'contain' ? left : left.filter((name) => name === action)
  if (steps.length === 0) return 'nothing-to-do'
  // What was added is looked at anew with every press: the intruder may have gone on.
  const all: readonly ContainmentStep[] = ['collect-additions', ...steps]
  await pressSteps(ports, actor, alert, { steps: all })
  return 'done'
}

const UNDO = 'undo-'

const undoneBy = (action: ContainmentPress): ReversibleStep | null =>
  action.startsWith(UNDO) ? (action.slice(UNDO.length) as ReversibleStep) : null
