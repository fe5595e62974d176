/**
 * Who may read policy and alerts, act on alerts, or write policy: a matrix of directory roles, as data.
 *
 * Only active assignments at tenant scope count, and only of members: a role that is merely eligible, scoped to an
 * administrative unit or held by a guest gives nothing. Template ids: Microsoft Learn, "Microsoft Entra built-in roles".
 */
import roles from './data/roles.json' with { type: 'json' }
import type { DirectoryUser, RoleAssignment } from './tenant.js'

export const ACTIONS = ['read', 'act-on-alerts', 'write-policy'] as const
export type Action = (typeof ACTIONS)[number]

const ALLOWED: Readonly<Record<Action, ReadonlySet<string>>> = {
  read: new Set(roles.may.read),
  'act-on-alerts': new Set(roles.may['act-on-alerts']),
  'write-policy': new Set(roles.may['write-policy']),
}

const NAMES = new Map(Object.entries(roles.names))

/** @param activeRoles template ids that the person holds actively at tenant scope; see `activeTenantRoles`. */
export const mayDo = (activeRoles: readonly string[], action: Action): boolean =>
  activeRoles.some((role) => ALLOWED[action].has(role.toLowerCase()))

/** The template ids that count for a person: active, at tenant scope, and none for somebody who is not a member. */
export function activeTenantRoles(
  person: Pick<DirectoryUser, 'id' | 'guestOrExternalUserType'>,
  assignments: readonly RoleAssignment[],
): readonly string[] {
  // Not knowing what somebody is must not make them a member.
  if (person.guestOrExternalUserType !== null) return []
  const id = person.id.toLowerCase()
  return assignments
    .filter(({ principalId, assignmentType, scope }) => {
      return principalId.toLowerCase() === id && assignmentType === 'active' && scope === 'tenant'
    })
    .map(({ roleTemplateId }) => roleTemplateId.toLowerCase())
}

/** The name Microsoft gives a built-in role; null for one this version does not know. */
export const roleName = (templateId: string): string | null => NAMES.get(templateId.toLowerCase()) ?? null
