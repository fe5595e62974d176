/** The pace that Postern keeps with Teams, over all replicas: whoever must wait loses no try, no order and no other's time. */
import { beforeEach, expect, it } from 'vitest'
import { PosternError } from '../../src/domain/errors.js'
import { pollSignIns } from '../../src/flows/pollSignIns.js'
import type { Ports } from '../../src/flows/ports.js'
import { runJobs } from '../../src/flows/runJobs.js'
import { takeTurn } from '../../src/flows/sendNotice.js'
import { describeOnEachEngine } from '../support/engines.js'
import { theft } from '../support/manyCases.js'
import { CHANNEL, createWorld, type World } from '../support/world.js'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const PEOPLE = 12

describeOnEachEngine('the pace', (place) => {
  let world: World

  beforeEach(() => {
    world = createWorld(place.store)
    for (let index = 0; index < PEOPLE; index++) world.rows.push(...theft(world, index))
  })

  const questions = () => world.inbox.filter(({ notice }) => notice.kind === 'owner-alert')
  const teamCards = () => world.cardsFor('team')
  /** The buckets in the hands of the test; a bucket that is not named is full. */
  const pacedBy = (waits: (bucket: string) => number): Ports => ({
    ...world.ports,
    store: { ...place.store, takeToken: async (bucket) => waits(bucket) },
  })
  const rounds = async (ports: Ports, count: number, stepMs: number): Promise<void> => {
    await pollSignIns(world.ports, 'test')
    for (let round = 0; round < count; round++) {
      await runJobs(ports, 'test')
      world.pass(stepMs)
    }
  }

  it('uses up no try: what waited for its turn for days is sent when the turn comes', async () => {
    await rounds(
      pacedBy(() => 60_000),
      305,
      HOUR_MS,
    )
    expect(world.inbox).toEqual([])
    expect(await place.store.jobCounts()).toMatchObject({ abandoned: 0 })
    await rounds(
      pacedBy(() => 0),
      12,
      MINUTE_MS,
    )
    expect(questions()).toHaveLength(PEOPLE)
  })

  it('does not go round in circles while nobody has a turn', async () => {
    await pollSignIns(world.ports, 'test')
    expect(
      await runJobs(
        pacedBy(() => 1000),
        'test',
      ),
    ).toMatchObject({ again: false })
  })

  it('of the channel holds up no question to a person', async () => {
    await rounds(
      pacedBy((bucket) => (bucket.includes(CHANNEL) ? 500 : 0)),
      4,
      1000,
    )
    expect([questions().length, teamCards().length]).toEqual([PEOPLE, 0])
  })

  it('lets the channel have seven posts at once, and the others later', async () => {
    await rounds(world.ports, 3, 0)
    expect(teamCards()).toHaveLength(7)
    expect(questions()).toHaveLength(PEOPLE)
  })

  it('counts a thread of the channel as the channel', async () => {
    const channel = await world.ports.messenger.securityChannel()
    if (channel === null) throw new Error('there is no channel')
    for (let post = 0; post < 7; post++) await takeTurn(world.ports, channel)
    const thread = { ...channel, conversationId: `${CHANNEL};messageid=1` }
    await expect(takeTurn(world.ports, thread)).rejects.toMatchObject({ code: 'teams-throttled' })
    await expect(takeTurn(world.ports)).resolves.toBeUndefined()
  })

  it('a 429 in the channel pauses the channel alone', async () => {
    const { messenger } = world.ports
    const ports: Ports = {
      ...world.ports,
      messenger: {
        ...messenger,
        send: (to, notice) =>
          to.kind === 'channel'
            ? Promise.reject(new PosternError('teams-throttled', { status: 429 }, { retryAfterMs: HOUR_MS }))
            : messenger.send(to, notice),
      },
    }
    await rounds(ports, 6, MINUTE_MS)
    expect([questions().length, teamCards().length]).toEqual([PEOPLE, 0])
  })
})
