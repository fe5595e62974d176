import { describe, expect, it } from 'vitest'
import { PEOPLE } from '../../src/demo/tenant/seed.js'
import type { ReachPerson } from '../../src/flows/ports.js'
import { MARTA, RILEY, startWorld } from './world.js'

const PACKAGE = 'e5000000-0000-4000-8000-000000000001'
const IN_CATALOGUE = 'e5000000-0000-4000-8000-00000000000c'

async function world() {
  const started = await startWorld({ teamsAppId: PACKAGE })
  started.tenant.catalogue.push({ id: 'e5000000-0000-4000-8000-00000000000d', externalId: 'another' })
  started.tenant.catalogue.push({ id: IN_CATALOGUE, externalId: PACKAGE })
  return started
}

describe('the app of the bot', () => {
  it('is installed for somebody who has not got it, once', async () => {
    const { graph, tenant } = await world()
    expect(await graph.installations.install(RILEY)).toBe('installed')
    expect(tenant.installedApps.get(RILEY)).toEqual(new Set([IN_CATALOGUE]))
    expect(await graph.installations.install(RILEY)).toBe('installed')
    expect(
      tenant.requests.filter(({ method, url }) => method === 'POST' && url.includes('installedApps')),
    ).toHaveLength(1)
  })

  it('is looked up in the catalogue once', async () => {
    const { graph, tenant } = await world()
    for (const who of [RILEY, MARTA]) await graph.installations.install(who)
    expect(tenant.requests.filter(({ url }) => url.includes('appCatalogs'))).toHaveLength(1)
  })

  it('tells a policy that refuses it from a permission that is missing', async () => {
    const { graph, tenant } = await world()
    tenant.appBlockedFor.add(RILEY)
    expect(await graph.installations.install(RILEY)).toBe('refused')
    tenant.withheld.add('TeamsAppInstallation.ReadWriteSelfForUser.All')
    await expect(graph.installations.install(RILEY)).rejects.toMatchObject({ code: 'graph-forbidden' })
  })

  it('says who has no Teams, that it is in no catalogue, and that nobody said which app it is', async () => {
    const { graph, tenant } = await world()
    tenant.withoutTeams.add(RILEY)
    expect(await graph.installations.install(RILEY)).toBe('no-teams')
    const elsewhere = await startWorld({ teamsAppId: PACKAGE })
    await expect(elsewhere.graph.installations.install(RILEY)).rejects.toMatchObject({ code: 'graph-not-found' })
    const unsaid = await startWorld()
    expect(unsaid.graph.installations.isConfigured).toBe(false)
    await expect(unsaid.graph.installations.install(RILEY)).rejects.toMatchObject({ code: 'graph-not-found' })
  })
})

it('tells everybody in the directory by what the bot may do with them', async () => {
  const { graph, tenant } = await world()
  const plans = (service: string, capabilityStatus: string) => ({ assignedPlans: [{ service, capabilityStatus }] })
  tenant.users.set(RILEY, { ...PEOPLE.employee, ...plans('TeamspaceAPI', 'Enabled') })
  tenant.users.set(MARTA, { ...PEOPLE.admin, ...plans('TeamspaceAPI', 'Deleted') })
  const found: ReachPerson[] = []
  for await (const page of graph.installations.everybody()) found.push(...page)
  expect(found).toHaveLength(tenant.users.size)
  const kindOf = (id: string) => found.find(({ userId }) => userId === id)?.kind
  expect([RILEY, MARTA, PEOPLE.developer.id, PEOPLE.guest.id, PEOPLE.leaver.id, PEOPLE.room.id].map(kindOf)).toEqual([
    'member',
    'no-licence',
    'member',
    'guest',
    'disabled',
    'shared-device',
  ])
})
