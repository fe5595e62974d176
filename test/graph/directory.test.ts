import { describe, expect, it } from 'vitest'
import { ROLES } from '../../src/demo/tenant/catalog.js'
import { PEOPLE } from '../../src/demo/tenant/seed.js'
import { userId } from '../../src/domain/ids.js'
import { MARTA, RILEY, startWorld } from './world.js'

const JONAS = userId(PEOPLE.helpdesk.id)
const NOOR = userId(PEOPLE.guest.id)
const PIOTR = userId(PEOPLE.leaver.id)
const NOBODY = userId('99999999-9999-4999-8999-999999999999')

describe('a person', () => {
  it('is described by the directory', async () => {
    const { graph } = await startWorld()
    expect(await graph.directory.person(RILEY)).toEqual({
      userId: RILEY,
      displayName: 'Riley Okafor',
      userPrincipalName: 'riley.okafor@halyard.example',
      isGuest: false,
      accountEnabled: true,
      isSharedDevice: false,
      language: null,
    })
  })

  it('is a guest, or disabled, where the directory says so', async () => {
    const { graph } = await startWorld()
    expect(await graph.directory.person(NOOR)).toMatchObject({ isGuest: true })
    expect(await graph.directory.person(PIOTR)).toMatchObject({ accountEnabled: false })
  })

  it('has the language of the profile, where that is one', async () => {
    const { graph, tenant } = await startWorld()
    const riley = tenant.users.get(RILEY)!
    tenant.users.set(RILEY, { ...riley, preferredLanguage: 'nb-NO' })
    expect((await graph.directory.person(RILEY))?.language).toBe('nb-NO')
    tenant.users.set(RILEY, { ...riley, preferredLanguage: '<b>none</b>' })
    expect((await graph.directory.person(RILEY))?.language).toBeNull()
  })

  it('has the manager whom the directory names, or none', async () => {
    const { graph, tenant } = await startWorld()
    expect(await graph.managers.managerOf(RILEY)).toBeNull()
    tenant.users.set(RILEY, { ...tenant.users.get(RILEY)!, managerId: MARTA })
    expect(await graph.managers.managerOf(RILEY)).toBe(MARTA)
    tenant.withheld.add('User.Read.All')
    await expect(graph.managers.managerOf(RILEY)).rejects.toMatchObject({ code: 'graph-forbidden' })
  })

  it('is null where Graph knows nobody of that id', async () => {
    const { graph } = await startWorld()
    expect(await graph.directory.person(NOBODY)).toBeNull()
  })

  it('is not guessed at when the fields that decide are hidden', async () => {
    const { graph, tenant } = await startWorld()
    tenant.fault({ kind: 'body', body: { id: RILEY, displayName: 'Riley Okafor' }, on: '/users/', times: 1 })
    await expect(graph.directory.person(RILEY)).rejects.toMatchObject({ code: 'graph-forbidden' })
  })

  it('is looked up by an id that cannot leave its place in the path', async () => {
    const { graph, tenant } = await startWorld()
    await expect(graph.directory.person("x/../../groups?$filter='" as never)).rejects.toMatchObject({
      detail: { status: 400 },
    })
    expect(tenant.requests.at(-1)?.url).toMatch(/^\/v1\.0\/users\/x%2F\.\.%2F\.\.%2Fgroups%3F%24filter%3D'\?/)
  })
})

describe('active roles', () => {
  it('include those that come through a role-assignable group', async () => {
    const { graph } = await startWorld()
    expect(await graph.directory.activeRoles(MARTA)).toEqual([ROLES.securityAdministrator])
  })

  it('are none for an employee', async () => {
    const { graph } = await startWorld()
    expect(await graph.directory.activeRoles(RILEY)).toEqual([])
  })

  it('leave out what is held for one administrative unit only', async () => {
    const { graph } = await startWorld()
    expect(await graph.directory.activeRoles(JONAS)).toEqual([ROLES.helpdeskAdministrator])
  })

  it.each([
    ['a guest', NOOR],
    ['a disabled account', PIOTR],
    ['nobody', NOBODY],
  ])('are none for %s, whatever is assigned', async (_, who) => {
    const { graph, tenant } = await startWorld()
    const everything = { id: 'x', principalId: who, roleDefinitionId: ROLES.globalAdministrator, directoryScopeId: '/' }
    tenant.roleAssignments.push(everything)
    expect(await graph.directory.activeRoles(who)).toEqual([])
  })

  it('are kept for a quarter of an hour, and never for a press', async () => {
    const { graph, tenant, pass } = await startWorld()
    expect(await graph.directory.activeRoles(MARTA)).toHaveLength(1)
    tenant.roleAssignments.splice(0)
    pass(14 * 60_000)
    expect(await graph.directory.activeRoles(MARTA)).toHaveLength(1)
    expect(await graph.directory.activeRoles(MARTA, { fresh: true })).toEqual([])
    expect(await graph.directory.activeRoles(MARTA)).toEqual([])
  })

  it('are read again after a quarter of an hour', async () => {
    const { graph, tenant, pass } = await startWorld()
    await graph.directory.activeRoles(MARTA)
    tenant.roleAssignments.splice(0)
    pass(15 * 60_000)
    expect(await graph.directory.activeRoles(MARTA)).toEqual([])
  })

  it('are an error, not an empty list, where they cannot be read', async () => {
    const { graph, tenant } = await startWorld()
    tenant.withheld.add('RoleManagement.Read.Directory')
    await expect(graph.directory.activeRoles(MARTA)).rejects.toMatchObject({ code: 'graph-forbidden' })
  })

  it('are asked for by a filter whose quotes are doubled', async () => {
    const { graph, tenant } = await startWorld()
    const odd = "x' or y ne '"
    tenant.users.set(odd, { ...PEOPLE.employee, id: odd })
    await expect(graph.directory.activeRoles(odd as never)).rejects.toMatchObject({ code: 'graph-shape' })
    const filter = new URL(tenant.requests.at(-1)?.url ?? '', 'http://127.0.0.1').searchParams.get('$filter')
    expect(filter).toBe("principalId eq 'x'' or y ne '''")
  })
})

describe('a shared device', () => {
  const ROOMS_PRO = '4CDE982A-ede4-4409-9ae6-b003453c8ea6'
  const OFFICE_E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900'

  it.each([
    ['has a licence for devices, and no other', [ROOMS_PRO], true],
    ['is a person where it has another one beside it', [ROOMS_PRO, OFFICE_E3], false],
    ['is a person where it has none', [], false],
    ['is a person where licences cannot be read', undefined, false],
  ])('%s', async (_, skuIds, isSharedDevice) => {
    const { graph, tenant } = await startWorld()
    const assignedLicenses = skuIds?.map((skuId) => ({ skuId }))
    tenant.users.set(RILEY, { ...PEOPLE.employee, ...(assignedLicenses && { assignedLicenses }) })
    expect(await graph.directory.person(RILEY)).toMatchObject({ isSharedDevice })
  })
})
