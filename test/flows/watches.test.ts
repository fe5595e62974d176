import { beforeEach, describe, expect, it } from 'vitest'
import { PosternError } from '../../src/domain/errors.js'
import { tenantId, userId } from '../../src/domain/ids.js'
import type { WatchView } from '../../src/domain/notices.js'
import type { Actor } from '../../src/flows/actor.js'
import { answerCheckOrigin } from '../../src/flows/answerCheckOrigin.js'
import { checkForPerson } from '../../src/flows/checkForPerson.js'
import { pollSignIns } from '../../src/flows/pollSignIns.js'
import { watchOfCheck } from '../../src/flows/watches.js'
import { describeOnEachEngine } from '../support/engines.js'
import { PEOPLE, phish, row } from '../support/signInRows.js'
import { createWorld, person, START, TENANT, type World } from '../support/world.js'

const DANA = userId(PEOPLE.dana)
const SAM = userId(PEOPLE.sam)
const LURE = 'To join the meeting go to https://microsoft.com/devicelogin and enter the code HNGP5CAF8.'
const PROMPT =
  'To sign in, use a web browser to open the page https://microsoft.com/devicelogin and enter the code HNGP5CAF8 to authenticate.'
const MEETING = 'Join the meeting https://teams.microsoft.com/meet/23456789012345 Meeting ID: 234 567 890 123 45'
const MINUTE_MS = 60_000

/** The checks of these tests are made at 10:01. */
const minutes = (after: number): Date => new Date(START.getTime() + after * MINUTE_MS)

describeOnEachEngine('the watch', (place) => {
  let world: World

  beforeEach(async () => {
    world = createWorld(place.store)
    world.people.set(...person(PEOPLE.dana))
    // Somebody's ordinary sign-in, from which is seen how far the log reaches.
    world.rows = [elsewhere(0)]
    await openChat(DANA)
  })

  /** A row of somebody else, which is no device code sign-in. */
  const elsewhere = (after: number) =>
    row({
      id: `row-elsewhere-${after}`,
      at: minutes(after),
      userId: PEOPLE.room,
      authenticationProtocol: 'none',
      correlationId: `c0ffee00-0000-4000-8000-${String(after + 100).padStart(12, '0')}`,
    })
  const openChat = (who: typeof DANA) =>
    world.store.saveConversation({
      conversationId: `a:${who}`,
      kind: 'personal',
      userId: who,
      tenantId: TENANT,
      serviceUrl: 'https://smba.trafficmanager.net/teams/',
      reference: {},
    })
  const check = (text = LURE, actor: Actor = world.actor(DANA)) =>
    checkForPerson(world.ports, actor, { text }, { author: null, audience: 'asker' })
  /** Time goes by, and the log is read as it stands then. */
  const pass = async (ms: number) => {
    world.pass(ms)
    await world.settle()
  }
  const watchCards = () => world.cardsFor(DANA).filter(({ notice }) => notice.kind === 'watch')
  const shown = (): WatchView => {
    const [card, ...more] = watchCards()
    expect(more).toEqual([])
    if (card?.notice.kind !== 'watch') throw new Error('no card of a watch')
    return card.notice.watch
  }
  const alerts = () => world.cardsFor(DANA).filter(({ notice }) => notice.kind === 'owner-alert')
  const severities = () => alerts().map(({ notice }) => ('alert' in notice ? notice.alert.severity : null))

  describe('is opened', () => {
    it.each([
      ['a lure', LURE],
      ['a device sign-in prompt', PROMPT],
      ['a device page alone', 'What is https://microsoft.com/devicelogin ?'],
      ['a code alone', 'HNGP5CAF8'],
    ])('by a check of %s, for 20 minutes from the check', async (_what, text) => {
      const { checkId } = await check(text)
      expect(await world.store.watchById(checkId)).toMatchObject({
        userId: DANA,
        from: START,
        until: minutes(20),
        state: 'open',
      })
    })

    it('by no check without a code and a device page', async () => {
      const { checkId } = await check(MEETING)
      expect(await world.store.watchById(checkId)).toBeNull()
    })

    it('and says until when it watches, and how far the log reaches', async () => {
      await world.settle()
      await check()
      await pass(4000)
      expect(shown()).toEqual({
        state: 'open',
        until: minutes(20),
        isPhishing: true,
        seenAt: null,
        hasAlert: false,
        reach: START,
        fault: null,
      })
    })

    it('in a group without a word there', async () => {
      const { checkId } = await check(LURE, { ...world.actor(DANA, 'group'), conversationId: '19:group' })
      await pass(MINUTE_MS)
      expect(await world.store.watchById(checkId)).toMatchObject({ state: 'open', card: null })
      expect(world.inbox).toEqual([])
    })

    it('from a dialog without a card, for which the dialog has the line', async () => {
      await world.settle()
      const dialog = { ...world.actor(DANA), conversationId: '19:other' }
      const { checkId } = await check(LURE, dialog)
      await pass(MINUTE_MS)
      expect(world.inbox).toEqual([])
      expect(await watchOfCheck(world.ports, dialog, checkId)).toMatchObject({ state: 'open', until: minutes(20) })
      expect(await watchOfCheck(world.ports, world.actor(SAM), checkId)).toBeNull()
    })

    it('with its line in the dialog in time, where the directory does not answer', async () => {
      const { checkId } = await check()
      const silent = { ...world.ports.directory, person: () => new Promise<never>(() => undefined) }
      const line = watchOfCheck({ ...world.ports, directory: silent }, world.actor(DANA), checkId)
      world.deadline.abort()
      expect(await line).toMatchObject({ state: 'open' })
    })

    it('for no guest', async () => {
      world.people.set(...person(PEOPLE.dana, { isGuest: true }))
      const { checkId } = await check()
      await pass(MINUTE_MS)
      expect(world.inbox).toEqual([])
      expect(await world.store.watchById(checkId)).toMatchObject({ state: 'not-watched' })
      expect(await watchOfCheck(world.ports, world.actor(DANA), checkId)).toBeNull()
    })

    it('for nobody of another tenant', async () => {
      const stranger = { ...world.actor(DANA), tenantId: tenantId('7e4a4700-0000-4000-8000-000000000002') }
      const { checkId } = await check(LURE, stranger)
      expect(await world.store.watchById(checkId)).toBeNull()
    })

    it('on one card for one message after the other', async () => {
      await check()
      await pass(4000)
      world.pass(5 * MINUTE_MS)
      const { checkId } = await check(PROMPT)
      await pass(4000)
      expect(shown()).toMatchObject({ until: new Date(START.getTime() + 25 * MINUTE_MS + 4000), isPhishing: false })
      expect(await world.store.watchById(checkId)).toMatchObject({ card: { conversationId: `a:${DANA}` } })
    })

    it('and goes with its check', async () => {
      const { checkId } = await check()
      await world.store.purgeExpired(minutes(31 * 24 * 60))
      expect(await world.store.watchById(checkId)).toBeNull()
    })
  })

  describe('is concluded', () => {
    it('only when the log reaches past its end, however late it is by the clock', async () => {
      const { checkId } = await check()
      world.rows.push(elsewhere(19))
      await pass(50 * MINUTE_MS)
      expect(await world.store.watchById(checkId)).toMatchObject({ state: 'open' })
      world.rows.push(elsewhere(20))
      await pass(MINUTE_MS)
      expect(await world.store.watchById(checkId)).toMatchObject({ state: 'nothing-seen' })
    })

    it('not by the newest row, as long as a night in which nobody read is not made up for', async () => {
      const { checkId } = await check()
      await pass(0)
      const [late, now] = [minutes(5), 9 * 60]
      world.rows = [elsewhere(now), ...phish({ at: late, correlationId: 'c0ffee00-0000-4000-8000-0000000000ff' })]
      await pass(now * MINUTE_MS)
      expect(await world.store.watchById(checkId)).toMatchObject({ state: 'open' })
      for (let round = 0; round < 10; round++) await pass(1000)
      expect(await world.store.watchById(checkId)).toMatchObject({ state: 'case-seen' })
    })

    it('by an edit of its card, which rings nowhere', async () => {
      await check()
      await pass(4000)
      const posted = world.inbox.length
      world.rows.push(elsewhere(21))
      await pass(30 * MINUTE_MS)
      expect(world.inbox).toHaveLength(posted)
      expect(shown()).toMatchObject({ state: 'nothing-seen', reach: minutes(21) })
    })

    it('with the case that falls into it, whoever’s else does', async () => {
      await check()
      await pass(4000)
      world.rows.push(
        row({ id: 'sams', userId: PEOPLE.sam, at: minutes(2), correlationId: 'c0ffee00-0000-4000-8000-00000000000a' }),
      )
      await pass(3 * MINUTE_MS)
      expect(shown().state).toBe('open')
      world.rows.push(...phish({ at: minutes(5) }))
      await pass(10 * MINUTE_MS)
      expect(shown()).toMatchObject({ state: 'case-seen', seenAt: minutes(5), hasAlert: true })
      expect(severities()).toEqual(['critical'])
    })

    it('anew by a row from within it that comes 50 minutes late', async () => {
      await check()
      await pass(4000)
      world.rows.push(elsewhere(25))
      await pass(26 * MINUTE_MS)
      expect(shown().state).toBe('nothing-seen')
      world.rows.push(...phish({ at: minutes(10) }))
      await pass(34 * MINUTE_MS)
      expect(shown()).toMatchObject({ state: 'case-seen', seenAt: minutes(10) })
      expect(severities()).toEqual(['critical'])
    })

    it('by no case that began before it or after it', async () => {
      const { checkId } = await check(PROMPT)
      world.rows.push(...phish({ at: minutes(-10) }))
      world.rows.push(row({ id: 'later', at: minutes(21), correlationId: 'c0ffee00-0000-4000-8000-00000000000b' }))
      await pass(30 * MINUTE_MS)
      expect(await world.store.watchById(checkId)).toMatchObject({ state: 'nothing-seen', caseId: null })
    })

    it('once, when its card could not be edited at first', async () => {
      await check()
      await pass(4000)
      world.rows.push(elsewhere(21))
      world.pass(30 * MINUTE_MS)
      await pollSignIns(world.ports, 'test')
      // The process ends here; another one takes up what is owed.
      const edits = world.edits.length
      await world.work()
      expect(shown().state).toBe('nothing-seen')
      expect(world.edits).toHaveLength(edits + 1)
      await pass(MINUTE_MS)
      expect(world.edits).toHaveLength(edits + 1)
    })

    it('without a card where the card was deleted', async () => {
      const { checkId } = await check()
      await pass(4000)
      ;(world.inbox as unknown[]).length = 0
      world.rows.push(elsewhere(21))
      await pass(30 * MINUTE_MS)
      expect(world.inbox).toEqual([])
      expect(await world.store.watchById(checkId)).toMatchObject({ state: 'nothing-seen', card: null })
    })
  })

  describe('that cannot see', () => {
    it('says so, with the reason', async () => {
      world.faults.graph = new PosternError('graph-forbidden')
      await check()
      await pass(4000)
      expect(shown()).toMatchObject({ state: 'open', fault: 'no-permission' })
    })

    it('says so where the rows lack the fields that tell, and calls nothing unseen', async () => {
      const { checkId } = await check()
      world.rows = [{ ...elsewhere(30), authenticationProtocol: undefined, originalTransferMethod: undefined }]
      await pass(40 * MINUTE_MS)
      expect(shown()).toMatchObject({ state: 'open', fault: 'incomplete' })
      expect(await world.store.watchById(checkId)).toMatchObject({ state: 'open' })
    })

    it('is given up after a day, and says that nothing is known', async () => {
      await check()
      await pass(4000)
      world.faults.graph = new PosternError('graph-unavailable')
      await pass(25 * 60 * MINUTE_MS)
      expect(shown()).toMatchObject({ state: 'not-known', fault: 'out-of-reach' })
    })
  })

  describe('after a phishing check', () => {
    const outcomes = [
      ['completed', 0, 'critical'],
      ['pending', 50199, 'critical'],
      ['blocked', 53003, 'high'],
      ['failed', 50126, 'high'],
    ] as const

    it.each(outcomes)('a %s case (%i) in the window is %s', async (outcome, errorCode, severity) => {
      await check()
      world.rows.push(row({ at: minutes(19), errorCode }))
      await pass(25 * MINUTE_MS)
      expect(alerts()[0]?.notice).toMatchObject({
        alert: { outcome, severity, reasons: expect.arrayContaining(['reported-phishing-before']) },
      })
    })

    it.each(outcomes)(
      'a %s case (%i) up to 60 minutes before it is raised to %s',
      async (outcome, errorCode, severity) => {
        world.rows.push(row({ at: minutes(-59), errorCode }))
        await world.settle()
        await check()
        await world.settle()
        expect(alerts()).toHaveLength(1)
        expect(alerts()[0]?.notice).toMatchObject({
          alert: { outcome, severity, reasons: expect.arrayContaining(['reported-phishing-after']) },
        })
      },
    )

    it('a case after the window, or more than 60 minutes before, is what it is without it', async () => {
      world.settings = { ...world.settings, firstPollMs: 5 * 60 * MINUTE_MS }
      world.rows.push(row({ id: 'early', at: minutes(-61), errorCode: 53003 }))
      await world.settle()
      await check()
      world.rows.push(
        row({ id: 'late', at: minutes(21), errorCode: 50199, correlationId: 'c0ffee00-0000-4000-8000-00000000000c' }),
      )
      await pass(25 * MINUTE_MS)
      expect(severities()).toEqual(['low', 'low'])
    })

    it('the alert’s card says when the person had asked', async () => {
      await check()
      world.rows.push(...phish({ at: minutes(5) }))
      await pass(10 * MINUTE_MS)
      expect(alerts()[0]?.notice).toMatchObject({ alert: { askedAt: START } })
    })

    it('a case raises nothing where the check was of an ordinary meeting', async () => {
      await check(MEETING)
      world.rows.push(row({ at: minutes(5), errorCode: 53003 }))
      await pass(10 * MINUTE_MS)
      expect(severities()).toEqual(['low'])
    })
  })

  describe('after “Someone sent it to me”', () => {
    const sent = (checkId: Awaited<ReturnType<typeof check>>['checkId']) =>
      answerCheckOrigin(world.ports, world.actor(DANA), checkId, 'sent')

    it('is opened anew, as a phishing one, from then on', async () => {
      const { checkId } = await check(PROMPT)
      await pass(4000)
      world.pass(10 * MINUTE_MS - 4000)
      await sent(checkId)
      await world.work()
      expect(await world.store.watchById(checkId)).toMatchObject({
        from: START,
        openedAt: minutes(10),
        until: minutes(30),
        verdict: 'phishing',
        state: 'open',
      })
      expect(shown()).toMatchObject({ until: minutes(30), isPhishing: true })
    })

    it.each([
      ['before the answer', 5],
      ['after it, to the end of the new window', 29],
    ])('a case %s is critical', async (_when, after) => {
      const { checkId } = await check(PROMPT)
      world.pass(10 * MINUTE_MS)
      await sent(checkId)
      world.rows.push(...phish({ at: minutes(after) }))
      await pass(25 * MINUTE_MS)
      expect(severities()).toEqual(['critical'])
    })

    it('a case that was told already is raised on its card', async () => {
      const { checkId } = await check(PROMPT)
      world.rows.push(row({ at: minutes(2), errorCode: 53003 }))
      await pass(5 * MINUTE_MS)
      expect(severities()).toEqual(['low'])
      await sent(checkId)
      await world.work()
      expect(severities()).toEqual(['high'])
    })

    it.each([
      ['completed', -59, 0, 'critical', ['reported-phishing-after']],
      ['blocked', -59, 53003, 'high', ['reported-phishing-after']],
      ['blocked', -61, 53003, 'low', []],
    ] as const)(
      'a %s case of %i minutes before the check is judged by it',
      async (_, after, errorCode, severity, why) => {
        world.settings = { ...world.settings, firstPollMs: 5 * 60 * MINUTE_MS }
        world.rows.push(row({ at: minutes(after), errorCode }))
        await world.settle()
        await sent((await check(PROMPT)).checkId)
        await world.work()
        expect(alerts()).toHaveLength(1)
        expect(alerts()[0]?.notice).toMatchObject({ alert: { severity, reasons: expect.arrayContaining([...why]) } })
      },
    )

    it('leaves nothing behind where one of its writes fails', async () => {
      const { checkId } = await check(PROMPT)
      const failing = {
        ...world.ports,
        store: {
          ...world.store,
          transaction: <T>(work: Parameters<typeof world.store.transaction<T>>[0]) =>
            world.store.transaction((tx) => {
              const saveWatch = () => Promise.reject(new PosternError('store-unavailable'))
              return work(Object.assign(Object.create(tx), { saveWatch }))
            }),
        },
      }
      await expect(answerCheckOrigin(failing, world.actor(DANA), checkId, 'sent')).rejects.toThrow(PosternError)
      expect((await world.store.checkById(checkId))?.check.verdict).toBe('legitimate-device-login')
      expect((await world.store.watchById(checkId))?.verdict).toBe('legitimate-device-login')
    })
  })
})
