/**
 * Ways in which an alert could get lost. Each was found by attacking the pipeline: a row that stops it, a refusal that
 * ends it, an answer that settles more than was asked, two writers at once.
 */
import { beforeEach, describe, expect, it } from 'vitest'
import { PosternError } from '../../src/domain/errors.js'
import { userId } from '../../src/domain/ids.js'
import type { AlertView } from '../../src/domain/notices.js'
import { type Answer, readRecords } from '../../src/domain/signInAlert/index.js'
import { actOnAlert } from '../../src/flows/actOnAlert.js'
import { answerAlert } from '../../src/flows/answerAlert.js'
import { newRound } from '../../src/flows/assessmentContext.js'
import { reassessPerson } from '../../src/flows/assessPerson.js'
import { checkForPerson } from '../../src/flows/checkForPerson.js'
import { ingestSignIns } from '../../src/flows/ingestSignIns.js'
import { pollSignIns } from '../../src/flows/pollSignIns.js'
import type { Ports } from '../../src/flows/ports.js'
import { runJobs } from '../../src/flows/runJobs.js'
import { describeOnEachEngine } from '../support/engines.js'
import { PEOPLE, phish, type RowChange, redemption, row } from '../support/signInRows.js'
import { createWorld, type Posted, person, START, type World } from '../support/world.js'

const DANA = userId(PEOPLE.dana)
const SAM = userId(PEOPLE.sam)
const MIRA = userId(PEOPLE.room)
const SECURITY_ADMINISTRATOR = '194ae4cb-b126-40b2-bd5b-6091b380977d'
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const LURE = 'Enter HNGP5CAF8 at https://microsoft.com/devicelogin to join the meeting'

const second = {
  correlationId: 'c0ffee00-0000-4000-8000-000000000002',
  sessionId: '5e551010-0000-4000-8000-000000000002',
}

function deferred(): { readonly promise: Promise<void>; resolve(): void } {
  let resolve: () => void = () => undefined
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve: () => resolve() }
}

describeOnEachEngine('nothing is lost', (place) => {
  let world: World

  beforeEach(() => {
    world = createWorld(place.store)
    for (const who of [PEOPLE.dana, PEOPLE.sam, PEOPLE.guest]) world.people.set(...person(who))
    for (const who of [SAM, MIRA]) world.roles.set(who, [SECURITY_ADMINISTRATOR])
    world.rows = phish()
  })

  const alertOf = (posted: Posted | undefined): AlertView => {
    if (posted === undefined || !('alert' in posted.notice)) throw new Error('no alert card was posted')
    return posted.notice.alert
  }
  const danas = (): AlertView => alertOf(world.cardsFor(DANA).at(-1))
  const answer = (given: Answer) =>
    answerAlert(world.ports, world.actor(DANA), { alertId: danas().alertId, answer: given })
  const closeByTwo = async () => {
    for (const who of [SAM, MIRA]) {
      await actOnAlert(world.ports, world.actor(who), {
        alertId: danas().alertId,
        action: 'close',
        reason: 'dealt-with',
      })
    }
  }
  /** Without trusted networks a lone approval is elevated: a question, and the team only after silence. */
  const elevated = () => {
    world.settings = { ...world.settings, trustedNetworks: [] }
    world.rows = [row()]
  }
  const healthOf = async (name: string) => (await world.store.health()).find((mark) => mark.name === name)

  describe('by a row that cannot be worked with', () => {
    it.each([
      [
        'a policy on device code that failed with another result',
        {
          ...row({ ...second, id: 'odd', errorCode: 53000, authenticationProtocol: 'none' }),
          appliedConditionalAccessPolicies: [
            {
              result: 'failure',
              includeRulesSatisfied: [
                { conditionalAccessCondition: 'authenticationFlows', ruleSatisfied: 'deviceCodeFlow' },
              ],
            },
          ],
        },
      ],
      ['no status', { ...row({ ...second, id: 'odd' }), status: null }],
      ['a user id that is none', { ...row({ ...second, id: 'odd' }), userId: 'somebody' }],
      ['no user', { ...row({ ...second, id: 'odd' }), userId: null }],
    ])('with %s: the rows beside it are alerted on', async (_case, odd) => {
      world.rows = [odd, ...phish()]
      await world.settle()
      expect(world.cardsFor(DANA)).toHaveLength(1)
    })

    it('is marked, not passed over', async () => {
      world.rows = [{ ...row({ id: 'odd' }), userId: null }]
      await world.settle()
      expect(await healthOf('sign-in-log')).toMatchObject({ ok: false, code: 'sign-ins-unreadable' })
    })

    it('of one person that fails for a reason of ours: the others are alerted on, and it is tried again', async () => {
      const { directory } = world.ports
      const broken = {
        ...world.ports,
        directory: {
          ...directory,
          person: (who: typeof DANA) => (who === SAM ? Promise.reject(new TypeError('a bug')) : directory.person(who)),
        },
      }
      world.rows = [
        ...phish({ ...second, userId: PEOPLE.sam }).map((one, index) => ({ ...one, id: `sam-${index}` })),
        ...phish(),
      ]
      await pollSignIns(broken, 'test')
      expect(await healthOf('sign-in-log')).toMatchObject({ ok: false, code: 'sign-ins-not-assessed' })
      // Nobody else's late rows wait for it.
      expect(await world.store.watermark('sign-in-log')).toEqual(new Date('2026-11-20T10:00:30Z'))
      world.pass(3 * HOUR_MS)
      world.rows = []
      await world.settle()
      expect(world.cardsFor(DANA)).toHaveLength(1)
      expect(world.cardsFor(SAM)).toHaveLength(1)
    })
  })

  it('by a log that lags: it is read again from where it stopped', async () => {
    world.rows = [row({ ...second, id: 'ordinary', userId: PEOPLE.sam, authenticationProtocol: 'none' })]
    await world.settle()
    world.pass(5 * HOUR_MS)
    world.rows = [...world.rows, ...phish({ at: new Date(START.getTime() + 30 * MINUTE_MS) })]
    await world.settle()
    expect(world.cardsFor(DANA)).toHaveLength(1)
  })

  it('by a lease that ran out: the round is not taken for a read one', async () => {
    const { signIns } = world.ports
    const slow = {
      ...world.ports,
      signIns: {
        async *read(window: Parameters<typeof signIns.read>[0]) {
          await world.store.releaseLease('sign-in-log', 'test')
          await world.store.takeLease('sign-in-log', 'another', HOUR_MS)
          yield* signIns.read(window)
        },
      },
    }
    expect((await pollSignIns(slow, 'test')).outcome).toBe('not-our-turn')
    expect(await world.store.watermark('sign-in-log')).toEqual(new Date(START.getTime() - HOUR_MS))
  })

  describe('by a refusal of Teams', () => {
    it('of the team’s card: it is posted when Teams takes it again', async () => {
      elevated()
      await world.settle()
      world.faults.teams = [new PosternError('teams-rejected'), new PosternError('teams-unreachable')]
      await answer('someone-sent-it')
      await world.work()
      expect(world.cardsFor('team')).toEqual([])
      world.pass(HOUR_MS)
      await world.work()
      world.pass(HOUR_MS)
      await world.work()
      expect(world.cardsFor('team')).toHaveLength(1)
    })

    it('of everything, past the deadline: the owner is asked all the same, and the team is told', async () => {
      elevated()
      world.faults.teams = Array.from({ length: 8 }, () => new PosternError('teams-unavailable'))
      await world.settle()
      for (let minutes = 0; minutes < 180; minutes += 10) {
        world.pass(10 * MINUTE_MS)
        await world.work()
      }
      expect(world.cardsFor(DANA)).toHaveLength(1)
      expect(world.cardsFor('team').length).toBeGreaterThan(0)
      expect(danas().state).toBe('escalated')
    })

    it('that lasts as long as its own pace: a 429 pauses everybody', async () => {
      const throttled = new PosternError('teams-throttled', {}, { retryAfterMs: HOUR_MS })
      // The card of the team and the one of the person, which is the one that tells of everybody.
      world.faults.teams = [throttled, throttled]
      await pollSignIns(world.ports, 'test')
      await runJobs(world.ports, 'test')
      expect(await world.store.takeToken('teams', { capacity: 30, perSecond: 30 })).toBeGreaterThan(1000)
    })
  })

  describe('by what was answered before', () => {
    it('worrying, while the sign-in was waiting: it is contained when it is completed', async () => {
      world.rows = [row({ errorCode: 50199 })]
      await world.settle()
      await answer('someone-sent-it')
      await world.work()
      world.pass(2 * MINUTE_MS)
      world.rows.push(
        row({ id: 'row-2', at: new Date(START.getTime() + 90_000) }),
        redemption({ at: new Date(START.getTime() + 100_000) }),
      )
      await world.settle()
      expect(world.revoked).toEqual([DANA, DANA])
    })

    it('worrying, on a coaching card: the theft that follows is contained, and the team told anew', async () => {
      world.rows = [row({ errorCode: 53003 })]
      await world.settle()
      await answer('someone-sent-it')
      await world.work()
      expect(world.revoked).toEqual([])
      const before = world.cardsFor('team').length
      world.rows.push(
        row({ id: 'row-2', at: new Date(START.getTime() + 10_000) }),
        redemption({ at: new Date(START.getTime() + 20_000) }),
      )
      world.pass(MINUTE_MS)
      await world.settle()
      expect(world.revoked).toEqual([DANA])
      expect(world.cardsFor('team').length).toBeGreaterThan(before)
    })

    it('worrying, before the case was closed: a new worrying answer revokes again', async () => {
      await world.settle()
      await answer('unknown-to-me')
      await world.work()
      await closeByTwo()
      world.pass(HOUR_MS)
      await answer('someone-sent-it')
      await world.work()
      expect(world.revoked).toEqual([DANA, DANA])
    })

    it('harmless, on a milder card: it settles nothing of what the case became', async () => {
      world.settings = { ...world.settings, trustedNetworks: [] }
      world.rows = [row({ errorCode: 50199 })]
      await world.settle()
      await answer('i-did')
      world.pass(MINUTE_MS)
      world.rows.push(row({ id: 'row-2', at: new Date(START.getTime() + 30_000) }))
      await world.settle()
      expect(danas()).toMatchObject({ severity: 'elevated', outcome: 'completed' })
      world.pass(61 * MINUTE_MS)
      await world.work()
      expect(world.cardsFor('team')).toHaveLength(1)
    })

    it('without end: after ten harmless answers only one towards danger counts', async () => {
      await world.settle()
      for (let press = 0; press < 20; press++) await answer(press % 2 === 0 ? 'i-did' : 'unknown-to-me')
      expect(danas().answers.length).toBeLessThan(25)
      expect((await answer('i-did')).changed).toBe(false)
      expect((await answer('someone-sent-it')).changed).toBe(true)
    })
  })

  describe('by what became known later', () => {
    it('a phishing check after the sign-in raises the case', async () => {
      elevated()
      await world.settle()
      world.pass(10 * MINUTE_MS)
      await checkForPerson(world.ports, world.actor(DANA), {
        text: 'Enter HNGP5CAF8 at https://microsoft.com/devicelogin to join the meeting',
      })
      await world.work()
      expect(danas()).toMatchObject({ severity: 'critical' })
      expect(world.cardsFor('team')).toHaveLength(1)
    })

    it('roles that could not be read are asked for again, and the case rises', async () => {
      world.roles.set(DANA, [SECURITY_ADMINISTRATOR])
      elevated()
      const { directory } = world.ports
      const blind = {
        ...world.ports,
        directory: { ...directory, activeRoles: () => Promise.reject(new PosternError('graph-unavailable')) },
      }
      await pollSignIns(blind, 'test')
      await world.work()
      expect(danas().severity).toBe('elevated')
      world.pass(6 * MINUTE_MS)
      await world.work()
      expect(danas().severity).toBe('high')
    })

    it('the third person of a campaign makes the first two critical', async () => {
      const people = [PEOPLE.dana, PEOPLE.sam, PEOPLE.guest]
      for (const [index, who] of people.entries()) {
        world.rows = [
          ...world.rows.slice(0, index * 2),
          ...phish({
            userId: who,
            correlationId: `c0ffee00-0000-4000-8000-00000000001${index}`,
            sessionId: `5e551010-0000-4000-8000-00000000001${index}`,
          }).map((one, leg) => ({ ...one, id: `${index}-${leg}` })),
        ]
        await world.settle()
      }
      expect(people.map((who) => alertOf(world.cardsFor(userId(who)).at(-1)).severity)).toEqual([
        'critical',
        'critical',
        'critical',
      ])
    })
  })

  describe('by a case that comes back', () => {
    it('after closing: one new card for the owner, and news for the team', async () => {
      elevated()
      await world.settle()
      await actOnAlert(world.ports, world.actor(SAM), {
        alertId: danas().alertId,
        action: 'close',
        reason: 'dealt-with',
      })
      await world.work()
      world.rows.push(redemption())
      world.pass(MINUTE_MS)
      await world.settle()
      expect(world.cardsFor(DANA)).toHaveLength(2)
      expect(danas()).toMatchObject({ severity: 'high' })
      expect((await world.store.alertsOf(DANA))[0]?.state).toBe('told')
      expect(world.cardsFor('team').length).toBeGreaterThan(0)
    })

    it('in a thread of the card it had: news that only edits a card rings nowhere', async () => {
      await world.settle()
      const [first] = world.cardsFor('team')
      await answer('someone-sent-it')
      await world.work()
      const threads = world.cardsFor('team').map(({ to }) => to.conversationId)
      expect(threads).toContain(`${first?.to.conversationId};messageid=${first?.activityId}`)
    })
  })

  it('by two writers: an escalation that meets another change is made all the same', async () => {
    elevated()
    await world.settle()
    const { store } = world
    let raced = false
    const racing = {
      ...world.ports,
      store: {
        ...store,
        alertById: async (id: Parameters<typeof store.alertById>[0]) => {
          const found = await store.alertById(id)
          if (!raced && found !== null) {
            raced = true
            await store.changeAlert(found.alertId, found.version, { state: found.state })
          }
          return found
        },
      },
    }
    world.pass(61 * MINUTE_MS)
    await runJobs(racing, 'test')
    await world.work()
    expect(alertOf(world.cardsFor('team')[0]).state).toBe('escalated')
  })

  it('by too much coaching: one card a person a day, and the team hears of what is high', async () => {
    world.rows = [row({ errorCode: 53003 }), row({ ...second, id: 'row-3', errorCode: 53003 })]
    await world.settle()
    expect(world.cardsFor(DANA)).toHaveLength(1)
  })

  it.each([
    ['an emergency account', { emergencyAccounts: [DANA] }],
    ['a shared device', { sharedDeviceAccounts: [DANA] }],
  ])('by asking %s: nobody would answer, so the team is told', async (_case, change) => {
    world.settings = { ...world.settings, ...change }
    await world.settle()
    expect(world.cardsFor(DANA)).toEqual([])
    expect(world.cardsFor('team')).toHaveLength(1)
  })

  it('by asking a disabled account: the team is told', async () => {
    world.people.set(...person(PEOPLE.dana, { accountEnabled: false }))
    await world.settle()
    expect(world.cardsFor(DANA)).toEqual([])
    expect(world.cardsFor('team')).toHaveLength(1)
  })

  describe('by an alert that ended in an older one', () => {
    const session = '5e551010-0000-4000-8000-000000000077'
    const attempt = (number: number, minutes: number, change: RowChange = {}) =>
      row({
        id: `attempt-${number}`,
        errorCode: 50199,
        sessionId: session,
        correlationId: `c0ffee00-0000-4000-8000-00000000040${number}`,
        at: new Date(START.getTime() + minutes * MINUTE_MS),
        ...change,
      })

    it('its worrying answer is acted on when the older one is completed', async () => {
      world.settings = { ...world.settings, trustedNetworks: [] }
      world.pass(40 * MINUTE_MS)
      // the slower stream, for which the log is read from further back
      const slow = attempt(9, 2, {
        userId: PEOPLE.sam,
        interactive: false,
        errorCode: 0,
        authenticationProtocol: 'none',
      })
      world.rows = [attempt(2, 20), slow]
      await world.settle()
      await answer('someone-sent-it')
      await world.work()
      world.rows.push(attempt(1, 0))
      await world.settle()
      const before = world.revoked.length
      world.pass(MINUTE_MS)
      world.rows.push(attempt(3, 10), attempt(4, 30, { errorCode: 0 }))
      await world.settle()
      world.pass(20 * MINUTE_MS)
      await world.work()
      expect(world.revoked.length).toBeGreaterThan(before)
    })

    it('what was still open about it goes on, although the older one was closed', async () => {
      world.settings = { ...world.settings, trustedNetworks: [] }
      world.pass(60 * MINUTE_MS)
      // Which session it was is filled in late.
      const flow = { sessionId: '', at: new Date(START.getTime()) }
      world.rows = [row(flow), redemption({ ...flow, at: new Date(START.getTime() + 1000) })]
      await world.settle()
      await closeByTwo()
      await world.work()
      const use = redemption({
        id: 'use',
        sessionId: session,
        correlationId: 'c0ffee00-0000-4000-8000-000000000409',
        at: new Date(START.getTime() + 30 * MINUTE_MS),
      })
      world.rows.push(use)
      await world.settle()
      expect(await world.store.alertsOf(DANA)).toMatchObject([{ state: 'closed' }, { state: 'told' }])
      const posts = world.cardsFor('team').length
      world.rows.push({ ...row({ ...flow, sessionId: session }) })
      await world.settle()
      expect(await world.store.alertsOf(DANA)).toMatchObject([{ state: 'told' }, { state: 'superseded' }])
      expect(world.cardsFor('team').length).toBeGreaterThan(posts)
    })

    it('a case that stands alone again has an alert that lives', async () => {
      world.pass(40 * MINUTE_MS)
      world.rows = [attempt(1, 0), attempt(3, 20)]
      await world.settle()
      world.rows.push(attempt(2, 10))
      await world.settle()
      world.rows.push(attempt(2, 10.1, { id: 'success-2', errorCode: 0 }))
      await world.settle()
      const late = { sessionId: session, correlationId: 'c0ffee00-0000-4000-8000-000000000403' }
      world.rows.push(
        attempt(3, 20.5, { id: 'success-3', errorCode: 0 }),
        redemption({ ...late, id: 'redemption-3', at: new Date(START.getTime() + 21 * MINUTE_MS) }),
      )
      await world.settle()
      const grave = (await world.store.casesOf(DANA)).filter(({ severity }) => severity === 'high')
      expect(grave.length).toBeGreaterThan(0)
      for (const { caseId } of grave) expect((await world.store.alertByCase(caseId))?.state).not.toBe('superseded')
    })
  })

  describe('by an alert that came back', () => {
    const comeBack = async () => {
      elevated()
      await world.settle()
      await answer('someone-sent-it')
      await world.work()
      await actOnAlert(world.ports, world.actor(SAM), {
        alertId: danas().alertId,
        action: 'close',
        reason: 'dealt-with',
      })
      await world.work()
      world.pass(10 * MINUTE_MS)
      await checkForPerson(world.ports, world.actor(DANA), { text: LURE })
    }

    it('the same worrying answer counts again', async () => {
      await comeBack()
      await world.work()
      expect((await answer('someone-sent-it')).changed).toBe(true)
      await world.work()
      expect(world.revoked).toEqual([DANA, DANA])
    })

    it('its card is sent where the first try failed', async () => {
      await comeBack()
      const { messenger } = world.ports
      let failed = false
      const flaky: Ports = {
        ...world.ports,
        messenger: {
          ...messenger,
          send: async (to, notice) => {
            if (notice.kind !== 'owner-alert' || failed) return messenger.send(to, notice)
            failed = true
            throw new PosternError('teams-unavailable')
          },
        },
      }
      for (let round = 0; round < 4; round++) await runJobs(flaky, 'test')
      world.pass(10 * MINUTE_MS)
      await world.work()
      expect(world.cardsFor(DANA).filter(({ notice }) => notice.kind === 'owner-alert')).toHaveLength(2)
    })

    it('a closed case that is completed at the same severity is open again', async () => {
      await checkForPerson(world.ports, world.actor(DANA), { text: LURE })
      world.rows = [row({ errorCode: 50199, at: new Date(START.getTime() + 30_000) })]
      world.pass(MINUTE_MS)
      await world.settle()
      expect(danas().severity).toBe('critical')
      await closeByTwo()
      world.pass(MINUTE_MS)
      world.rows.push(redemption({ at: new Date(START.getTime() + 60_000) }))
      await world.settle()
      expect((await world.store.alertsOf(DANA))[0]?.state).toBe('told')
      expect(world.cardsFor(DANA)).toHaveLength(2)
    })
  })

  it('by two looks at one person at once: the older one overwrites nothing', async () => {
    elevated()
    await world.settle()
    world.pass(MINUTE_MS)
    const [entered, gate] = [deferred(), deferred()]
    const { directory } = world.ports
    const slow: Ports = {
      ...world.ports,
      directory: {
        ...directory,
        person: async (who) => {
          entered.resolve()
          await gate.promise
          return directory.person(who)
        },
      },
    }
    const stale = reassessPerson(slow, newRound(slow), DANA)
    await entered.promise
    world.rows.push(redemption())
    await world.settle()
    gate.resolve()
    await stale
    const [alert] = await world.store.alertsOf(DANA)
    expect(alert?.severity).toBe('high')
    expect((await world.store.caseById(alert?.caseId ?? ''))?.case.legs).toHaveLength(2)
  })

  it('by two replicas that read one flow at once: a leg that is none by itself joins the case of the other', async () => {
    const [approval, tokens] = phish({ authenticationProtocol: 'none' }).map((one) => readRecords(one).records)
    const [entered, gate] = [deferred(), deferred()]
    const slow: Ports = {
      ...world.ports,
      store: {
        ...world.store,
        recordsOf: async (...asked) => {
          const known = await world.store.recordsOf(...asked)
          entered.resolve()
          await gate.promise
          return known
        },
      },
    }
    const other = ingestSignIns(slow, approval!)
    await entered.promise
    await ingestSignIns(world.ports, tokens!)
    gate.resolve()
    await other
    const [found] = await world.store.casesOf(DANA)
    expect(found?.case.legs.map(({ kind }) => kind).sort()).toEqual(['approval', 'redemption'])
  })

  it('by a proposal to close that was made of a milder case', async () => {
    await world.settle()
    const press = (who: typeof SAM) =>
      actOnAlert(world.ports, world.actor(who), { alertId: danas().alertId, action: 'close', reason: 'dealt-with' })
    await press(SAM)
    await answer('someone-sent-it')
    expect((await press(MIRA)).outcome).toBe('needs-second')
    await world.work()
    world.pass(5 * MINUTE_MS)
    await checkForPerson(world.ports, world.actor(DANA), { text: LURE })
    await world.work()
    expect((await press(SAM)).outcome).toBe('needs-second')
  })

  it('by a card that is given up: its owner counts as out of reach, and the team is told', async () => {
    world.rows = [row()]
    await pollSignIns(world.ports, 'test')
    const { messenger } = world.ports
    const down: Ports = {
      ...world.ports,
      // Our own pace goes by the database's clock, for which all these days are a moment.
      store: { ...world.store, takeToken: async () => 0 },
      messenger: { ...messenger, send: () => Promise.reject(new PosternError('teams-unavailable')) },
    }
    for (let round = 0; round < 310; round++) {
      await runJobs(down, 'test')
      world.pass(8 * MINUTE_MS)
    }
    const back: Ports = { ...world.ports, store: down.store }
    for (let round = 0; round < 5; round++) {
      world.pass(HOUR_MS)
      await runJobs(back, 'test')
    }
    expect(world.cardsFor('team')).toHaveLength(1)
    expect((await world.store.alertsOf(DANA))[0]?.state).toBe('unreachable')
  })
})
