/** What breaks while a stream is read: the process, the database, another replica, the event hub. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { PosternError } from '../../src/domain/errors.js'
import { userId } from '../../src/domain/ids.js'
import type { Store } from '../../src/flows/ports.js'
import { streamMark } from '../../src/flows/streamMarks.js'
import { describeOnEachEngine } from '../support/engines.js'
import { PEOPLE, phish, row } from '../support/signInRows.js'
import { envelope } from '../support/streamRows.js'
import { createStreamWorld, eventually, type StreamWorld } from '../support/streamWorld.js'
import { START } from '../support/world.js'

describeOnEachEngine('a sign-in stream where something breaks', (place) => {
  let one: StreamWorld
  beforeEach(async () => {
    one = await createStreamWorld(place.store)
  })
  afterEach(() => one.close())

  it('reads a batch again that a crash left without a checkpoint, and doubles nothing', async () => {
    one.hub.append(0, envelope(...phish()), START)
    // The database takes the rows and is gone before the checkpoint.
    let crashed = false
    const store: Store = {
      ...one.world.store,
      moveCheckpoint: async () => {
        crashed = true
        throw new PosternError('store-unavailable')
      },
    }
    const first = one.start(store)
    await eventually(() => expect(crashed).toBe(true))
    await first.close()
    expect(await one.checkpoint('0')).toBeNull()
    const before = await one.alerts()
    expect(before).toHaveLength(1)
    one.start()
    await eventually(async () => expect(await one.checkpoint('0')).toBe(0))
    expect(await one.alerts()).toEqual(before)
    expect((await one.world.store.casesOf(userId(PEOPLE.dana)))[0]?.case.legs).toHaveLength(2)
  })

  it('reads nothing further while the database is down, and goes on where it stopped', async () => {
    let down = true
    const store: Store = {
      ...one.world.store,
      recordsOf: async (...asked) => {
        if (down) throw new PosternError('store-unavailable')
        return one.world.store.recordsOf(...asked)
      },
    }
    one.hub.append(0, envelope(...phish()), START)
    one.start(store)
    await eventually(async () =>
      expect(await one.mark(streamMark({ stream: one.stream, partition: '0' }))).toMatchObject({
        ok: false,
        code: 'store-unavailable',
      }),
    )
    expect(await one.checkpoint('0')).toBeNull()
    down = false
    await eventually(async () => expect(await one.checkpoint('0')).toBe(0))
    expect(await one.alerts()).toHaveLength(1)
  })

  it('takes over the partitions of a replica that died, and not before', async () => {
    for (const partition of ['0', '1', '2', '3'])
      await one.world.store.claimPartition({ stream: one.stream, partition }, 'dead', null)
    one.hub.append(0, envelope(...phish()), START)
    one.start()
    await eventually(async () => expect(await one.alerts()).toHaveLength(1))
    await eventually(async () => expect(await one.owners()).not.toContain('dead'))
  })

  it('shares the partitions with a second replica, and takes them over when that one leaves', async () => {
    one.start()
    await eventually(() => expect(one.hub.readers()).toBe(4))
    const second = one.start()
    const owners = async () => new Set(await one.owners())
    await eventually(async () => {
      const owned = await one.owners()
      expect(owned.filter((owner) => owner === owned[0])).toHaveLength(2)
      expect(one.hub.readers()).toBe(4)
    })
    expect((await owners()).size).toBe(2)
    // Settled: claims are renewed again and again, and nobody takes anything from anybody any more.
    let seen = { attached: -1, epoch: 0 }
    await eventually(async () => {
      const epoch = (await one.world.store.partitionsOf(one.stream))[0]?.epoch ?? 0
      if (one.hub.attached() !== seen.attached) seen = { attached: one.hub.attached(), epoch }
      expect(epoch).toBeGreaterThan(seen.epoch + 3)
    })
    for (const partition of [0, 1, 2, 3]) one.hub.append(partition, envelope(row({ id: `before-${partition}` })), START)
    await second.close()
    for (const partition of [0, 1, 2, 3]) one.hub.append(partition, envelope(row({ id: `after-${partition}` })), START)
    await eventually(async () => {
      expect((await owners()).size).toBe(1)
      const ids = [...(await one.rows())]
      expect(ids.sort()).toEqual([0, 1, 2, 3].flatMap((n) => [`after-${n}`, `before-${n}`]).sort())
    })
  })

  it('comes back by itself when its connections were cut', async () => {
    one.start()
    await eventually(() => expect(one.hub.readers()).toBe(4))
    one.hub.disconnect()
    one.hub.append(3, envelope(...phish()), START)
    await eventually(async () => expect(await one.alerts()).toHaveLength(1))
  })

  it('marks an event hub that is down, tries on, and marks it as sound when it is back', async () => {
    await one.hub.stop()
    one.start()
    const connection = streamMark({ stream: one.stream })
    await eventually(async () =>
      expect(await one.mark(connection)).toMatchObject({ ok: false, code: 'stream-unavailable' }),
    )
    one.hub.append(0, envelope(...phish()), START)
    await one.hub.listen()
    await eventually(async () => {
      expect(await one.mark(connection)).toMatchObject({ ok: true, code: null })
      expect(await one.alerts()).toHaveLength(1)
    })
  })

  it.each([
    ['throttled', 'com.microsoft:server-busy'],
    ['refused', 'amqp:unauthorized-access'],
  ])('gets through where it was %s', async (_case, condition) => {
    one.hub.refuse(condition, 6)
    one.hub.append(0, envelope(...phish()), START)
    one.start()
    await eventually(async () => expect(await one.alerts()).toHaveLength(1))
  })
})
