/** The presses by which people are warned, over real HTTP: who may, and what a forged payload gets. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { say } from '../../src/cards/index.js'
import { checkId, userId, warningId } from '../../src/domain/ids.js'
import { DANA, type Json, press, SAM, SECURITY_CHANNEL_ID, TENANT_ID } from '../support/activities.js'
import { NOW, type RunningBot, SECURITY_ADMINISTRATOR, SECURITY_READER, startBot } from '../support/runningBot.js'

const LURE = checkId('55555555-5555-4555-8555-555555555501')
const WARNING = warningId('66666666-6666-4666-8666-666666666601')

let bot: RunningBot
beforeAll(async () => {
  bot = await startBot()
})
beforeEach(async () => {
  bot.roles.clear()
  bot.groups.length = 0
  const { lures, reports, warnings, jobs } = bot.store.kept
  warnings.clear()
  jobs.clear()
  reports.length = 0
  lures.set(LURE, {
    lureId: LURE,
    firstAt: NOW,
    lastAt: NOW,
    reports: 1,
    reporters: 1,
    toldReporters: 1,
    likenesses: [],
    textUntil: null,
  })
  reports.push({
    checkId: LURE,
    lureId: LURE,
    by: userId(SAM.aadObjectId),
    at: NOW,
    weighs: true,
    check: { verdict: 'phishing', confidence: 'certain', signals: [] },
    text: 'enter F3KW9QZLM',
    expiresAt: new Date(NOW.getTime() + 1),
  })
})
afterAll(() => bot.close())

const isAdmin = () => bot.roles.set(DANA.aadObjectId, [SECURITY_ADMINISTRATOR])
const CHANNEL = { conversation: { id: SECURITY_CHANNEL_ID, conversationType: 'channel', tenantId: TENANT_ID } }
const pressing = async (data: Json) => {
  const { status, body } = await bot.receive(press(bot.connector.serviceUrl, data, CHANNEL))
  expect(status).toBe(200)
  return JSON.parse(body) as { readonly type: string; readonly value: unknown }
}
const begin: Json = { v: 1, verb: 'warn-people', checkId: LURE }
const open = (state: 'preview' | 'needs-group') =>
  bot.store.addWarning({
    warningId: WARNING,
    lureId: LURE,
    state,
    since: NOW,
    group: null,
    gaps: [],
    left: { already: 0, guests: 0, disabled: 0, unknown: 0 },
    marks: { sender: null, host: null },
    startedBy: null,
    startedAt: null,
  })
const decide = (change: Json = {}): Json => ({
  v: 1,
  verb: 'decide-warning',
  warningId: WARNING,
  version: 1,
  decision: 'send',
  ...change,
})
const naming = (group: string): Json => ({ v: 1, verb: 'name-group', warningId: WARNING, version: 1, group })

describe('warning people', () => {
  it('is begun, sent, and not sent by who acts on alerts', async () => {
    isAdmin()
    expect((await pressing(begin)).value).toBe(say('warn.finding', 'en'))
    expect([...bot.store.kept.jobs.values()]).toMatchObject([{ kind: 'find-recipients' }])
    expect((await pressing(begin)).value).toBe(say('warn.under-way', 'en'))
    await open('preview')
    expect((await pressing(decide())).value).toBe(say('warn.sending', 'en'))
    expect((await pressing(decide())).value).toBe(say('warn.moved-on', 'en'))
    bot.store.kept.warnings.clear()
    await open('preview')
    expect((await pressing(decide({ decision: 'drop' }))).value).toBe(say('warn.dropped', 'en'))
  })

  it.each([
    ['an employee', []],
    ['a reader', [SECURITY_READER]],
  ])('is refused to %s, at every press', async (_who, roles) => {
    bot.roles.set(DANA.aadObjectId, roles)
    await open('preview')
    for (const data of [begin, decide(), decide({ decision: 'drop' }), naming('Finance')])
      expect((await pressing(data)).value).toBe(say('error.not-allowed', 'en'))
    expect(bot.store.kept.jobs.size).toBe(0)
    expect(bot.store.kept.warnings.get(WARNING)).toMatchObject({ state: 'preview', version: 1 })
  })

  it.each([
    ['without a version', { version: undefined }],
    ['with another decision', { decision: 'send-all' }],
    ['with a list of people', { people: ['everybody'] }],
    ['with an id that is none', { warningId: "x' or 1=1" }],
    ['with a verb that differs', { verb: 'send-everything' }],
  ])('takes no payload %s', async (_what, change) => {
    isAdmin()
    await open('preview')
    expect((await pressing(decide(change))).value).toBe(say('error.input-invalid', 'en'))
    expect(bot.store.kept.jobs.size).toBe(0)
  })

  it('asks which group, and takes the one that is picked', async () => {
    isAdmin()
    await open('needs-group')
    expect((await pressing(naming('Finance'))).value).toBe(say('warn.group-none', 'en'))
    bot.groups.push({ groupId: 'g1', name: 'Finance', mail: null }, { groupId: 'g2', name: 'Finance', mail: null })
    const { type, value } = await pressing(naming('Finance'))
    expect(type).toBe('application/vnd.microsoft.card.adaptive')
    expect(JSON.stringify(value)).toContain('"value":"g2"')
    bot.groups.pop()
    expect((await pressing(naming('Finance'))).value).toBe(say('warn.finding-members', 'en'))
    expect(bot.store.kept.warnings.get(WARNING)).toMatchObject({ state: 'finding', group: { groupId: 'g1' } })
  })
})
