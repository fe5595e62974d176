/** Which policies act on risk, and whether one of them is broad enough to count. */
import { compileTenant } from '../compile.js'
import { policyRef } from '../evidence.js'
import { isBroad, riskPolicies } from '../signInRisk.js'
import type { PolicySnapshot } from '../snapshot.js'
import type { RiskPoliciesAnswer } from './answers.js'
import { datedAs } from './view.js'

export function answerRiskPolicies(snapshot: PolicySnapshot, now: Date): RiskPoliciesAnswer {
  const { policies, locations } = compileTenant(snapshot)
  const acting = new Set(riskPolicies(policies))
  const found = policies.filter(({ risks, forWorkloads }) => !forWorkloads && (risks.signIn ?? risks.user) !== null)
  return {
    ...datedAs(snapshot, now).dated,
    kind: 'risk-policies',
    policies: found.map((policy) => ({
      policy: policyRef(policy),
      signIn: [...(policy.risks.signIn ?? [])],
      user: [...(policy.risks.user ?? [])],
      requires:
        policy.controls.required.length > 0 ? policy.controls.required : policy.controls.blocks ? ['block'] : [],
      isBroad: acting.has(policy) && isBroad(policy, locations),
    })),
  }
}
