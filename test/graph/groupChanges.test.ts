/** Graph's change tracking of groups, over real HTTP. */
import { beforeEach, describe, expect, it } from 'vitest'
import { GROUPS, PEOPLE } from '../../src/demo/tenant/seed.js'
import type { ChangedGroups, GroupChanges } from '../../src/flows/ports.js'
import { startWorld, type World } from './world.js'

const DAY_MS = 24 * 60 * 60_000
const ORIGIN = 'https://graph.microsoft.com'

describe('the changes of groups', () => {
  let world: World
  let changes: GroupChanges
  beforeEach(async () => {
    world = await startWorld()
    changes = world.graph.groupChanges
  })

  const setMembers = (id: string, members: readonly string[]) => {
    const group = world.tenant.groups.get(id)
    if (group === undefined) throw new Error('no such group')
    world.tenant.groups.set(id, { ...group, members })
  }
  const since = async (link: string): Promise<ChangedGroups> => {
    const told = await changes.since(link)
    if (told === 'gone') throw new Error('the link is gone')
    return told
  }
  const asked = () => world.tenant.requests.filter(({ url }) => url.includes('/groups/delta'))

  it('begin from now on: nothing is enumerated, and nothing is told where nothing changed', async () => {
    const link = await changes.begin([GROUPS.roomAccounts])
    expect(new URL(link).origin).toBe(ORIGIN)
    expect(await since(link)).toMatchObject({ groupIds: [] })
    expect(asked()).toHaveLength(2)
  })

  it('begin by going through what is there, where Graph takes no filter beside the latest token', async () => {
    world.tenant.groups.refusesFilteredLatest = true
    const link = await changes.begin([GROUPS.roomAccounts])
    expect((await since(link)).groupIds).toEqual([])
    setMembers(GROUPS.roomAccounts, [PEOPLE.finance.id])
    expect((await since(link)).groupIds).toEqual([GROUPS.roomAccounts])
  })

  it('tell of a member who was added, once, and of one who was taken out', async () => {
    const link = await changes.begin([GROUPS.roomAccounts])
    setMembers(GROUPS.roomAccounts, [PEOPLE.room.id, PEOPLE.finance.id])
    const added = await since(link)
    expect(added.groupIds).toEqual([GROUPS.roomAccounts])
    expect((await since(added.link)).groupIds).toEqual([])
    setMembers(GROUPS.roomAccounts, [PEOPLE.room.id])
    expect((await since(added.link)).groupIds).toEqual([GROUPS.roomAccounts])
  })

  it('tell of a group that was deleted, and of none that was only renamed', async () => {
    const link = await changes.begin([GROUPS.roomAccounts, GROUPS.securityTeam])
    const team = world.tenant.groups.get(GROUPS.securityTeam)
    if (team !== undefined) world.tenant.groups.set(team.id, { ...team, displayName: 'Renamed' })
    world.tenant.groups.delete(GROUPS.roomAccounts)
    expect((await since(link)).groupIds).toEqual([GROUPS.roomAccounts])
  })

  it('of groups that were not asked about are told to nobody', async () => {
    const link = await changes.begin([GROUPS.roomAccounts])
    setMembers(GROUPS.securityTeam, [PEOPLE.finance.id])
    expect((await since(link)).groupIds).toEqual([])
  })

  it('are followed through every page', async () => {
    const all = Object.values(GROUPS)
    const link = await changes.begin(all)
    for (const id of all) setMembers(id, [])
    expect(new Set((await since(link)).groupIds)).toEqual(new Set(all))
    expect(asked().length).toBeGreaterThan(2)
  })

  it('take 50 groups in one link', async () => {
    const ids = Array.from({ length: 50 }, (_, n) => `b2000000-0000-4000-8000-0000000001${String(n).padStart(2, '0')}`)
    await expect(changes.begin(ids)).resolves.toContain('$deltatoken=')
    await expect(changes.begin([...ids, GROUPS.roomAccounts])).rejects.toMatchObject({ code: 'graph-shape' })
  })

  it('are told late where Graph is late', async () => {
    world.tenant.groups.deltaDelayMs = 60_000
    const link = await changes.begin([GROUPS.roomAccounts])
    setMembers(GROUPS.roomAccounts, [])
    const early = await since(link)
    expect(early.groupIds).toEqual([])
    world.pass(60_001)
    expect((await since(early.link)).groupIds).toEqual([GROUPS.roomAccounts])
  })

  it.each([
    ['a link that is eight days old', () => world.pass(8 * DAY_MS)],
    ['a link from before a reset', () => world.tenant.groups.resetDeltas()],
  ])('say that %s is gone', async (_what, age) => {
    const link = await changes.begin([GROUPS.roomAccounts])
    age()
    expect(await changes.since(link)).toBe('gone')
  })

  it('are refused without the permission, which is no link that is gone', async () => {
    const link = await changes.begin([GROUPS.roomAccounts])
    world.tenant.withheld.add('GroupMember.Read.All')
    await expect(changes.since(link)).rejects.toMatchObject({ code: 'graph-forbidden' })
    await expect(changes.begin([GROUPS.roomAccounts])).rejects.toMatchObject({ code: 'graph-forbidden' })
  })

  it.each([
    ['kept', 'https://graph.example/v1.0/groups/delta?$deltatoken=x'],
    ['kept, of a host that only begins alike', `${ORIGIN}.example/v1.0/groups/delta?$deltatoken=x`],
  ])('follow no link of another host that was %s', async (_what, link) => {
    const before = world.tenant.requests.length
    await expect(changes.since(link)).rejects.toMatchObject({ detail: { reason: 'foreign-next-link' } })
    expect(world.tenant.requests).toHaveLength(before)
  })

  it.each([
    ['another host', { '@odata.deltaLink': 'https://graph.example/v1.0/groups/delta?$deltatoken=x' }],
    ['no host', {}],
    ['a length without end', { '@odata.deltaLink': `${ORIGIN}/v1.0/groups/delta?$deltatoken=${'x'.repeat(20_000)}` }],
  ])('take no link of %s from Graph', async (_what, links) => {
    world.tenant.fault({ kind: 'body', on: '/groups/delta', times: 1, body: { value: [], ...links } })
    await expect(changes.begin([GROUPS.roomAccounts])).rejects.toMatchObject({ code: 'graph-shape' })
  })

  it('leave the rest of endless pages to the next round', async () => {
    const link = await changes.begin([GROUPS.roomAccounts])
    const again = { value: [], '@odata.nextLink': `${ORIGIN}/v1.0/groups/delta?$skiptoken=again` }
    world.tenant.fault({ kind: 'body', on: '/groups/delta', times: 1_000, body: again })
    expect(await since(link)).toEqual({ groupIds: [], link: again['@odata.nextLink'] })
  })

  it('know which groups are in a group, and that a Microsoft 365 group holds none', async () => {
    expect(await changes.nestedIn([GROUPS.fieldEngineers, GROUPS.roomAccounts, 'nobody'])).toEqual([
      GROUPS.fieldEngineersNorth,
    ])
    const on = '/transitiveMembers/microsoft.graph.group'
    world.tenant.fault({ kind: 'status', status: 400, code: 'Request_UnsupportedQuery', on, times: 1 })
    expect(await changes.nestedIn([GROUPS.fieldEngineers])).toEqual([])
  })
})
