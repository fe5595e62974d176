import { beforeEach, describe, expect, it } from 'vitest'
import { PosternError } from '../../src/domain/errors.js'
import { checkId as asCheckId, userId } from '../../src/domain/ids.js'
import type { AlertView } from '../../src/domain/notices.js'
import { actOnAlert } from '../../src/flows/actOnAlert.js'
import { checkForPerson } from '../../src/flows/checkForPerson.js'
import { CONTAINED_REPORTS_PER_HOUR_MAX, enteredCode } from '../../src/flows/enteredCode.js'
import { pollSignIns } from '../../src/flows/pollSignIns.js'
import { runJobs } from '../../src/flows/runJobs.js'
import { describeOnEachEngine } from '../support/engines.js'
import { PEOPLE, phish, redemption, row } from '../support/signInRows.js'
import { createWorld, type Posted, person, START, type World } from '../support/world.js'

const DANA = userId(PEOPLE.dana)
const SAM = userId(PEOPLE.sam)
const MIRA = userId(PEOPLE.room)
const SECURITY_ADMINISTRATOR = '194ae4cb-b126-40b2-bd5b-6091b380977d'
const LURE = 'To join the meeting go to https://microsoft.com/devicelogin and enter the code HNGP5CAF8.'
const MINUTE_MS = 60_000

/** The press is at 10:01. */
const minutes = (after: number): Date => new Date(START.getTime() + after * MINUTE_MS)

describeOnEachEngine('“I already entered it”', (place) => {
  let world: World

  beforeEach(() => {
    world = createWorld(place.store)
    for (const [who, known] of [person(PEOPLE.dana), person(PEOPLE.sam), person(PEOPLE.room)])
      world.people.set(who, known)
    for (const who of [SAM, MIRA]) world.roles.set(who, [SECURITY_ADMINISTRATOR])
    world.settings = { ...world.settings, firstPollMs: 180 * MINUTE_MS }
  })

  const check = async () => (await checkForPerson(world.ports, world.actor(DANA), { text: LURE })).checkId
  const press = (id: Awaited<ReturnType<typeof check>>, who = DANA) => enteredCode(world.ports, world.actor(who), id)
  const entered = async () => press(await check())
  const alertOf = (posted: Posted | undefined): AlertView => {
    if (posted === undefined || !('alert' in posted.notice)) throw new Error('no alert card was posted')
    return posted.notice.alert
  }
  const danas = () => world.cardsFor(DANA).filter(({ notice }) => notice.kind === 'owner-alert')
  const danasAlert = () => alertOf(danas()[0])
  const teams = () => world.cardsFor('team')
  const pass = async (ms: number) => {
    world.pass(ms)
    await world.settle()
  }
  const revocation = () => danasAlert().steps.find(({ step }) => step === 'revoke-sessions')

  it('ends the sessions, tells the team and shows the person what was done, before the log says anything', async () => {
    await entered()
    await world.work()
    expect(world.revoked).toEqual([DANA])
    expect(danas()).toHaveLength(1)
    expect(danasAlert()).toMatchObject({
      severity: 'critical',
      outcome: null,
      firstSeen: null,
      reportedAt: START,
      answers: [{ answer: 'someone-sent-it' }],
    })
    expect(revocation()).toMatchObject({ outcome: 'done' })
    expect(teams()).toHaveLength(1)
    expect(alertOf(teams()[0])).toMatchObject({ severity: 'critical', outcome: null, reportedAt: START })
  })

  it.each([
    ['propose', 'left-to-team', []],
    ['revoke', 'done', [DANA]],
    ['full', 'done', [DANA]],
  ] as const)('contains by the mode: %s is %s', async (containmentMode, outcome, revoked) => {
    world.settings = { ...world.settings, containmentMode }
    await entered()
    await world.work()
    expect(revocation()).toMatchObject({ outcome })
    expect(world.revoked).toEqual(revoked)
  })

  it('is taken for no check whose card has no such button', async () => {
    const { checkId } = await checkForPerson(world.ports, world.actor(DANA), { text: 'See you at lunch?' })
    await expect(press(checkId)).rejects.toThrow(expect.objectContaining({ code: 'not-allowed' }))
    expect(await world.store.alertsOf(DANA)).toEqual([])
  })

  it('rings once in the channel, and once more when it is up to the team, however often somebody presses', async () => {
    for (let time = 0; time < CONTAINED_REPORTS_PER_HOUR_MAX; time += 1) {
      await entered()
      await pass(MINUTE_MS)
    }
    expect(teams()).toHaveLength(1)
    for (let time = 0; time < 4; time += 1) {
      await entered()
      await pass(MINUTE_MS)
    }
    expect(teams()).toHaveLength(2)
    expect(alertOf(teams()[0]).answers).toHaveLength(CONTAINED_REPORTS_PER_HOUR_MAX + 4)
  })

  describe('more often than the machine ends somebody’s sessions in an hour', () => {
    const pressAll = async () => {
      for (let time = 0; time < CONTAINED_REPORTS_PER_HOUR_MAX; time += 1) {
        await entered()
        await world.work()
        world.pass(MINUTE_MS)
      }
      expect(world.revoked).toHaveLength(CONTAINED_REPORTS_PER_HOUR_MAX)
    }

    it('is taken, ends none, and tells the team and the person that it is up to the team', async () => {
      await pressAll()
      expect(await entered()).toMatchObject({ changed: true })
      await world.work()
      expect(world.revoked).toHaveLength(CONTAINED_REPORTS_PER_HOUR_MAX)
      expect(revocation()).toMatchObject({ outcome: 'left-to-team', why: 'reports-limit-reached' })
      expect(teams()).toHaveLength(2)
      expect(alertOf(teams()[1]).steps).toContainEqual(expect.objectContaining({ why: 'reports-limit-reached' }))
    })

    it('is taken where it is an alert of its own, too', async () => {
      for (let time = 0; time < CONTAINED_REPORTS_PER_HOUR_MAX; time += 1) await press(await check())
      await world.work()
      const [first] = await world.store.alertsOf(DANA)
      const { length } = world.revoked
      world.pass(21 * MINUTE_MS)
      await entered()
      await world.work()
      const second = (await world.store.alertsOf(DANA)).find(({ alertId }) => alertId !== first?.alertId)
      expect(second).toMatchObject({ kind: 'own-report', state: 'answered', severity: 'critical' })
      expect(world.revoked).toHaveLength(length)
      expect(alertOf(teams().at(-1))).toMatchObject({ alertId: second?.alertId })
      expect(alertOf(teams().at(-1)).steps).toContainEqual(expect.objectContaining({ outcome: 'left-to-team' }))
    })

    it('is counted for each person', async () => {
      await pressAll()
      const { checkId } = await checkForPerson(world.ports, world.actor(SAM), { text: LURE })
      await press(checkId, SAM)
      await world.work()
      expect(world.revoked.at(-1)).toBe(SAM)
    })

    it('is counted over replicas: of presses at once, as many are contained', async () => {
      const ids = []
      for (let time = 0; time < CONTAINED_REPORTS_PER_HOUR_MAX + 2; time += 1) ids.push(await check())
      await Promise.all(ids.map((id) => press(id)))
      const [alert] = await world.store.alertsOf(DANA)
      expect(alert?.answers).toHaveLength(CONTAINED_REPORTS_PER_HOUR_MAX + 2)
      expect(await world.store.containmentSteps(alert!.alertId)).toMatchObject([{ outcome: 'left-to-team' }])
    })

    it('ends them again an hour later', async () => {
      await pressAll()
      world.pass(60 * MINUTE_MS)
      await entered()
      await world.work()
      expect(world.revoked).toHaveLength(CONTAINED_REPORTS_PER_HOUR_MAX + 1)
    })

    it('of a guest still says who can end the sessions', async () => {
      world.people.set(...person(PEOPLE.dana, { isGuest: true }))
      for (let time = 0; time <= CONTAINED_REPORTS_PER_HOUR_MAX; time += 1) {
        await entered()
        await pass(MINUTE_MS)
      }
      expect(revocation()).toMatchObject({ outcome: 'not-possible', why: 'guest-home-organisation' })
    })
  })

  it('is written into the history of the alert before any effect', async () => {
    await entered()
    const [alert] = await world.store.alertsOf(DANA)
    expect(alert).toMatchObject({ kind: 'own-report', caseId: null, state: 'answered' })
    expect(await world.store.alertSteps(alert!.alertId)).toMatchObject([
      { event: 'code-entered', actor: DANA, at: START },
      { event: 'worrying-answer', actor: DANA, at: START },
    ])
    expect(world.revoked).toEqual([])
    expect(world.inbox).toEqual([])
  })

  it('is carried out by whoever comes after a crash', async () => {
    await entered()
    const after = createWorld(place.store)
    after.people.set(...person(PEOPLE.dana))
    await after.work()
    expect(after.revoked).toEqual([DANA])
    expect(after.cardsFor(DANA)).toHaveLength(1)
  })

  it('is carried out when Graph is back, and the person and the team have their cards before', async () => {
    await entered()
    world.faults.graph = new PosternError('graph-unavailable')
    await world.work()
    expect(world.revoked).toEqual([])
    expect(danas()).toHaveLength(1)
    expect(teams()).toHaveLength(1)
    world.faults.graph = null
    world.pass(10 * MINUTE_MS)
    await world.work()
    expect(world.revoked).toEqual([DANA])
    expect(revocation()).toMatchObject({ outcome: 'done' })
  })

  describe('pressed again', () => {
    it('on the same card changes nothing', async () => {
      const id = await check()
      expect((await press(id)).changed).toBe(true)
      await world.work()
      expect((await press(id)).changed).toBe(false)
      await world.work()
      expect(world.revoked).toEqual([DANA])
      expect([danas().length, teams().length]).toEqual([1, 1])
    })

    it('on two replicas at once is one alert', async () => {
      const id = await check()
      await Promise.all([press(id), press(id), press(id)])
      await world.work()
      expect(await world.store.alertsOf(DANA)).toHaveLength(1)
      expect(world.revoked).toEqual([DANA])
    })

    it('on the card of another message soon after is the same alert, contained anew', async () => {
      await entered()
      await world.work()
      world.pass(5 * MINUTE_MS)
      await entered()
      await world.work()
      expect(await world.store.alertsOf(DANA)).toHaveLength(1)
      expect(world.revoked).toEqual([DANA, DANA])
      expect(danas()).toHaveLength(1)
    })

    it('on the card of another message after the window is another alert', async () => {
      await entered()
      world.pass(21 * MINUTE_MS)
      await entered()
      await world.work()
      expect(await world.store.alertsOf(DANA)).toHaveLength(2)
    })
  })

  it('of somebody else, or of no check, changes nothing and looks the same', async () => {
    const id = await check()
    await expect(press(id, SAM)).rejects.toMatchObject({ code: 'not-yours' })
    await expect(press(asCheckId('deadbeef-0000-4000-8000-000000000000'))).rejects.toMatchObject({ code: 'not-yours' })
    expect(await world.store.alertsOf(DANA)).toEqual([])
    expect(await world.store.alertsOf(SAM)).toEqual([])
  })

  it('of a guest tells the team, and says who can end the sessions', async () => {
    world.people.set(...person(PEOPLE.dana, { isGuest: true }))
    await entered()
    await world.work()
    expect(world.revoked).toEqual([])
    expect(revocation()).toMatchObject({ outcome: 'not-possible', why: 'guest-home-organisation' })
    expect(teams()).toHaveLength(1)
  })

  it('of an account that the bot cannot write to still reaches the team', async () => {
    world.people.delete(DANA)
    await entered()
    await world.work()
    expect(danas()).toEqual([])
    expect(teams().length).toBeGreaterThan(0)
    expect(world.revoked).toEqual([DANA])
  })

  describe('then the case', () => {
    it('joins the alert, on its cards, without a second one', async () => {
      await entered()
      await world.work()
      world.rows = phish({ at: minutes(-1) })
      await pass(10 * MINUTE_MS)
      expect(await world.store.alertsOf(DANA)).toHaveLength(1)
      expect([danas().length, teams().length]).toEqual([1, 1])
      expect(danasAlert()).toMatchObject({ outcome: 'completed', severity: 'critical', reportedAt: START })
      expect(danasAlert().redeemedFrom).toMatchObject({ city: 'Elsewhere' })
      expect(alertOf(teams()[0])).toMatchObject({ outcome: 'completed' })
    })

    it.each([
      ['60 minutes before', -60, 1],
      ['61 minutes before', -61, 2],
      ['20 minutes after', 20, 1],
      ['21 minutes after', 21, 2],
    ])('that begins %s: %i minutes make %i alerts', async (_when, after, count) => {
      await entered()
      await world.work()
      world.rows = [row({ at: minutes(after) }), redemption({ at: minutes(after + 0.5) })]
      await pass(30 * MINUTE_MS)
      expect(await world.store.alertsOf(DANA)).toHaveLength(count)
    })

    it('joins though its rows come 50 minutes late', async () => {
      await entered()
      await pass(51 * MINUTE_MS)
      world.rows = phish({ at: minutes(1) })
      await pass(MINUTE_MS)
      expect(danas()).toHaveLength(1)
      expect(danasAlert().outcome).toBe('completed')
    })

    it('is the first only: the next is an alert of its own', async () => {
      await entered()
      await world.work()
      world.rows = phish({ at: minutes(1) })
      await pass(5 * MINUTE_MS)
      const second = {
        correlationId: 'c0ffee00-0000-4000-8000-000000000002',
        sessionId: '5e551010-0000-4000-8000-000000000002',
        at: minutes(3),
      }
      world.rows.push(row({ ...second, id: 'row-3' }), redemption({ ...second, id: 'row-4' }))
      await pass(5 * MINUTE_MS)
      expect(await world.store.alertsOf(DANA)).toHaveLength(2)
      expect(danas()).toHaveLength(2)
    })

    it('whose tokens are younger than what was ended is contained anew, and the team hears of it', async () => {
      await entered()
      await world.work()
      world.rows = phish({ at: minutes(10) })
      await pass(15 * MINUTE_MS)
      expect(world.revoked).toEqual([DANA, DANA])
      expect(teams()).toHaveLength(2)
    })

    it('whose tokens were ended already is contained no second time', async () => {
      await entered()
      await world.work()
      world.rows = phish({ at: minutes(-5) })
      await pass(5 * MINUTE_MS)
      expect(world.revoked).toEqual([DANA])
      expect(teams()).toHaveLength(1)
    })

    it('reopens an alert that the team had closed for want of one', async () => {
      await entered()
      await world.work()
      for (const who of [SAM, MIRA])
        await actOnAlert(world.ports, world.actor(who, 'channel'), {
          alertId: danasAlert().alertId,
          action: 'close',
          reason: 'dealt-with',
        })
      expect((await world.store.alertsOf(DANA))[0]?.state).toBe('closed')
      world.rows = [row({ at: minutes(1), errorCode: 50199 })]
      await pass(5 * MINUTE_MS)
      const [alert, ...more] = await world.store.alertsOf(DANA)
      expect(more).toEqual([])
      const steps = await world.store.alertSteps(alert!.alertId)
      expect(steps.map(({ event }) => event)).toEqual(
        expect.arrayContaining(['case-joined', 'severity-rose', 'delivered']),
      )
      expect(danas()).toHaveLength(2)
    })
  })

  describe('where the case was there first', () => {
    it('answers its alert, and no second card comes', async () => {
      world.rows = phish({ at: minutes(-10) })
      await world.settle()
      expect(danas()).toHaveLength(1)
      await entered()
      await world.work()
      expect(await world.store.alertsOf(DANA)).toHaveLength(1)
      expect(danas()).toHaveLength(1)
      expect(danasAlert()).toMatchObject({ severity: 'critical', answers: [{ answer: 'someone-sent-it' }] })
      expect(world.revoked).toEqual([DANA])
    })

    it('contains even where only a blocked try was seen: another may have gone through', async () => {
      world.rows = [row({ at: minutes(-10), errorCode: 53003 })]
      await world.settle()
      await entered()
      await world.work()
      expect(danas()).toHaveLength(1)
      expect(danasAlert()).toMatchObject({ severity: 'critical', outcome: 'blocked' })
      expect(world.revoked).toEqual([DANA])
      expect(teams().length).toBeGreaterThan(0)
    })

    it('takes a case of which nobody had to be told', async () => {
      world.people.set(...person(PEOPLE.dana, { isGuest: true }))
      world.rows = [row({ at: minutes(-10), errorCode: 53003 })]
      await world.settle()
      expect(await world.store.alertsOf(DANA)).toEqual([])
      await entered()
      await world.work()
      expect((await world.store.alertsOf(DANA))[0]).toMatchObject({ kind: 'own-report', caseId: expect.any(String) })
      expect(danasAlert()).toMatchObject({ outcome: 'blocked' })
    })

    it('takes no case of somebody else', async () => {
      world.rows = [row({ at: minutes(-10), userId: PEOPLE.sam })]
      await world.settle()
      await entered()
      expect((await world.store.alertsOf(DANA))[0]).toMatchObject({ kind: 'own-report', caseId: null })
    })
  })

  it('pressed while the log is read ends in one alert with the case', async () => {
    const id = await check()
    world.rows = phish({ at: minutes(-1) })
    await Promise.all([pollSignIns(world.ports, 'one'), press(id), runJobs(world.ports, 'two')])
    await world.settle()
    const alerts = await world.store.alertsOf(DANA)
    expect(alerts).toHaveLength(1)
    expect(alerts[0]).toMatchObject({ caseId: expect.any(String), severity: 'critical' })
    expect(danas()).toHaveLength(1)
    expect(world.revoked).toContain(DANA)
  })
})
