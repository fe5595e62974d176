/**
 * Changes of groups make a reading of the tenant due: the real reader and change tracking of the simulated tenant, the
 * real store.
 */
import { beforeEach, expect, it } from 'vitest'
import { GROUPS, PEOPLE } from '../../src/demo/tenant/seed.js'
import { createKeptPolicies, type KeptPolicies } from '../../src/flows/keptPolicies.js'
import { watchDrift } from '../../src/flows/watchDrift.js'
import { GROUP_CHANGES, watchGroups } from '../../src/flows/watchGroups.js'
import { watchSources } from '../../src/flows/watchSources.js'
import { type World as GraphWorld, startWorld } from '../graph/world.js'
import { describeOnEachEngine, type Place } from '../support/engines.js'
import { createWorld } from '../support/world.js'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

describeOnEachEngine('the watch over groups', (place: Place) => {
  let world: GraphWorld
  let policies: KeptPolicies
  beforeEach(async () => {
    world = await startWorld()
    policies = policiesOf('one')
  })

  const botPorts = () => ({ ...createWorld(place.store).ports, clock: { now: world.now } })
  const policiesOf = (owner: string) => createKeptPolicies({ ...botPorts(), reader: world.graph.tenantReader }, owner)
  const look = (owner = 'one', from = policies) =>
    watchGroups({ ...botPorts(), policies: from, groupChanges: world.graph.groupChanges }, owner)
  /** What every minute brings: a look at the groups, and a reading where one is due. */
  const minute = async () => {
    world.pass(MINUTE_MS)
    await look()
    await policies.refresh({ everyMs: HOUR_MS })
  }
  const minutes = async (count: number) => {
    for (let n = 0; n < count; n++) await minute()
  }
  /** So long that another reading may be made due. */
  const rest = () => world.pass(5 * MINUTE_MS)
  const requests = (part: string) => world.tenant.requests.filter(({ url }) => url.includes(part)).length
  const readings = () => requests('/conditionalAccess/policies')
  const deltas = () => requests('/groups/delta')
  const mark = async () => (await place.store.health()).find(({ name }) => name === GROUP_CHANGES)
  /** The first reading, the links, and the reading that sees what changed before they were begun. */
  const begin = async () => {
    await policies.refresh({ everyMs: HOUR_MS })
    await minute()
    rest()
    await minutes(2)
    expect(readings()).toBe(2)
    return readings()
  }
  const join = (group: string, ...people: readonly string[]) => {
    const held = world.tenant.groups.get(group)
    if (held === undefined) throw new Error('no such group')
    world.tenant.groups.set(group, { ...held, members: [...held.members, ...people] })
  }
  const opened = async () => {
    for (let round = 0; round < 10; round++) if (!(await watchDrift(botPorts(), 'one')).again) break
    const found = await place.store.changesFoundSince(new Date(0), 100)
    return found.map(({ change }) => change.code).filter((code) => code === 'exclusion-group-grew')
  }

  it('asks nothing before there is anything to watch', async () => {
    await look()
    expect(world.tenant.requests).toEqual([])
  })

  it('costs one request a round, and no reading, while nothing changes', async () => {
    const before = await begin()
    const asked = world.tenant.requests.length
    await minutes(10)
    expect(world.tenant.requests).toHaveLength(asked + 10)
    expect(readings()).toBe(before)
    expect(await mark()).toMatchObject({ ok: true, detail: { groups: 2, links: 1 } })
  })

  it('has the tenant read within the minute in which a change is told, once, and the drift is told', async () => {
    const before = await begin()
    await opened()
    rest()
    join(GROUPS.fieldEngineers, PEOPLE.finance.id)
    await minute()
    expect(readings()).toBe(before + 1)
    expect(await opened()).toHaveLength(1)
    rest()
    await minutes(3)
    expect(readings()).toBe(before + 1)
  })

  it('sees into groups that are nested in them, and not into others', async () => {
    const before = await begin()
    rest()
    join(GROUPS.roomAccounts, PEOPLE.finance.id)
    await minute()
    expect(readings()).toBe(before)
    join(GROUPS.fieldEngineersNorth, PEOPLE.finance.id)
    await minute()
    expect(readings()).toBe(before + 1)
  })

  it('watches a group that was nested since, from the reading that it made due', async () => {
    const before = await begin()
    rest()
    join(GROUPS.fieldEngineers, GROUPS.roomAccounts)
    await minutes(2)
    expect(await mark()).toMatchObject({ detail: { groups: 3 } })
    // Once for the group that was nested, and once for what changed in it before it was watched.
    rest()
    await minutes(2)
    expect(readings()).toBe(before + 2)
    rest()
    join(GROUPS.roomAccounts, PEOPLE.finance.id)
    await minute()
    expect(readings()).toBe(before + 3)
  })

  it('loses no change that happens while the tenant is being read', async () => {
    const before = await begin()
    rest()
    join(GROUPS.fieldEngineers, PEOPLE.finance.id)
    world.pass(MINUTE_MS)
    await look()
    const { reader, then } = changedInTheMiddle()
    await createKeptPolicies({ ...botPorts(), reader }, 'one').refresh({ everyMs: HOUR_MS })
    expect(then.happened).toBe(true)
    rest()
    await minute()
    expect(readings()).toBe(before + 2)
    expect((await policies.snapshot({ maxAgeMs: HOUR_MS })).directory.memberships).toEqual(
      expect.arrayContaining([{ groupId: GROUPS.fieldEngineers, memberId: PEOPLE.developer.id }]),
    )
  })

  /** Somebody joins once the members were read. */
  function changedInTheMiddle() {
    const then = { happened: false }
    const { tenantReader } = world.graph
    const reader: typeof tenantReader = {
      async *read(...from) {
        for await (const step of tenantReader.read(...from)) {
          if (step.end !== null && !then.happened) {
            then.happened = true
            world.pass(1)
            join(GROUPS.fieldEngineers, PEOPLE.developer.id)
          }
          yield step
        }
      },
    }
    return { reader, then }
  }

  it('does not bring reading after reading where a group changes all the time', async () => {
    const before = await begin()
    for (let n = 0; n < 20; n++) {
      join(GROUPS.fieldEngineers, PEOPLE.finance.id, `c0000000-0000-4000-8000-0000000000${10 + n}`)
      await minute()
    }
    expect(readings()).toBe(before + 4)
  })

  it('leaves a tenant that takes long to read three times as long in peace', async () => {
    await begin()
    const [reading] = (await place.store.health()).filter(({ name }) => name === 'policy-reading')
    if (reading === undefined) throw new Error('never read')
    const detail = { ...reading.detail, steps: 10, stepMs: MINUTE_MS }
    await place.store.markHealth({ ...reading, at: world.now(), detail })
    const before = readings()
    join(GROUPS.fieldEngineers, PEOPLE.finance.id)
    await minute()
    world.pass(28 * MINUTE_MS)
    await look()
    await policies.refresh({ everyMs: HOUR_MS })
    expect(readings()).toBe(before)
    await minute()
    expect(readings()).toBe(before + 1)
  })

  it('changes nothing about the hourly reading where it never tells of a change', async () => {
    const before = await begin()
    world.tenant.groups.deltaDelayMs = 30 * 24 * HOUR_MS
    join(GROUPS.fieldEngineers, PEOPLE.finance.id)
    await opened()
    await minutes(5)
    world.pass(50 * MINUTE_MS)
    await minute()
    expect(readings()).toBe(before)
    expect(await opened()).toEqual([])
    await minutes(5)
    expect(readings()).toBe(before + 1)
    expect(await opened()).toHaveLength(1)
  })

  it('is told late where Graph is late', async () => {
    const before = await begin()
    world.tenant.groups.deltaDelayMs = 15 * MINUTE_MS
    join(GROUPS.fieldEngineers, PEOPLE.finance.id)
    world.pass(13 * MINUTE_MS)
    await minute()
    expect(readings()).toBe(before)
    await minutes(2)
    expect(readings()).toBe(before + 1)
  })

  it.each([
    ['was reset', () => world.tenant.groups.resetDeltas()],
    ['is too old', () => world.pass(8 * 24 * HOUR_MS)],
  ])('begins again where its link %s, and has the tenant read', async (_what, age) => {
    const before = await begin()
    // Longer than a link has to last.
    world.pass(70 * MINUTE_MS)
    await minute()
    const read = readings()
    expect(read).toBe(before + 1)
    age()
    await minute()
    rest()
    await minute()
    expect(readings()).toBe(read + 1)
    expect(await mark()).toMatchObject({ ok: true, detail: { groups: 2, links: 1 } })
    rest()
    await minutes(2)
    expect(readings()).toBe(read + 1)
  })

  it('has the tenant read no more than twice an hour where no link lasts', async () => {
    const before = await begin()
    for (let n = 0; n < 20; n++) {
      world.pass(2 * MINUTE_MS)
      world.tenant.groups.resetDeltas()
      await minute()
    }
    expect(readings()).toBeLessThanOrEqual(before + 2)
  })

  it('states once that it may not, and breaks nothing', async () => {
    await begin()
    const [before, asked] = [readings(), deltas()]
    const code = 'Authorization_RequestDenied'
    world.tenant.fault({ kind: 'status', status: 403, code, on: '/groups/delta', times: 1_000 })
    const logged: string[] = []
    const ports = { ...botPorts(), policies, groupChanges: world.graph.groupChanges }
    const log = { ...ports.log, warn: (message: string) => void logged.push(message) }
    for (let n = 0; n < 3; n++) await watchGroups({ ...ports, log }, 'one')
    expect(logged).toEqual(['changes of groups are seen at the next reading only'])
    expect(await mark()).toMatchObject({ ok: false, code: 'graph-forbidden' })
    expect(deltas()).toBe(asked + 3)
    // A card in the security channel would be loud about what costs an hour at most.
    await watchSources(botPorts(), 'one', new Date(0))
    expect(await place.store.sourceFaults()).toEqual([])
    world.pass(HOUR_MS)
    await minute()
    expect(readings()).toBe(before + 1)
  })

  it('asks by one replica for all, and by another where that is gone', async () => {
    const before = await begin()
    const other = policiesOf('two')
    const asked = deltas()
    await look('two', other)
    expect(deltas()).toBe(asked)
    rest()
    join(GROUPS.fieldEngineers, PEOPLE.finance.id)
    await place.store.releaseLease(GROUP_CHANGES, 'one')
    world.pass(MINUTE_MS)
    await look('two', other)
    await Promise.all([policies.refresh({ everyMs: HOUR_MS }), other.refresh({ everyMs: HOUR_MS })])
    await other.refresh({ everyMs: HOUR_MS })
    expect(readings()).toBe(before + 1)
  })

  it('takes a second link for what is beyond 50 groups, and no more than it must', async () => {
    const ids = Array.from({ length: 60 }, (_, n) => `b2000000-0000-4000-8000-0000000000${10 + n}`)
    for (const id of ids) world.tenant.groups.set(id, { id, displayName: id, members: [] })
    const [first, ...rest] = world.tenant.policies
    const users = { includeUsers: ['All'], excludeGroups: ids }
    world.tenant.policies = [{ ...first, conditions: { ...(first?.conditions as object), users } }, ...rest]
    await policies.refresh({ everyMs: HOUR_MS })
    await look()
    expect(await mark()).toMatchObject({ detail: { links: 2 } })
    const asked = deltas()
    await look()
    expect(deltas()).toBe(asked + 2)
  })
})
