import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { say } from '../../src/cards/index.js'
import { readReachPage } from '../../src/teams/routes/reach.js'
import { DANA, groupMention, personalMessage } from '../support/activities.js'
import { cardsOf } from '../support/connector.js'
import { type RunningBot, SECURITY_READER, startBot } from '../support/runningBot.js'

let bot: RunningBot
beforeAll(async () => {
  bot = await startBot()
})
beforeEach(() => {
  bot.connector.sent.length = 0
  bot.roles.clear()
})
afterAll(() => bot.close())

const ask = async (text: string) => {
  await bot.receive(personalMessage(bot.connector.serviceUrl, { text }))
  return JSON.stringify(bot.connector.sent)
}

describe('an admin who asks about reach', () => {
  beforeEach(() => bot.roles.set(DANA.aadObjectId, [SECURITY_READER]))

  it('gets counts first, then a page of those whom the bot cannot reach, and how to go on', async () => {
    const said = await ask('reach')
    expect(said).toContain(say('reach.lead.some', 'en', { count: 26 }))
    expect(said).toContain(say('reach.count.never', 'en', { count: 6 }))
    expect(said.match(/no chat with me/g)).toHaveLength(19)
    expect(said.indexOf('Blocked by')).toBeLessThan(said.indexOf('no chat with me'))
    expect(said).toContain('reach 2')
  })

  it('gets the rest on the next page', async () => {
    const said = await ask('Reach 2')
    expect(said.match(/no chat with me/g)).toHaveLength(6)
    expect(said).not.toContain('reach 3')
  })

  it('who asks among others is answered in the 1:1 chat', async () => {
    await bot.receive(groupMention(bot.connector.serviceUrl, 'reach'))
    const said = JSON.stringify(bot.connector.sent)
    expect(said).toContain(say('refused.answered-in-private', 'en'))
    expect(cardsOf(bot.connector.sent)).toHaveLength(1)
  })
})

it('tells nobody else', async () => {
  const said = await ask('reach')
  expect(said).toContain('administer sign-in security')
  expect(cardsOf(bot.connector.sent)).toEqual([])
})

it('takes other words for what they are', () => {
  expect(['reach out to me about the meeting code', 'reach x', 'teach'].map(readReachPage)).toEqual([null, null, null])
})
