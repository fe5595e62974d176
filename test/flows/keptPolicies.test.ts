/** The reading of a tenant that is cut, shared and kept: the real reader against the simulated tenant, the real store. */
import { beforeEach, describe, expect, it } from 'vitest'
import { BLOCK_POLICY_ID } from '../../src/demo/tenant/seedPolicies.js'
import { createKeptPolicies, type KeptPolicies, readTenant } from '../../src/flows/keptPolicies.js'
import type { ReadingStep, TenantReader } from '../../src/flows/ports.js'
import { silentLog, startWorld, type World } from '../graph/world.js'
import { describeOnEachEngine, type Place } from '../support/engines.js'

const HOUR_MS = 60 * 60_000
const never = { after: () => new AbortController().signal }
const atOnce = { after: () => AbortSignal.abort() }

describeOnEachEngine('the kept policies', (place: Place) => {
  let world: World
  let policies: KeptPolicies
  const portsOf = ({ graph, now }: World, reader: TenantReader = graph.tenantReader) => ({
    clock: { now },
    deadlines: never,
    log: silentLog,
    store: place.store,
    reader,
  })
  beforeEach(async () => {
    world = await startWorld()
    policies = createKeptPolicies(portsOf(world), 'one')
  })
  const requests = (part: string) => world.tenant.requests.filter(({ url }) => url.includes(part)).length

  it('answer what a reading in memory does, after a restart and from another replica too, without asking Graph', async () => {
    const inMemory = await world.graph.policies.snapshot({ maxAgeMs: 0 })
    const first = await policies.snapshot({ maxAgeMs: 0 })
    expect({ ...first, takenAt: null }).toEqual({ ...inMemory, takenAt: null, directory: expect.anything() })
    const before = world.tenant.requests.length
    const other = createKeptPolicies(portsOf(world), 'two')
    expect(await other.snapshot({ maxAgeMs: HOUR_MS })).toEqual(first)
    expect(world.tenant.requests).toHaveLength(before)
    // Whoever needs the same one again does not load it twice.
    const { snapshotId = 0 } = (await place.store.newestSnapshot()) ?? {}
    expect(policies.held?.(snapshotId)).toBe(await policies.snapshot({ maxAgeMs: HOUR_MS }))
    expect(policies.held?.(snapshotId + 1)).toBeNull()
  })

  it('only move their time where nothing has changed, and start anew where something has', async () => {
    await policies.snapshot({ maxAgeMs: 0 })
    const kept = await place.store.newestSnapshot()
    world.pass(HOUR_MS)
    const again = await policies.snapshot({ maxAgeMs: 0 })
    expect(Date.parse(again.takenAt)).toBeGreaterThanOrEqual((kept?.firstSeenAt.getTime() ?? 0) + HOUR_MS)
    expect(await place.store.newestSnapshot()).toMatchObject({
      snapshotId: kept?.snapshotId,
      firstSeenAt: kept?.firstSeenAt,
    })
    world.tenant.policies = world.tenant.policies.filter(({ id }) => id !== BLOCK_POLICY_ID)
    world.pass(HOUR_MS)
    const changed = await policies.snapshot({ maxAgeMs: 0 })
    expect(changed.policies).toHaveLength(again.policies.length - 1)
    expect(await place.store.newestSnapshot()).toMatchObject({ snapshotId: (kept?.snapshotId ?? 0) + 1 })
    // The one before is still there, for the question what has changed.
    const monday = await place.store.newestSnapshot({ atOrBefore: new Date(again.takenAt) })
    expect((await place.store.loadSnapshot(monday?.snapshotId ?? 0))?.policies).toEqual(again.policies)
  })

  it('count the accounts anew each time, and are the same snapshot with one colleague more', async () => {
    const { accounts } = await policies.snapshot({ maxAgeMs: 0 })
    const kept = await place.store.newestSnapshot()
    if (accounts === undefined || !('read' in accounts)) throw new Error('not counted')
    const [someone] = world.tenant.users.values()
    if (someone === undefined) throw new Error('nobody')
    const joined = {
      ...someone,
      id: 'c0000000-0000-4000-8000-000000000001',
      userType: 'Member',
      accountEnabled: true,
    } as const
    world.tenant.users.set(joined.id, joined)
    world.pass(HOUR_MS)
    const more = { ...accounts.read, enabled: accounts.read.enabled + 1, members: accounts.read.members + 1 }
    expect((await policies.snapshot({ maxAgeMs: 0 })).accounts).toEqual({ read: more })
    expect(await place.store.newestSnapshot()).toMatchObject({ snapshotId: kept?.snapshotId, accounts: { read: more } })
    const other = createKeptPolicies(portsOf(world), 'two')
    expect((await other.snapshot({ maxAgeMs: HOUR_MS })).accounts).toEqual({ read: more })
  })

  it('are read on from where a throttled reading came to', async () => {
    world.tenant.fault({ kind: 'status', status: 429, on: '/namedLocations', times: 4 })
    const cut = await policies.snapshot({ maxAgeMs: 0 })
    // Nothing to answer from yet: unknown, with Graph's reason.
    expect(cut.unknowns).toContainEqual({ what: 'policies', why: 'generalException' })
    expect(requests('/policies')).toBe(1)
    const { policies: found, unknowns } = await policies.snapshot({ maxAgeMs: 0 })
    expect(found).toEqual(world.tenant.policies)
    expect(unknowns).toEqual([])
    expect(requests('/conditionalAccess/policies')).toBe(1)
  })

  it('are read on by another process where one has died, from every step it can die after', async () => {
    const whole = await world.graph.policies.snapshot({ maxAgeMs: 0 })
    for (let steps = 1; ; steps++) {
      await place.empty()
      const before = requests('/conditionalAccess/policies')
      const dies = await readTenant(portsOf(world, dyingAfter(steps, world.graph.tenantReader)), 'one').then(
        () => false,
        () => true,
      )
      world.pass(6 * 60_000)
      const outcome = await readTenant(portsOf(world), 'one')
      if (outcome.kind !== 'kept') throw new Error('not kept')
      expect(await place.store.loadSnapshot(outcome.kept.snapshotId)).toMatchObject({
        policies: whole.policies,
        namedLocations: whole.namedLocations,
        unknowns: [],
        posture: whole.posture,
      })
      if (!dies) break
      expect(requests('/conditionalAccess/policies') - before).toBe(1)
    }
  })

  it('start a list anew where the link to its next page has expired', async () => {
    world.tenant.namedLocations = Array.from({ length: 1200 }, (_, index) => ({
      ...world.tenant.namedLocations[0],
      id: `location ${index}`,
    }))
    await readTenant(portsOf(world, dyingBeforeNextPage(world.graph.tenantReader)), 'one').catch(() => undefined)
    expect((await place.store.openReading())?.progress).toMatchObject({ locationCount: 999 })
    world.tenant.fault({ kind: 'status', status: 400, on: '/namedLocations', times: 1 })
    const { namedLocations, unknowns } = await policies.snapshot({ maxAgeMs: 0 })
    expect(namedLocations).toHaveLength(1200)
    expect(unknowns).toEqual([])
  })

  it('come from the older snapshot, with its age, while another replica reads', async () => {
    const before = await policies.snapshot({ maxAgeMs: 0 })
    world.pass(2 * HOUR_MS)
    await place.store.takeLease('policy-reading', 'another', 60_000)
    expect(await policies.snapshot({ maxAgeMs: 0 })).toEqual(before)
  })

  it('come from the older snapshot where Graph does not answer in time, and the reading goes on', async () => {
    const before = await policies.snapshot({ maxAgeMs: 0 })
    world.pass(2 * HOUR_MS)
    const hurried = createKeptPolicies({ ...portsOf(world), deadlines: atOnce }, 'one')
    expect(await hurried.snapshot({ maxAgeMs: 0 })).toEqual(before)
    await hurried.refresh({ everyMs: HOUR_MS })
    expect((await place.store.newestSnapshot())?.lastSeenAt.getTime()).toBeGreaterThan(Date.parse(before.takenAt))
  })

  it('say while they are read how long it still takes, by how long it took the last time', async () => {
    expect(await policies.underWay?.()).toBeNull()
    await readTenant(portsOf(world), 'one')
    const began = world.now()
    const held = holdingAfter(2, world.graph.tenantReader)
    const hurried = createKeptPolicies({ ...portsOf(world, held.reader), deadlines: atOnce }, 'one')
    await hurried.snapshot({ maxAgeMs: 0 })
    await held.isHeld
    const before = await hurried.underWay?.()
    expect(before?.beganAt).toEqual(began)
    expect(before?.leftMs).toBeGreaterThan(0)
    // Another replica, which was told that it is not its turn, says the same.
    const other = createKeptPolicies({ ...portsOf(world), deadlines: atOnce }, 'two')
    await other.refresh({ everyMs: 0 })
    expect(await other.underWay?.()).toEqual(before)
    held.goOn()
    await hurried.refresh({ everyMs: HOUR_MS })
    expect(await hurried.underWay?.()).toBeNull()
  })

  it('say since when they are read, after a crash too, where nothing tells how long it takes', async () => {
    const began = world.now()
    await readTenant(portsOf(world, dyingAfter(3, world.graph.tenantReader)), 'one').catch(() => undefined)
    world.pass(6 * 60_000)
    const held = holdingAfter(1, world.graph.tenantReader)
    const again = createKeptPolicies({ ...portsOf(world, held.reader), deadlines: atOnce }, 'two')
    const asked = await again.snapshot({ maxAgeMs: 0 })
    expect(asked.unknowns).toContainEqual({ what: 'policies', why: 'being-read' })
    await held.isHeld
    expect(await again.underWay?.()).toEqual({ beganAt: began, leftMs: null })
    expect((await place.store.openReading())?.version).toBe(4)
    held.goOn()
    expect((await again.refresh({ everyMs: HOUR_MS }))?.policies).toEqual(world.tenant.policies)
  })

  it('are not called read any more where the reading fails by a fault of ours', async () => {
    await readTenant(portsOf(world), 'one')
    const marked = async () => (await place.store.health()).find(({ name }) => name === 'policy-reading')
    expect(await marked()).toMatchObject({ ok: true, code: null })
    await expect(readTenant(portsOf(world, dyingAfter(1, world.graph.tenantReader)), 'one')).rejects.toThrow('killed')
    expect(await marked()).toMatchObject({ ok: false, code: 'internal' })
  })

  it('are not what a reader writes who was overtaken', async () => {
    const reading = await place.store.beginReading(world.now())
    const step = { things: [], progress: {} }
    const moved = await place.store.saveReading(reading, step)
    expect(moved).toMatchObject({ version: 1 })
    expect(await place.store.saveReading(reading, step)).toBeNull()
    const header = { mfaTrustedIps: [], emergencyAccess: {}, office365: [], adminPortals: [], unknowns: [] }
    expect(await place.store.keepSnapshot(reading, header)).toBeNull()
    expect(await place.store.newestSnapshot()).toBeNull()
  })

  it('are refreshed when it is time, and not before', async () => {
    await policies.refresh({ everyMs: HOUR_MS })
    const read = requests('/conditionalAccess/policies')
    expect(read).toBe(1)
    await policies.refresh({ everyMs: HOUR_MS })
    expect(requests('/conditionalAccess/policies')).toBe(read)
    world.pass(HOUR_MS)
    await policies.refresh({ everyMs: HOUR_MS })
    expect(requests('/conditionalAccess/policies')).toBe(read + 1)
  })

  it('state as unknown what keeps failing beside the policies, instead of waiting for it for ever', async () => {
    world.tenant.fault({ kind: 'status', status: 503, on: 'attackSimulation', times: 12 })
    for (let round = 0; round < 3; round++) await policies.refresh({ everyMs: HOUR_MS })
    const { posture, unknowns } = await policies.snapshot({ maxAgeMs: HOUR_MS })
    expect(posture?.attackSimulations).toEqual({ unread: 'generalException' })
    expect(unknowns).toEqual([])
  })

  it('are not answered from where a part of them is not what it was', async () => {
    await policies.snapshot({ maxAgeMs: 0 })
    const { snapshotId = 0 } = (await place.store.newestSnapshot()) ?? {}
    await place.engine.query(
      `delete from policy_snapshot_part where snapshot_id = $1
         and position = (select max(position) from policy_snapshot_part where snapshot_id = $1)`,
      [snapshotId],
    )
    await expect(place.store.loadSnapshot(snapshotId)).rejects.toMatchObject({ code: 'internal' })
    world.pass(HOUR_MS)
    await policies.refresh({ everyMs: HOUR_MS })
    expect(await place.store.loadSnapshot(snapshotId)).not.toBeNull()
  })

  describe('and forgotten', () => {
    it('when they have not been seen for long, with the parts that nothing else has; the newest never', async () => {
      await policies.snapshot({ maxAgeMs: 0 })
      world.tenant.policies = world.tenant.policies.slice(1)
      world.pass(HOUR_MS)
      await policies.snapshot({ maxAgeMs: 0 })
      const parts = async () => (await place.engine.query('select digest from policy_part')).rows.length
      const both = await parts()
      expect(await place.store.forgetSnapshots(new Date(world.now().getTime() + HOUR_MS))).toBe(1)
      expect(await parts()).toBeLessThan(both)
      expect((await policies.snapshot({ maxAgeMs: HOUR_MS })).policies).toHaveLength(world.tenant.policies.length)
    })
  })
})

/** Ends as a process does that is killed: after a step was kept, and without a word. */
const dyingAfter = (steps: number, reader: TenantReader): TenantReader => ({
  async *read(from, options): AsyncIterable<ReadingStep> {
    let left = steps
    for await (const step of reader.read(from, options)) {
      if (left-- === 0) throw new Error('killed')
      yield step
    }
  },
})

/** Waits after some steps until it is told to go on. */
function holdingAfter(steps: number, reader: TenantReader) {
  let hold = (): void => undefined
  let goOn = (): void => undefined
  const isHeld = new Promise<void>((resolve) => {
    hold = resolve
  })
  const gate = new Promise<void>((resolve) => {
    goOn = resolve
  })
  const holding: TenantReader = {
    async *read(from, options): AsyncIterable<ReadingStep> {
      let left = steps
      for await (const step of reader.read(from, options)) {
        if (left-- === 0) {
          hold()
          await gate
        }
        yield step
      }
    },
  }
  return { reader: holding, isHeld, goOn: () => goOn() }
}

/** Ends once a page is kept that another one follows. */
const dyingBeforeNextPage = (reader: TenantReader): TenantReader => ({
  async *read(from, options): AsyncIterable<ReadingStep> {
    for await (const step of reader.read(from, options)) {
      yield step
      if (JSON.stringify(step.progress).includes('skiptoken')) throw new Error('killed')
    }
  },
})
