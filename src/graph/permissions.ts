/**
 * Every Graph application permission that Postern asks for: the least one for the call, why, and what goes dark
 * without it. `postern doctor` walks this list; README repeats it word for word, which a test holds.
 *
 * Source: permissions.json of microsoftgraph/microsoft-graph-devx-content ("least privileged" marks); Microsoft Graph
 * docs for the beta calls.
 */
import { CONTAINMENT_PERMISSIONS } from './permissions/containmentPermissions.js'
import { MESSAGE_PERMISSIONS } from './permissions/messagePermissions.js'
import type { Permission } from './permissions/permission.js'
import { TENANT_PERMISSIONS } from './permissions/tenantPermissions.js'
import { WRITING_PERMISSIONS } from './permissions/writingPermissions.js'

export type { Permission } from './permissions/permission.js'

/** In the order of README's table. */
export const PERMISSIONS: readonly Permission[] = [
  ...TENANT_PERMISSIONS,
  ...MESSAGE_PERMISSIONS,
  ...CONTAINMENT_PERMISSIONS,
  ...WRITING_PERMISSIONS,
]
