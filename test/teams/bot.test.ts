/** What people get for what they write and press: over real HTTP, with the real flows and a connector that keeps it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { say } from '../../src/cards/index.js'
import type { CalendarEntry } from '../../src/domain/codeCheck/verification/index.js'
import { PosternError } from '../../src/domain/errors.js'
import {
  DANA,
  groupMention,
  invoke,
  type Json,
  personalMessage,
  press,
  SAM,
  SECURITY_CHANNEL_ID,
  TENANT_ID,
} from '../support/activities.js'
import { cardsOf, type Sent } from '../support/connector.js'
import { exampleAlert, exampleCase } from '../support/exampleAlert.js'
import { type RunningBot, SECURITY_ADMINISTRATOR, SECURITY_READER, startBot } from '../support/runningBot.js'

const LURE =
  'Microsoft Teams meeting: to join, open https://microsoft.com/devicelogin and enter the meeting code CDHGE7KTP'
const QUESTION = 'is device code flow blocked?'

let bot: RunningBot
beforeAll(async () => {
  bot = await startBot()
})
beforeEach(() => {
  bot.connector.sent.length = 0
  bot.log.lines.length = 0
  bot.revoked.length = 0
  bot.calendar.length = 0
  bot.lookUps.length = 0
  bot.roles.clear()
  bot.directory.fail = null
  for (const kept of Object.values(bot.store.kept)) {
    if (Array.isArray(kept)) kept.length = 0
    else (kept as Map<string, unknown>).clear()
  }
})
afterAll(() => bot.close())

const here = () => bot.connector.serviceUrl
const reportsOwed = () => [...bot.store.kept.jobs.values()].filter(({ kind }) => kind === 'report-team')
const textsOf = (sent: readonly Sent[]) => sent.map(({ body }) => body.text).filter((text) => typeof text === 'string')
/** What a card says and carries, as one text to look into. */
const shown = (card: unknown) => JSON.stringify(card)
const dataOf = (card: unknown): Json[] =>
  [...shown(card).matchAll(/"data":(\{[^{}]*\})/g)].map(([, data = '{}']) => JSON.parse(data) as Json)
const buttonFor = (card: unknown, verb: string): Json => {
  const data = dataOf(card).find((candidate) => candidate.verb === verb)
  if (data === undefined) throw new Error(`no button ${verb}`)
  return data
}
const toastOf = (answer: { status: number; body: string }) => {
  expect(answer.status).toBe(200)
  const { type, value } = JSON.parse(answer.body) as { type: string; value: unknown }
  expect(type).toBe('application/vnd.microsoft.activity.message')
  return value
}
const cardOf = (answer: { status: number; body: string }) => {
  expect(answer.status).toBe(200)
  const { type, value } = JSON.parse(answer.body) as { type: string; value: Json }
  expect(type).toBe('application/vnd.microsoft.card.adaptive')
  expect(value).not.toHaveProperty('refresh')
  return value
}

describe('a message in the personal chat', () => {
  it('is checked and answered with the verdict, a button to report, and no word of the text in the log', async () => {
    expect(await bot.receive(personalMessage(here(), { text: LURE }))).toEqual({ status: 200, body: '' })
    const [card, ...more] = cardsOf(bot.connector.sent)
    expect(more).toEqual([])
    expect(shown(card)).toContain(say('verdict.phishing', 'en'))
    expect(buttonFor(card, 'report-check')).toMatchObject({ v: 1 })
    expect(bot.store.kept.checks.size).toBe(1)
    expect(shown(bot.log.lines)).not.toContain('CDHGE7KTP')
    expect(bot.connector.sent[0]?.path).toContain('a:personal-dana')
  })

  it('too many within the hour is answered with when to try again, and read no further', async () => {
    for (let count = 0; count < 60; count += 1)
      await bot.receive(personalMessage(here(), { text: 'See you at lunch?' }))
    const { size } = bot.store.kept.checks
    await bot.receive(personalMessage(here(), { text: LURE, locale: 'de-DE' }))
    expect(bot.connector.sent.at(-1)?.body.text).toBe(say('error.checks-too-many', 'de', { minutes: 1 }))
    expect(bot.store.kept.checks.size).toBe(size)
    await bot.receive(personalMessage(here(), { text: 'help' }))
    expect(shown(cardsOf(bot.connector.sent).at(-1))).toContain(say('help.lead', 'en'))
  })

  it('too many within the hour takes nothing from the buttons: a code that was entered is still told of', async () => {
    await bot.receive(personalMessage(here(), { text: LURE }))
    const card = cardsOf(bot.connector.sent).at(-1)
    bot.store.kept.taken.set(`person:check:${DANA.aadObjectId}`, 60)
    const answer = await bot.receive(press(here(), buttonFor(card, 'entered-code')))
    expect(shown(cardOf(answer))).toContain(say('entered.noted-note', 'en'))
    expect([...bot.store.kept.jobs.values()].map(({ kind }) => kind)).toContain('tell-team')
  })

  it('is read with its markup, where the plain text has lost what a link points to', async () => {
    const html = '<p>Join <a href="https://microsoft.com/devicelogin">the meeting</a> with code CDHGE7KTP</p>'
    const text = 'Join the meeting with code CDHGE7KTP'
    await bot.receive(personalMessage(here(), { text, attachments: [{ contentType: 'text/html', content: html }] }))
    expect(shown(cardsOf(bot.connector.sent))).toContain(say('verdict.phishing', 'en'))
  })

  it('is answered in the language of the person', async () => {
    await bot.receive(personalMessage(here(), { text: 'Hallo!', locale: 'de-AT' }))
    expect(shown(cardsOf(bot.connector.sent))).toContain(say('help.lead', 'de'))
  })

  it.each(['help', 'Hello, can you help me?'])(
    'that says %j gets the help, and for an admin the admin part',
    async (text) => {
      await bot.receive(personalMessage(here(), { text }))
      expect(shown(cardsOf(bot.connector.sent))).not.toContain('who is excluded')
      bot.roles.set(DANA.aadObjectId, [SECURITY_READER])
      await bot.receive(personalMessage(here(), { text }))
      expect(shown(cardsOf(bot.connector.sent).at(-1))).toContain('who is excluded')
    },
  )

  it.each([
    ['Hi!', 'talk.hello.lead'],
    ['what can you do?', 'talk.who.lead'],
    ['thanks 😄', 'talk.thanks.lead'],
    ['', 'talk.nothing.lead'],
    ['asdf', 'talk.nothing.lead'],
  ] as const)('that says %j is answered, not checked', async (text, lead) => {
    await bot.receive(personalMessage(here(), { text }))
    expect(shown(cardsOf(bot.connector.sent))).toContain(say(lead, 'en'))
    expect(bot.store.kept.checks.size).toBe(0)
  })

  it('that asks what the page is gets the answer to that', async () => {
    await bot.receive(personalMessage(here(), { text: 'what is microsoft.com/devicelogin?' }))
    expect(shown(cardsOf(bot.connector.sent))).toContain(say('advice.about-the-page', 'en'))
  })

  it('that says help with the markup that Teams adds gets the help; a link under the word is checked', async () => {
    const attached = (content: string) => ({ text: 'help', attachments: [{ contentType: 'text/html', content }] })
    await bot.receive(personalMessage(here(), attached('<div><p>help</p></div>')))
    expect(bot.store.kept.checks.size).toBe(0)
    await bot.receive(personalMessage(here(), attached('<a href="https://microsoft.com/devicelogin">help</a>')))
    expect(bot.store.kept.checks.size).toBe(1)
  })

  it('gets the help without its admin part where roles cannot be read', async () => {
    bot.directory.fail = new PosternError('graph-unavailable')
    await bot.receive(personalMessage(here(), { text: 'help' }))
    expect(shown(cardsOf(bot.connector.sent))).toContain(say('help.lead', 'en'))
  })

  it('that is only nearly a greeting is checked', async () => {
    await bot.receive(personalMessage(here(), { text: 'this is philosophy, help yourself' }))
    expect(bot.store.kept.checks.size).toBe(1)
  })

  it('is remembered as a place to write to, under the id of the chat', async () => {
    await bot.receive(personalMessage(here()))
    expect(bot.store.kept.conversations.get('a:personal-dana')).toMatchObject({
      kind: 'personal',
      userId: DANA.aadObjectId,
      tenantId: TENANT_ID,
      serviceUrl: here(),
    })
  })

  it.each<[string, Json]>([
    ['whose sender has no Entra id', { from: { id: '29:dana' } }],
    ['whose sender id is no GUID', { from: { ...DANA, aadObjectId: "' or 1 eq 1" } }],
    ['without a tenant', { channelData: {}, conversation: { id: 'a:1', conversationType: 'personal' } }],
    ['longer than Teams lets anybody write', { text: 'x'.repeat(65_537) }],
  ])('%s gets one sentence and changes nothing', async (_case, changes) => {
    expect(await bot.receive(personalMessage(here(), { text: LURE, ...changes }))).toEqual({ status: 200, body: '' })
    expect(textsOf(bot.connector.sent)).toEqual([say('error.input-invalid', 'en')])
    expect(bot.store.kept.checks.size).toBe(0)
  })

  it('gets one sentence by the error, and the log the code, where something fails inside', async () => {
    bot.store.kept.checks.set = () => {
      throw new PosternError('store-unavailable', { url: 'postgres://user:hunter2@db' })
    }
    await bot.receive(personalMessage(here(), { text: LURE }))
    bot.store.kept.checks.set = Map.prototype.set
    expect(textsOf(bot.connector.sent)).toEqual([say('error.store-unavailable', 'en')])
    expect(bot.log.lines.at(-1)).toMatchObject({ level: 'error', fields: { code: 'store-unavailable' } })
    expect(shown([bot.log.lines, bot.connector.sent])).not.toContain('hunter2')
  })

  it('is no reason to fail where Teams does not take the answer', async () => {
    bot.connector.fail({ status: 503 }, { status: 503 })
    expect((await bot.receive(personalMessage(here(), { text: LURE }))).status).toBe(200)
    expect(bot.log.lines.map(({ fields }) => fields)).toContainEqual({ code: 'teams-unavailable' })
  })

  it('that fails over something aborted inside is a fault of ours, and not of Teams', async () => {
    bot.store.kept.checks.set = () => {
      throw new DOMException('aborted', 'AbortError')
    }
    await bot.receive(personalMessage(here(), { text: LURE }))
    bot.store.kept.checks.set = Map.prototype.set
    expect(bot.log.lines.at(-1)).toMatchObject({ level: 'error', fields: { code: 'internal' } })
    expect(textsOf(bot.connector.sent)).toEqual([say('error.internal', 'en')])
  })

  it('from a service URL that is not on this machine is refused in the mode without authentication', async () => {
    for (const serviceUrl of [
      'https://smba.trafficmanager.net/teams/',
      'http://127.0.0.1.evil.example/',
      'http://10.0.0.1/',
    ]) {
      expect(await bot.receive(personalMessage(serviceUrl, { text: LURE }))).toEqual({ status: 401, body: '' })
    }
    expect(bot.store.kept.checks.size).toBe(0)
  })
})

describe('a mention in a group or a channel', () => {
  it('is checked without the mention, and answered there with the pure verdict', async () => {
    await bot.receive(groupMention(here(), LURE))
    const [card] = cardsOf(bot.connector.sent)
    expect(shown(card)).toContain(say('verdict.phishing', 'en'))
    expect(shown(card)).not.toContain('check-origin')
    expect(bot.connector.sent[0]?.path).toContain('19:group@thread.v2')
    expect([...bot.store.kept.conversations.values()]).toMatchObject([{ kind: 'group', userId: null }])
  })

  it('that is only a greeting is greeted, and nothing is checked', async () => {
    await bot.receive(groupMention(here(), 'hi'))
    expect(shown(cardsOf(bot.connector.sent))).toContain(say('talk.hello.lead', 'en'))
    expect(bot.store.kept.checks.size).toBe(0)
  })

  it('in a thread is answered in the thread and remembered as its channel', async () => {
    const conversation = {
      id: '19:general@thread.tacv2;messageid=1700000000000',
      conversationType: 'channel',
      tenantId: TENANT_ID,
    }
    await bot.receive(groupMention(here(), LURE, { conversation }))
    expect(bot.connector.sent[0]?.path).toContain('19:general@thread.tacv2;messageid=1700000000000')
    expect([...bot.store.kept.conversations.keys()]).toEqual(['19:general@thread.tacv2'])
  })
})

describe('installing', () => {
  const install = (changes: Json = {}) =>
    personalMessage(here(), { type: 'installationUpdate', action: 'add', text: undefined, ...changes })

  it('greets once, however often Teams says it', async () => {
    await bot.receive(install())
    await bot.receive(install())
    await bot.receive(personalMessage(here(), { type: 'conversationUpdate', text: undefined, membersAdded: [DANA] }))
    const cards = cardsOf(bot.connector.sent)
    expect(cards).toHaveLength(1)
    expect(shown(cards)).toContain(say('greeting.lead', 'en'))
  })

  it('does not greet for an upgrade of a known place, and forgets a place it is removed from', async () => {
    await bot.receive(install())
    await bot.receive(install({ action: 'add-upgrade' }))
    expect(bot.connector.sent).toHaveLength(1)
    await bot.receive(install({ action: 'remove-upgrade' }))
    expect(bot.store.kept.conversations.size).toBe(1)
    await bot.receive(install({ action: 'remove' }))
    expect(bot.store.kept.conversations.size).toBe(0)
  })
})

describe('a question about policy', () => {
  it('of an employee gets one polite refusal and nothing else', async () => {
    await bot.receive(personalMessage(here(), { text: QUESTION }))
    expect(textsOf(bot.connector.sent)).toEqual([say('refused.no-role', 'en')])
    expect(cardsOf(bot.connector.sent)).toEqual([])
  })

  it('of an admin gets the answer', async () => {
    bot.roles.set(DANA.aadObjectId, [SECURITY_READER])
    await bot.receive(personalMessage(here(), { text: QUESTION }))
    expect(textsOf(bot.connector.sent)).toEqual([])
    expect(cardsOf(bot.connector.sent)).toHaveLength(1)
  })

  it('is refused with its reason where roles cannot be read', async () => {
    bot.directory.fail = new PosternError('graph-unavailable')
    await bot.receive(personalMessage(here(), { text: QUESTION }))
    expect(textsOf(bot.connector.sent)).toEqual([say('refused.roles-unknown', 'en')])
  })

  it('is answered in the security channel to somebody with the role', async () => {
    bot.roles.set(DANA.aadObjectId, [SECURITY_READER])
    const conversation = { id: `${SECURITY_CHANNEL_ID};messageid=1`, conversationType: 'channel', tenantId: TENANT_ID }
    await bot.receive(groupMention(here(), QUESTION, { conversation }))
    expect(cardsOf(bot.connector.sent)).toHaveLength(1)
    expect(bot.connector.sent[0]?.path).toContain(SECURITY_CHANNEL_ID)
  })

  it.each([
    ['the answer', [SECURITY_READER]],
    ['the refusal', []],
  ])('asked in a group sends %s to the 1:1 chat, and the group learns only that', async (_what, roles) => {
    bot.roles.set(DANA.aadObjectId, roles)
    await bot.receive(groupMention(here(), QUESTION))
    const inGroup = bot.connector.sent.filter(({ path }) => path.includes('19:group@thread.v2'))
    expect(inGroup.map(({ body }) => body.text)).toEqual([say('refused.answered-in-private', 'en')])
    expect(cardsOf(inGroup)).toEqual([])
    const [opened, answer] = bot.connector.sent.filter(({ path }) => !path.includes('19:group@thread.v2'))
    expect(opened?.body).toMatchObject({ members: [{ id: DANA.aadObjectId }] })
    expect(answer?.path).toContain('a:opened-')
    expect(cardsOf(answer === undefined ? [] : [answer])).toHaveLength(roles.length)
  })

  it('uses the 1:1 chat that there is', async () => {
    await bot.receive(personalMessage(here()))
    bot.connector.sent.length = 0
    await bot.receive(groupMention(here(), QUESTION))
    expect(bot.connector.sent.map(({ path }) => path.split('/')[4])).toEqual(['a:personal-dana', '19:group@thread.v2'])
  })
})

describe('what the tenant knows of a meeting', () => {
  const LINK = 'https://us02web.zoom.us/j/87654321098?pwd=abc'
  const INVITATION = `You are invited to a Zoom meeting. Join: ${LINK}\nMeeting ID: 876 5432 1098`
  const budget: CalendarEntry = {
    ...{ subject: 'Budget', start: null, isCancelled: false, isAnswered: true },
    ...{ organiserAddress: null, joinTexts: [LINK], conferenceId: null },
  }

  it('stands under the verdict in the personal chat', async () => {
    await bot.receive(personalMessage(here(), { text: INVITATION }))
    expect(shown(cardsOf(bot.connector.sent))).toContain(say('verified.meeting.not-found', 'en'))
    bot.calendar.push(budget)
    await bot.receive(personalMessage(here(), { text: INVITATION }))
    expect(shown(cardsOf(bot.connector.sent))).toContain('📅 In your calendar: “Budget”')
  })

  it('is neither looked up nor shown where others read along', async () => {
    bot.calendar.push(budget)
    await bot.receive(groupMention(here(), INVITATION))
    expect(shown(cardsOf(bot.connector.sent))).not.toContain('calendar')
    expect(bot.lookUps).toEqual([])
  })
})

describe('Check this message', () => {
  const picked = (content: string, author: string = SAM.aadObjectId) => ({
    commandId: 'checkMessage',
    messagePayload: {
      id: '1',
      body: { contentType: 'html', content },
      from: { user: { id: author, displayName: 'x' } },
    },
  })
  const fetchTask = (value: unknown, changes: Json = {}) =>
    bot.receive(invoke(here(), 'composeExtension/fetchTask', value, changes))
  const submit = (data: unknown) =>
    bot.receive(invoke(here(), 'composeExtension/submitAction', { commandId: 'checkMessage', data }))
  const taskOf = (answer: { status: number; body: string }) => {
    expect(answer.status).toBe(200)
    return (JSON.parse(answer.body) as { task: { type: string; value: unknown } }).task
  }

  it('opens a dialog that has the verdict already, and posts nothing where the message stands', async () => {
    const task = taskOf(await fetchTask(picked(`<p>${LURE}</p>`)))
    expect(task.type).toBe('continue')
    expect(shown(task.value)).toContain(say('verdict.phishing', 'en'))
    expect(bot.connector.sent).toEqual([])
  })

  it('says in the dialog who wrote the message, wherever it stands', async () => {
    const conversation = { id: '19:yard@thread.tacv2;messageid=1', conversationType: 'channel', tenantId: TENANT_ID }
    const dialog = async (author: string) => shown(taskOf(await fetchTask(picked('lunch?', author), { conversation })))
    expect(await dialog(SAM.aadObjectId)).toContain(say('verified.sender.colleague', 'en'))
    expect(await dialog('99999999-9999-4999-8999-999999999999')).toContain(say('verified.sender.external', 'en'))
    expect(await dialog(DANA.aadObjectId)).not.toContain(say('verified.title', 'en'))
  })

  it('is more careful with a message of somebody who poses as a colleague, and keeps that', async () => {
    const user = { id: '99999999-9999-4999-8999-999999999999', displayName: 'Contoso Yards IT' }
    const value = { ...picked('lunch?'), messagePayload: { id: '1', body: { content: 'lunch?' }, from: { user } } }
    const task = taskOf(await fetchTask(value))
    expect(shown(task.value)).toContain(say('verified.sender.poses', 'en'))
    expect(shown(task.value)).toContain(say('verdict.suspicious', 'en'))
    const [kept] = bot.store.kept.checks.values()
    expect(kept?.check.verdict).toBe('suspicious')
  })

  it('judges a sign-in prompt that somebody else wrote harder than one of the asker', async () => {
    const prompt =
      'To sign in, open the page https://microsoft.com/devicelogin and enter the code CDHGE7KTP to authenticate.'
    await fetchTask(picked(prompt, SAM.aadObjectId))
    await fetchTask(picked(prompt, DANA.aadObjectId))
    const [fromSam, ownOne] = [...bot.store.kept.checks.values()].map(({ check }) => check.verdict)
    expect(ownOne).toBe('legitimate-device-login')
    expect(['suspicious', 'phishing']).toContain(fromSam)
  })

  it('asks back in the dialog about an own sign-in prompt, and takes the answer there', async () => {
    const prompt =
      'To sign in, open the page https://microsoft.com/devicelogin and enter the code CDHGE7KTP to authenticate.'
    const { value } = taskOf(await fetchTask(picked(prompt, DANA.aadObjectId)))
    const sent = { ...buttonFor(value, 'check-origin'), origin: 'sent' }
    expect(shown(value)).not.toContain('entered-code')
    const after = taskOf(await submit(sent)).value
    expect(shown(after)).toContain(say('verdict.phishing', 'en'))
    expect(buttonFor(after, 'entered-code')).toMatchObject({ v: 1 })
    expect([...bot.store.kept.checks.values()].map(({ check }) => check.verdict)).toEqual(['phishing'])
  })

  it('says in the dialog until when the sign-ins are watched, and promises no card', async () => {
    const { value } = taskOf(await fetchTask(picked(LURE)))
    expect(shown(value)).toContain('I am watching your sign-ins until {{TIME(2026-03-02T08:20:00Z)}}')
    expect([...bot.store.kept.jobs.values()].map(({ kind }) => kind)).not.toContain('tell-watch')
  })

  it('takes from the dialog that the code was entered, once', async () => {
    const { value } = taskOf(await fetchTask(picked(LURE)))
    const entered = buttonFor(value, 'entered-code')
    for (const _press of [1, 2])
      expect(shown(taskOf(await submit(entered)).value)).toContain(say('entered.noted', 'en'))
    expect(bot.store.kept.alerts.size).toBe(1)
  })

  it('reports from the dialog, once, after it has shown what will be sent', async () => {
    const { value } = taskOf(await fetchTask(picked(LURE)))
    const asked = buttonFor(value, 'report-check')
    const { value: preview } = taskOf(await submit(asked))
    expect(shown(preview)).toContain(say('report.preview.lead', 'en'))
    expect(shown(preview)).toContain('hxxps://microsoft[.]com/devicelogin and enter the meeting code CDHGE7KTP')
    expect(reportsOwed()).toEqual([])
    expect(shown(taskOf(await submit(buttonFor(preview, 'drop-report'))).value)).toContain('report-check')
    const report = buttonFor(preview, 'send-report')
    expect(taskOf(await submit(report))).toEqual({ type: 'message', value: say('report.reported', 'en') })
    expect(taskOf(await submit(report))).toEqual({ type: 'message', value: say('report.already-reported', 'en') })
    expect(reportsOwed()).toHaveLength(1)
  })

  it.each<[string, unknown]>([
    ['no message', { commandId: 'checkMessage' }],
    ['a body that is no text', { ...picked(''), messagePayload: { body: { content: { toString: 1 } } } }],
    ['a body beyond all bounds', picked('x'.repeat(131_073))],
  ])('says one sentence for %s', async (_case, value) => {
    expect(taskOf(await fetchTask(value))).toEqual({ type: 'message', value: say('error.input-invalid', 'en') })
  })

  it('takes a message without an author or a text: a card of another bot', async () => {
    const value = {
      commandId: 'checkMessage',
      messagePayload: { body: { contentType: 'html', content: null }, from: null },
    }
    expect(taskOf(await fetchTask(value)).type).toBe('continue')
  })

  it.each<[string, unknown]>([
    ['nothing', undefined],
    [
      'an action that has no place in the dialog',
      { v: 1, verb: 'act-on-alert', alertId: exampleAlert.alertId, action: 'close' },
    ],
    ['another version', { v: 2, verb: 'report-check', checkId: '55555555-5555-4555-8555-555555555501' }],
  ])('takes no submit of %s', async (_case, data) => {
    expect(taskOf(await submit(data))).toEqual({ type: 'message', value: say('error.input-invalid', 'en') })
  })

  it('leaves commands that are not its own alone', async () => {
    expect((await fetchTask({ ...picked(LURE), commandId: 'somethingElse' })).status).toBe(501)
    expect((await bot.receive(invoke(here(), 'composeExtension/fetchTask', undefined))).status).toBe(501)
  })
})

describe('a press on a check card', () => {
  const check = async (text: string) => {
    await bot.receive(personalMessage(here(), { text }))
    const card = cardsOf(bot.connector.sent).at(-1)
    bot.connector.sent.length = 0
    return card
  }

  it('reports once, and the card says so ever after, without the button', async () => {
    const asked = buttonFor(await check(LURE), 'report-check')
    const report = buttonFor(cardOf(await bot.receive(press(here(), asked))), 'send-report')
    for (const data of [report, report, asked]) {
      const card = JSON.stringify(cardOf(await bot.receive(press(here(), data))))
      expect(card).toContain(say('verdict.reported', 'en'))
      expect(card).not.toContain('report-check')
    }
    expect(reportsOwed()).toHaveLength(1)
    expect(bot.store.kept.reports[0]?.text).toContain('enter the meeting code CDHGE7KTP')
    expect(bot.connector.sent).toEqual([])
  })

  it('tells of an entered code: what to do now, and what is owed to the person and the team', async () => {
    const entered = buttonFor(await check(LURE), 'entered-code')
    for (const _press of [1, 2]) {
      const card = cardOf(await bot.receive(press(here(), entered)))
      expect(shown(card)).toContain(say('entered.noted', 'en'))
      expect(shown(card)).not.toContain('entered-code')
      // The evidence stands as before: the key came with the press.
      expect(shown(card)).toContain('hxxps://microsoft[.]com/devicelogin')
    }
    expect([...bot.store.kept.alerts.values()]).toMatchObject([
      { kind: 'own-report', caseId: null, severity: 'critical' },
    ])
    const kinds = [...bot.store.kept.jobs.values()].map(({ kind }) => kind)
    expect(kinds).toEqual(['reassess', 'tell-watch', 'contain', 'tell-team', 'tell-owner'])
  })

  it('of an entered code by somebody else, or with a forged id, learns and changes nothing', async () => {
    const entered = buttonFor(await check(LURE), 'entered-code')
    const bySam = await bot.receive(press(here(), entered, { from: SAM }))
    const forged = await bot.receive(press(here(), { ...entered, checkId: '55555555-5555-4555-8555-555555555599' }))
    expect([toastOf(bySam), toastOf(forged)]).toEqual([say('error.not-yours', 'en'), say('error.not-yours', 'en')])
    expect(bot.store.kept.alerts.size).toBe(0)
  })

  it('shows what would be sent, and goes back to the verdict where it is not sent', async () => {
    const asked = buttonFor(await check(LURE), 'report-check')
    const preview = cardOf(await bot.receive(press(here(), asked)))
    expect(shown(preview)).toContain('hxxps://microsoft[.]com/devicelogin')
    const back = cardOf(await bot.receive(press(here(), buttonFor(preview, 'drop-report'))))
    expect(shown(back)).toContain(say('verdict.phishing', 'en'))
    expect(buttonFor(back, 'report-check')).toEqual(asked)
    expect(bot.store.kept.reports).toEqual([])
  })

  it('keeps nothing of the message in the store or the log before it is sent', async () => {
    await check(LURE)
    expect(shown([[...bot.store.kept.checks], [...bot.store.kept.sealed], bot.log.lines])).not.toMatch(
      /CDHGE7KTP|devicelogin|meeting code/,
    )
  })

  it('in a group says it in a line, since others read the card', async () => {
    await bot.receive(groupMention(here(), LURE))
    const report = buttonFor(cardsOf(bot.connector.sent).at(-1), 'report-check')
    const { conversation } = groupMention(here(), LURE)
    expect(report).not.toHaveProperty('seal')
    expect(toastOf(await bot.receive(press(here(), report, { conversation })))).toBe(
      say('report.reported-without-text', 'en'),
    )
  })

  it('by somebody else, or with a forged id, learns and changes nothing', async () => {
    const report = buttonFor(await check(LURE), 'report-check')
    const bySam = await bot.receive(press(here(), report, { from: SAM }))
    const forged = await bot.receive(press(here(), { ...report, checkId: '55555555-5555-4555-8555-555555555599' }))
    expect([toastOf(bySam), toastOf(forged)]).toEqual([say('report.gone', 'en'), say('report.gone', 'en')])
    expect(reportsOwed()).toEqual([])
  })
})

describe('a press on an alert card', () => {
  beforeEach(() => {
    bot.store.kept.alerts.set(exampleAlert.alertId, exampleAlert)
    bot.store.kept.cases.set(exampleCase.caseId, exampleCase)
  })
  const answer = (changes: Json = {}) => ({
    v: 1,
    verb: 'answer-alert',
    alertId: exampleAlert.alertId,
    answer: 'someone-sent-it',
    ...changes,
  })
  const act = (action: string, from: Json = SAM) =>
    bot.receive(press(here(), { v: 1, verb: 'act-on-alert', alertId: exampleAlert.alertId, action }, { from }))
  const stored = () => bot.store.kept.alerts.get(exampleAlert.alertId)

  it('by its owner records the answer and shows it', async () => {
    const card = cardOf(await bot.receive(press(here(), answer())))
    expect(shown(card)).toContain(say('answer.someone-sent-it', 'en'))
    expect(stored()?.answers).toMatchObject([{ answer: 'someone-sent-it', by: DANA.aadObjectId }])
  })

  it('again, or replayed, shows the same and records nothing more', async () => {
    await bot.receive(press(here(), answer()))
    const [after, jobs] = [stored(), bot.store.kept.jobs.size]
    cardOf(await bot.receive(press(here(), answer())))
    expect([stored(), bot.store.kept.jobs.size]).toEqual([after, jobs])
  })

  it.each<[string, Json, Json, 'error.not-yours' | 'error.alert-unknown' | 'error.input-invalid']>([
    ['by somebody else', {}, { from: SAM }, 'error.alert-unknown'],
    ['with a forged alert id', { alertId: '44444444-4444-4444-8444-444444444499' }, {}, 'error.alert-unknown'],
    ['with an id that is none', { alertId: "x' or 1=1" }, {}, 'error.input-invalid'],
    ['with an answer that is none', { answer: 'whatever' }, {}, 'error.input-invalid'],
    ['with a member that is not of the payload', { admin: true }, {}, 'error.input-invalid'],
    ['of another version', { v: 2 }, {}, 'error.input-invalid'],
    ['of no known verb', { verb: 'grant-admin' }, {}, 'error.input-invalid'],
    ['by nobody', {}, { from: { id: '29:x' } }, 'error.input-invalid'],
  ])('%s changes nothing and says why', async (_case, changes, activity, key) => {
    expect(toastOf(await bot.receive(press(here(), answer(changes), activity)))).toBe(say(key, 'en'))
    expect(stored()).toEqual(exampleAlert)
    expect(bot.store.kept.jobs.size).toBe(0)
  })

  it.each<[string, unknown]>([
    ['no value', undefined],
    ['a value without an action', {}],
    ['an action of another type', { action: { type: 'Action.Submit', verb: 'answer-alert', data: answer() } }],
    [
      'a verb that is not the one of its data',
      { action: { type: 'Action.Execute', verb: 'report-check', data: answer() } },
    ],
    ['data that is a list', { action: { type: 'Action.Execute', verb: 'answer-alert', data: [answer()] } }],
  ])('with %s is malformed', async (_case, value) => {
    expect(toastOf(await bot.receive(invoke(here(), 'adaptiveCard/action', value)))).toBe(
      say('error.input-invalid', 'en'),
    )
    expect(stored()).toEqual(exampleAlert)
  })

  it('of the team revokes the sessions for somebody with the role, once', async () => {
    bot.roles.set(SAM.aadObjectId, [SECURITY_ADMINISTRATOR])
    cardOf(await act('revoke-sessions'))
    cardOf(await act('revoke-sessions'))
    expect(bot.revoked).toEqual([DANA.aadObjectId])
  })

  it.each<[string, readonly string[], Json]>([
    ['without a role', [], SAM],
    ['with a role that only reads', [SECURITY_READER], SAM],
    ['on the own case, whatever the role', [SECURITY_ADMINISTRATOR], DANA],
  ])('of the team %s is refused and does nothing', async (_case, roles, from) => {
    bot.roles.set(from.aadObjectId as string, roles)
    expect(toastOf(await act('revoke-sessions', from))).toBe(say('error.not-allowed', 'en'))
    expect(toastOf(await act('close', from))).toBe(say('error.not-allowed', 'en'))
    expect(bot.revoked).toEqual([])
    expect(stored()).toEqual(exampleAlert)
  })

  it('of the team is refused with its reason where the role cannot be read', async () => {
    bot.directory.fail = new PosternError('graph-unavailable')
    expect(toastOf(await act('revoke-sessions'))).toBe(say('error.graph-unavailable', 'en'))
    expect(bot.revoked).toEqual([])
  })
})
