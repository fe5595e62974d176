/**
 * `postern policy plan [SNAPSHOT] [--impact FILE] [--format json|powershell|portal]`: the recommended policy as a change
 * of what is there, for people, as the request for Graph, as a script, or as steps in the portal.
 *
 * A form is given only where nothing forbids the plan. Exits 0 (it may be carried out, or nothing is to be done),
 * 1 (refused, or there is no such form) or 2 (the snapshot is too old, or what is unknown might leave something to do).
 */
import type { CloudName } from '../domain/clouds.js'
import {
  graphRequestOf,
  PLAN_NOTES,
  PLAN_REFUSALS,
  PORTAL_STEPS,
  type PolicyPlan,
  parsePlanBasis,
  portalStepsOf,
  powerShellOf,
  recommendPlan,
} from '../domain/policyStatus/index.js'
import { EXIT } from './exit.js'
import { type CliIo, isStandardInput } from './io.js'
import { groupIds, readJson, readSnapshot } from './policyFiles.js'
import type { PlanFormat } from './policyFormats.js'
import { BLOCKED_LINES, sayAge, sayUnknowns, section } from './policyWords.js'
import { printable } from './printable.js'

export interface PolicyPlanOptions {
  /** The snapshot; absent or `-` is standard input. */
  readonly file?: string
  /** Of the live tenant instead. */
  readonly live?: boolean
  /** What `policy impact --json` printed. */
  readonly impact?: string
  readonly json?: boolean
  readonly format?: PlanFormat
  /** Groups of device accounts that stay excluded. */
  readonly exceptGroup?: readonly string[]
  /** For the script: where Graph is. */
  readonly cloud?: CloudName
  readonly now: Date
}

const IMPACT_BYTES_MAX = 64 * 1024 * 1024
const VALUE_LENGTH_MAX = 300

/** Runs the command; returns the exit status. Errors: `input-invalid`, `input-too-large`, what reading a file throws. */
export async function runPolicyPlan(io: CliIo, options: PolicyPlanOptions): Promise<number> {
  if (options.impact === '-' && options.live !== true && isStandardInput(options.file)) {
    io.err('only one file can be standard input')
    return EXIT.usage
  }
  const snapshot = await readSnapshot(io, options.file, options.live)
  const impact =
    options.impact === undefined
      ? null
      : parsePlanBasis(
          await readJson(options.impact === '-' ? io.stdin() : io.openFile(options.impact), IMPACT_BYTES_MAX),
        )
  const plan = recommendPlan(snapshot, impact, options.now, { exceptions: groupIds(options.exceptGroup) })
  const status = statusOf(plan)
  const isForm = options.format !== undefined && options.json !== true
  if (options.json === true) io.out(JSON.stringify(plan))
  else if (!isForm) for (const line of sayPlan(plan)) io.out(line)
  if (!isForm || options.format === undefined) return status
  // No half of a plan in a file that somebody runs.
  if (status !== EXIT.ok) for (const line of sayRefusals(plan)) io.err(line)
  if (status !== EXIT.ok) return status
  const form = formOf(plan, options.format, options.cloud ?? 'public')
  if (form === null) {
    io.err(plan.action === 'none' ? 'There is nothing to do.' : 'The policy has an id that no request may carry.')
    return plan.action === 'none' ? EXIT.ok : EXIT.notOk
  }
  io.out(form)
  return EXIT.ok
}

function statusOf({ refusals, action, blocked }: PolicyPlan): number {
  if (action === 'none' && blocked.now === 'unknown') return EXIT.unknown
  if (refusals.includes('snapshot-expired') || refusals.includes('snapshot-from-the-future')) return EXIT.unknown
  return refusals.length > 0 ? EXIT.notOk : EXIT.ok
}

function formOf(plan: PolicyPlan, format: PlanFormat, cloud: CloudName): string | null {
  if (format === 'powershell') return powerShellOf(plan, cloud)
  const request = graphRequestOf(plan)
  if (request === null) return null
  if (format === 'json') return JSON.stringify(request, null, 2)
  return portalStepsOf(plan)
    .map(({ code, values }, index) =>
      [`${index + 1}. ${PORTAL_STEPS[code]}`, ...values.map((value) => `   - ${printable(value)}`)].join('\n'),
    )
    .join('\n')
}

const ACTIONS: Readonly<Record<PolicyPlan['action'], string>> = {
  none: 'Nothing to do: device code flow is blocked outside trusted networks.',
  enable: 'Enable a policy that only reports so far:',
  change: 'Change a policy, which then only reports:',
  create: 'Create a policy, which then only reports:',
}

const sayRefusals = ({ refusals }: PolicyPlan): readonly string[] =>
  refusals.length === 0 ? [] : ['This plan is refused:', ...refusals.map((code) => `  ${code}: ${PLAN_REFUSALS[code]}`)]

function sayPlan(plan: PolicyPlan): readonly string[] {
  const name = (plan.after ?? plan.before)?.displayName
  return [
    ...sayAge(plan),
    plan.action === 'none' && plan.blocked.now === 'unknown'
      ? `Nothing is planned. ${BLOCKED_LINES.unknown}`
      : ACTIONS[plan.action],
    ...(typeof name === 'string'
      ? [`  "${printable(name)}"${plan.policyId === null ? '' : ` (${printable(plan.policyId)})`}`]
      : []),
    ...sayRefusals(plan),
    ...section(
      'What changes',
      plan.fields.map(({ field, before, after }) => `${field}: ${sayValue(before)} → ${sayValue(after)}`),
    ),
    ...(plan.action === 'none'
      ? []
      : ['', `Now: ${BLOCKED_LINES[plan.blocked.now]}`, `Once enforced: ${BLOCKED_LINES[plan.blocked.enforced]}`]),
    ...(plan.weakens === false
      ? []
      : [`WEAKENS: ${plan.weakens === true ? 'it opens what is blocked now' : 'not known'}`]),
    ...section(
      'Emergency access',
      plan.emergency.map(
        ({ id, name: named, isFound, isDisabled }) =>
          `${printable(named ?? id)} (${printable(id)}): ${!isFound ? 'NOT FOUND' : isDisabled === 'unknown' ? 'found, but NOT KNOWN whether it is enabled' : isDisabled ? 'found, but DISABLED' : 'found'}`,
      ),
    ),
    ...section(
      'To know',
      plan.notes.map((code) => `${code}: ${PLAN_NOTES[code]}`),
    ),
    ...sayUnknowns(plan.unknowns),
  ]
}

export const sayValue = (value: unknown): string =>
  value === null || value === undefined ? 'not set' : printable(JSON.stringify(value), VALUE_LENGTH_MAX)
