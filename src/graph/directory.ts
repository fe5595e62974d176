/**
 * Who somebody is, and which directory roles they hold right now.
 *
 * Roles: GET /beta/roleManagement/directory/transitiveRoleAssignments?$filter=principalId eq '…', with
 * RoleManagement.Read.Directory, the least permission for it. Chosen over
 *  - users/{id}/transitiveMemberOf/microsoft.graph.directoryRole, whose rows do not say at which scope a role is held, so
 *    that an administrative unit's helpdesk could pass for the tenant's;
 *  - roleManagement/directory/roleAssignments (v1.0), which knows direct assignments only and would need one request for
 *    each role-assignable group the person is in.
 * It is beta in every cloud, active assignments only (an eligible one appears once it is activated), and may lag behind
 * a change by replication. Custom roles carry their own ids and match nothing in our matrix.
 * Source: Microsoft Graph docs, "List transitiveRoleAssignment" (beta); permissions.json of
 * microsoftgraph/microsoft-graph-devx-content.
 */
import { isPosternError, PosternError } from '../domain/errors.js'
import type { UserId } from '../domain/ids.js'
import { languageTag } from '../domain/languages.js'
import { hasDeviceLicencesOnly } from '../domain/signInAlert/index.js'
import type { Directory, Person } from '../flows/ports.js'
import type { GraphClient, RequestOptions } from './client.js'
import { literal, segment, withQuery } from './odata.js'
import { read, roleAssignment, user } from './schemas.js'
import type { Timing } from './timing.js'

const ROLES_REQUEST: RequestOptions = {
  version: 'beta',
  family: 'directory',
  // The call is refused without it and without $count.
  headers: { ConsistencyLevel: 'eventual' },
}
/** For reading only: a press asks afresh. */
const ROLES_AGE_MS = 15 * 60_000
/** People who ask policy questions are few; this bounds what a crowd of strangers can make us remember. */
const MOST_KEPT = 2_000
const PERSON_FIELDS = 'id,displayName,userPrincipalName,userType,accountEnabled,assignedLicenses,preferredLanguage'

export function createDirectory(graph: GraphClient, timing: Timing): Directory {
  const kept = new Map<UserId, { readonly roles: readonly string[]; readonly atMs: number }>()

  async function person(userId: UserId): Promise<Person | null> {
    const path = withQuery(`/users/${segment(userId)}`, { $select: PERSON_FIELDS })
    const answer = await graph.get(path, { family: 'directory' }).catch((error: unknown) => {
      if (isPosternError(error, 'graph-not-found')) return null
      throw error
    })
    if (answer === null) return null
    const found = read(user, answer)
    // Both decide whether somebody is asked, told or obeyed: absent is a missing permission, not a default.
    if (typeof found.userType !== 'string' || typeof found.accountEnabled !== 'boolean') {
      throw new PosternError('graph-forbidden', { reason: 'user-fields-missing' })
    }
    return {
      userId,
      displayName: found.displayName ?? null,
      userPrincipalName: found.userPrincipalName ?? null,
      isGuest: found.userType.toLowerCase() !== 'member',
      accountEnabled: found.accountEnabled,
      isSharedDevice: hasDeviceLicencesOnly((found.assignedLicenses ?? []).map(({ skuId }) => skuId)),
      language: languageTag(found.preferredLanguage),
    }
  }

  async function readRoles(userId: UserId): Promise<readonly string[]> {
    const who = await person(userId)
    // Roles are for members in good standing: a guest's are not honoured here, a disabled account's have ended.
    if (who === null || who.isGuest || !who.accountEnabled) return []
    const query = { $count: 'true', $filter: `principalId eq ${literal(userId)}` }
    const roles = new Set<string>()
    for await (const rows of graph.pages(
      withQuery('/roleManagement/directory/transitiveRoleAssignments', query),
      ROLES_REQUEST,
    )) {
      for (const row of rows) {
        const assignment = read(roleAssignment, row)
        if (assignment.directoryScopeId === '/') roles.add(assignment.roleDefinitionId.toLowerCase())
      }
    }
    return [...roles]
  }

  return {
    person,
    async activeRoles(userId, { fresh = false } = {}) {
      const nowMs = timing.now().getTime()
      const known = kept.get(userId)
      if (!fresh && known !== undefined && nowMs - known.atMs < ROLES_AGE_MS) return known.roles
      const roles = await readRoles(userId)
      kept.delete(userId)
      kept.set(userId, { roles, atMs: nowMs })
      const oldest = kept.size > MOST_KEPT ? kept.keys().next().value : undefined
      if (oldest !== undefined) kept.delete(oldest)
      return roles
    },
  }
}
