/**
 * Which policies apply to one sign-in, and what they do together.
 *
 * Source: Microsoft Learn, "Conditional Access: policies": conditions of a policy are ANDed, every policy that applies
 * must be satisfied, there is no order, and one enforced block ends it. Report-only policies are evaluated and not
 * enforced; disabled ones are not part of it.
 */
import { type CompiledTenant, compileTenant } from './compile.js'
import { flowsOf } from './conditions/authenticationFlows.js'
import type { SignIn, Tenant, WhatIf } from './tenant.js'

const BLOCK: readonly string[] = ['block']

/** Evaluates one sign-in. Whether a required control could be met is another question, and not asked here. */
export function evaluateWhatIf(tenant: Tenant | CompiledTenant, signIn: SignIn): WhatIf {
  const compiled = compileTenant(tenant)
  const { policies, enabled, reportOnly: reporting, riskWords } = compiled
  const users = compiled.users.of(compiled.people.of(signIn.userId))
  const targets = compiled.targets.of(compiled.resources.of(signIn))
  const place = compiled.locations.placeOf(signIn.ipAddress, signIn.country, signIn.compliantNetwork === true)
  const network = compiled.network.of(place)
  const clients = compiled.clients.of(compiled.clientWords.of(signIn.clientAppType, ''))
  const platforms = compiled.platforms.of(compiled.platformWords.of(signIn.devicePlatform, ''))
  const flows = compiled.flows.of(flowsOf(signIn.authenticationFlow, signIn.originalTransferMethod))
  const devices = compiled.devices(signIn.device)
  const signInRisk = compiled.signInRisk.of(riskWords.of(signIn.signInRiskLevel, 'none'))
  const userRisk = compiled.userRisk.of(riskWords.of(signIn.userRiskLevel, 'none'))
  const insiderRisk = compiled.insiderRisk.of(riskWords.of(signIn.insiderRiskLevel, 'none'))

  const applied: string[] = []
  const reportOnly: string[] = []
  const controls: string[] = []
  let blocked = false
  for (let word = 0; word < enabled.length; word++) {
    const inForce = (enabled[word] ?? 0) | (reporting[word] ?? 0)
    const risks = (signInRisk[word] ?? 0) & (userRisk[word] ?? 0) & (insiderRisk[word] ?? 0)
    const client = (clients[word] ?? 0) & (platforms[word] ?? 0) & (flows[word] ?? 0) & (devices[word] ?? 0)
    let bits = inForce & (users[word] ?? 0) & (targets[word] ?? 0) & (network[word] ?? 0) & client & risks
    while (bits !== 0) {
      const lowest = bits & -bits
      bits ^= lowest
      const policy = policies[word * 32 + 31 - Math.clz32(lowest)]
      if (policy === undefined) continue
      if (policy.state === 'report-only') {
        reportOnly.push(policy.id)
        continue
      }
      applied.push(policy.id)
      blocked ||= policy.controls.blocks
      for (const control of policy.controls.required) if (!controls.includes(control)) controls.push(control)
    }
  }
  if (blocked) return { outcome: 'block', applied, reportOnly, controls: BLOCK }
  return { outcome: controls.length === 0 ? 'allow' : 'allow-with-controls', applied, reportOnly, controls }
}
