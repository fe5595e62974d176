/**
 * Contains what a worrying answer asks for, as far as the mode and the brakes leave it to the machine. Each step is
 * written with its outcome. What was done counts only for the tokens and the answer it came after: a crash in the middle
 * goes on where it stopped, and a sign-in that is completed later is contained anew.
 */
import { isPosternError } from '../../domain/errors.js'
import type { AlertId } from '../../domain/ids.js'
import type { StepView } from '../../domain/notices.js'
import {
  canStep,
  isWorrying,
  NEVER_DISABLED_ROLES,
  type OwnerFacts,
  type PlannedStep,
  type PlanReason,
  planContainment,
  step,
} from '../../domain/signInAlert/index.js'
import { Conflict, retryOnConflict } from '../conflict.js'
import { jobOf } from '../jobs.js'
import type { Alert, Ports } from '../ports.js'
import { priorityOf } from '../raiseAlert.js'
import { REVOKE, revokeSessions } from '../revokeSessions.js'
import type { JobFlow } from './jobFlow.js'

/** For steps that the plan gives to the machine and this version leaves to the team. */
const NOT_AUTOMATED: PlanReason = 'not-automated'

export const contain: JobFlow<AlertId> = async (ports, job, begin) => {
  const alert = await ports.store.alertById(job.subject)
  if (alert === null) return
  const plan = planContainment({
    mode: ports.settings.containmentMode,
    cause: 'worrying-answer',
    owner: await ownerFacts(ports, alert),
    // Nothing is disabled by machine in this version, so nothing counts against the limit.
    disablesLastHour: 0,
  })
  if (!(await begin())) return
  await startContaining(ports, alert.alertId)
  const triggerMs = await triggeredAtMs(ports, alert)
  const before = await ports.store.containmentSteps(alert.alertId)
  try {
    for (const planned of plan) {
      const covers = ({ step: name, outcome, at }: StepView): boolean =>
        name === planned.step && outcome === 'done' && at.getTime() >= triggerMs
      if (!before.some(covers)) await carryOut(ports, alert, planned)
    }
  } finally {
    // A step that failed is shown as well.
    await refreshCards(ports, alert.alertId)
  }
}

/** The newest worrying answer or the newest token of the case, whichever came later. */
async function triggeredAtMs(ports: Ports, alert: Alert): Promise<number> {
  const stored = alert.caseId === null ? null : await ports.store.caseById(alert.caseId)
  const answers = alert.answers.filter(({ answer }) => isWorrying(answer)).map(({ at }) => at.getTime())
  const tokens = stored?.case.legs.filter(({ record }) => record.result === 0).map(({ record }) => record.atMs) ?? []
  return Math.max(0, ...answers, ...tokens)
}

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

async function carryOut(ports: Ports, alert: Alert, planned: PlannedStep): Promise<void> {
  if (planned.who === 'machine' && planned.step === REVOKE) {
    await revokeSessions(ports, alert)
    return
  }
  const at = ports.clock.now()
  const outcome = planned.who === 'nobody' ? 'not-possible' : 'left-to-team'
  const why = planned.who === 'machine' ? NOT_AUTOMATED : planned.reason
  await ports.store.saveContainmentStep(alert.alertId, { step: planned.step, outcome, why, at })
}

async function refreshCards(ports: Ports, alertId: AlertId): Promise<void> {
  const alert = await ports.store.alertById(alertId)
  if (alert === null) return
  const at = ports.clock.now()
  // Steps change no version, so the instant tells one refresh from the next.
  for (const make of [jobOf.refreshOwner, jobOf.refreshTeam]) {
    const job = make(alertId, alert.version, priorityOf(alert.severity), at)
    await ports.store.addJob({ ...job, key: `${job.key}:${at.toISOString()}` })
  }
}

async function ownerFacts(ports: Ports, alert: Alert): Promise<OwnerFacts> {
  const [roles, person] = await Promise.all([
    ports.directory.activeRoles(alert.userId, { fresh: true }).catch(unknownFromGraph),
    ports.directory.person(alert.userId).catch(unknownFromGraph),
  ])
  return {
    privileged: roles?.some((role) => NEVER_DISABLED_ROLES.has(role)),
    emergency: ports.settings.emergencyAccounts.includes(alert.userId),
    guest: person?.isGuest === true,
    // The bot has no admins of its own: who may act is read from the directory.
    botAdmin: false,
  }
}

/** What cannot be read brakes like a yes; the plan sees to that. */
function unknownFromGraph(error: unknown): undefined {
  if (!isPosternError(error)) throw error
  return undefined
}
