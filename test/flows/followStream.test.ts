/** A tenant whose log is streamed and not polled: watches, what is marked, and where polls would go on. */
import { beforeEach, describe, expect, it } from 'vitest'
import { userId } from '../../src/domain/ids.js'
import { checkForPerson } from '../../src/flows/checkForPerson.js'
import { followStream, streamFrom } from '../../src/flows/followStream.js'
import type { StreamEvent } from '../../src/flows/ports.js'
import { SIGN_IN_LOG } from '../../src/flows/readiness.js'
import { StreamReader } from '../../src/flows/readStream.js'
import { hubMark } from '../../src/flows/streamMarks.js'
import { watchSources } from '../../src/flows/watchSources.js'
import { RECORD } from '../store/examples.js'
import { describeOnEachEngine } from '../support/engines.js'
import { PEOPLE, phish, row } from '../support/signInRows.js'
import { envelope } from '../support/streamRows.js'
import { createWorld, person, START, type World } from '../support/world.js'

const STREAM = 'contoso.servicebus.windows.net/sign-ins/$Default'
const DANA = userId(PEOPLE.dana)
const LURE = 'To join the meeting go to https://microsoft.com/devicelogin and enter the code HNGP5CAF8.'
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const minutes = (after: number): Date => new Date(START.getTime() + after * MINUTE_MS)
const EMPTY = { isEmpty: true, lastSequenceNumber: -1, lastEnqueuedAt: new Date(0) }

describeOnEachEngine('a log that is streamed and not polled', (place) => {
  let world: World
  let reader: StreamReader
  /** What was put into each partition last. */
  const ends = new Map<string, { isEmpty: false; lastSequenceNumber: number; lastEnqueuedAt: Date }>()

  beforeEach(async () => {
    world = createWorld(place.store)
    world.settings = { ...world.settings, isPolled: false, streamHubs: ['sign-ins'] }
    world.people.set(...person(PEOPLE.dana))
    reader = new StreamReader(world.ports, 'us')
    ends.clear()
    for (const partition of ['0', '1']) {
      await world.store.claimPartition({ stream: STREAM, partition }, 'us', null)
      await reader.begin({ stream: STREAM, partition }, null, EMPTY)
    }
  })

  /** An event comes and is worked with, unless it `waits`. */
  const come = async (partition: string, body: unknown, waits = false) => {
    const lastSequenceNumber = (ends.get(partition)?.lastSequenceNumber ?? -1) + 1
    const lastEnqueuedAt = world.ports.clock.now()
    ends.set(partition, { isEmpty: false, lastSequenceNumber, lastEnqueuedAt })
    const event: StreamEvent = { sequenceNumber: lastSequenceNumber, offset: '', enqueuedAt: lastEnqueuedAt, body }
    if (!waits) await reader.keep(reader.sift({ stream: STREAM, partition }, [event]))
  }
  const elsewhere = (id: string) =>
    envelope(row({ id, userId: PEOPLE.room, authenticationProtocol: 'none', correlationId: `of-${id}` }))
  /** Time goes by, partitions are looked at, and what was read is told. */
  const pass = async (ms: number) => {
    world.pass(ms)
    await reader.mark({ stream: STREAM }, null, { partitions: 2 })
    for (const partition of ['0', '1']) await reader.idle({ stream: STREAM, partition }, ends.get(partition) ?? EMPTY)
    await followStream(world.ports, 'us')
    await world.work()
  }
  const mark = async (name: string) => (await world.store.health()).find((one) => one.name === name)
  const told = async () => {
    await watchSources(world.ports, 'test', START)
    await world.work()
    return world.cardsFor('team').flatMap(({ notice }) => (notice.kind === 'source-fault' ? [notice.fault] : []))
  }

  describe('concludes a watch', () => {
    const check = async () => {
      const { checkId } = await checkForPerson(
        world.ports,
        world.actor(DANA),
        { text: LURE },
        { author: null, audience: 'asker' },
      )
      return async () => (await world.store.watchById(checkId))?.state
    }

    it('once both partitions are read past its end and what Entra may be late, though nothing comes to one', async () => {
      const state = await check()
      await pass(18 * MINUTE_MS)
      await come('0', elsewhere('one'))
      await pass(16 * MINUTE_MS)
      expect(await state()).toBe('open')
      await pass(MINUTE_MS)
      expect(await state()).toBe('nothing-seen')
    })

    it('not as long as an event waits on one of them', async () => {
      const state = await check()
      await pass(10 * MINUTE_MS)
      await come('1', elsewhere('one'))
      await come('0', elsewhere('two'))
      await come('1', elsewhere('waiting'), true)
      await pass(40 * MINUTE_MS)
      expect(await state()).toBe('open')
    })

    it('not where no event ever came, nor long after the last one', async () => {
      const state = await check()
      await pass(50 * MINUTE_MS)
      expect(await state()).toBe('open')
      await come('0', elsewhere('one'))
      const later = await check()
      await pass(5 * HOUR_MS)
      expect([await state(), await later()]).toEqual(['nothing-seen', 'nothing-seen'])
      const last = await check()
      await pass(HOUR_MS)
      expect(await last()).toBe('open')
    })

    it('not while rows of that person are set aside, nor after an event that nobody can read', async () => {
      const state = await check()
      const at = world.ports.clock.now()
      const rowOf = (owner: typeof DANA) => ({
        key: `${owner}/row`,
        reason: 'not-assessed' as const,
        at,
        userId: owner,
        record: RECORD,
      })
      await world.store.setRowsAside([rowOf(DANA)])
      await come('0', elsewhere('one'))
      await pass(36 * MINUTE_MS)
      expect(await state()).toBe('open')
      await world.store.takeUpRows(DANA, [RECORD])
      await world.store.setRowsAside([rowOf(userId(PEOPLE.sam))])
      await pass(MINUTE_MS)
      expect(await state()).toBe('nothing-seen')
      const next = await check()
      await come('0', Buffer.from('{"records":[{'))
      await pass(36 * MINUTE_MS)
      expect(await next()).toBe('open')
    })

    it('with the case that falls into it', async () => {
      const state = await check()
      await pass(MINUTE_MS)
      await come('0', envelope(...phish({ at: minutes(1) })))
      await pass(MINUTE_MS)
      expect(await state()).toBe('case-seen')
    })
  })

  it('marks the first start, and says that nothing comes until something does', async () => {
    await pass(MINUTE_MS)
    expect(await mark('sign-in-stream')).toMatchObject({ ok: false, code: 'stream-stale' })
    expect(await mark(SIGN_IN_LOG)).toBeUndefined()
    expect(await told()).toEqual([])
    await pass(16 * MINUTE_MS)
    expect(await told()).toMatchObject([{ source: 'sign-in-stream', code: 'stream-stale', isBlind: true, until: null }])
    await come('0', elsewhere('one'))
    await pass(MINUTE_MS)
    expect(await mark('sign-in-stream')).toMatchObject({ ok: true, detail: { reachAgeMs: 15 * MINUTE_MS } })
    expect((await told()).at(-1)).toMatchObject({ source: 'sign-in-stream', until: expect.any(Date) })
  })

  it('says so where nothing has come for hours, which a setting that was deleted looks like', async () => {
    await come('0', elsewhere('one'))
    await pass(6 * HOUR_MS)
    expect(await mark('sign-in-stream')).toMatchObject({ ok: true })
    await pass(2 * HOUR_MS)
    expect(await mark('sign-in-stream')).toMatchObject({ ok: false, code: 'stream-stale' })
  })

  it('says that nothing is seen where the stream fails, and that something is where the log is polled as well', async () => {
    await come('0', elsewhere('one'))
    await pass(MINUTE_MS)
    await reader.mark({ stream: STREAM }, 'stream-refused')
    expect(await told()).toMatchObject([{ source: hubMark('sign-ins'), isBlind: true }])
    await pass(MINUTE_MS)
    await told()
    world.settings = { ...world.settings, isPolled: true }
    world.rows = [row({ id: 'polled', userId: PEOPLE.room, authenticationProtocol: 'none' })]
    await world.settle()
    await reader.mark({ stream: STREAM }, 'stream-refused')
    expect((await told()).at(-1)).toMatchObject({ source: hubMark('sign-ins'), until: null, isBlind: false })
  })

  it('lets polls that are switched on again begin where the stream has been', async () => {
    await come('0', elsewhere('one'))
    await pass(MINUTE_MS)
    expect(await world.store.watermark(SIGN_IN_LOG)).toEqual(minutes(1 - 15))
    await come('0', elsewhere('two'))
    await pass(30 * MINUTE_MS)
    expect(await world.store.watermark(SIGN_IN_LOG)).toEqual(minutes(31 - 15))
    await reader.mark({ stream: STREAM }, 'stream-unavailable')
    world.pass(30 * MINUTE_MS)
    await followStream(world.ports, 'us')
    expect(await world.store.watermark(SIGN_IN_LOG)).toEqual(minutes(31 - 15))
  })

  it('begins with a partition where the polls have left off, and at the first start a little back', async () => {
    expect(await streamFrom(world.ports)).toEqual(minutes(-60))
    world.settings = { ...world.settings, isPolled: true }
    world.rows = [row({ id: 'polled', userId: PEOPLE.room, authenticationProtocol: 'none' })]
    await world.settle()
    const readTo = await world.store.watermark(SIGN_IN_LOG)
    world.pass(10 * HOUR_MS)
    expect(await streamFrom(world.ports)).toEqual(minutes(9 * 60))
    world.settings = { ...world.settings, isPolled: false }
    expect(await streamFrom(world.ports)).toEqual(new Date(readTo!.getTime() - world.settings.pollOverlapMs))
  })
})
