/**
 * Whom the policies name: only these are looked up, so that a snapshot of a large tenant costs as many requests as its
 * policies mention groups, not as it has people.
 */
import { isGuid } from '../domain/ids.js'
import type { GraphPolicy } from './schemas.js'

export interface Mentions {
  readonly users: ReadonlySet<string>
  readonly groups: ReadonlySet<string>
  /** Role template ids. */
  readonly roles: ReadonlySet<string>
  /** Whether a policy names partner tenants, so that guests' home tenants matter. */
  readonly partnerTenants: boolean
}

export function mentionsOf(policies: readonly GraphPolicy[]): Mentions {
  const users = new Set<string>()
  const groups = new Set<string>()
  const roles = new Set<string>()
  let partnerTenants = false
  const collect = (into: Set<string>, ...lists: readonly (readonly string[] | null | undefined)[]) => {
    for (const list of lists) {
      // "All", "None" and "GuestsOrExternalUsers" stand among the ids.
      for (const id of list ?? []) if (isGuid(id)) into.add(id.toLowerCase())
    }
  }
  for (const policy of policies) {
    const named = policy.conditions?.users
    if (named === null || named === undefined) continue
    collect(users, named.includeUsers, named.excludeUsers)
    collect(groups, named.includeGroups, named.excludeGroups)
    collect(roles, named.includeRoles, named.excludeRoles)
    for (const externals of [named.includeGuestsOrExternalUsers, named.excludeGuestsOrExternalUsers]) {
      partnerTenants ||= (externals?.externalTenants?.members ?? []).length > 0
    }
  }
  return { users, groups, roles, partnerTenants }
}
