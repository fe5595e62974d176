/**
 * Every Graph application permission that Postern asks for: the least one for the call, why, and what goes dark
 * without it. `postern doctor` walks this list; README repeats it word for word, which a test holds.
 *
 * Source: permissions.json of microsoftgraph/microsoft-graph-devx-content ("least privileged" marks); Microsoft Graph
 * docs for the beta calls. Looked up again on 2026-11-23 (6cbd6bb of that repository; the names as app roles in
 * merill/microsoft-info, _info/GraphAppRoles.csv, 2026-08-20). Where the two leave doubt:
 * - GroupMember.Read.All: the docs name GroupMember.ReadBasic.All as the least for members, but it is no app role that a
 *   tenant can be asked for yet.
 * - DelegatedPermissionGrant.Read.All is an app role meant for this; the docs of `GET /oauth2PermissionGrants` still name
 *   Directory.Read.All as the least. Where Graph refuses it, the scopes of a consent are a stated unknown.
 * - Policy.ReadWrite.ConditionalAccess takes Policy.Read.All and Application.Read.All beside it, as its line says.
 */
import { CONTAINMENT_PERMISSIONS } from './permissions/containmentPermissions.js'
import { MESSAGE_PERMISSIONS } from './permissions/messagePermissions.js'
import type { Permission } from './permissions/permission.js'
import { TENANT_PERMISSIONS } from './permissions/tenantPermissions.js'
import { WRITING_PERMISSIONS } from './permissions/writingPermissions.js'

export type { Permission } from './permissions/permission.js'
export { WRITING_ALSO_TAKES } from './permissions/writingPermissions.js'

/** In the order of README's table. */
export const PERMISSIONS: readonly Permission[] = [
  ...TENANT_PERMISSIONS,
  ...MESSAGE_PERMISSIONS,
  ...CONTAINMENT_PERMISSIONS,
  ...WRITING_PERMISSIONS,
]
