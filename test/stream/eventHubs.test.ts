/** Microsoft's own library, against Event Hubs on this machine, into a real database. */
import { setTimeout as waitFor } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { PosternError } from '../../src/domain/errors.js'
import { userId } from '../../src/domain/ids.js'
import type { Store } from '../../src/flows/ports.js'
import { StreamReader } from '../../src/flows/readStream.js'
import { holeMark, SET_ASIDE_MARK, streamMark } from '../../src/flows/streamMarks.js'
import { createEventHubs, type RunningStream, type StreamPace } from '../../src/stream/index.js'
import { describeOnEachEngine } from '../support/engines.js'
import { type EventHub, startEventHub } from '../support/eventHub.js'
import { PEOPLE, phish, redemption, row } from '../support/signInRows.js'
import { envelope } from '../support/streamRows.js'
import { createWorld, person, START, type World } from '../support/world.js'

const HUB = 'insights-logs-signinlogs'
const HOUR_MS = 60 * 60 * 1000
const PACE: StreamPace = { claimEveryMs: 50, ownershipMs: 400, idleMs: 100, batchMax: 5 }
const PATIENT = { timeout: 20_000, interval: 20 }

describeOnEachEngine('the sign-in stream', (place) => {
  let hub: EventHub
  let world: World
  let running: RunningStream[]

  beforeEach(async () => {
    hub = await startEventHub(HUB, 4)
    world = createWorld(place.store)
    world.people.set(...person(PEOPLE.dana))
    running = []
  })
  afterEach(async () => {
    await Promise.all(running.map((one) => one.close()))
    await hub.stop()
  })

  const stream = () => `${/sb:\/\/([^;]+)/.exec(hub.connectionString)?.[1]}/${HUB}/$Default`
  const start = (store = world.store, ports = world.ports): RunningStream => {
    const hubs = createEventHubs({
      access: { kind: 'connection-string', connectionString: hub.connectionString },
      hubs: [HUB],
      consumerGroup: '$Default',
      firstMs: HOUR_MS,
      isAlone: false,
      store,
      clock: ports.clock,
      log: ports.log,
      // As short as the double is quick; what is waited for is never the time itself.
      wait: async (ms, signal) => void (await waitFor(Math.min(ms, 20), undefined, { signal }).catch(() => undefined)),
      pace: PACE,
    })
    const started = hubs.start((owner) => new StreamReader({ ...ports, store }, owner))
    running.push(started)
    return started
  }
  const eventually = (check: () => Promise<void> | void) => vi.waitFor(check, PATIENT)
  const mark = async (name: string) => (await world.store.health()).find((one) => one.name === name)
  const checkpoint = async (partition: string) =>
    (await world.store.checkpointsOf(stream())).find((one) => one.partition === partition)?.sequenceNumber ?? null
  const alerts = () => world.store.alertsOf(userId(PEOPLE.dana))

  it('raises an alert for a phish whose rows lie on two partitions, and moves both checkpoints behind it', async () => {
    const [approval, tokens] = phish()
    hub.append(0, envelope(approval!), START)
    hub.append(1, envelope(tokens!), START)
    start()
    await eventually(async () => {
      expect(await alerts()).toHaveLength(1)
      expect([await checkpoint('0'), await checkpoint('1')]).toEqual([0, 0])
    })
    const { legs } = (await world.store.casesOf(userId(PEOPLE.dana)))[0]!.case
    expect(legs.map(({ kind }) => kind).sort()).toEqual(['approval', 'redemption'])
  })

  it('takes what comes while it runs, and says how far behind it is', async () => {
    start()
    await eventually(() => expect(hub.readers()).toBe(4))
    hub.append(2, envelope(...phish()), new Date(START.getTime() - 90_000))
    await eventually(async () => {
      expect(await mark(streamMark({ stream: stream(), partition: '2' }))).toMatchObject({
        ok: true,
        detail: { records: 2 },
      })
      expect(await alerts()).toHaveLength(1)
    })
    await eventually(async () => expect((await mark(streamMark({ stream: stream() })))?.ok).toBe(true))
  })

  it('sets an event aside that is no JSON, names its place and not its text, and goes on behind it', async () => {
    hub.append(0, Buffer.from('{"records":[{"secret'), START)
    hub.append(0, { records: ['not an object', ...(envelope(...phish()).records as unknown[])] }, START)
    start()
    await eventually(async () => expect(await checkpoint('0')).toBe(1))
    expect(await alerts()).toHaveLength(1)
    expect(await world.store.setAsideCounts()).toEqual({ unread: 2, unassessed: 0, people: 0 })
    expect(await mark(SET_ASIDE_MARK)).toMatchObject({ ok: false, code: 'sign-ins-set-aside', detail: { unread: 2 } })
    expect(JSON.stringify(world.log.lines)).toContain('not-json')
    expect(JSON.stringify(world.log.lines)).not.toContain('secret')
  })

  it('reads a batch again that a crash left without a checkpoint, and doubles nothing', async () => {
    hub.append(0, envelope(...phish()), START)
    // The database takes the rows and is gone before the checkpoint.
    let crashed = false
    const store: Store = {
      ...world.store,
      moveCheckpoint: async () => {
        crashed = true
        throw new PosternError('store-unavailable')
      },
    }
    const first = start(store)
    await eventually(() => expect(crashed).toBe(true))
    await first.close()
    expect(await checkpoint('0')).toBeNull()
    const before = await alerts()
    expect(before).toHaveLength(1)
    start()
    await eventually(async () => expect(await checkpoint('0')).toBe(0))
    expect(await alerts()).toEqual(before)
    expect((await world.store.casesOf(userId(PEOPLE.dana)))[0]?.case.legs).toHaveLength(2)
  })

  it('reads nothing further while the database is down, and goes on where it stopped', async () => {
    let down = true
    const store: Store = {
      ...world.store,
      recordsOf: async (...asked) => {
        if (down) throw new PosternError('store-unavailable')
        return world.store.recordsOf(...asked)
      },
    }
    hub.append(0, envelope(...phish()), START)
    start(store)
    await eventually(async () =>
      expect(await mark(streamMark({ stream: stream(), partition: '0' }))).toMatchObject({
        ok: false,
        code: 'store-unavailable',
      }),
    )
    expect(await checkpoint('0')).toBeNull()
    down = false
    await eventually(async () => expect(await checkpoint('0')).toBe(0))
    expect(await alerts()).toHaveLength(1)
  })

  it('takes over the partitions of a replica that died, and not before', async () => {
    for (const partition of ['0', '1', '2', '3'])
      await world.store.claimPartition({ stream: stream(), partition }, 'dead', null)
    hub.append(0, envelope(...phish()), START)
    start()
    await eventually(async () => expect(await alerts()).toHaveLength(1))
    await eventually(async () =>
      expect((await world.store.partitionsOf(stream())).filter(({ owner }) => owner === 'dead')).toEqual([]),
    )
  })

  it('shares the partitions with a second replica, and takes them over when that one leaves', async () => {
    start()
    await eventually(() => expect(hub.readers()).toBe(4))
    const second = start()
    const owners = async () => new Set((await world.store.partitionsOf(stream())).map(({ owner }) => owner))
    await eventually(async () => {
      const owned = (await world.store.partitionsOf(stream())).map(({ owner }) => owner)
      expect(owned.filter((owner) => owner === owned[0])).toHaveLength(2)
      expect(hub.readers()).toBe(4)
    })
    expect((await owners()).size).toBe(2)
    // Settled: claims are renewed again and again, and nobody takes anything from anybody any more.
    let seen = { attached: -1, epoch: 0 }
    await eventually(async () => {
      const epoch = (await world.store.partitionsOf(stream()))[0]?.epoch ?? 0
      if (hub.attached() !== seen.attached) seen = { attached: hub.attached(), epoch }
      expect(epoch).toBeGreaterThan(seen.epoch + 3)
    })
    for (const partition of [0, 1, 2, 3]) hub.append(partition, envelope(row({ id: `before-${partition}` })), START)
    await second.close()
    for (const partition of [0, 1, 2, 3]) hub.append(partition, envelope(row({ id: `after-${partition}` })), START)
    await eventually(async () => {
      expect((await owners()).size).toBe(1)
      const ids = (await world.store.recordsOf(userId(PEOPLE.dana), new Date(0))).map(({ id }) => id)
      expect(ids.sort()).toEqual([0, 1, 2, 3].flatMap((n) => [`after-${n}`, `before-${n}`]).sort())
    })
  })

  it('comes back by itself when its connections were cut', async () => {
    start()
    await eventually(() => expect(hub.readers()).toBe(4))
    hub.disconnect()
    hub.append(3, envelope(...phish()), START)
    await eventually(async () => expect(await alerts()).toHaveLength(1))
  })

  it('marks an event hub that is down, tries on, and marks it as sound when it is back', async () => {
    await hub.stop()
    start()
    const connection = streamMark({ stream: stream() })
    await eventually(async () =>
      expect(await mark(connection)).toMatchObject({ ok: false, code: 'stream-unavailable' }),
    )
    hub.append(0, envelope(...phish()), START)
    await hub.listen()
    await eventually(async () => {
      expect(await mark(connection)).toMatchObject({ ok: true, code: null })
      expect(await alerts()).toHaveLength(1)
    })
  })

  it.each([
    ['throttled', 'com.microsoft:server-busy'],
    ['refused', 'amqp:unauthorized-access'],
  ])('gets through where it was %s', async (_case, condition) => {
    hub.refuse(condition, 6)
    hub.append(0, envelope(...phish()), START)
    start()
    await eventually(async () => expect(await alerts()).toHaveLength(1))
  })

  it('names the bounds of what had expired before it was read, and reads on from what is left', async () => {
    const at = (minutes: number) => new Date(START.getTime() + minutes * 60_000)
    hub.append(0, envelope(row()), at(0))
    const first = start()
    await eventually(async () => expect(await checkpoint('0')).toBe(0))
    await first.close()
    hub.append(0, envelope(redemption({ id: 'lost' })), at(30))
    hub.append(0, envelope(redemption({ id: 'left' })), at(60))
    hub.expire(0, 2)
    world.pass(HOUR_MS)
    start()
    await eventually(async () => expect(await checkpoint('0')).toBe(2))
    expect(await mark(holeMark({ stream: stream(), partition: '0' }))).toMatchObject({
      ok: false,
      code: 'sign-in-hole',
      detail: { fromAt: at(0).toISOString(), toAt: at(60).toISOString() },
    })
  })

  it('says so where all that came has expired, and nothing is left to show it', async () => {
    hub.append(0, envelope(row()), START)
    const first = start()
    await eventually(async () => expect(await checkpoint('0')).toBe(0))
    await first.close()
    hub.append(0, envelope(redemption()), START)
    hub.expire(0, 2)
    world.pass(HOUR_MS)
    start()
    await eventually(async () =>
      expect(await mark(holeMark({ stream: stream(), partition: '0' }))).toMatchObject({
        detail: { fromAt: START.toISOString(), toAt: new Date(START.getTime() + HOUR_MS).toISOString() },
      }),
    )
  })

  it('begins with what is younger than the first poll would reach', async () => {
    hub.append(0, envelope(row({ id: 'old' })), new Date(START.getTime() - 2 * HOUR_MS))
    hub.append(0, envelope(row({ id: 'new' })), START)
    start()
    await eventually(async () => expect(await checkpoint('0')).toBe(1))
    const ids = (await world.store.recordsOf(userId(PEOPLE.dana), new Date(0))).map(({ id }) => id)
    expect(ids).toEqual(['new'])
    expect(await mark(holeMark({ stream: stream(), partition: '0' }))).toBeUndefined()
  })

  it('sets the rows aside of a person who cannot be worked with, goes on with the others, and takes them up later', async () => {
    world.people.set(...person(PEOPLE.sam))
    let broken = true
    const store: Store = {
      ...world.store,
      casesOf: async (who) => {
        if (broken && who === PEOPLE.dana) throw new Error('a fault of ours')
        return world.store.casesOf(who)
      },
    }
    const ports = { ...world.ports, store }
    const other = { userId: PEOPLE.sam, correlationId: 'c0ffee00-0000-4000-8000-000000000002', sessionId: 'sam' }
    hub.append(0, envelope(...phish(), ...phish(other).map((one, n) => ({ ...one, id: `sam-${n}` }))), START)
    start(store, ports)
    await eventually(async () => expect(await checkpoint('0')).toBe(0))
    expect([await alerts(), await world.store.alertsOf(userId(PEOPLE.sam))]).toMatchObject([
      [],
      [{ userId: PEOPLE.sam }],
    ])
    expect(await world.store.setAsideCounts()).toEqual({ unread: 0, unassessed: 2, people: 1 })
    broken = false
    await world.work()
    expect(await alerts()).toHaveLength(1)
    expect(await world.store.setAsideCounts()).toEqual({ unread: 0, unassessed: 0, people: 0 })
    expect(await mark(SET_ASIDE_MARK)).toMatchObject({ ok: true, code: null })
  })
})
