/** What cannot be seen is told: to the security channel, once when it begins and once when it is over. */
import { beforeEach, describe, expect, it } from 'vitest'
import { PosternError } from '../../src/domain/errors.js'
import { readRecords } from '../../src/domain/signInAlert/index.js'
import { alertsFrom, setAlertBaseline } from '../../src/flows/alertBaseline.js'
import { ingestSignIns } from '../../src/flows/ingestSignIns.js'
import { markHole } from '../../src/flows/sourceHoles.js'
import { watchSources } from '../../src/flows/watchSources.js'
import { describeOnEachEngine } from '../support/engines.js'
import { PEOPLE, phish, redemption, row } from '../support/signInRows.js'
import { createWorld, START, type World } from '../support/world.js'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

describeOnEachEngine('the watch over the sources', (place) => {
  let world: World
  beforeEach(() => {
    world = createWorld(place.store)
  })

  const look = async () => {
    await watchSources(world.ports, 'test', START)
    await world.work()
  }
  /** A minute of a running bot, as often as it takes. */
  const run = async (minutes: number) => {
    for (let minute = 0; minute < minutes; minute++) {
      world.pass(MINUTE_MS)
      await world.settle()
      await look()
    }
  }
  const told = () =>
    world.cardsFor('team').flatMap(({ notice }) => (notice.kind === 'source-fault' ? [notice.fault] : []))

  it('says nothing as long as all is well', async () => {
    world.rows = [row({ authenticationProtocol: 'none' })]
    await run(20)
    expect(told()).toEqual([])
  })

  it('tells of a missing permission at once, and once', async () => {
    world.faults.graph = new PosternError('graph-forbidden')
    await run(3)
    expect(told()).toMatchObject([{ source: 'sign-in-log', code: 'graph-forbidden', until: null }])
  })

  it('tells of rows without the telling fields at once: no sign-in would ever be seen', async () => {
    world.rows = [row({ authenticationProtocol: null, originalTransferMethod: null })]
    await run(1)
    expect(told()).toMatchObject([{ code: 'sign-in-fields-missing' }])
  })

  it('waits out what passes by itself', async () => {
    world.faults.graph = new PosternError('graph-unavailable')
    await run(10)
    world.faults.graph = null
    await run(10)
    expect(told()).toEqual([])
  })

  it('tells of what does not pass, and that it is over', async () => {
    world.faults.graph = new PosternError('graph-unavailable')
    await run(20)
    expect(told()).toMatchObject([{ code: 'graph-unavailable', until: null }])
    world.faults.graph = null
    await run(5)
    expect(told()).toMatchObject([{ until: null }, { code: 'graph-unavailable', until: expect.any(Date) }])
  })

  it('tells of a second fault anew', async () => {
    world.faults.graph = new PosternError('graph-forbidden')
    await run(2)
    world.faults.graph = null
    await run(2)
    world.faults.graph = new PosternError('graph-forbidden')
    await run(2)
    expect(told().map(({ until }) => until === null)).toEqual([true, false, true])
  })

  it('tells of a log that nobody reads any more', async () => {
    await world.settle()
    world.pass(10 * MINUTE_MS)
    await look()
    world.pass(20 * MINUTE_MS)
    await look()
    expect(told()).toMatchObject([{ source: 'sign-in-log', code: 'sign-ins-not-read' }])
  })

  it('does not take a night in which no bot ran for a fault', async () => {
    await world.settle()
    world.pass(DAY_MS)
    await watchSources(world.ports, 'test', world.ports.clock.now())
    expect(await world.store.sourceFaults()).toEqual([])
  })

  it('is one instance’s work at a time', async () => {
    await world.store.takeLease('watch-sources', 'another', MINUTE_MS)
    world.faults.graph = new PosternError('graph-forbidden')
    await run(2)
    expect(told()).toEqual([])
  })

  it('tells of a stream once, in however many partitions its fault shows, and of one that nobody reads any more', async () => {
    world.settings = { ...world.settings, streamHubs: ['hub'] }
    await run(1)
    const mark = (part: string, ok: boolean) =>
      world.store.markHealth({
        name: `sign-in-stream/hub${part}`,
        ok,
        code: ok ? null : 'stream-unavailable',
        at: world.ports.clock.now(),
        detail: {},
      })
    for (let minute = 0; minute < 20; minute++) {
      for (const part of ['', '/0', '/1']) await mark(part, false)
      await run(1)
    }
    expect(told()).toMatchObject([{ source: 'sign-in-stream/hub', code: 'stream-unavailable', until: null }])
    for (const part of ['', '/0', '/1']) await mark(part, true)
    await run(1)
    expect(told()).toMatchObject([{}, { source: 'sign-in-stream/hub', until: expect.any(Date) }])
    await run(25)
    expect(told().at(-1)).toMatchObject({ source: 'sign-in-stream/hub', code: 'sign-ins-not-read', until: null })
    world.settings = { ...world.settings, streamHubs: [] }
    await run(1)
    expect(told().at(-1)).toMatchObject({ source: 'sign-in-stream/hub', until: expect.any(Date) })
  })

  describe('a hole', () => {
    it('is told once with its bounds, and is never over', async () => {
      world.rows = [row({ authenticationProtocol: 'none' })]
      await world.settle()
      world.pass(40 * DAY_MS)
      await run(3)
      expect(told()).toMatchObject([
        {
          source: 'sign-in-log-hole',
          detail: { fromAt: '2026-11-20T09:01:00.000Z', toAt: expect.stringMatching(/^2026-11-30T10:0/) },
        },
      ])
      world.pass(8 * DAY_MS)
      await look()
      expect(told()).toHaveLength(1)
      expect(await world.store.health()).toContainEqual(
        expect.objectContaining({ name: 'sign-in-log-hole', ok: true, code: null }),
      )
    })

    it('of a stream grows, and is not told twice a day', async () => {
      const bounds = { fromMs: START.getTime() - DAY_MS, toMs: START.getTime() }
      await markHole(world.ports, 'sign-in-stream', bounds)
      await look()
      world.pass(MINUTE_MS)
      await markHole(world.ports, 'sign-in-stream', { fromMs: bounds.toMs, toMs: bounds.toMs + MINUTE_MS })
      await look()
      expect(told()).toHaveLength(1)
      expect(await world.store.health()).toContainEqual(
        expect.objectContaining({
          name: 'sign-in-stream-hole',
          detail: { fromAt: '2026-11-19T10:01:00.000Z', toAt: '2026-11-20T10:02:00.000Z' },
        }),
      )
    })
  })

  describe('the first start', () => {
    it('alerts on nothing older than it looks back, whatever source brings it, and keeps it', async () => {
      const old = new Date(START.getTime() - 3 * DAY_MS)
      world.settings = { ...world.settings, firstPollMs: 60 * MINUTE_MS }
      await world.settle()
      const { records } = readRecords({ value: phish({ at: old, userId: PEOPLE.sam, id: 'old' }) })
      await ingestSignIns(world.ports, records)
      await world.work()
      expect(world.inbox).toEqual([])
      expect(await world.store.casesBetween(new Date(old.getTime() - 1), START)).toHaveLength(1)
    })

    it('asks nobody about it at a second look either', async () => {
      await world.settle()
      const old = { at: new Date(START.getTime() - 2 * 60 * MINUTE_MS), id: 'old' }
      world.faults.graph = new PosternError('graph-throttled')
      await ingestSignIns(world.ports, readRecords({ value: phish(old) }).records)
      world.faults.graph = null
      world.pass(10 * MINUTE_MS)
      await world.work()
      expect(world.inbox).toEqual([])
    })

    it('asks all the same about what is older, once it goes on', async () => {
      await world.settle()
      const at = new Date(START.getTime() - 2 * 60 * MINUTE_MS)
      const rows = [row({ at }), redemption({ at })]
      await ingestSignIns(world.ports, readRecords({ value: rows }).records)
      const tail = redemption({ id: 'tail', at: START, correlationId: 'c0ffee00-0000-4000-8000-000000000002' })
      await ingestSignIns(world.ports, readRecords({ value: [tail] }).records)
      await world.work()
      expect(world.inbox.length).toBeGreaterThan(0)
    })

    it('hides nothing of a log that was read before, where a stream is added later', async () => {
      const epoch = await world.store.takeLease('sign-in-log', 'earlier version', MINUTE_MS)
      const readTo = new Date(START.getTime() - 8 * 60 * MINUTE_MS)
      await world.store.setWatermark('sign-in-log', readTo, epoch ?? 0)
      await setAlertBaseline(world.ports, 'test', new Date(START.getTime() - 60 * MINUTE_MS))
      expect(await alertsFrom(world.ports)).toEqual(readTo)
    })
  })
})
