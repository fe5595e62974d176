/**
 * The risk conditions: a policy with one applies at the listed levels only (Microsoft Learn, "Conditional Access:
 * Conditions"). A sign-in that does not say counts as no risk, as in Graph's signInConditions.
 */
import { MATCH, type Misses } from '../codes.js'
import { flags, member } from '../reading.js'

export type RiskCondition = ReadonlySet<string>

export interface RiskConditions {
  readonly signIn: RiskCondition | null
  readonly user: RiskCondition | null
  readonly insider: RiskCondition | null
}

export const RISK_LEVELS = ['none', 'low', 'medium', 'high'] as const
export const INSIDER_RISK_LEVELS = ['none', 'minor', 'moderate', 'elevated'] as const

const LIMITED: Misses = ['risk-limited']

/** Reads the three lists of `conditions`; insider risk is a flags enum in Graph, the others are lists. */
export function readRisks(conditions: unknown): RiskConditions {
  const levels = (name: string): RiskCondition | null => {
    const listed = flags(member(conditions, name))
    return listed.length === 0 ? null : new Set(listed)
  }
  return {
    signIn: levels('signInRiskLevels'),
    user: levels('userRiskLevels'),
    insider: levels('insiderRiskLevels'),
  }
}

export const riskMisses = (condition: RiskCondition | null, level: string): Misses =>
  condition === null || condition.has(level) ? MATCH : LIMITED
