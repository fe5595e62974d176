/** Reports: what is kept before, what is sent, how reports of one lure become one case, and what is left when it is over. */
import { beforeEach, describe, expect, it } from 'vitest'
import { PosternError } from '../../src/domain/errors.js'
import { type UserId, userId } from '../../src/domain/ids.js'
import type { Notice } from '../../src/domain/notices.js'
import { answerCheckOrigin } from '../../src/flows/answerCheckOrigin.js'
import { checkForPerson } from '../../src/flows/checkForPerson.js'
import { forgetExpired } from '../../src/flows/forgetExpired.js'
import { previewReport } from '../../src/flows/previewReport.js'
import { reportCheck } from '../../src/flows/reportCheck.js'
import { describeOnEachEngine } from '../support/engines.js'
import { PEOPLE } from '../support/signInRows.js'
import { CHANNEL, createWorld, person, type World } from '../support/world.js'

const DANA = userId(PEOPLE.dana)
const SAM = userId(PEOPLE.sam)
const KIM = userId('5b0c0000-0000-4000-8000-0000000000c1')
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

const LURE = `From: Audit Office <audit@northwind-review.example>
Hello Dana, the compliance review of your department begins this afternoon and we still miss your confirmation.
Please open https://microsoft.com/devicelogin and enter the session number HNGP5CAF8 to join the call with Mr. Weber.
The file is at https://files.northwind-review.example/q3?access_token=0123456789abcdef, the password is Tulip-4711.
Kind regards, the audit office`
/** Pieces of it that would stand out wherever they were kept. */
const FRAGMENTS = ['compliance review', 'HNGP5CAF8', 'northwind', 'Tulip', 'Weber', 'devicelogin', 'abcdef']

describeOnEachEngine('reports', (place) => {
  let world: World

  beforeEach(() => {
    world = createWorld(place.store)
    for (const who of [DANA, SAM, KIM])
      world.people.set(...person(who, { userPrincipalName: `${who}@contoso.example` }))
  })

  const ASKER = { author: null, audience: 'asker' } as const
  const check = (who: UserId = DANA, text = LURE) => checkForPerson(world.ports, world.actor(who), { text }, ASKER)
  /** Checks and reports, as one person does it. */
  const report = async (who: UserId = DANA, text = LURE) => {
    const { checkId, key } = await check(who, text)
    return reportCheck(world.ports, world.actor(who), checkId, key)
  }
  const preview = async (who: UserId = DANA, text = LURE) => {
    const { checkId, key } = await check(who, text)
    const result = await previewReport(world.ports, world.actor(who), checkId, key)
    if (!('preview' in result)) throw new Error(`refused: ${result.refused}`)
    return { ...result.preview, checkId, key }
  }
  const cases = () => notices().filter(({ part }) => part === 'case')
  const news = () => notices().filter(({ part }) => part === 'news')
  const notices = () => world.cardsFor('team').map(({ notice }) => notice as Extract<Notice, { kind: 'team-report' }>)
  /** The whole store, as its export has it, and the whole log. */
  const everythingKept = async () => {
    const lines: string[] = []
    for await (const line of world.store.exportLines()) lines.push(line)
    return `${lines.join('\n')}\n${JSON.stringify(world.log.lines)}`
  }
  const keptInTheClear = async () => {
    const kept = await everythingKept()
    return FRAGMENTS.filter((fragment) => kept.toLowerCase().includes(fragment.toLowerCase()))
  }
  const setGuest = (who: UserId) => world.people.set(...person(who, { isGuest: true }))

  describe('before a report', () => {
    it('nothing that was pasted is in the store or the log in the clear', async () => {
      const { check: found } = await check()
      expect(found.verdict).toBe('phishing')
      expect(await keptInTheClear()).toEqual([])
      expect(await everythingKept()).toContain('sealed_text')
    })

    it('the key is not kept, and another one opens nothing', async () => {
      const { checkId, key } = await check()
      expect(await everythingKept()).not.toContain(key)
      const other = await check(DANA, 'something else')
      const result = await previewReport(world.ports, world.actor(DANA), checkId, other.key)
      expect(result).toMatchObject({ preview: { text: null } })
    })

    it('a check that others see has no key, no sealed text, and no word on colleagues', async () => {
      await report(SAM)
      const asked = await checkForPerson(world.ports, world.actor(DANA, 'group'), { text: LURE })
      expect(asked).toMatchObject({ key: null, colleagues: null })
      expect(await world.store.sealedText(asked.checkId, world.ports.clock.now())).toBeNull()
    })

    it('a dialog over a group is the asker’s own', async () => {
      await report(SAM)
      const asked = await checkForPerson(world.ports, world.actor(DANA, 'group'), { text: LURE }, ASKER)
      expect(asked.key).toMatch(/^[\w-]{43}$/)
      expect(asked.colleagues).toMatchObject({ reporters: 1 })
    })

    it('the evidence is there for who has the key, also after the ask-back', async () => {
      const prompt =
        'To sign in, use a web browser to open the page https://microsoft.com/devicelogin and enter the code HNGP5CAF8 to authenticate.'
      const { checkId, key } = await check(DANA, prompt)
      const shown = async (given: string | null) => {
        const { check: found } = await answerCheckOrigin(world.ports, world.actor(DANA), checkId, 'sent', given)
        return JSON.stringify(found)
      }
      expect(await shown(key)).toContain('HNGP5CAF8')
      expect(await shown(null)).not.toContain('HNGP5CAF8')
      expect(await keptInTheClear()).toEqual([])
    })

    it('the sealed text is gone after a day', async () => {
      const { checkId } = await check()
      world.pass(DAY_MS)
      await forgetExpired(world.ports)
      expect(await everythingKept()).not.toContain('sealed_text')
      expect(await world.store.checkById(checkId)).not.toBeNull()
    })
  })

  describe('the preview', () => {
    it('shows who reports, what was found, and the text masked and defanged, and sends nothing', async () => {
      const { reporter, check: found, text } = await preview()
      expect(reporter.userId).toBe(DANA)
      expect(found.verdict).toBe('phishing')
      expect(text).toContain('hxxps://microsoft[.]com/devicelogin and enter the session number HNGP5CAF8')
      expect(text).not.toMatch(/Tulip|0123456789|https?:/)
      await world.work()
      expect(world.inbox).toEqual([])
      expect(await keptInTheClear()).toEqual([])
    })

    it('is word for word what is sent', async () => {
      const { checkId, key, text, check: found } = await preview()
      await reportCheck(world.ports, world.actor(DANA), checkId, key)
      await world.work()
      expect(cases()[0]?.report).toMatchObject({ text, check: found })
    })

    it.each([
      ['of somebody else’s check', 'gone', () => undefined],
      ['without a channel', 'no-channel', () => (world.settings = { ...world.settings, securityChannelId: null })],
    ])('is refused %s', async (_what, refused, change) => {
      const { checkId, key } = await check(refused === 'gone' ? SAM : DANA)
      change()
      expect(await previewReport(world.ports, world.actor(DANA), checkId, key)).toMatchObject({ refused })
    })
  })

  describe('a report', () => {
    it('is sent with its text, once, and the sealed text is gone', async () => {
      const { checkId, key } = await check()
      const send = () => reportCheck(world.ports, world.actor(DANA), checkId, key)
      expect(await send()).toMatchObject({ outcome: 'reported', check: { verdict: 'phishing' } })
      expect(await world.store.sealedText(checkId, world.ports.clock.now())).toBeNull()
      expect(await send()).toMatchObject({ outcome: 'already-reported' })
      await world.work()
      expect(cases()).toMatchObject([{ report: { reports: 1, reporters: 1, reporter: { userId: DANA } } }])
      expect(cases()[0]?.report.text).toContain('compliance review')
    })

    it('goes without its text where no key came, or a day has passed', async () => {
      const { checkId } = await check()
      expect(await reportCheck(world.ports, world.actor(DANA), checkId, null)).toMatchObject({
        outcome: 'reported-without-text',
      })
      const late = await check(SAM, 'Please call me back about the code F3KW9QZLM on microsoft.com/devicelogin')
      world.pass(DAY_MS)
      expect(await reportCheck(world.ports, world.actor(SAM), late.checkId, late.key)).toMatchObject({
        outcome: 'reported-without-text',
      })
      await world.work()
      expect(cases().map(({ report: { text } }) => text)).toEqual([null, null])
      expect(await keptInTheClear()).toEqual([])
    })

    it('is kept for its own time, and then is gone from the store and from the card', async () => {
      await report()
      await world.work()
      expect(await keptInTheClear()).not.toEqual([])
      world.pass(90 * DAY_MS - 1)
      await forgetExpired(world.ports)
      await world.work()
      expect(cases()[0]?.report.text).not.toBeNull()
      world.pass(1)
      await forgetExpired(world.ports)
      await world.work()
      expect(cases()).toHaveLength(1)
      expect(cases()[0]?.report).toMatchObject({ text: null, check: null, reporter: null, reporters: 1 })
      expect(await keptInTheClear()).toEqual([])
      await forgetExpired(world.ports)
      expect(await everythingKept()).not.toMatch(/"table":"(?:lure|lure_trace|report|code_check|check_trace)"/)
    })

    it('loses its text in the card also where Teams refused for a day when it was time', async () => {
      await report()
      await world.work()
      world.pass(90 * DAY_MS)
      await forgetExpired(world.ports)
      const { messenger } = world.ports
      const broken = { ...messenger, replace: () => Promise.reject(new PosternError('teams-rejected')) }
      const { runJobs } = await import('../../src/flows/runJobs.js')
      // Our own pace goes by the database's clock, for which all these hours are a moment.
      const store = { ...world.store, takeToken: async () => 0 }
      for (let round = 0; round < 400; round++) {
        await runJobs({ ...world.ports, store, messenger: broken }, 'test')
        world.pass(6 * MINUTE_MS)
      }
      expect(await world.store.jobCounts()).toMatchObject({ abandoned: 1 })
      await forgetExpired(world.ports)
      await world.work()
      expect(cases()[0]?.report.text).toBeNull()
    })
  })

  describe('a second member who reports the same', () => {
    it.each([
      ['code', 'Type hngp5caf8 at microsoft.com/devicelogin, the meeting code is HNGP5CAF8, thanks'],
      ['host', 'Your parcel waits: confirm at https://files.northwind-review.example/a and enter F3KW9QZLM there'],
      ['sender', 'From: audit@northwind-review.example\nPlease send me the code F3KW9QZLM back'],
      [
        'wording',
        LURE.replace('Dana', 'Sam').replace('HNGP5CAF8', 'K7RTQ2XWM').replaceAll('northwind-review', 'alpine'),
      ],
    ])('joins the case by the %s, which tells the channel aloud', async (likeness, text) => {
      await report(DANA)
      await world.work()
      world.pass(HOUR_MS)
      expect(await report(SAM, text)).toMatchObject({ outcome: 'reported' })
      await world.work()
      expect(cases()).toHaveLength(1)
      expect(news()).toMatchObject([{ report: { reporters: 2, by: expect.arrayContaining([likeness]), text: null } }])
      expect(world.cardsFor('team')[1]?.to.conversationId).toMatch(/;messageid=activity-/)
      world.pass(MINUTE_MS)
      await world.work()
      expect(cases()[0]?.report).toMatchObject({ reports: 2, reporters: 2, reporter: { userId: DANA } })
      expect(cases()[0]?.report.lastAt.getTime()).toBe((cases()[0]?.report.firstAt.getTime() ?? 0) + HOUR_MS)
    })

    it('changes no verdict, neither of the first check nor of a later one', async () => {
      const vague = 'A colleague of mine left the paper K7RTQ2XWM on the desk by the window, whoever it may belong to.'
      const { check: before } = await check(KIM, vague)
      await report(DANA, vague)
      await report(SAM, vague)
      const { check: after, colleagues } = await check(KIM, vague)
      expect(after).toEqual(before)
      expect(colleagues).toMatchObject({ reporters: 2 })
    })

    it.each([
      ['a genuine link', 'Please join at https://teams.microsoft.com/meet/2310452543231?p=abcdEFGH12 today at noon'],
      [
        'another lure',
        'Send me the code F3KW9QZLM that the page microsoft.com/devicelogin shows you, I am locked out.',
      ],
    ])('posts a case of its own where all they share is %s', async (_what, text) => {
      const first = text.startsWith('Please') ? 'https://teams.microsoft.com/meet/2310452543231?p=abcdEFGH12' : LURE
      await report(DANA, first)
      await report(SAM, text)
      await world.work()
      expect(cases()).toHaveLength(2)
    })

    it('does not join by an address or a host of the organisation’s own', async () => {
      const own = 'From: it@contoso.example\nsee https://intranet.contoso.example/help and type'
      await report(DANA, `${own} F3KW9QZLM at microsoft.com/devicelogin`)
      await report(SAM, `${own} K7RTQ2XWM at microsoft.com/devicelogin`)
      await world.work()
      expect(cases()).toHaveLength(2)
    })
  })

  it('with the lure itself is no addition to something harmless that was reported before it', async () => {
    await report(SAM, 'Lunch menu of the week: https://files.northwind-review.example/menu')
    await world.work()
    await report(DANA)
    await world.work()
    expect(cases().map(({ report }) => report.check?.verdict)).toEqual(['unrelated', 'phishing'])
    await report(KIM)
    await world.work()
    expect([cases().length, news().length]).toEqual([2, 1])
  })

  it('is known by the author that a mail’s reader found', async () => {
    const from = (who: UserId, text: string) => {
      const author = { userId: null, address: 'Eve@evil.example', displayName: 'Eve' }
      return checkForPerson(world.ports, world.actor(who), { text }, { author, audience: 'asker' })
    }
    const { checkId, key } = await from(DANA, 'Send me the code F3KW9QZLM of microsoft.com/devicelogin')
    await reportCheck(world.ports, world.actor(DANA), checkId, key)
    const { colleagues } = await from(SAM, 'See you on Monday, and bring the papers')
    expect(colleagues).toMatchObject({ reporters: 1, by: ['sender'] })
  })

  describe('who counts', () => {
    it('one person who reports twice is one', async () => {
      await report(DANA)
      await report(DANA)
      await world.work()
      world.pass(MINUTE_MS)
      await world.work()
      expect(cases()).toMatchObject([{ report: { reports: 2, reporters: 1 } }])
      expect(news()).toEqual([])
    })

    it.each<[string, () => unknown]>([
      ['a guest', () => setGuest(SAM)],
      ['somebody the directory does not know', () => world.people.delete(SAM)],
      ['somebody who cannot be looked up', () => (world.faults.graph = new PosternError('graph-unavailable'))],
    ])('%s is shown, and has no weight', async (_who, change) => {
      await report(DANA)
      change()
      expect(await report(SAM)).toMatchObject({ outcome: 'reported' })
      world.faults.graph = null
      world.pass(MINUTE_MS)
      await world.work()
      expect(cases()).toMatchObject([{ report: { reports: 2, reporters: 1 } }])
      expect(news()).toEqual([])
    })
  })

  describe('a later check of the same', () => {
    it('says how many colleagues reported it, when, and by what it is the same', async () => {
      const firstAt = world.ports.clock.now()
      await report(DANA)
      world.pass(HOUR_MS)
      await report(SAM)
      const { colleagues } = await check(KIM)
      expect(colleagues).toEqual({
        reporters: 2,
        firstAt,
        lastAt: world.ports.clock.now(),
        by: ['code', 'sender', 'host', 'wording'],
      })
    })

    it('does not count the asker’s own reports, and knows nothing before anybody has reported', async () => {
      expect((await check(SAM)).colleagues).toBeNull()
      await report(DANA)
      expect((await check(DANA)).colleagues).toBeNull()
      expect((await check(SAM)).colleagues).toMatchObject({ reporters: 1 })
    })

    it.each<[string, () => unknown]>([
      ['a guest', () => setGuest(SAM)],
      ['somebody who cannot be looked up', () => (world.faults.graph = new PosternError('graph-unavailable'))],
    ])('tells %s nothing', async (_who, change) => {
      await report(DANA)
      change()
      expect((await check(SAM)).colleagues).toBeNull()
    })

    it('forgets what is older than reports are kept', async () => {
      await report(DANA)
      world.pass(91 * DAY_MS)
      expect((await check(SAM)).colleagues).toBeNull()
    })
  })

  describe('a storm', () => {
    const crowd = Array.from({ length: 300 }, (_, index) =>
      userId(`5b0c0000-0000-4000-8000-${String(index).padStart(12, '0')}`),
    )

    it('of 300 people within a minute is one card, with few edits and few lines in its thread', async () => {
      for (const who of crowd) world.people.set(...person(who))
      for (const [index, who] of crowd.entries()) {
        await report(who)
        if (index % 20 === 0) await world.work()
        world.pass(190)
      }
      for (let minute = 0; minute < 5; minute++) {
        world.pass(MINUTE_MS)
        await world.work()
      }
      expect(cases()).toMatchObject([{ report: { reports: 300, reporters: 300 } }])
      expect(news().length).toBeLessThanOrEqual(4)
      expect(world.edits.length).toBeLessThanOrEqual(4)
    })

    it('of reports at once, on two replicas, is one case', async () => {
      const asked = await Promise.all([DANA, SAM, KIM].map(async (who) => ({ who, ...(await check(who)) })))
      const outcomes = await Promise.all(
        asked.map(({ who, checkId, key }) => reportCheck(world.ports, world.actor(who), checkId, key)),
      )
      expect(outcomes.map(({ outcome }) => outcome)).toEqual(['reported', 'reported', 'reported'])
      await world.work()
      world.pass(MINUTE_MS)
      await world.work()
      expect(cases()).toMatchObject([{ report: { reports: 3, reporters: 3 } }])
    })

    it('that begins while the first card is on its way is in that card a little later', async () => {
      await report(DANA)
      const { messenger } = world.ports
      const { runJobs } = await import('../../src/flows/runJobs.js')
      const slow: typeof messenger = {
        ...messenger,
        async send(to, notice) {
          await report(SAM)
          await runJobs(world.ports, 'another replica')
          return messenger.send(to, notice)
        },
      }
      await runJobs({ ...world.ports, messenger: slow }, 'test')
      world.pass(2 * MINUTE_MS)
      await world.work()
      expect(cases()).toMatchObject([{ report: { reporters: 2 } }])
      expect(news()).toMatchObject([{ report: { reporters: 2 } }])
    })
  })

  it('is owed to the channel until Teams takes it', async () => {
    world.faults.teams.push(new PosternError('teams-unavailable'), new PosternError('teams-unreachable'))
    await report()
    for (let round = 0; round < 3; round++) {
      await world.work()
      world.pass(10 * MINUTE_MS)
    }
    expect(cases()).toHaveLength(1)
    expect(world.cardsFor('team')[0]?.to.conversationId).toBe(CHANNEL)
  })
})
