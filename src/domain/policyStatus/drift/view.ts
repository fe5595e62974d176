/** One side of a comparison: the snapshot, compiled and judged, and what it could not read. */
import type { UnknownCode } from '../codes.js'
import { type CompiledTenant, compileTenant } from '../compile.js'
import { DEVICE_CODE_FLOW, flowMisses } from '../conditions/authenticationFlows.js'
import type { Person } from '../conditions/users.js'
import { type Judged, judged } from '../judged.js'
import { namesDeviceCodeFlow, type Policy } from '../policy.js'
import { lower } from '../reading.js'
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
  const nameIn = (side: Side | null, id: string): string | null | undefined =>
    side === null ? undefined : namesOf(side.snapshot).get(id)
  return (id) => {
    const key = lower(id)
    const name = sides.reduce<string | null | undefined>((found, side) => found ?? nameIn(side, key), undefined)
    return { kind: 'user', id, name: name ?? null }
  }
}

/** Of each snapshot once, and only where somebody is named. */
const known = new WeakMap<PolicySnapshot, ReadonlyMap<string, string | null>>()
function namesOf(snapshot: PolicySnapshot): ReadonlyMap<string, string | null> {
  const names =
    known.get(snapshot) ??
    new Map(
      (snapshot.directory.users ?? []).map((user) => [
        lower(user.id),
        user.displayName ?? user.userPrincipalName ?? null,
      ]),
    )
  known.set(snapshot, names)
  return names
}
