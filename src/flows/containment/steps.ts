/** How a step of containment is written: its newest outcome beside the alert, and every outcome in the alert's history. */
import type { ErrorCode } from '../../domain/errors.js'
import type { AlertId, UserId } from '../../domain/ids.js'
import type { StepOutcome, StepView } from '../../domain/notices.js'
import type { ContainmentStep, PlanReason } from '../../domain/signInAlert/index.js'
import type { AlertStep, Ports, StoreTx } from '../ports.js'

export type ContainPorts = Pick<
  Ports,
  'clock' | 'containment' | 'deadlines' | 'directory' | 'log' | 'settings' | 'store'
>

export type Actor = AlertStep['actor']

export interface StepEnd {
  readonly outcome: StepOutcome
  readonly why: PlanReason | ErrorCode | null
}

/** Faults of Graph that another try may mend. */
const PASSING: ReadonlySet<string> = new Set<ErrorCode>([
  'graph-throttled',
  'graph-unavailable',
  'graph-unauthorized',
  'entra-refused',
  'entra-unavailable',
])

export const mayPass = (code: string): boolean => PASSING.has(code)

export async function writeStep(tx: StoreTx, alertId: AlertId, written: StepView, actor: Actor): Promise<void> {
  const step = { ...written, at: await notBefore(tx, alertId, written) }
  await tx.saveContainmentStep(alertId, step)
  const why = [step.step, step.outcome, ...(step.why === null ? [] : [step.why])].join(' ')
  await tx.addAlertStep({ alertId, event: 'containment-step', actor, at: step.at, why })
}

/** An outcome that seems older than the last is not kept: a clock that was set back must not hold a step under way. */
async function notBefore(tx: StoreTx, alertId: AlertId, { step, at }: StepView): Promise<Date> {
  const before = (await tx.containmentSteps(alertId)).find((one) => one.step === step)
  return before !== undefined && before.at > at ? before.at : at
}

/** Whose decision the step in hand is: of the newest line of its history that says it is under way. */
export function decidedBy(history: readonly AlertStep[], step: ContainmentStep): Actor {
  const decided = history.findLast(
    ({ event, why }) =>
      event === 'containment-step' && (why.startsWith(`${step} under-way`) || why.startsWith(`${step} undoing`)),
  )
  return decided?.actor ?? 'postern'
}

export const stepOf = (steps: readonly StepView[], name: ContainmentStep): StepView | undefined =>
  steps.find(({ step }) => step === name)

/** The newest instant at which something of these steps was done; 0 where nothing was. */
export const doneAtMs = (steps: readonly StepView[], names: readonly ContainmentStep[]): number =>
  Math.max(0, ...names.map((name) => stepOf(steps, name)).map((one) => (one?.outcome === 'done' ? +one.at : 0)))

/** The team, or nobody: whom a step belongs to that the machine does not take. */
export const personOf = (actor: Actor): UserId | null => (actor === 'postern' ? null : actor)
