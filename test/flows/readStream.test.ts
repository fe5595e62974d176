/** How far the stream is read, and what is said of it, without a stream. */
import { beforeEach, describe, expect, it } from 'vitest'
import { PosternError } from '../../src/domain/errors.js'
import { userId } from '../../src/domain/ids.js'
import { forgetExpired } from '../../src/flows/forgetExpired.js'
import type { Ports, Store, StreamEvent } from '../../src/flows/ports.js'
import { StreamReader } from '../../src/flows/readStream.js'
import { SET_ASIDE_MARK, streamMark } from '../../src/flows/streamMarks.js'
import { describeOnEachEngine } from '../support/engines.js'
import { PEOPLE, phish, row } from '../support/signInRows.js'
import { envelope } from '../support/streamRows.js'
import { createWorld, person, START, type World } from '../support/world.js'

const PLACE = { stream: 'contoso.servicebus.windows.net/sign-ins/$Default', partition: '0' }
const EMPTY = { isEmpty: true, lastSequenceNumber: -1, lastEnqueuedAt: new Date(0) }
const endAt = (lastSequenceNumber: number, lastEnqueuedAt = START) => ({
  isEmpty: false,
  lastSequenceNumber,
  lastEnqueuedAt,
})
const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

describeOnEachEngine('reading the stream', (place) => {
  let world: World
  let reader: StreamReader

  beforeEach(async () => {
    world = createWorld(place.store)
    world.people.set(...person(PEOPLE.dana))
    await world.store.claimPartition(PLACE, 'us', null)
    reader = new StreamReader(world.ports, 'us')
    await reader.begin(PLACE, null, EMPTY)
  })

  const event = (sequenceNumber: number, body: unknown, enqueuedAt = START): StreamEvent => ({
    sequenceNumber,
    offset: String(sequenceNumber),
    enqueuedAt,
    body,
  })
  const take = (...events: readonly [StreamEvent, ...StreamEvent[]]) => reader.keep(reader.sift(PLACE, events))
  const mark = async (name = streamMark(PLACE)) => (await world.store.health()).find((one) => one.name === name)
  const holes = async () => (await world.store.health()).filter(({ name }) => name === 'sign-in-stream-hole')
  const stored = async () => (await world.store.checkpointsOf(PLACE.stream))[0]?.sequenceNumber
  const ordinary = (id: string) => envelope(row({ id, authenticationProtocol: 'none', correlationId: `of-${id}` }))

  it('says how long the newest event has waited, and that nothing waits where the partition has no more', async () => {
    world.pass(20 * MINUTE_MS)
    await take(event(0, envelope(...phish())))
    expect(await mark()).toMatchObject({ ok: true, detail: { lagMs: 20 * MINUTE_MS, records: 2 } })
    world.pass(MINUTE_MS)
    await reader.idle(PLACE, endAt(0))
    expect(await mark()).toMatchObject({ ok: true, detail: { lagMs: 0 } })
    await reader.idle(PLACE, endAt(5))
    expect(await mark()).toMatchObject({ detail: { lagMs: 21 * MINUTE_MS } })
  })

  it('finds the browser row that came before on another partition', async () => {
    const [approval, tokens] = phish({ authenticationProtocol: 'none' })
    const other = { ...PLACE, partition: '1' }
    await world.store.claimPartition(other, 'us', null)
    await reader.begin(other, null, EMPTY)
    await reader.keep(reader.sift(other, [event(0, envelope(approval!))]))
    await take(event(0, envelope(tokens!)))
    expect((await world.store.casesOf(userId(PEOPLE.dana)))[0]?.case.legs).toHaveLength(2)
  })

  it('loses no row that it held back for a batch whose partition was lost to another', async () => {
    const [approval, tokens] = phish({ authenticationProtocol: 'none' })
    const other = { ...PLACE, partition: '1' }
    await world.store.claimPartition(other, 'us', null)
    await reader.begin(other, null, EMPTY)
    await reader.keep(reader.sift(other, [event(0, envelope(approval!))]))
    const batch = reader.sift(PLACE, [event(0, envelope(tokens!))])
    reader.end(PLACE)
    expect(await reader.keep(batch)).toBe('lost')
    await reader.idle(other, endAt(0))
    expect((await world.store.casesOf(userId(PEOPLE.dana)))[0]?.case.legs).toHaveLength(2)
  })

  it('reads the history of so many people a minute, and no more, in however many batches a campaign comes', async () => {
    const asked = new Set<string>()
    const { rowsOf } = world.ports.history
    const history: Ports['history'] = {
      rowsOf: async (who, window) => {
        asked.add(who)
        return rowsOf(who, window)
      },
    }
    const reader = new StreamReader({ ...world.ports, history }, 'us')
    await reader.begin(PLACE, null, EMPTY)
    const lure = async (n: number) => {
      const hex = n.toString(16).padStart(12, '0')
      const ids = { correlationId: `c0ffee00-0000-4000-8000-${hex}`, sessionId: `5e551010-0000-4000-8000-${hex}` }
      const rows = phish({ userId: `da4a0000-0000-4000-8000-${hex}`, ...ids })
      await reader.keep(
        reader.sift(PLACE, [event(n, envelope(...rows.map((one, m) => ({ ...one, id: `${n}-${m}` }))))]),
      )
    }
    for (let n = 0; n < 12; n++) await lure(n)
    expect(asked.size).toBe(10)
    world.pass(MINUTE_MS)
    await lure(12)
    expect(asked.size).toBe(11)
  })

  describe('beside another replica', () => {
    const [approval, tokens] = phish({ authenticationProtocol: 'none' })
    const other = { ...PLACE, partition: '1' }
    let them: StreamReader
    beforeEach(async () => {
      await world.store.claimPartition(other, 'them', null)
      them = new StreamReader(world.ports, 'them')
      await them.begin(other, null, EMPTY)
    })
    const theirs = (one: unknown, sequenceNumber = 0) => them.keep(them.sift(other, [event(sequenceNumber, one)]))
    const legs = async () =>
      (await world.store.casesOf(userId(PEOPLE.dana)))[0]?.case.legs.map(({ kind }) => kind).sort()

    it('finds the browser row that one read before the other saw the device code', async () => {
      await theirs(envelope(approval!))
      await take(event(0, envelope(tokens!)))
      expect(await legs()).toEqual(['redemption'])
      await them.idle(other, endAt(0))
      expect(await legs()).toEqual(['approval', 'redemption'])
    })

    it('finds it also where it comes later, and where nobody is ever idle', async () => {
      await take(event(0, envelope(tokens!)))
      await theirs(ordinary('one'))
      world.pass(2000)
      await theirs(ordinary('two'), 1)
      await theirs(envelope(approval!), 2)
      expect(await legs()).toEqual(['approval', 'redemption'])
    })

    it('finds it where the other has died since, and its own place was taken', async () => {
      await take(event(0, envelope(tokens!)))
      const third = new StreamReader(world.ports, 'third')
      await world.store.claimPartition(other, 'third', 1)
      await third.begin(other, null, EMPTY)
      await third.keep(third.sift(other, [event(0, envelope(approval!))]))
      expect(await legs()).toEqual(['approval', 'redemption'])
    })

    it('keeps what it found while the database is away, and lets nothing go of other flows', async () => {
      let isAway = true
      const casesOf: Store['casesOf'] = async (who) => {
        if (isAway) throw new PosternError('store-unavailable')
        return world.store.casesOf(who)
      }
      const failing = new StreamReader({ ...world.ports, store: { ...world.store, casesOf } }, 'them')
      await failing.begin(other, null, EMPTY)
      const strange = row({ id: 'ordinary', authenticationProtocol: 'none', correlationId: 'other' })
      await failing.keep(failing.sift(other, [event(0, envelope(approval!, strange))]))
      await take(event(0, envelope(tokens!)))
      await expect(failing.idle(other, endAt(0))).rejects.toMatchObject({ code: 'store-unavailable' })
      isAway = false
      await failing.idle(other, endAt(0))
      expect(await legs()).toEqual(['approval', 'redemption'])
      const stored = await world.store.recordsOf(userId(PEOPLE.dana), new Date(0))
      expect(stored.map(({ id }) => id)).not.toContain('ordinary')
    })
  })

  it('writes down at once what left something, and soon what did not', async () => {
    await take(event(0, envelope(...phish())))
    expect(await stored()).toBe(0)
    await take(event(1, ordinary('one')))
    expect(await stored()).toBe(0)
    world.pass(10_000)
    await take(event(2, ordinary('two')))
    expect(await stored()).toBe(2)
  })

  it('ends where the partition is somebody else’s, and leaves their checkpoint alone', async () => {
    await world.store.claimPartition(PLACE, 'them', 1)
    expect(await take(event(0, envelope(...phish())))).toBe('lost')
    expect(await stored()).toBeUndefined()
    reader.end(PLACE)
    expect(await take(event(1, envelope(...phish())))).toBe('lost')
  })

  it('calls a stream whose rows lack both telling fields a fault, not peace', async () => {
    const bare = { ...row(), authenticationProtocol: undefined, originalTransferMethod: undefined }
    world.pass(10_000)
    await take(event(0, envelope(bare)))
    expect(await mark()).toMatchObject({ ok: false, code: 'sign-in-fields-missing' })
  })

  describe('where numbers do not follow', () => {
    const checkpoint = { sequenceNumber: 100, offset: '100', enqueuedAt: START }
    const later = (ms: number) => new Date(START.getTime() + ms)
    beforeEach(() => reader.begin(PLACE, checkpoint, endAt(200)))

    it.each([
      ['the next', 101, 0],
      ['an older one at its time, read again', 90, -MINUTE_MS],
      ['an older one by a broker whose clock is ahead', 99, 1000],
    ])('misses nothing before %s', async (_case, sequenceNumber, ms) => {
      await take(event(sequenceNumber, ordinary('one'), later(ms)))
      expect(await holes()).toEqual([])
    })

    it('misses what lies between, and says from when to when', async () => {
      await take(event(150, ordinary('one'), later(DAY_MS)))
      expect(await holes()).toMatchObject([
        { code: 'sign-in-hole', detail: { fromAt: START.toISOString(), toAt: later(DAY_MS).toISOString() } },
      ])
    })

    it('follows an event hub that was made anew, whose numbers begin again', async () => {
      await take(event(0, envelope(...phish()), later(DAY_MS)))
      expect(await holes()).toHaveLength(1)
      expect(await stored()).toBe(0)
    })
  })

  it('owes a job again whose rows are still aside, and lets go what nobody needs any more', async () => {
    await take(event(0, Buffer.from('no json')))
    const record = { id: 'r', userId: PEOPLE.dana }
    const { rows } = reader.sift(PLACE, [event(1, envelope(row(record)))])
    await world.store.setRowsAside(
      rows.map((one) => ({ key: 'r', reason: 'not-assessed', at: START, userId: userId(PEOPLE.dana), record: one })),
    )
    await forgetExpired(world.ports)
    expect(await mark(SET_ASIDE_MARK)).toMatchObject({ ok: false, detail: { unread: 1, unassessed: 1, people: 1 } })
    await world.work()
    world.pass(8 * DAY_MS)
    await forgetExpired(world.ports)
    expect(await mark(SET_ASIDE_MARK)).toMatchObject({ ok: true, detail: { unread: 0, unassessed: 0 } })
    expect(await world.store.alertsOf(userId(PEOPLE.dana))).toHaveLength(1)
    // Of a partition that was not read for a day.
    expect(await mark()).toBeUndefined()
  })
})
