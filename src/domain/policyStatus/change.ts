/**
 * A change of one policy, and whether it opens what is closed now.
 *
 * It is the evaluator that tells, never the text of the change: a sign-in is looked for that the enabled policies block
 * today and would let through after. Trusted networks count as well, since a policy may be stricter than the
 * recommended one. Emergency accounts do not: letting them in again is what is recommended.
 */
import { CompiledTenant, compileTenant } from './compile.js'
import { lowered, member, text } from './reading.js'
import { bitsOf, requiredScope, someSignIn } from './scope.js'
import type { Tenant } from './tenant.js'

export type PolicyChange =
  | { readonly kind: 'create'; readonly policy: unknown }
  /** The whole policy as it is to be. */
  | { readonly kind: 'update'; readonly id: string; readonly policy: unknown }
  | { readonly kind: 'delete'; readonly id: string }

const isPolicy = (raw: unknown, id: string): boolean => text(member(raw, 'id'))?.toLowerCase() === id.toLowerCase()

/** The tenant as it would be after the change; an update of a policy that is not there changes nothing. */
export function applyChange<T extends Tenant>(tenant: T, change: PolicyChange): T {
  const { policies } = tenant
  switch (change.kind) {
    case 'create':
      return { ...tenant, policies: [...policies, change.policy] }
    case 'update':
      return { ...tenant, policies: policies.map((raw) => (isPolicy(raw, change.id) ? change.policy : raw)) }
    case 'delete':
      return { ...tenant, policies: policies.filter((raw) => !isPolicy(raw, change.id)) }
  }
}

/** Whether some sign-in that is blocked now would not be after; `unknown` where a condition that changes cannot be read. */
export function weakens(tenant: Tenant, change: PolicyChange): boolean | 'unknown' {
  return opensBetween(tenant, tenant.policies, applyChange(tenant, change).policies)
}

/** The same for two lists of policies over one directory and its networks. */
export function opensBetween(
  tenant: Tenant,
  before: readonly unknown[],
  after: readonly unknown[],
): boolean | 'unknown' {
  // One tenant with both lists, so that every class of people and places tells the policies of both apart.
  const both = new CompiledTenant({ ...tenant, policies: [...before, ...after] })
  const scope = requiredScope(both)
  const enabledIn = (isIn: (index: number) => boolean): bigint =>
    bitsOf(scope.relevant, ({ state, index }) => state === 'enabled' && isIn(index))
  const old = enabledIn((index) => index < before.length)
  const fresh = enabledIn((index) => index >= before.length)
  const everywhere = [scope.people, [...scope.networks, ...scope.trustedNetworks], ...scope.others]
  if (someSignIn(everywhere, (alive) => (alive & old) !== 0n && (alive & fresh) === 0n)) return true
  const kept = new Set(before.map(canonical))
  const keptAfter = new Set(after.map(canonical))
  const isUnread = compileTenant(both).policies.some(
    ({ unread, controls, index }) =>
      unread.length > 0 &&
      controls.blocks &&
      !(index < before.length ? keptAfter : kept).has(
        canonical(index < before.length ? before[index] : after[index - before.length]),
      ),
  )
  return isUnread ? 'unknown' : false
}

/** JSON with the members of every object in order of name, so that equal values are equal text. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  ) ?? 'null'

/** Lists that mean sets, in lower case and order. */
export const asSet = (value: unknown): readonly string[] => [...new Set(lowered(value))].sort()
