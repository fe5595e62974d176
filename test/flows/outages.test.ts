/** An hour without Teams, Graph or the database, and clocks that jump: everything comes, the most severe first. */
import { beforeEach, expect, it } from 'vitest'
import { PosternError } from '../../src/domain/errors.js'
import { SEVERITIES } from '../../src/domain/signInAlert/index.js'
import { pollSignIns } from '../../src/flows/pollSignIns.js'
import type { Store } from '../../src/flows/ports.js'
import { runJobs } from '../../src/flows/runJobs.js'
import { describeOnEachEngine } from '../support/engines.js'
import { approval, personOf, theft } from '../support/manyCases.js'
import { createWorld, type Posted, START, type World } from '../support/world.js'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const CASES = 12
/** As many jobs are claimed at once, and go out beside each other. */
const CLAIMED = 10

describeOnEachEngine('an outage', (place) => {
  let world: World

  beforeEach(() => {
    // Our own pace goes by the database's clock, for which an hour here is a moment; pace.test.ts is about it.
    world = createWorld({ ...place.store, takeToken: async () => 0 })
    world.settings = {
      ...world.settings,
      silenceMs: { critical: 24 * HOUR_MS, high: 24 * HOUR_MS, elevated: 24 * HOUR_MS },
    }
    // The mild ones are seen first, so that age alone would put them first.
    for (let index = 0; index < CASES; index++) world.rows.push(...approval(world, index))
    for (let index = CASES; index < 2 * CASES; index++) world.rows.push(...theft(world, index))
  })

  const severityOf = ({ notice }: Posted): number =>
    'alert' in notice ? SEVERITIES.indexOf(notice.alert.severity) : -1
  const questions = (): readonly Posted[] => world.inbox.filter(({ notice }) => notice.kind === 'owner-alert')
  /** Rounds as the bot makes them, `minutes` of them. */
  const live = async (minutes: number): Promise<void> => {
    for (let minute = 0; minute < minutes; minute++) {
      await pollSignIns(world.ports, 'test')
      await world.work()
      world.pass(MINUTE_MS)
    }
  }
  /** A database that can go away, for everything that is asked of it. */
  const withDatabase = () => {
    const database = { isDown: false }
    const failing = <T extends object>(real: T): T =>
      new Proxy(real, {
        get(target, name) {
          const member: unknown = Reflect.get(target, name)
          if (typeof member !== 'function') return member
          return (...given: unknown[]) => {
            if (database.isDown) return Promise.reject(new PosternError('store-unavailable'))
            const [work, ...rest] = given
            const inside = typeof work === 'function' ? [(tx: object) => work(failing(tx)), ...rest] : given
            return Reflect.apply(member, target, inside)
          }
        },
      })
    const store = failing(place.store) as Store
    return { database, ports: () => ({ ...world.ports, store }) }
  }
  const expectNoCardTwice = (): void => {
    const cards = world.inbox.map(
      ({ to, notice }) => `${to.conversationId} ${'alert' in notice && notice.alert.alertId}`,
    )
    expect(cards.filter((card, index) => cards.indexOf(card) !== index)).toEqual([])
  }
  const expectEveryQuestionOnce = (): void => {
    const asked = questions().map(({ to }) => to.userId)
    expect([...asked].sort()).toEqual(Array.from({ length: 2 * CASES }, (_, index) => personOf(index)).sort())
  }

  it('of Teams for an hour: all cards come at once when it is over, the most severe first, each once', async () => {
    world.faults.teams = Array.from({ length: 10_000 }, () => new PosternError('teams-unavailable'))
    await pollSignIns(world.ports, 'test')
    for (let minutes = 0; minutes < 60; minutes += 5) {
      await world.work()
      world.pass(5 * MINUTE_MS)
    }
    expect(world.inbox).toEqual([])
    world.faults.teams = []
    while (questions().length === 0) {
      await runJobs(world.ports, 'test')
      world.pass(MINUTE_MS / 4)
    }
    // The round that learns that Teams is back took what was due just then.
    const learned = questions().length
    await live(1)
    expectEveryQuestionOnce()
    const severities = questions().slice(learned).map(severityOf)
    const [grave, mild] = [SEVERITIES.indexOf('high'), SEVERITIES.indexOf('elevated')]
    expect(new Set(severities)).toEqual(new Set([grave, mild]))
    expect(severities.lastIndexOf(grave) - severities.indexOf(mild)).toBeLessThan(CLAIMED)
    // What was claimed together goes out together, in whatever order Teams answers.
    expect(severities.slice(0, CLAIMED)).toContain(grave)
  })

  it('of Graph for an hour: what happened meanwhile is read, assessed and asked about', async () => {
    world.faults.graph = new PosternError('graph-unavailable')
    await live(60)
    expect(world.inbox).toEqual([])
    world.faults.graph = null
    await live(10)
    expectEveryQuestionOnce()
  })

  it('of Graph in the middle of a round: nobody is passed over', async () => {
    await pollSignIns(world.ports, 'test')
    world.faults.graph = new PosternError('graph-unavailable')
    await live(60)
    world.faults.graph = null
    await live(10)
    expectEveryQuestionOnce()
  })

  it('of the database: rounds fail, nothing is sent without its record, and all of it comes afterwards', async () => {
    const { ports, database } = withDatabase()
    await pollSignIns(ports(), 'test')
    database.isDown = true
    for (let minute = 0; minute < 60; minute++) {
      await expect(pollSignIns(ports(), 'test')).rejects.toMatchObject({ code: 'store-unavailable' })
      await expect(runJobs(ports(), 'test')).rejects.toMatchObject({ code: 'store-unavailable' })
      world.pass(MINUTE_MS)
    }
    expect(world.inbox).toEqual([])
    database.isDown = false
    await live(3)
    expectEveryQuestionOnce()
  })

  it('of the database, after Teams has taken a card: it is written down when it can be, and not sent again', async () => {
    const { ports, database } = withDatabase()
    await pollSignIns(ports(), 'test')
    world.faults.beforeProof = () => {
      database.isDown = true
    }
    await expect(runJobs(ports(), 'test')).rejects.toMatchObject({ code: 'store-unavailable' })
    const taken = world.inbox.length
    expect(taken).toBeGreaterThan(0)
    world.faults.beforeProof = null
    for (let minute = 0; minute < 5; minute++) {
      await expect(runJobs(ports(), 'test')).rejects.toMatchObject({ code: 'store-unavailable' })
      world.pass(MINUTE_MS)
    }
    expect(world.inbox).toHaveLength(taken)
    database.isDown = false
    // What was claimed and not begun comes free with its lease, which goes by the database's clock.
    await runJobs(ports(), 'test')
    await place.engine.query("update job set lease_until = now() - interval '1 second' where state = 'running'")
    for (let round = 0; round < 20; round++) if ((await runJobs(ports(), 'test')).done === 0) break
    expectEveryQuestionOnce()
    expectNoCardTwice()
    expect(world.log.lines.map(({ message }) => message)).toContain(
      'what was done while the database was away is written',
    )
  })

  it.each([
    ['forwards by a day', 24 * HOUR_MS],
    ['backwards by two hours', -2 * HOUR_MS],
  ])('of the clock, which jumps %s: every case is asked about once', async (_case, jumpMs) => {
    await pollSignIns(world.ports, 'test')
    world.pass(jumpMs)
    await live(3)
    world.pass(-jumpMs)
    await live(3)
    expectEveryQuestionOnce()
  })

  it('of the clock, which goes back while a case is new: what happens next is read all the same', async () => {
    await world.settle()
    world.pass(-30 * MINUTE_MS)
    world.rows.push(...theft(world, 2 * CASES, new Date(START.getTime() - 30 * MINUTE_MS)))
    await live(2)
    expect(world.cardsFor(personOf(2 * CASES))).toHaveLength(1)
  })
})
