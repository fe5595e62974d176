/** A case → how grave it is, and why. */
import { findCampaigns } from './campaign.js'
import type { DeviceCodeCase } from './case.js'
import type { AssessmentContext } from './context.js'
import { factsOf } from './facts.js'
import { REASON_CODES, type ReasonCode } from './reasons.js'
import { type Severity, severityOf } from './severity.js'

export interface Assessment {
  readonly severity: Severity
  /** The weightiest first. */
  readonly reasons: readonly ReasonCode[]
}

/**
 * Assesses one case. `allCases` are the cases to look for a campaign in, with or without the case itself: those that
 * began within a day of it are enough.
 */
export function assess(
  one: DeviceCodeCase,
  context: AssessmentContext,
  allCases: Iterable<DeviceCodeCase> = [],
): Assessment {
  const byId = new Map([...allCases, one].map((each) => [each.caseId, each]))
  return assessIn(one, context, findCampaigns(byId.values(), context))
}

/** Assesses many cases at once, in their order. */
export function assessAll(cases: readonly DeviceCodeCase[], context: AssessmentContext): readonly Assessment[] {
  const campaigns = findCampaigns(cases, context)
  return cases.map((one) => assessIn(one, context, campaigns))
}

function assessIn(one: DeviceCodeCase, context: AssessmentContext, campaigns: ReadonlySet<string>): Assessment {
  const facts = factsOf(one, context, campaigns)
  return {
    severity: severityOf(one.outcome, facts),
    reasons: REASON_CODES.filter((code) => facts.reasons.has(code)),
  }
}
