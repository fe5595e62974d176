/** The plan with what can be done about it: two presses where policy may be written, a file where it may not. */
import type { CloudName } from '../../domain/clouds.js'
import {
  type FileFormat,
  graphRequestOf,
  type PlanAnswer,
  PORTAL_STEPS,
  type PolicyPlan,
  portalStepsOf,
  powerShellOf,
} from '../../domain/policyStatus/index.js'
import { planNow } from '../policyWrites/planNow.js'
import { viewOfWrite } from '../policyWrites/view.js'
import type { AnswerPorts } from './asking.js'

export async function planAnswer(ports: AnswerPorts): Promise<PlanAnswer> {
  const { plan, digest, impact } = await planNow(ports)
  const [open, applied] = await Promise.all([ports.store.openPolicyWrite(), ports.store.lastApplied()])
  const mayWrite = ports.policyWriter !== null && ports.settings.securityChannelId !== null
  const { takenAt, ageMs, stale, unknowns, because } = plan
  return {
    kind: 'plan',
    ...{ takenAt, ageMs, stale, unknowns, because },
    plan,
    digest: mayWrite ? digest : null,
    impact: impact === null ? null : { assessedAt: impact.impact.assessedAt, ...impact.impact.total },
    open: open === null ? null : await viewOfWrite(ports, open),
    applied: !mayWrite || applied === null ? null : await viewOfWrite(ports, applied),
  }
}

/** Null where the plan is refused, or there is nothing to do: no half of a plan in a file that somebody runs. */
export function planFile(plan: PolicyPlan, format: FileFormat, cloud: CloudName): string | null {
  const request = plan.refusals.length > 0 ? null : graphRequestOf(plan)
  if (request === null) return null
  if (format === 'json') return `${JSON.stringify(request, null, 2)}\n`
  if (format === 'ps1') return powerShellOf(plan, cloud)
  if (format !== 'txt') return null
  const steps = portalStepsOf(plan).map(({ code, values }, index) =>
    [`${index + 1}. ${PORTAL_STEPS[code]}`, ...values.map((value) => `   - ${oneLine(value)}`)].join('\n'),
  )
  return `${steps.join('\n')}\n`
}

/** Names in it are chosen by others: none may look like a step of its own. */
const oneLine = (value: string): string => value.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?').slice(0, 300)
