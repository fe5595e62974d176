/** What the security team does with a case besides containing it: takes it, holds its reminders, closes it with a reason. */
import { beforeEach, describe, expect, it } from 'vitest'
import { PosternError } from '../../src/domain/errors.js'
import { userId } from '../../src/domain/ids.js'
import type { AlertView } from '../../src/domain/notices.js'
import { actOnAlert, type TeamAction, type TeamPress } from '../../src/flows/actOnAlert.js'
import { answerAlert } from '../../src/flows/answerAlert.js'
import { describeOnEachEngine } from '../support/engines.js'
import { PEOPLE, phish } from '../support/signInRows.js'
import { createWorld, person, type World } from '../support/world.js'

const DANA = userId(PEOPLE.dana)
const SAM = userId(PEOPLE.sam)
const MIRA = userId(PEOPLE.room)
const SECURITY_ADMINISTRATOR = '194ae4cb-b126-40b2-bd5b-6091b380977d'
const SECURITY_READER = '5d6b6bb7-de71-4623-b4af-96380a352509'
const MINUTE_MS = 60_000

describeOnEachEngine('handling an alert', (place) => {
  let world: World

  beforeEach(async () => {
    world = createWorld(place.store)
    for (const [who, known] of [person(PEOPLE.dana), person(PEOPLE.sam, { displayName: 'Sam Security' })])
      world.people.set(who, known)
    for (const who of [SAM, MIRA]) world.roles.set(who, [SECURITY_ADMINISTRATOR])
    world.rows = phish()
    await world.settle()
  })

  const shown = (): AlertView => {
    const notice = world.cardsFor('team')[0]?.notice
    if (notice?.kind !== 'team-alert') throw new Error('the team has no card')
    return notice.alert
  }
  const press = (action: TeamAction, who = SAM, more: Partial<TeamPress> = {}) =>
    actOnAlert(world.ports, world.actor(who, 'channel'), { alertId: shown().alertId, action, ...more })
  const replies = () => world.cardsFor('team').slice(1)
  const codeOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'no error',
      (error: unknown) => (error instanceof PosternError ? error.code : String(error)),
    )

  it('shows the legs with their networks, and links to what could have been read', () => {
    expect(shown().legs.map(({ kind, from }) => [kind, from.city])).toEqual([
      ['approval', 'Leeds'],
      ['redemption', 'Elsewhere'],
    ])
    expect(shown().hunts?.map(({ kind }) => kind)).toEqual(['mail', 'files', 'graph', 'session'])
  })

  it('says that there is nowhere to hunt in a cloud without the portal', async () => {
    world.settings = { ...world.settings, defenderPortal: null }
    expect((await press('take')).alert.hunts).toBeNull()
  })

  it('rings in the thread with a short card, which stays short when all of them are brought up to date', async () => {
    await answerAlert(world.ports, world.actor(DANA), { alertId: shown().alertId, answer: 'someone-sent-it' })
    await world.work()
    const parts = () => world.cardsFor('team').map(({ notice }) => ('part' in notice ? notice.part : 'case'))
    expect(parts()).toEqual(['case', 'news'])
    await press('take')
    await world.work()
    expect(parts()).toEqual(['case', 'news'])
    expect(replies()[0]?.notice).toMatchObject({ alert: { taken: { by: { displayName: 'Sam Security' } } } })
  })

  describe('take', () => {
    it('shows on the card who is on it, and who took it over', async () => {
      expect((await press('take')).alert.taken?.by?.displayName).toBe('Sam Security')
      await world.work()
      expect(shown().taken?.by?.userId).toBe(SAM)
      await press('take', MIRA)
      await world.work()
      expect(shown().taken?.by?.userId).toBe(MIRA)
      expect(replies()).toEqual([])
    })

    it('twice by the same person is once', async () => {
      await press('take')
      expect((await press('take')).outcome).toBe('nothing-to-do')
    })
  })

  describe('snooze', () => {
    it('holds the reminder of a silent owner until it has passed, and shows it on the card at once', async () => {
      world.pass(5 * MINUTE_MS)
      await press('snooze-60')
      world.pass(20 * MINUTE_MS)
      await world.work()
      expect(shown()).toMatchObject({ state: 'escalated' })
      expect(shown().snoozedUntil).not.toBeNull()
      expect(replies()).toEqual([])
      world.pass(41 * MINUTE_MS)
      await world.work()
      expect(replies()).toHaveLength(1)
      expect(shown().snoozedUntil).toBeNull()
    })

    it('without it, silence is told when it elapses', async () => {
      world.pass(16 * MINUTE_MS)
      await world.work()
      expect(replies()).toHaveLength(1)
    })

    it('never holds a worrying answer', async () => {
      await press('snooze-60')
      await answerAlert(world.ports, world.actor(DANA), { alertId: shown().alertId, answer: 'unknown-to-me' })
      await world.work()
      expect(replies().length).toBeGreaterThan(0)
      expect(shown().snoozedUntil).toBeNull()
      const told = replies().length
      world.pass(61 * MINUTE_MS)
      await world.work()
      expect(replies()).toHaveLength(told)
    })

    it('never holds the owner’s question', async () => {
      const before = world.cardsFor(DANA).length
      expect(before).toBe(1)
      await press('snooze-60')
      await world.work()
      expect(world.cardsFor(DANA)[0]?.notice).toMatchObject({ telling: 'question' })
    })

    it('again moves the reminder, which comes once', async () => {
      await press('snooze-15')
      world.pass(14 * MINUTE_MS)
      await press('snooze-15')
      world.pass(2 * MINUTE_MS)
      await world.work()
      expect(replies()).toEqual([])
      world.pass(14 * MINUTE_MS)
      await world.work()
      expect(replies()).toHaveLength(1)
    })

    it('reminds late where Teams was down when it passed, and loses no reminder of a silent owner', async () => {
      await press('snooze-60')
      world.pass(20 * MINUTE_MS)
      await world.work()
      world.pass(41 * MINUTE_MS)
      world.faults.teams.push(new PosternError('teams-unavailable'))
      await world.work()
      expect(replies()).toEqual([])
      world.pass(10 * MINUTE_MS)
      await world.work()
      expect(replies()).toHaveLength(1)
    })

    it('reminds of nothing that was closed meanwhile', async () => {
      await press('snooze-15')
      await press('close', SAM, { reason: 'exercise' })
      await press('close', MIRA, { reason: 'exercise' })
      world.pass(16 * MINUTE_MS)
      await world.work()
      expect(replies()).toEqual([])
    })
  })

  describe('close', () => {
    it('wants a reason', async () => {
      expect((await press('close')).outcome).toBe('needs-reason')
      expect(await world.store.alertSteps(shown().alertId)).not.toContainEqual(
        expect.objectContaining({ event: 'close-proposed' }),
      )
    })

    it('keeps the reason and the note, with who proposed and who agreed', async () => {
      await press('close', SAM, { reason: 'other', note: ' asked: twice ' })
      await world.work()
      expect(shown().closing).toMatchObject({
        isProposal: true,
        reason: 'other',
        note: 'asked: twice',
        by: { userId: SAM },
      })
      expect(shown().closeProposed).toBe(true)
      await press('close', MIRA, { reason: 'own-sign-in' })
      await world.work()
      expect(shown()).toMatchObject({
        state: 'closed',
        closing: { isProposal: false, reason: 'own-sign-in', note: null, by: { userId: MIRA } },
      })
    })

    it('writes no word of the note to the log', async () => {
      await press('close', SAM, { reason: 'other', note: 'a-word-of-mine' })
      expect(JSON.stringify(world.log.lines)).not.toContain('a-word-of-mine')
    })
  })

  it.each<TeamAction>(['take', 'snooze-15', 'snooze-60', 'close'])('refuses %s of the own case', async (action) => {
    world.roles.set(DANA, [SECURITY_ADMINISTRATOR])
    expect(await codeOf(press(action, DANA, { reason: 'other' }))).toBe('not-allowed')
  })

  it.each<TeamAction>(['take', 'snooze-60', 'close'])('refuses %s to whoever only reads', async (action) => {
    world.roles.set(SAM, [SECURITY_READER])
    expect(await codeOf(press(action, SAM, { reason: 'other' }))).toBe('not-allowed')
  })
})
