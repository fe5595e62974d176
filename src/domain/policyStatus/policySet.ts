/**
 * A set of policies as bits, one per policy of the tenant.
 *
 * Whether a policy applies is the AND of its conditions (Microsoft Learn: "Conditional Access: policies"), so the
 * policies that apply to a sign-in are the intersection of one set per condition. With bits, that is a few machine
 * words instead of a walk over every policy.
 */
import type { Misses } from './codes.js'
import type { Policy } from './policy.js'

export type PolicySet = Uint32Array

export const emptySet = (policyCount: number): PolicySet => new Uint32Array(Math.ceil(policyCount / 32))

export function addTo(set: PolicySet, index: number): void {
  const word = index >>> 5
  set[word] = (set[word] ?? 0) | (1 << (index & 31))
}

export const has = (set: PolicySet, index: number): boolean => (((set[index >>> 5] ?? 0) >>> (index & 31)) & 1) === 1

export function policySet(policies: readonly Policy[], belongs: (policy: Policy) => boolean): PolicySet {
  const set = emptySet(policies.length)
  for (const policy of policies) if (belongs(policy)) addTo(set, policy.index)
  return set
}

/** One condition of every policy: for a value, which policies match it. Answers are kept, so values are interned. */
export class Facet<V> {
  private readonly known = new Map<V, PolicySet>()

  constructor(
    private readonly policies: readonly Policy[],
    readonly misses: (policy: Policy, value: V) => Misses,
  ) {}

  of(value: V): PolicySet {
    const known = this.known.get(value)
    if (known !== undefined) return known
    const set = policySet(this.policies, (policy) => this.misses(policy, value).length === 0)
    this.known.set(value, set)
    return set
  }
}
