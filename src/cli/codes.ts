/**
 * `postern codes [--json]`: every code that Postern's answers use, with its meaning, so that a script or a rule can be
 * written against codes and not against sentences. Needs no tenant, no network and no database.
 */
import { ADVICE, SIGNALS } from '../domain/codeCheck/index.js'
import { ERROR_CODES } from '../domain/errors.js'
import {
  ALTERNATIVES,
  ASSUMPTIONS,
  DRIFT_CODES,
  LINE_CODES,
  NOT_REPLAYED,
  PLAN_NOTES,
  PLAN_REFUSALS,
  POLICY_CODES,
  PORTAL_STEPS,
  REMEDIES,
} from '../domain/policyStatus/index.js'
import { CONTAINMENT_STEPS, PLAN_REASONS, READ_ERRORS, REASONS } from '../domain/signInAlert/index.js'
import { DOCTOR_CODES } from '../flows/doctor/codes.js'
import { EXIT } from './exit.js'
import type { CliIo } from './io.js'

export interface CodesOptions {
  readonly json?: boolean
}

const LINE_MEANINGS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(LINE_CODES).map(([code, { means }]) => [code, means]),
)

/** The catalogues by kind, each code with its meaning in English. */
export const CATALOGUES = {
  signals: SIGNALS,
  reasons: REASONS,
  policy: POLICY_CODES,
  impactAlternatives: ALTERNATIVES,
  impactNotReplayed: NOT_REPLAYED,
  impactAssumptions: ASSUMPTIONS,
  planRefusals: PLAN_REFUSALS,
  planNotes: PLAN_NOTES,
  planSteps: PORTAL_STEPS,
  drift: DRIFT_CODES,
  policyLines: LINE_MEANINGS,
  policyChanges: REMEDIES,
  advice: ADVICE,
  readErrors: READ_ERRORS,
  containment: CONTAINMENT_STEPS,
  containmentReasons: PLAN_REASONS,
  doctor: DOCTOR_CODES,
  errors: ERROR_CODES,
} as const

const HEADINGS: Readonly<Record<keyof typeof CATALOGUES, string>> = {
  signals: 'Signals of a message check',
  reasons: 'Reasons of a sign-in assessment',
  policy: 'Gaps, residual and unknowns of a policy status',
  impactAlternatives: 'What to use instead of a device code',
  impactNotReplayed: 'Why a sign-in of the past could not be replayed',
  impactAssumptions: 'What a replay takes for granted',
  planRefusals: 'Why a plan may not be carried out',
  planNotes: 'What to know about a plan',
  planSteps: 'Steps of a plan in the portal',
  drift: 'What changed between two snapshots',
  policyLines: 'Lines that stand beside a policy status',
  policyChanges: 'What to change about a gap',
  advice: 'Advice',
  readErrors: 'Records of a sign-in log that cannot be read',
  containment: 'Steps of containment',
  containmentReasons: 'Why a step of containment is whose it is',
  doctor: 'Findings of the doctor, beside errors',
  errors: 'Errors',
}

/** Runs the command; the exit status is always 0. */
export async function runCodes(io: Pick<CliIo, 'out'>, options: CodesOptions): Promise<number> {
  if (options.json) {
    io.out(JSON.stringify(CATALOGUES))
    return EXIT.ok
  }
  for (const [kind, catalogue] of Object.entries(CATALOGUES)) {
    io.out(HEADINGS[kind as keyof typeof CATALOGUES])
    for (const [code, meaning] of Object.entries(catalogue)) io.out(`  ${code.padEnd(32)} ${meaning}`)
    io.out('')
  }
  return EXIT.ok
}
