/** Too much is lost too: what an attacker, or a fault, could make the bot repeat. */
import { beforeEach, expect, it } from 'vitest'
import { PosternError } from '../../src/domain/errors.js'
import { userId } from '../../src/domain/ids.js'
import type { Answer } from '../../src/domain/signInAlert/index.js'
import { answerAlert } from '../../src/flows/answerAlert.js'
import { checkForPerson } from '../../src/flows/checkForPerson.js'
import { pollSignIns } from '../../src/flows/pollSignIns.js'
import type { Ports } from '../../src/flows/ports.js'
import { runJobs } from '../../src/flows/runJobs.js'
import { describeOnEachEngine } from '../support/engines.js'
import { PEOPLE, phish, redemption, row } from '../support/signInRows.js'
import { createWorld, person, START, type World } from '../support/world.js'

const DANA = userId(PEOPLE.dana)
const MINUTE_MS = 60_000

describeOnEachEngine('nothing is repeated', (place) => {
  let world: World

  beforeEach(() => {
    world = createWorld(place.store)
    world.people.set(...person(PEOPLE.dana))
    world.rows = phish()
  })

  const answer = async (given: Answer) => {
    const [alert] = await world.store.alertsOf(DANA)
    if (alert === undefined) throw new Error('there is no alert')
    return answerAlert(world.ports, world.actor(DANA), { alertId: alert.alertId, answer: given })
  }
  /** The session goes on: a later use of its tokens. */
  const tail = (number: number) =>
    redemption({
      id: `tail-${number}`,
      correlationId: `c0ffee00-0000-4000-8000-0000000001${String(number).padStart(2, '0')}`,
      at: new Date(START.getTime() + number * MINUTE_MS),
    })

  it('where an edit of a card is refused: the news is not posted again', async () => {
    await world.settle()
    const { messenger } = world.ports
    const refusing: Ports = {
      ...world.ports,
      messenger: { ...messenger, replace: () => Promise.reject(new PosternError('teams-rejected')) },
    }
    await answer('someone-sent-it')
    for (let round = 0; round < 40; round++) {
      await runJobs(refusing, 'test')
      world.pass(7 * MINUTE_MS)
    }
    expect(world.cardsFor('team')).toHaveLength(2)
  })

  it.each(['propose', 'revoke'] as const)(
    'in mode %s, where a session goes on after a worrying answer',
    async (mode) => {
      world.settings = { ...world.settings, containmentMode: mode }
      world.pass(20 * MINUTE_MS)
      await world.settle()
      await answer('someone-sent-it')
      await world.work()
      const [posts, revokes] = [world.cardsFor('team').length, world.revoked.length]
      for (let number = 1; number <= 8; number++) {
        world.pass(MINUTE_MS)
        world.rows.push(tail(number))
        await world.settle()
      }
      // Rows of before the revoke say nothing new of it.
      expect(world.cardsFor('team')).toHaveLength(posts)
      expect(world.revoked).toHaveLength(revokes)
    },
  )

  it('where roles cannot be read: one second look is owed, however many rows come', async () => {
    const { directory } = world.ports
    const blind: Ports = {
      ...world.ports,
      directory: { ...directory, activeRoles: () => Promise.reject(new PosternError('graph-forbidden')) },
    }
    for (let number = 1; number <= 12; number++) {
      await pollSignIns(blind, 'test')
      world.pass(MINUTE_MS)
      world.rows.push(tail(number))
    }
    for (let round = 0; round < 12; round++) await runJobs(blind, 'test')
    // Three looks for a device that may be registered are owed beside it.
    expect((await world.store.jobCounts()).waiting).toBeLessThan(7)
  })

  it('where somebody tries and tries: one coaching card a day, whatever is assessed again', async () => {
    await checkForPerson(world.ports, world.actor(DANA), { text: 'Enter HNGP5CAF8 at microsoft.com/devicelogin' })
    world.rows = []
    for (let number = 1; number <= 5; number++) {
      world.pass(MINUTE_MS)
      const attempt = { id: `try-${number}`, correlationId: `c0ffee00-0000-4000-8000-00000000030${number}` }
      const session = { sessionId: `5e551010-0000-4000-8000-00000000030${number}` }
      world.rows.push(
        row({ ...attempt, ...session, errorCode: 53003, at: new Date(START.getTime() + number * MINUTE_MS) }),
      )
      await world.settle()
    }
    expect(world.cardsFor(DANA)).toHaveLength(1)
  })

  it('where a row cannot be read: it is a fault for as long as it is read', async () => {
    world.rows = [{ ...row({ id: 'odd' }), status: null }]
    for (let round = 0; round < 2; round++) {
      await world.settle()
      world.pass(MINUTE_MS)
      expect((await world.store.health()).find(({ name }) => name === 'sign-in-log')).toMatchObject({ ok: false })
    }
  })
})
