/** What a snapshot holds beside policies and the people whom they mention. */
import { describe, expect, it } from 'vitest'
import { ROLES } from '../../src/demo/tenant/catalog.js'
import { GROUPS, PEOPLE } from '../../src/demo/tenant/seed.js'
import { CLOUDS } from '../../src/domain/clouds.js'
import { startWorld } from './world.js'

const read = async (world: Awaited<ReturnType<typeof startWorld>>) => world.graph.policies.snapshot({ maxAgeMs: 0 })

describe('who may activate a role', () => {
  const eligible = (principalId: string) => ({
    id: 'e1',
    principalId,
    roleDefinitionId: ROLES.securityAdministrator,
    directoryScopeId: '/',
  })

  it('is told apart from who holds it, also through a group', async () => {
    const world = await startWorld()
    world.tenant.eligibilities.push(eligible(PEOPLE.developer.id), eligible(GROUPS.roomAccounts))
    const { directory } = await read(world)
    const found = directory.roles?.filter(({ assignmentType }) => assignmentType === 'eligible')
    const of = { roleTemplateId: ROLES.securityAdministrator, assignmentType: 'eligible', scope: 'tenant' }
    expect(found).toHaveLength(2)
    expect(found).toEqual(
      expect.arrayContaining([
        { ...of, principalId: PEOPLE.developer.id },
        { ...of, principalId: PEOPLE.room.id },
      ]),
    )
  })

  it('is nobody without the licence, which is known', async () => {
    const world = await startWorld()
    world.tenant.hasPrivilegedIdentityManagement = false
    expect((await read(world)).unknowns).toEqual([])
  })
})

describe('apps, where a policy tells them apart by a filter', () => {
  const filtered = async () => {
    const world = await startWorld()
    const [policy] = world.tenant.policies
    const applicationFilter = { mode: 'include', rule: 'CustomSecurityAttribute.Zone_Tier -eq "0"' }
    world.tenant.policies = [{ ...policy, conditions: { applications: { applicationFilter } } }]
    const Zone = { '@odata.type': '#Microsoft.DirectoryServices.CustomSecurityAttributeValue', Tier: '0' }
    world.tenant.servicePrincipals.push(
      { appId: 'A1', displayName: 'Ledger', customSecurityAttributes: { Zone } },
      { appId: 'a2', displayName: 'Lunch menu', customSecurityAttributes: null },
    )
    return world
  }

  it('carry their attributes as filters spell them', async () => {
    const { catalog, unknowns } = await read(await filtered())
    expect(catalog.apps).toEqual([{ appId: 'a1', displayName: 'Ledger', customSecurityAttributes: { Zone_Tier: '0' } }])
    expect(unknowns).toEqual([])
  })

  it.each(['Application.Read.All', 'CustomSecAttributeAssignment.Read.All'])(
    'are unknown without %s, also where Graph only shows nothing',
    async (permission) => {
      const world = await filtered()
      world.tenant.withheld.add(permission)
      const { unknowns } = await read(world)
      expect(unknowns.map(({ what }) => what)).toEqual(['catalog'])
    },
  )

  it('are not asked for otherwise', async () => {
    const world = await startWorld()
    await read(world)
    expect(world.tenant.requests.some(({ url }) => url.includes('servicePrincipals'))).toBe(false)
  })
})

describe('what stands beside Conditional Access', () => {
  it('is read with it', async () => {
    const world = await startWorld()
    const { posture } = await read(world)
    expect(posture).toEqual({
      securityDefaults: { read: world.tenant.posture.securityDefaults },
      domains: { read: world.tenant.posture.domains },
      deviceRegistration: { read: world.tenant.posture.deviceRegistration },
      enrollment: { read: world.tenant.posture.enrollment },
      attackSimulations: { read: world.tenant.posture.attackSimulations },
    })
  })

  it.each([
    ['domains', 'Domain.Read.All'],
    ['deviceRegistration', 'Policy.Read.DeviceConfiguration'],
    ['enrollment', 'DeviceManagementServiceConfig.Read.All'],
    ['attackSimulations', 'AttackSimulation.Read.All'],
  ] as const)('says of %s alone that it was not read, without %s', async (part, permission) => {
    const world = await startWorld()
    world.tenant.withheld.add(permission)
    const { posture = {}, unknowns } = await read(world)
    expect(posture[part]).toEqual({ unread: 'Authorization_RequestDenied' })
    expect(Object.values(posture).filter((one) => 'unread' in one)).toHaveLength(1)
    // Of the policies themselves nothing is unknown.
    expect(unknowns).toEqual([])
  })

  it.each(['gcch', 'dod', 'china'] as const)(
    'is no simulation in the cloud %s, and none is asked for',
    async (name) => {
      const world = await startWorld({ cloud: { ...CLOUDS[name], graph: CLOUDS.public.graph } })
      const { posture } = await read(world)
      expect(posture?.attackSimulations).toEqual({ unread: 'not-in-this-cloud' })
      expect(world.tenant.requests.some(({ url }) => url.includes('attackSimulation'))).toBe(false)
    },
  )
})

describe('accounts', () => {
  it('are counted by type, those who are switched off left out', async () => {
    const world = await startWorld()
    const people = [...world.tenant.users.values()]
    const [first] = people
    if (first === undefined) throw new Error('nobody')
    world.tenant.users.set(first.id, { ...first, accountEnabled: false })
    const enabled = [...world.tenant.users.values()].filter(({ accountEnabled }) => accountEnabled)
    const guests = enabled.filter(({ userType }) => userType === 'Guest').length
    const { accounts } = await read(world)
    expect(guests).toBeGreaterThan(0)
    expect(accounts).toEqual({ read: { enabled: enabled.length, members: enabled.length - guests, guests } })
    expect(enabled.length).toBeLessThan(people.length)
  })

  it('are a stated unknown without the permission, and where Graph answers with something else', async () => {
    const world = await startWorld()
    world.tenant.withheld.add('User.Read.All')
    expect((await read(world)).accounts).toEqual({ unread: 'Authorization_RequestDenied' })
    world.tenant.withheld.clear()
    world.tenant.fault({ kind: 'body', body: { value: [] }, on: '/users/$count', times: 1 })
    expect((await read(world)).accounts).toEqual({ unread: 'graph-shape' })
  })
})

describe('members who are hidden', () => {
  it('are a stated unknown, though Graph shows an empty group', async () => {
    const world = await startWorld()
    const group = world.tenant.groups.get(GROUPS.fieldEngineers)
    if (group === undefined) throw new Error('no group')
    world.tenant.groups.set(group.id, { ...group, visibility: 'HiddenMembership', members: [] })
    expect((await read(world)).unknowns).toEqual([{ what: 'group-members', why: 'hidden-membership' }])
  })
})
