import { expect, it } from 'vitest'
import { letOut } from '../../src/demo/changes.js'
import { GROUPS, PEOPLE, seedTenant } from '../../src/demo/tenant/seed.js'
import { SimulatedTenant } from '../../src/demo/tenant/simulatedTenant.js'

const NOON = new Date('2026-11-02T12:00:00Z')

it('somebody is let out of the block once, and the audit log says by whom', () => {
  const tenant = new SimulatedTenant(seedTenant(NOON), () => NOON)
  letOut(tenant, NOON)
  const members = tenant.groups.get(GROUPS.fieldEngineers)?.members ?? []
  expect(members.filter((id) => id === PEOPLE.finance.id)).toHaveLength(1)
  expect(tenant.directoryAudits).toMatchObject([
    { initiatedBy: { user: { id: PEOPLE.helpdesk.id } }, activityDateTime: NOON.toISOString() },
  ])
})
