/** What somebody changes in the simulated tenant, with the row that the directory's audit log has of it. */
import { randomUUID } from 'node:crypto'
import { GROUPS, PEOPLE } from './tenant/seed.js'
import type { SimulatedTenant } from './tenant/simulatedTenant.js'

/** A colleague adds somebody of finance to the group that the block of device code flow leaves out. */
export function letOut(tenant: SimulatedTenant, at: Date): void {
  const group = tenant.groups.get(GROUPS.fieldEngineers)
  if (group === undefined) return
  const { finance, helpdesk } = PEOPLE
  tenant.groups.set(group.id, { ...group, members: [...new Set([...group.members, finance.id])] })
  tenant.directoryAudits.push({
    id: randomUUID(),
    activityDisplayName: 'Add member to group',
    activityDateTime: at.toISOString(),
    category: 'GroupManagement',
    result: 'success',
    initiatedBy: {
      user: { id: helpdesk.id, displayName: helpdesk.displayName, userPrincipalName: helpdesk.userPrincipalName },
    },
    targetResources: [
      { id: finance.id, displayName: finance.displayName, type: 'User' },
      { id: group.id, displayName: group.displayName, type: 'Group' },
    ],
  })
}
