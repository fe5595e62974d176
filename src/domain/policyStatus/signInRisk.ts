/**
 * Is there a policy that acts on high sign-in risk, and is one of them broad?
 *
 * Source: Microsoft Learn, "Require multifactor authentication for elevated sign-in risk": all users, all resources,
 * risk high and medium. A policy that also asks for user risk acts only where both hold, so it is not broad.
 */
import { MODERN_CLIENTS } from './conditions/clientApps.js'
import type { Locations } from './locations.js'
import type { Policy } from './policy.js'

const ACTS = new Set(['block', 'mfa', 'riskremediation'])

/** Enabled policies that act on high sign-in risk. */
export const riskPolicies = (policies: readonly Policy[]): readonly Policy[] =>
  policies.filter(
    (policy) =>
      policy.state === 'enabled' &&
      !policy.forWorkloads &&
      policy.risks.signIn?.has('high') === true &&
      policy.controls.grants.some(
        (grant) => ACTS.has(grant.toLowerCase()) || grant.startsWith('authenticationStrength:'),
      ),
  )

/** Everybody, everything, everywhere that is not trusted. Exclusions of people are not held against it. */
export function isBroad(policy: Policy, locations: Locations): boolean {
  const { clientApps, network } = policy
  const trusted = new Set(locations.all.filter((location) => location.trusted).map(({ key }) => key))
  const anyNetwork =
    network === null || (network.include.all && [...network.exclude.ids].every((id) => trusted.has(id)))
  return (
    policy.users.include.all &&
    policy.resources.include.all &&
    (clientApps === null || MODERN_CLIENTS.every((client) => clientApps.has(client))) &&
    policy.platforms === null &&
    policy.deviceFilter === null &&
    policy.transferMethods === null &&
    policy.risks.user === null &&
    anyNetwork
  )
}
