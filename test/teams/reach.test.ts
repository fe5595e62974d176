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

  it('gets the counts first, with what to do, and how to get at the names', async () => {
    const said = await ask('reach')
    expect(said).toContain(say('reach.lead.some', 'en', { count: 26 }))
    expect(said).toContain(say('reach.count.never', 'en', { count: 6 }))
    expect(said).toContain(say('reach.do.not-installed', 'en'))
    expect(said).not.toContain('no chat with me')
    expect(said).toContain('reach 1')
  })

  it('gets the people on pages that a phone can hold, the blocked first, to the last one', async () => {
    const pages = []
    for (const page of [1, 2, 3, 4]) {
      bot.connector.sent.length = 0
      pages.push(await ask(`Reach ${page}`))
    }
    expect(pages.map((said) => said.match(/no chat with me|: blocked/g)?.length)).toEqual([8, 8, 8, 2])
    expect(pages[0]).toContain(': blocked')
    expect(pages[0]).toContain('reach 2')
    expect(pages[3]).not.toContain('reach 5')
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
