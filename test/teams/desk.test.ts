/** Questions about alerts and sign-ins, as people write and press them: over real HTTP, with the real flows. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { say } from '../../src/cards/index.js'
import { PosternError } from '../../src/domain/errors.js'
import {
  DANA,
  groupMention,
  type Json,
  personalMessage,
  press,
  SAM,
  SECURITY_CHANNEL_ID,
  TENANT_ID,
} from '../support/activities.js'
import { cardsOf } from '../support/connector.js'
import { exampleAlert, exampleCase } from '../support/exampleAlert.js'
import { type RunningBot, SECURITY_ADMINISTRATOR, SECURITY_READER, startBot } from '../support/runningBot.js'

let bot: RunningBot
beforeAll(async () => {
  bot = await startBot()
})
beforeEach(() => {
  bot.connector.sent.length = 0
  bot.roles.clear()
  bot.directory.fail = null
  const { kept } = bot.store
  for (const map of [kept.alerts, kept.cases, kept.conversations, kept.checks, kept.jobs]) map.clear()
  kept.alertSteps.length = 0
  kept.alerts.set(exampleAlert.alertId, exampleAlert)
  kept.cases.set(exampleCase.caseId, exampleCase)
})
afterAll(() => bot.close())

const here = () => bot.connector.serviceUrl
const write = (text: string, changes: Json = {}) => bot.receive(personalMessage(here(), { text, ...changes }))
const shown = () => JSON.stringify(cardsOf(bot.connector.sent))
const sentences = () => bot.connector.sent.flatMap(({ body }) => (typeof body.text === 'string' ? [body.text] : []))
const pressed = async (data: Json, changes: Json = {}) => {
  const answer = await bot.receive(press(here(), data, changes))
  expect(answer.status).toBe(200)
  return JSON.parse(answer.body) as { type: string; value: unknown }
}
const askAlerts = { v: 1, verb: 'ask-desk', ask: { kind: 'alerts', page: 0 } }
const channel = { id: `${SECURITY_CHANNEL_ID};messageid=1`, conversationType: 'channel', tenantId: TENANT_ID }

describe('a command of the security team', () => {
  it.each(['alerts', 'alert 44444444', 'sign-ins for Dana', 'campaigns', 'stats', 'Warnungen'])(
    '%j of an employee gets the one refusal, and is not checked as a message',
    async (text) => {
      await write(text)
      expect(sentences()).toEqual([say('refused.no-role', 'en')])
      expect(cardsOf(bot.connector.sent)).toEqual([])
      expect(bot.store.kept.checks.size).toBe(0)
    },
  )

  it('is refused with its reason where roles cannot be read', async () => {
    bot.directory.fail = new PosternError('graph-unavailable')
    await write('alerts')
    expect(sentences()).toEqual([say('refused.roles-unknown', 'en')])
  })

  it('of somebody with the role is answered in the 1:1 chat, in their language', async () => {
    bot.roles.set(DANA.aadObjectId, [SECURITY_READER])
    await write('Warnungen', { locale: 'de-DE' })
    expect(shown()).toContain(say('desk.alerts.lead', 'de', { count: 1 }))
    await write('alert 44444444')
    expect(shown()).toContain(exampleAlert.alertId)
  })

  it('is answered in the security channel, and from a group in the 1:1 chat alone', async () => {
    bot.roles.set(DANA.aadObjectId, [SECURITY_READER])
    await bot.receive(groupMention(here(), 'alerts', { conversation: channel }))
    expect(cardsOf(bot.connector.sent)).toHaveLength(1)
    bot.connector.sent.length = 0
    await bot.receive(groupMention(here(), 'alerts'))
    const inGroup = bot.connector.sent.filter(({ path }) => path.includes('19:group@thread.v2'))
    expect(inGroup.map(({ body }) => body.text)).toEqual([say('refused.answered-in-private', 'en')])
    expect(cardsOf(inGroup)).toEqual([])
  })

  it('by a button asks for the role again', async () => {
    expect(await pressed(askAlerts)).toMatchObject({ value: say('refused.no-role', 'en') })
    bot.roles.set(DANA.aadObjectId, [SECURITY_READER])
    expect((await pressed(askAlerts)).type).toBe('application/vnd.microsoft.card.adaptive')
    const one = { v: 1, verb: 'ask-desk', ask: { kind: 'alert', id: exampleAlert.alertId } }
    expect(JSON.stringify(await pressed(one))).toContain(exampleAlert.alertId)
  })

  it.each<[string, Json]>([
    ['an unknown question', { kind: 'passwords' }],
    ['a page that is none', { kind: 'alerts', page: -1 }],
    ['a person by name', { kind: 'sign-ins-of', person: 'Dana', days: 7 }],
    ['more than it takes', { kind: 'stats', since: 'ever' }],
  ])('by a forged button with %s is malformed', async (_case, ask) => {
    bot.roles.set(DANA.aadObjectId, [SECURITY_READER])
    expect((await pressed({ v: 1, verb: 'ask-desk', ask })).value).toBe(say('error.input-invalid', 'en'))
  })
})

describe('a person’s question about their own', () => {
  it('sign-ins is answered without any role, with the card of an open question behind a button', async () => {
    await write('my sign-ins')
    expect(shown()).toContain(say('desk.mine.open', 'en'))
    const open = { v: 1, verb: 'open-question', alertId: exampleAlert.alertId }
    expect(JSON.stringify(await pressed(open))).toContain('answer-alert')
  })

  it('alerts lists what waits for their answer', async () => {
    await write('my alerts')
    expect(shown()).toContain(say('desk.questions.lead', 'en', { count: 1 }))
    await write('my alerts', {
      from: SAM,
      conversation: { id: 'a:sam', conversationType: 'personal', tenantId: TENANT_ID },
    })
    expect(shown()).toContain(say('desk.questions.none', 'en'))
  })

  it('opens nobody else’s question', async () => {
    const open = { v: 1, verb: 'open-question', alertId: exampleAlert.alertId }
    expect((await pressed(open, { from: SAM })).value).toBe(say('error.alert-unknown', 'en'))
  })

  it.each([{ conversation: channel }, {}])('is answered in private wherever others read along', async (where) => {
    await bot.receive(groupMention(here(), 'my sign-ins', where))
    const [last] = bot.connector.sent.slice(-1)
    expect(last?.body.text).toBe(say('refused.answered-in-private', 'en'))
    expect(cardsOf(bot.connector.sent.filter(({ path }) => path.includes('19:')))).toEqual([])
  })
})

describe('closing by the form of the card', () => {
  const close = (more: Json = {}) =>
    pressed({ v: 1, verb: 'act-on-alert', alertId: exampleAlert.alertId, action: 'close', ...more }, { from: SAM })
  beforeEach(() => {
    bot.roles.set(SAM.aadObjectId, [SECURITY_ADMINISTRATOR])
  })

  it('takes the reason and the note that the client adds', async () => {
    const answer = await close({ reason: 'exercise', note: 'the red team of March' })
    expect(JSON.stringify(answer)).toContain('the red team of March')
    expect(bot.store.kept.alertSteps.at(-1)).toMatchObject({ why: 'exercise: the red team of March' })
  })

  it('wants a reason: from the form with a sentence, from a card without one by giving it the form', async () => {
    expect((await close({ reason: '' })).value).toBe(say('desk.needs-reason', 'en'))
    expect(JSON.stringify(await close())).toContain('Input.ChoiceSet')
    expect(bot.store.kept.alertSteps).toEqual([])
  })

  it.each([{ reason: 'because' }, { note: 'x'.repeat(301) }, { reason: 'other', note: 7 }])(
    'takes no %j',
    async (forged) => {
      expect((await close(forged)).value).toBe(say('error.input-invalid', 'en'))
    },
  )
})
