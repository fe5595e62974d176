/** Microsoft's own library, against Event Hubs on this machine, into a real database. */
import { setTimeout as waitFor } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { PosternError } from '../../src/domain/errors.js'
import { userId } from '../../src/domain/ids.js'
import { StreamReader } from '../../src/flows/readStream.js'
import { SET_ASIDE_MARK, streamMark } from '../../src/flows/streamMarks.js'
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
})
