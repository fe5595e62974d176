/** Microsoft's own library, against Event Hubs on this machine, into a real database. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { userId } from '../../src/domain/ids.js'
import type { Store } from '../../src/flows/ports.js'
import { SET_ASIDE_MARK, streamMark } from '../../src/flows/streamMarks.js'
import { describeOnEachEngine } from '../support/engines.js'
import { PEOPLE, phish, redemption, row } from '../support/signInRows.js'
import { envelope } from '../support/streamRows.js'
import { createStreamWorld, eventually, HOUR_MS, type StreamWorld } from '../support/streamWorld.js'
import { person, START } from '../support/world.js'

describeOnEachEngine('the sign-in stream', (place) => {
  let one: StreamWorld
  beforeEach(async () => {
    one = await createStreamWorld(place.store)
  })
  afterEach(() => one.close())

  it('raises an alert for a phish whose rows lie on two partitions, and moves both checkpoints behind it', async () => {
    const [approval, tokens] = phish()
    one.hub.append(0, envelope(approval!), START)
    one.hub.append(1, envelope(tokens!), START)
    one.start()
    await eventually(async () => {
      expect(await one.alerts()).toHaveLength(1)
      expect([await one.checkpoint('0'), await one.checkpoint('1')]).toEqual([0, 0])
    })
    const { legs } = (await one.world.store.casesOf(userId(PEOPLE.dana)))[0]!.case
    expect(legs.map(({ kind }) => kind).sort()).toEqual(['approval', 'redemption'])
  })

  it('takes what comes while it runs, and says how far behind it is', async () => {
    one.start()
    await eventually(() => expect(one.hub.readers()).toBe(4))
    one.hub.append(2, envelope(...phish()), new Date(START.getTime() - 90_000))
    await eventually(async () => {
      expect(await one.mark(streamMark({ stream: one.stream, partition: '2' }))).toMatchObject({
        ok: true,
        detail: { records: 2 },
      })
      expect(await one.alerts()).toHaveLength(1)
    })
    await eventually(async () => expect((await one.mark(streamMark({ stream: one.stream })))?.ok).toBe(true))
  })

  it('joins legs that two replicas read, though only the correlation makes the one a leg', async () => {
    one.start()
    await eventually(() => expect(one.hub.readers()).toBe(4))
    one.start()
    await eventually(async () => {
      const owners = await one.owners()
      // From then on no partition moves any more.
      expect(owners.filter((owner) => owner === owners[0])).toHaveLength(2)
      expect(one.hub.readers()).toBe(4)
    })
    const owners = await one.owners()
    const [approval, tokens] = phish({ authenticationProtocol: 'none' })
    one.hub.append(0, envelope(approval!), START)
    await eventually(async () => expect(await one.checkpoint('0')).toBe(0))
    one.hub.append(
      owners.findIndex((owner) => owner !== owners[0]),
      envelope(tokens!),
      START,
    )
    await eventually(async () => {
      const [found] = await one.world.store.casesOf(userId(PEOPLE.dana))
      expect(found?.case.legs.map(({ kind }) => kind).sort()).toEqual(['approval', 'redemption'])
    })
  })

  it('sets an event aside that is no JSON, names its place and not its text, and goes on behind it', async () => {
    one.hub.append(0, Buffer.from('{"records":[{"secret'), START)
    one.hub.append(0, { records: ['not an object', ...(envelope(...phish()).records as unknown[])] }, START)
    one.start()
    await eventually(async () => expect(await one.checkpoint('0')).toBe(1))
    expect(await one.alerts()).toHaveLength(1)
    expect(await one.world.store.setAsideCounts()).toEqual({ unread: 2, unassessed: 0, people: 0 })
    expect(await one.mark(SET_ASIDE_MARK)).toMatchObject({
      ok: false,
      code: 'sign-ins-set-aside',
      detail: { unread: 2 },
    })
    expect(JSON.stringify(one.world.log.lines)).toContain('not-json')
    expect(JSON.stringify(one.world.log.lines)).not.toContain('secret')
  })

  it('names the bounds of what had expired before it was read, and reads on from what is left', async () => {
    const at = (minutes: number) => new Date(START.getTime() + minutes * 60_000)
    one.hub.append(0, envelope(row()), at(0))
    const first = one.start()
    await eventually(async () => expect(await one.checkpoint('0')).toBe(0))
    await first.close()
    one.hub.append(0, envelope(redemption({ id: 'lost' })), at(30))
    one.hub.append(0, envelope(redemption({ id: 'left' })), at(60))
    one.hub.expire(0, 2)
    one.world.pass(HOUR_MS)
    one.start()
    await eventually(async () => expect(await one.checkpoint('0')).toBe(2))
    expect(await one.mark('sign-in-stream-hole')).toMatchObject({
      ok: false,
      code: 'sign-in-hole',
      detail: { fromAt: at(0).toISOString(), toAt: at(60).toISOString() },
    })
  })

  it('says so where all that came has expired, and nothing is left to show it', async () => {
    one.hub.append(0, envelope(row()), START)
    const first = one.start()
    await eventually(async () => expect(await one.checkpoint('0')).toBe(0))
    await first.close()
    one.hub.append(0, envelope(redemption()), START)
    one.hub.expire(0, 2)
    one.world.pass(HOUR_MS)
    one.start()
    await eventually(async () =>
      expect(await one.mark('sign-in-stream-hole')).toMatchObject({
        detail: { fromAt: START.toISOString(), toAt: new Date(START.getTime() + HOUR_MS).toISOString() },
      }),
    )
  })

  it('begins with what is younger than the first poll would reach', async () => {
    one.hub.append(0, envelope(row({ id: 'old' })), new Date(START.getTime() - 2 * HOUR_MS))
    one.hub.append(0, envelope(row({ id: 'new' })), START)
    one.start()
    await eventually(async () => expect(await one.checkpoint('0')).toBe(1))
    const ids = [...(await one.rows())]
    expect(ids).toEqual(['new'])
    expect(await one.mark('sign-in-stream-hole')).toBeUndefined()
  })

  it('sets the rows aside of a person who cannot be worked with, goes on with the others, and takes them up later', async () => {
    one.world.people.set(...person(PEOPLE.sam))
    let broken = true
    const store: Store = {
      ...one.world.store,
      casesOf: async (who) => {
        if (broken && who === PEOPLE.dana) throw new Error('a fault of ours')
        return one.world.store.casesOf(who)
      },
    }
    const ports = { ...one.world.ports, store }
    const other = { userId: PEOPLE.sam, correlationId: 'c0ffee00-0000-4000-8000-000000000002', sessionId: 'sam' }
    one.hub.append(0, envelope(...phish(), ...phish(other).map((row, n) => ({ ...row, id: `sam-${n}` }))), START)
    one.start(store, ports)
    await eventually(async () => expect(await one.checkpoint('0')).toBe(0))
    expect([await one.alerts(), await one.world.store.alertsOf(userId(PEOPLE.sam))]).toMatchObject([
      [],
      [{ userId: PEOPLE.sam }],
    ])
    expect(await one.world.store.setAsideCounts()).toEqual({ unread: 0, unassessed: 2, people: 1 })
    broken = false
    await one.world.work()
    expect(await one.alerts()).toHaveLength(1)
    expect(await one.world.store.setAsideCounts()).toEqual({ unread: 0, unassessed: 0, people: 0 })
    expect(await one.mark(SET_ASIDE_MARK)).toMatchObject({ ok: true, code: null })
  })
})
