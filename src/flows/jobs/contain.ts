/**
 * Contains what a worrying answer asks for, as far as the mode and the brakes leave it to the machine. Each step is
 * written with its outcome; one that was done is not done again, so a crash in the middle goes on where it stopped.
 */
import { isPosternError } from '../../domain/errors.js'
import type { AlertId } from '../../domain/ids.js'
import type { StepView } from '../../domain/notices.js'
import {
  type ContainmentStep,
  canStep,
  type OwnerFacts,
  type PlannedStep,
  type PlanReason,
  planContainment,
  step,
} from '../../domain/signInAlert/index.js'
import { jobOf } from '../jobs.js'
import type { Alert, Job, Ports } from '../ports.js'
import { priorityOf } from '../raiseAlert.js'

const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10'
const PRIVILEGED_ROLE_ADMINISTRATOR = 'e8611ab8-c189-46e8-94e1-60213ab1f814'

/** What this version does by machine. The other steps of the plan are shown as left to the team, with this reason. */
const NOT_AUTOMATED: PlanReason = 'not-automated'
const CARRIED_OUT: ReadonlySet<ContainmentStep> = new Set<ContainmentStep>(['revoke-sessions'])

export async function contain(
  ports: Ports,
  job: Job & { readonly subject: AlertId },
  begin: () => Promise<boolean>,
): Promise<void> {
  const alert = await ports.store.alertById(job.subject)
  if (alert === null) return
  const plan = planContainment({
    mode: ports.settings.containmentMode,
    cause: 'worrying-answer',
    owner: await ownerFacts(ports, alert),
    disablesLastHour: 0,
  })
  if (!(await begin())) return
  await startContaining(ports, alert)
  const before = await ports.store.containmentSteps(alert.alertId)
  for (const planned of plan) {
    if (before.some((earlier) => earlier.step === planned.step && earlier.outcome === 'done')) continue
    await ports.store.saveContainmentStep(alert.alertId, await carryOut(ports, alert, planned))
  }
  const after = (await ports.store.alertById(alert.alertId)) ?? alert
  const priority = priorityOf(alert.severity)
  await ports.store.addJob(jobOf.refreshOwner(alert.alertId, after.version, priority, ports.clock.now()))
  await ports.store.addJob(jobOf.refreshTeam(alert.alertId, after.version, priority, ports.clock.now()))
}

async function startContaining(ports: Ports, alert: Alert): Promise<void> {
  if (!canStep(alert.state, 'containment-started')) return
  await ports.store.transaction(async (tx) => {
    if (!(await tx.changeAlert(alert.alertId, alert.version, { state: step(alert.state, 'containment-started') })))
      return
    await tx.addAlertStep({
      alertId: alert.alertId,
      event: 'containment-started',
      actor: 'postern',
      at: ports.clock.now(),
      why: 'a worrying answer',
    })
  })
}

async function carryOut(ports: Ports, alert: Alert, planned: PlannedStep): Promise<StepView> {
  const at = ports.clock.now()
  if (planned.who === 'nobody') return { step: planned.step, outcome: 'not-possible', why: planned.reason, at }
  if (planned.who === 'team' || !CARRIED_OUT.has(planned.step)) {
    return {
      step: planned.step,
      outcome: 'left-to-team',
      why: planned.who === 'team' ? planned.reason : NOT_AUTOMATED,
      at,
    }
  }
  try {
    await ports.containment.revokeSessions(alert.userId)
    return { step: planned.step, outcome: 'done', why: null, at: ports.clock.now() }
  } catch (error) {
    // What passes is tried again with the whole job; what does not is shown with its reason, and the team told.
    if (!isPosternError(error) || error.code === 'graph-unavailable' || error.code === 'graph-throttled') throw error
    ports.log.error('containment step failed', { alertId: alert.alertId, step: planned.step, code: error.code })
    return { step: planned.step, outcome: 'failed', why: error.code, at }
  }
}

async function ownerFacts(ports: Ports, alert: Alert): Promise<OwnerFacts> {
  const [roles, person] = await Promise.all([
    ports.directory.activeRoles(alert.userId, { fresh: true }).catch(unknownFromGraph),
    ports.directory.person(alert.userId).catch(unknownFromGraph),
  ])
  return {
    privileged: roles?.some((role) => role === GLOBAL_ADMINISTRATOR || role === PRIVILEGED_ROLE_ADMINISTRATOR),
    emergency: ports.settings.emergencyAccounts.includes(alert.userId),
    guest: person?.isGuest === true,
    botAdmin: false,
  }
}

/** What cannot be read brakes like a yes; the plan sees to that. */
function unknownFromGraph(error: unknown): undefined {
  if (!isPosternError(error)) throw error
  return undefined
}
