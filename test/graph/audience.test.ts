import { describe, expect, it } from 'vitest'
import type { SimulatedGroup } from '../../src/demo/tenant/model.js'
import { GROUPS, PEOPLE } from '../../src/demo/tenant/seed.js'
import { MEMBERS_MAX } from '../../src/graph/audience.js'
import { startWorld } from './world.js'

const { employee, finance, guest, leaver, fieldEngineer } = PEOPLE
const recipient = (objectId: string | null, address: string | null) => ({ objectId, address })

describe('recipients', () => {
  it('are people by object id, else by mail address or sign-in name, each once', async () => {
    const { graph } = await startWorld()
    const found = await graph.audience.people([
      recipient(employee.id, employee.mail),
      recipient(null, employee.mail),
      recipient(null, finance.mail),
      recipient(null, fieldEngineer.userPrincipalName),
    ])
    expect(found).toEqual({
      members: [employee.id, fieldEngineer.id, finance.id],
      guests: 0,
      disabled: 0,
      unknown: 0,
      gaps: [],
    })
  })

  it('who are guests, disabled or nobody here are left out and counted', async () => {
    const { graph } = await startWorld()
    const found = await graph.audience.people([
      recipient(guest.id, guest.mail),
      recipient(null, leaver.mail),
      recipient('00000000-0000-4000-8000-00000000dead', 'gone@halyard.example'),
      recipient(null, "o'hara@elsewhere.example"),
      recipient('not a guid', null),
    ])
    expect(found).toMatchObject({ members: [], guests: 1, disabled: 1, unknown: 3 })
  })

  it('are asked for in parts that Graph takes, however many there are', async () => {
    const { graph, tenant } = await startWorld()
    const many = Array.from({ length: 200 }, (_, n) => recipient(null, `x${n}@elsewhere.example`))
    expect((await graph.audience.people([...many, recipient(null, finance.mail)])).members).toEqual([finance.id])
    expect(tenant.requests.filter(({ status }) => status >= 400)).toEqual([])
  })

  it('are unknown, and not warned, where their type cannot be read', async () => {
    const { graph, tenant } = await startWorld()
    tenant.fault({ kind: 'body', body: { value: [{ id: employee.id, mail: employee.mail }] }, times: 1 })
    expect(await graph.audience.people([recipient(employee.id, null)])).toMatchObject({ members: [], unknown: 1 })
  })
})

describe('a group', () => {
  const group = (n: number, change: Partial<SimulatedGroup> = {}): SimulatedGroup => ({
    id: `b2000000-0000-4000-8000-0000000001${String(n).padStart(2, '0')}`,
    displayName: 'Finance',
    members: [],
    ...change,
  })

  it.each([
    ['name', 'Field Engineers'],
    ['name in other letters, with blanks around', ' field engineers '],
    ['object id', GROUPS.fieldEngineers.toUpperCase()],
  ])('is found by its exact %s', async (_what, called) => {
    const { graph } = await startWorld()
    expect(await graph.audience.groups(called)).toEqual([
      { groupId: GROUPS.fieldEngineers, name: 'Field Engineers', mail: null },
    ])
  })

  it('is found by its address or an alias of it', async () => {
    const { graph, tenant } = await startWorld()
    const one = group(1, { mail: 'finance@halyard.example', proxyAddresses: ['smtp:money@halyard.example'] })
    tenant.groups.set(one.id, one)
    expect(await graph.audience.groups('finance@halyard.example')).toHaveLength(1)
    expect(await graph.audience.groups('money@halyard.example')).toHaveLength(1)
  })

  it.each([
    ['a part of a name', 'Field'],
    ['an id that nobody has', '00000000-0000-4000-8000-00000000dead'],
    ['a quote that would end the filter', "x' or displayName ne 'y"],
    ['blanks', '   '],
  ])('is not found by %s', async (_what, called) => {
    const { graph } = await startWorld()
    expect(await graph.audience.groups(called)).toEqual([])
  })

  it('is one of several, a few of which are given, where many have the name', async () => {
    const { graph, tenant } = await startWorld()
    for (let n = 0; n < 20; n++) tenant.groups.set(group(n).id, group(n))
    expect(await graph.audience.groups('Finance')).toHaveLength(10)
  })

  it('has the members of the groups inside it, page by page', async () => {
    const { graph } = await startWorld()
    const found = await graph.audience.groupMembers(GROUPS.fieldEngineers)
    expect(found.members).toContain(employee.id)
    expect(found).toMatchObject({ guests: 0, unknown: 0, gaps: [] })
    expect(found.members).toHaveLength(4)
  })

  it('is bounded, and says that people are missing', async () => {
    const { graph, tenant } = await startWorld()
    const members = Array.from(
      { length: MEMBERS_MAX + 1 },
      (_, n) => `a9000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    )
    for (const id of members)
      tenant.users.set(id, {
        ...finance,
        id,
        userPrincipalName: `${id}@halyard.example`,
        mail: `${id}@halyard.example`,
      })
    tenant.groups.set(group(1).id, group(1, { members }))
    const found = await graph.audience.groupMembers(group(1).id)
    expect(found.members).toHaveLength(MEMBERS_MAX)
    expect(found.gaps).toEqual(['too-many'])
    expect(tenant.requests.filter(({ url }) => url.includes('skiptoken')).length).toBeGreaterThan(5)
  })

  it('says that people may be missing where its members are hidden', async () => {
    const { graph, tenant } = await startWorld()
    tenant.groups.set(group(1).id, group(1, { visibility: 'HiddenMembership' }))
    expect(await graph.audience.groupMembers(group(1).id)).toMatchObject({ gaps: ['hidden-members'] })
  })

  it('that was deleted meanwhile is not found, and without the permission nothing is', async () => {
    const { graph, tenant } = await startWorld()
    await expect(graph.audience.groupMembers(group(1).id)).rejects.toMatchObject({ code: 'graph-not-found' })
    tenant.withheld.add('GroupMember.Read.All')
    await expect(graph.audience.groups('Finance')).rejects.toMatchObject({ code: 'graph-forbidden' })
  })
})
