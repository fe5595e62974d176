import { beforeEach, describe, expect, it } from 'vitest'
import { runReach } from '../../src/cli/reach.js'
import { PosternError } from '../../src/domain/errors.js'
import { userId } from '../../src/domain/ids.js'
import { askReach } from '../../src/flows/askReach.js'
import { pollSignIns } from '../../src/flows/pollSignIns.js'
import type { Ports } from '../../src/flows/ports.js'
import { runJobs } from '../../src/flows/runJobs.js'
import { sweepReach } from '../../src/flows/sweepReach.js'
import { keptIo } from '../cli/io.js'
import { describeOnEachEngine } from '../support/engines.js'
import { PEOPLE, phish } from '../support/signInRows.js'
import { createWorld, person, type World } from '../support/world.js'

const DANA = userId(PEOPLE.dana)
const SAM = userId(PEOPLE.sam)
const SECURITY_READER = '5d6b6bb7-de71-4623-b4af-96380a352509'
const DAY_MS = 24 * 60 * 60_000

describeOnEachEngine('reach', (place) => {
  let world: World

  beforeEach(() => {
    world = createWorld(place.store)
    world.catalogue = true
    for (const who of [PEOPLE.dana, PEOPLE.sam]) world.people.set(...person(who))
  })

  const sweep = async () => sweepReach(world.ports, 'test')
  const stateOf = async (who = DANA) => (await world.store.reachOf(who))?.state

  describe('is known before an attack', () => {
    it('by a sweep that installs the app for whoever has not got it', async () => {
      world.noChat.set(DANA, 'not-installed')
      expect(await sweep()).toEqual({ met: 2 })
      expect(await stateOf()).toBe('reachable')
      expect(world.noChat.size).toBe(0)
    })

    it('once a day, whatever replica looks', async () => {
      await sweep()
      expect(await sweepReach(world.ports, 'other')).toEqual({ met: 0 })
      world.pass(DAY_MS)
      expect(await sweepReach(world.ports, 'other')).toEqual({ met: 2 })
    })

    it.each([
      ['guest', { isGuest: true }],
      ['disabled', { accountEnabled: false }],
      ['shared-device', { isSharedDevice: true }],
    ] as const)('and leaves a %s alone', async (state, change) => {
      world.people.set(...person(PEOPLE.dana, change))
      world.noChat.set(DANA, 'not-installed')
      await sweep()
      expect(await stateOf()).toBe(state)
      expect(world.noChat.has(DANA)).toBe(true)
    })

    it('with who is refused by a policy, and who has left', async () => {
      world.noChat.set(DANA, 'refused')
      await sweep()
      expect(await world.store.reachOf(DANA)).toMatchObject({ state: 'blocked', why: 'policy' })
      world.people.delete(DANA)
      world.pass(DAY_MS)
      await sweep()
      expect(await stateOf()).toBe('left')
      expect(await stateOf(SAM)).toBe('reachable')
    })

    it('with the reason where nobody can be installed for, asked once and not for thousands', async () => {
      let asked = 0
      const install = () => {
        asked++
        return Promise.reject(new PosternError('graph-forbidden'))
      }
      const many = Array.from(
        { length: 60 },
        (_, n) => `3f2a1b00-0000-4000-8000-0000000002${String(n).padStart(2, '0')}`,
      )
      for (const who of many) world.people.set(...person(who))
      const { installations } = world.ports
      await sweepReach({ ...world.ports, installations: { ...installations, install } }, 'test')
      expect(asked).toBeLessThanOrEqual(20)
      expect(await world.store.reachCounts()).toMatchObject({ 'not-installed': 62 })
      expect(await world.store.reachOf(DANA)).toMatchObject({ why: 'graph-forbidden' })
      expect((await world.store.health()).find(({ name }) => name === 'reach')).toMatchObject({
        code: 'graph-forbidden',
      })
    })

    it('or says why not, where the directory cannot be read, and tries again', async () => {
      world.faults.graph = new PosternError('graph-unavailable')
      expect(await sweep()).toEqual({ met: 0 })
      expect((await world.store.health()).find(({ name }) => name === 'reach')).toMatchObject({ ok: false })
      world.faults.graph = null
      expect(await sweep()).toEqual({ met: 2 })
    })
  })

  describe('at the moment of an alert', () => {
    beforeEach(() => {
      world.rows = phish()
    })

    it('is made on the spot where there is no chat', async () => {
      world.noChat.set(DANA, 'not-installed')
      await world.settle()
      expect(world.cardsFor(DANA)).toHaveLength(1)
      expect(await stateOf()).toBe('reachable')
    })

    it.each([
      ['a policy refuses the app', () => world.noChat.set(DANA, 'refused')],
      [
        'nobody said which app it is',
        () => {
          world.catalogue = false
          world.noChat.set(DANA, 'not-installed')
        },
      ],
      ['the person is not known any more', () => world.people.delete(DANA)],
    ])('goes to the security team at once where %s', async (_, hinder) => {
      hinder()
      await world.settle()
      expect(world.cardsFor(DANA)).toEqual([])
      expect(world.cardsFor('team').length).toBeGreaterThan(0)
      expect((await world.store.alertsOf(DANA))[0]?.state).toBe('unreachable')
    })

    it('remembers who blocks the bot, tells the team, and a sweep does not forget it', async () => {
      const { ports } = world
      const send: Ports['messenger']['send'] = (to, notice) =>
        to.userId === DANA ? Promise.reject(new PosternError('teams-unreachable')) : ports.messenger.send(to, notice)
      const refused: Ports = { ...ports, messenger: { ...ports.messenger, send } }
      await pollSignIns(refused, 'test')
      for (let round = 0; round < 5; round++) await runJobs(refused, 'test')
      expect(await world.store.reachOf(DANA)).toMatchObject({ state: 'blocked', why: 'delivery' })
      expect(world.cardsFor('team').length).toBeGreaterThan(0)
      await sweep()
      expect(await stateOf()).toBe('blocked')
      world.pass(8 * DAY_MS)
      await sweep()
      expect(await stateOf()).toBe('reachable')
    })
  })

  it('is told to those who may read alerts, and who asked stands in the trail', async () => {
    world.roles.set(SAM, [SECURITY_READER])
    expect(await askReach(world.ports, world.actor(SAM), 1)).toMatchObject({ kind: 'answer' })
    expect(await askReach(world.ports, world.actor(DANA), 1)).toEqual({ kind: 'refused', why: 'no-role' })
    expect(await world.store.listAudit({ limit: 2 })).toMatchObject([
      { event: 'alerts-refused', what: 'no-role', actorUserId: DANA },
      { event: 'alerts-asked', what: 'reach', actorUserId: SAM },
    ])
  })

  describe('postern reach', () => {
    const run = async (options: Parameters<typeof runReach>[2] = {}) => {
      const io = keptIo()
      return { status: await runReach(io, world.store, options), lines: io.lines }
    }

    it('knows nothing before the first sweep', async () => {
      expect((await run()).status).toBe(2)
    })

    it('counts first, then lists the people of a state, page by page', async () => {
      const at = world.ports.clock.now()
      const ids = Array.from({ length: 150 }, (_, n) =>
        userId(`3f2a1b00-0000-4000-8000-000000000${String(n).padStart(3, '0')}`),
      )
      await world.store.saveReach(ids.map((id) => ({ userId: id, state: 'blocked', why: 'policy', at })))
      const { status, lines } = await run({ state: 'blocked' })
      expect(status).toBe(1)
      expect(lines.find((line) => line.includes('blocked:'))).toMatch(/^ +150 {2}blocked/)
      expect(lines.at(-1)).toBe(`more: postern reach --state blocked --after ${ids[99]}`)
      const page = JSON.parse((await run({ state: 'blocked', after: String(ids[99]), json: true })).lines.join('')) as {
        people: unknown[]
        next: null
      }
      expect(page.people).toHaveLength(50)
      expect(page.next).toBeNull()
    })

    it('is fine where everybody can be reached, and refuses states that it does not know', async () => {
      await sweep()
      expect((await run()).status).toBe(0)
      await expect(run({ state: 'gone' })).rejects.toMatchObject({ code: 'input-invalid' })
    })
  })
})
