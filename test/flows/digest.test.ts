/** The daily digest: when it comes, what it counts, and when it does not come. */
import { beforeEach, expect, it } from 'vitest'
import { PosternError } from '../../src/domain/errors.js'
import { userId } from '../../src/domain/ids.js'
import type { DigestView } from '../../src/domain/notices.js'
import { scheduleDigest } from '../../src/flows/digest.js'
import { sweepReach } from '../../src/flows/sweepReach.js'
import { describeOnEachEngine } from '../support/engines.js'
import { PEOPLE, phish, row } from '../support/signInRows.js'
import { createWorld, person, type World } from '../support/world.js'

const DANA = userId(PEOPLE.dana)
const HOUR_MS = 60 * 60_000

describeOnEachEngine('the daily digest', (place) => {
  let world: World

  // The world begins at 10:01.
  beforeEach(() => {
    world = createWorld(place.store)
    world.people.set(...person(PEOPLE.dana))
    world.settings = { ...world.settings, digestHour: 12 }
  })

  const round = async (owner = 'test') => {
    await scheduleDigest(world.ports, owner)
    await world.work()
  }
  const digests = (): DigestView[] =>
    world.inbox.flatMap(({ notice }) => (notice.kind === 'digest' ? [notice.digest] : []))
  const noon = async () => {
    await round()
    world.pass(2 * HOUR_MS)
    await round()
  }

  it('counts the last 24 hours by severity, and what waits', async () => {
    world.rows = [
      ...phish(),
      row({
        id: 'row-3',
        errorCode: 53003,
        correlationId: 'c0ffee00-0000-4000-8000-000000000005',
        sessionId: '5e551010-0000-4000-8000-000000000005',
      }),
    ]
    await world.settle()
    await noon()
    expect(digests()).toEqual([
      {
        since: new Date('2026-11-19T12:00:00Z'),
        bySeverity: { expected: 0, low: 1, elevated: 0, high: 1, critical: 0 },
        openAlerts: 1,
        unanswered: 1,
        reports: 0,
        campaigns: 0,
        unreachable: null,
        faults: [],
      },
    ])
  })

  it('names people out of reach and sources with a fault', async () => {
    world.catalogue = true
    world.noChat.set(DANA, 'refused')
    await sweepReach(world.ports, 'test')
    const since = world.ports.clock.now()
    await world.store.openSourceFault({ source: 'directory-roles', code: 'graph-forbidden', since, detail: {} })
    await noon()
    expect(digests()).toMatchObject([{ unreachable: 1, faults: ['directory-roles'] }])
  })

  it('comes once, over rounds, replicas and restarts, and again the next day', async () => {
    world.rows = phish()
    await world.settle()
    await noon()
    await round('another')
    world.pass(HOUR_MS)
    await round()
    expect(digests()).toHaveLength(1)
    world.pass(23 * HOUR_MS)
    await Promise.all([round('one'), round('other')])
    expect(digests()).toHaveLength(2)
  })

  it('is made up for where nobody ran at the hour', async () => {
    world.rows = phish()
    await world.settle()
    await round()
    world.pass(9 * HOUR_MS)
    await round()
    expect(digests()).toMatchObject([{ since: new Date('2026-11-19T12:00:00Z') }])
  })

  it('waits for its hour where it was just switched on', async () => {
    world.rows = phish()
    await world.settle()
    world.pass(3 * HOUR_MS)
    await round()
    await round()
    expect(digests()).toEqual([])
  })

  it('is skipped on a day of nothing, and says so', async () => {
    await noon()
    expect(world.inbox).toEqual([])
    expect(await world.store.health()).toContainEqual(
      expect.objectContaining({
        name: 'digest',
        ok: true,
        detail: { due: '2026-11-20T12:00:00.000Z', posted: false },
      }),
    )
  })

  it('is off unless asked for', async () => {
    world.settings = { ...world.settings, digestHour: null }
    world.rows = phish()
    await world.settle()
    await noon()
    expect(digests()).toEqual([])
  })

  it('comes later where Teams is away', async () => {
    world.rows = phish()
    await world.settle()
    await round()
    world.pass(2 * HOUR_MS)
    world.faults.teams = [new PosternError('teams-unavailable'), new PosternError('teams-unavailable')]
    await round()
    world.pass(HOUR_MS)
    await round()
    expect(digests()).toHaveLength(1)
  })
})
