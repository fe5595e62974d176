/**
 * What a worrying answer asks for, as far as the mode and the brakes leave it to the machine: each step is written with
 * whose it is before anything is done. The brakes are looked at again with every try, so that a role that was given
 * meanwhile, or that cannot be read any more, holds as well.
 */
import { isPosternError } from '../../domain/errors.js'
import type { StepOutcome, StepView } from '../../domain/notices.js'
import { mayDo } from '../../domain/policyStatus/index.js'
import {
  type ContainmentStep,
  isWorrying,
  NEVER_DISABLED_ROLES,
  type OwnerFacts,
  type PlannedStep,
  planContainment,
} from '../../domain/signInAlert/index.js'
import type { Alert } from '../ports.js'
import { type ContainPorts, decidedBy, doneAtMs, stepOf, writeStep } from './steps.js'

const HOUR_MS = 60 * 60 * 1000

const OUTCOMES: Readonly<Record<PlannedStep['who'], StepOutcome>> = {
  machine: 'under-way',
  team: 'left-to-team',
  nobody: 'not-possible',
}

export async function decide(ports: ContainPorts, alert: Alert, owner: OwnerFacts): Promise<void> {
  const at = ports.clock.now()
  const plan = planContainment({
    mode: ports.settings.containmentMode,
    cause: 'worrying-answer',
    owner,
    disablesLastHour: await ports.store.automaticActions(new Date(at.getTime() - HOUR_MS)),
  })
  const [steps, history, triggerMs] = await Promise.all([
    ports.store.containmentSteps(alert.alertId),
    ports.store.alertSteps(alert.alertId),
    triggeredAtMs(ports, alert),
  ])
  // The watch begins with the revoke.
  for (const planned of plan.filter(({ step }) => step !== 'watch-residual')) {
    const before = stepOf(steps, planned.step)
    const byPerson = decidedBy(history, planned.step) !== 'postern'
    if (
      before !== undefined &&
      stands(before, planned, { byPerson, sinceMs: sinceMsOf(planned.step, steps, triggerMs) })
    )
      continue
    const decided = { step: planned.step, outcome: OUTCOMES[planned.who], why: planned.reason, at }
    await ports.store.transaction((tx) => writeStep(tx, alert.alertId, decided, 'postern'))
  }
}

/** What was done counts only for the tokens and the answer it came after. */
function stands(
  before: StepView,
  planned: PlannedStep,
  { byPerson, sinceMs }: { readonly byPerson: boolean; readonly sinceMs: number },
): boolean {
  const { outcome, why, at } = before
  if (outcome === 'undoing') return true
  if (outcome === 'under-way') return byPerson || (planned.who === 'machine' && at.getTime() >= sinceMs)
  if (at.getTime() < sinceMs) return false
  // What the limit left to the team stays theirs: an hour later is no new reason.
  if (outcome === 'done' || outcome === 'undone' || why === 'hourly-limit-reached') return true
  if (outcome === 'failed') return planned.who === 'machine' || why === planned.reason
  return outcome === OUTCOMES[planned.who] && why === planned.reason
}

/** A device that was disabled later outlived the revoke and may have got tokens meanwhile: then it is revoked anew. */
const sinceMsOf = (step: ContainmentStep, steps: readonly StepView[], triggerMs: number): number =>
  step === 'revoke-sessions' && stepOf(steps, 'disable-new-devices')?.why !== 'no-new-devices'
    ? Math.max(triggerMs, doneAtMs(steps, ['disable-new-devices']))
    : triggerMs

/** The newest worrying answer or the newest token of the case, whichever came later. */
async function triggeredAtMs(ports: ContainPorts, alert: Alert): Promise<number> {
  const stored = alert.caseId === null ? null : await ports.store.caseById(alert.caseId)
  const answers = alert.answers.filter(({ answer }) => isWorrying(answer)).map(({ at }) => at.getTime())
  const tokens = stored?.case.legs.filter(({ record }) => record.result === 0).map(({ record }) => record.atMs) ?? []
  return Math.max(0, ...answers, ...tokens)
}

export async function ownerFacts(ports: ContainPorts, alert: Alert): Promise<OwnerFacts> {
  const [roles, person] = await Promise.all([
    ports.directory.activeRoles(alert.userId, { fresh: true }).catch(unknownFromGraph),
    ports.directory.person(alert.userId).catch(unknownFromGraph),
  ])
  // Roles are read for members only. A guest can hold one too, so of theirs nothing is known.
  const known = person == null || person.isGuest ? undefined : roles
  return {
    privileged: known?.some((role) => NEVER_DISABLED_ROLES.has(role)),
    emergency: ports.settings.emergencyAccounts.includes(alert.userId),
    guest: person?.isGuest === true,
    botAdmin: known !== undefined && (mayDo(known, 'act-on-alerts') || mayDo(known, 'write-policy')),
  }
}

/** What cannot be read brakes like a yes; the plan sees to that. */
function unknownFromGraph(error: unknown): undefined {
  if (!isPosternError(error)) throw error
  return undefined
}
