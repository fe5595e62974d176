/**
 * Somebody of the security team decides on steps: written with who and when before Graph is asked, and carried out at
 * once. A crash or a passing fault leaves the rest to a job.
 */
import { isPosternError } from '../../domain/errors.js'
import type { UserId } from '../../domain/ids.js'
import type { StepOutcome } from '../../domain/notices.js'
import { type ContainmentStep, canStep, step, TEAM_STEPS } from '../../domain/signInAlert/index.js'
import type { Actor } from '../actor.js'
import { priorityOf } from '../alertPriority.js'
import { Conflict } from '../conflict.js'
import { jobOf } from '../jobs.js'
import type { Alert } from '../ports.js'
import { type ContainPorts, mayPass, writeStep } from './steps.js'
import { workOff } from './workOff.js'

/** Kept by the home organisation of a guest. */
const NOT_OF_GUESTS: ReadonlySet<ContainmentStep> = new Set(['revoke-sessions', 'mark-compromised'])

/** @throws Conflict where somebody else changed the alert meanwhile */
export async function pressSteps(
  ports: ContainPorts,
  actor: Actor,
  alert: Alert,
  pressed: { readonly steps: readonly ContainmentStep[]; readonly undo?: boolean },
): Promise<void> {
  const isGuest = await isKnownGuest(ports, alert.userId)
  await write(ports, actor, alert, { ...pressed, isGuest })
  await carryOutNow(ports, alert)
}

async function write(
  ports: ContainPorts,
  actor: Actor,
  alert: Alert,
  { steps, undo = false, isGuest }: { steps: readonly ContainmentStep[]; undo?: boolean; isGuest: boolean },
): Promise<void> {
  const at = ports.clock.now()
  const { alertId } = alert
  // A closed case stays closed: the press is recorded, and what it asks for is done all the same.
  const starts = !undo && canStep(alert.state, 'containment-started')
  const state = starts ? step(alert.state, 'containment-started') : alert.state
  const event = 'containment-started'
  const version = alert.version + 1
  await ports.store.transaction(async (tx) => {
    if (!(await tx.changeAlert(alertId, alert.version, { state }))) throw new Conflict()
    const why = steps.filter((name) => TEAM_STEPS.some((team) => team === name)).join(', ')
    if (!undo) await tx.addAlertStep({ alertId, event, actor: actor.userId, at, why })
    for (const name of steps) {
      const isImpossible = !undo && isGuest && NOT_OF_GUESTS.has(name)
      const outcome: StepOutcome = undo ? 'undoing' : isImpossible ? 'not-possible' : 'under-way'
      const reason = undo ? null : isImpossible ? 'guest-home-organisation' : 'pressed-by-team'
      await writeStep(tx, alertId, { step: name, outcome, why: reason, at }, actor.userId)
    }
    await tx.addJob(jobOf.carryOut(alertId, version, at))
    const priority = priorityOf(alert.severity)
    await tx.addJob(jobOf.refreshOwner(alertId, version, priority, at))
    await tx.addJob(jobOf.refreshTeam(alertId, version, priority, at))
  })
}

async function carryOutNow(ports: ContainPorts, { alertId, version }: Alert): Promise<void> {
  try {
    await workOff(ports, alertId, false)
    await ports.store.cancelJob(jobOf.carryOut(alertId, version + 1, ports.clock.now()).key)
  } catch (error) {
    // The job comes back for it, and the card says so until then.
    if (!isPosternError(error) || !mayPass(error.code)) throw error
  }
}

/** Of whom nothing can be read is taken for a member: Graph itself refuses what a guest has elsewhere. */
async function isKnownGuest({ directory }: ContainPorts, userId: UserId): Promise<boolean> {
  const person = await directory.person(userId).catch((error: unknown) => {
    if (!isPosternError(error)) throw error
    return null
  })
  return person?.isGuest === true
}
