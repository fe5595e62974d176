/** One side of a comparison: the snapshot, compiled and judged, and what it could not read. */
import type { UnknownCode } from '../codes.js'
import { type CompiledTenant, compileTenant } from '../compile.js'
import { DEVICE_CODE_FLOW, flowMisses } from '../conditions/authenticationFlows.js'
import type { Person } from '../conditions/users.js'
import { type Judged, judged } from '../judged.js'
import { namesDeviceCodeFlow, type Policy } from '../policy.js'
import { riskPolicies } from '../signInRisk.js'
import type { PolicySnapshot } from '../snapshot.js'
import { DRIFT_PARTS, type DriftPart, type DriftThing } from './shape.js'

export interface Side {
  readonly snapshot: PolicySnapshot
  readonly tenant: CompiledTenant
  readonly judged: Judged
  readonly unknown: ReadonlySet<UnknownCode>
  /** By id in lower case: policies that decide about device code sign-ins, or about high sign-in risk. */
  readonly relevant: ReadonlyMap<string, Policy>
  readonly openPeople: ReadonlySet<Person>
}

export function sideOf(snapshot: PolicySnapshot): Side {
  const tenant = compileTenant(snapshot)
  const judgement = judged(snapshot)
  const onRisk = new Set(riskPolicies(tenant.policies))
  const touches = (policy: Policy): boolean =>
    namesDeviceCodeFlow(policy) ||
    onRisk.has(policy) ||
    (policy.controls.blocks && flowMisses(policy.transferMethods, DEVICE_CODE_FLOW).length === 0)
  return {
    snapshot,
    tenant,
    judged: judgement,
    openPeople: new Set(judgement.analysis.openPeople),
    unknown: new Set(snapshot.unknowns.map(({ what }) => what)),
    relevant: new Map(
      tenant.policies
        .filter((policy) => !policy.forWorkloads && touches(policy))
        .map((policy) => [policy.id.toLowerCase(), policy]),
    ),
  }
}

/** Whether both could read all of these. */
export const isWholeIn = (parts: readonly DriftPart[], ...sides: readonly Side[]): boolean =>
  !parts.some((part) => sides.some(({ unknown }) => unknown.has(part)))

/** Whether who is open can be said of both. */
export const isEverybodyKnown = (...sides: readonly Side[]): boolean => isWholeIn(DRIFT_PARTS, ...sides)

export const TENANT: DriftThing = { kind: 'tenant', id: 'tenant', name: null }

/** Names people of both sides, the later first. */
export function userNames(...sides: readonly (Side | null)[]): (id: string) => DriftThing {
  const names = new Map<string, string | null>()
  for (const side of sides.toReversed())
    for (const user of side?.snapshot.directory.users ?? [])
      names.set(user.id.toLowerCase(), user.displayName ?? user.userPrincipalName ?? null)
  return (id) => ({ kind: 'user', id, name: names.get(id.toLowerCase()) ?? null })
}
