/**
 * Contains what a worrying answer asks for: decides, then carries out. State first, effect second, proof third: a crash
 * anywhere goes on where it stopped, and a sign-in that is completed later is contained anew.
 */
import type { ErrorCode } from '../../domain/errors.js'
import type { AlertId } from '../../domain/ids.js'
import { canStep, step } from '../../domain/signInAlert/index.js'
import { Conflict, retryOnConflict } from '../conflict.js'
import { decide, ownerFacts } from '../containment/decide.js'
import { stepOf, writeStep } from '../containment/steps.js'
import { workOff } from '../containment/workOff.js'
import type { Ports } from '../ports.js'
import type { JobFlow } from './jobFlow.js'

export const contain: JobFlow<AlertId> = async (ports, job, begin) => {
  const alert = await ports.store.alertById(job.subject)
  if (alert === null) return
  const owner = await ownerFacts(ports, alert)
  if (!(await begin())) return
  await startContaining(ports, alert.alertId)
  await decide(ports, alert, owner)
  await workOff(ports, alert.alertId, job.startedAt !== null)
  await noteNothingToWatch(ports, alert.alertId)
}

/** For what a press left behind: decided already. */
export const carryOut: JobFlow<AlertId> = async (ports, job, begin) => {
  if (await begin()) await workOff(ports, job.subject, true)
}

/** What nobody will come back for is not under way any more. */
export async function giveUpContaining(ports: Ports, alertId: AlertId, why: ErrorCode): Promise<void> {
  const steps = await ports.store.containmentSteps(alertId)
  const left = steps.filter((one) => isLeft(one.outcome) && one.step !== 'watch-residual')
  const at = ports.clock.now()
  await ports.store.transaction(async (tx) => {
    for (const one of left) await writeStep(tx, alertId, { step: one.step, outcome: 'failed', why, at }, 'postern')
  })
}

const isLeft = (outcome: string): boolean => outcome === 'under-way' || outcome === 'undoing'

async function startContaining(ports: Ports, alertId: AlertId): Promise<void> {
  await retryOnConflict(async () => {
    const alert = await ports.store.alertById(alertId)
    if (alert === null || !canStep(alert.state, 'containment-started')) return
    const state = step(alert.state, 'containment-started')
    await ports.store.transaction(async (tx) => {
      if (!(await tx.changeAlert(alertId, alert.version, { state }))) throw new Conflict()
      const [event, at] = ['containment-started', ports.clock.now()] as const
      await tx.addAlertStep({ alertId, event, actor: 'postern', at, why: 'a worrying answer' })
    })
  })
}

async function noteNothingToWatch(ports: Ports, alertId: AlertId): Promise<void> {
  const steps = await ports.store.containmentSteps(alertId)
  if (stepOf(steps, 'watch-residual') !== undefined) return
  const none = {
    step: 'watch-residual',
    outcome: 'not-possible',
    why: 'nothing-revoked',
    at: ports.clock.now(),
  } as const
  await ports.store.transaction((tx) => writeStep(tx, alertId, none, 'postern'))
}
