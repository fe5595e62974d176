/** What people get for what they have in hand: files, pictures, cards and quotes, over real HTTP with the real flows. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { say } from '../../src/cards/index.js'
import { DANA, groupMention, invoke, type Json, personalMessage, SAM } from '../support/activities.js'
import { cardsOf } from '../support/connector.js'
import { type FileHost, file, redirect, startFileHost } from '../support/fileHost.js'
import { type RunningBot, startBot } from '../support/runningBot.js'

const LURE = 'Teams meeting: to join, open https://microsoft.com/devicelogin and enter the meeting code CDHGE7KTP'
const PROMPT =
  'To sign in, use a web browser to open the page https://microsoft.com/devicelogin and enter the code HNGP5CAF8 to authenticate.'
const CHAT = '19:group@thread.v2'
const HOSTED = `https://graph.microsoft.com/v1.0/chats/${CHAT}/messages/1700000000001/hostedContents/aWQ9/$value`

let bot: RunningBot
let host: FileHost
beforeAll(async () => {
  bot = await startBot()
  host = await startFileHost()
})
beforeEach(() => {
  bot.connector.sent.length = 0
  bot.connector.pictures.clear()
  bot.log.lines.length = 0
  bot.hosted.clear()
  bot.store.kept.checks.clear()
  host.asked.length = 0
  host.at.clear()
})
afterAll(async () => {
  await bot.close()
  await host.close()
})

const here = () => bot.connector.serviceUrl
const shown = (card: unknown) => JSON.stringify(card)
const answer = () => shown(cardsOf(bot.connector.sent).at(-1))
const attached = (name: string, path = `/${name}`) => ({
  contentType: 'application/vnd.microsoft.teams.file.download.info',
  contentUrl: `https://contoso-my.sharepoint.com/personal/dana/Documents/${name}`,
  name,
  content: { downloadUrl: `${host.origin}${path}`, uniqueId: '1', fileType: 'png' },
})
const pasted = (id: string, content: string) => {
  bot.connector.pictures.set(id, { contentType: 'image/png', bytes: Buffer.from(content) })
  return { contentType: 'image/png', contentUrl: `${here()}v3/attachments/${id}/views/original` }
}
const say1to1 = (attachments: unknown[], changes: Json = {}) =>
  bot.receive(personalMessage(here(), { text: '', attachments, ...changes }))

describe('in the personal chat', () => {
  it('an attached picture is read and judged, and somebody is seen to be at work meanwhile', async () => {
    host.at.set('/screen.png', file(`picture ${LURE}`))
    expect(await say1to1([attached('screen.png')])).toEqual({ status: 200, body: '' })
    expect(answer()).toContain(say('verdict.phishing', 'en'))
    expect(answer()).toContain(say('unread.letters', 'en'))
    expect(bot.connector.sent.map(({ body }) => body.type)).toEqual(['typing', 'message'])
    expect(bot.store.kept.checks.size).toBe(1)
  })

  it('a pasted screenshot is fetched from the connector', async () => {
    await say1to1([pasted('0-abc', `qr https://microsoft.com/devicelogin?otc=CDHGE7KTP`)])
    expect(answer()).toContain(say('verdict.phishing', 'en'))
  })

  it('an attached mail is somebody else’s: its prompt is nobody’s own sign-in', async () => {
    host.at.set('/message.eml', file(`mail ${PROMPT}`))
    await say1to1([attached('message.eml')])
    expect(answer()).toContain(say('verdict.suspicious', 'en'))
    expect(answer()).toContain('it-desk@fabrikam.example')
    bot.connector.sent.length = 0
    await say1to1([], { text: PROMPT })
    expect(answer()).not.toContain(say('verdict.suspicious', 'en'))
  })

  it('a card that was sent on is read, its buttons too', async () => {
    const content = {
      type: 'AdaptiveCard',
      body: [{ type: 'TextBlock', text: 'Your meeting code is CDHGE7KTP. Enter it to join.' }],
      actions: [{ type: 'Action.OpenUrl', title: 'Join', url: 'https://microsoft.com/devicelogin' }],
    }
    await say1to1([{ contentType: 'application/vnd.microsoft.card.adaptive', content }])
    expect(answer()).toContain(say('verdict.phishing', 'en'))
  })

  it('a quoted prompt of a colleague is the colleague’s', async () => {
    const quote = (who: string) =>
      `<blockquote itemscope itemtype="http://schema.skype.com/Reply" itemid="1"><strong itemprop="mri" itemid="8:orgid:${who}">X</strong><p itemprop="preview">${PROMPT}</p></blockquote><p>what is this?</p>`
    const html = (who: string) => [{ contentType: 'text/html', content: quote(who) }]
    await say1to1(html(SAM.aadObjectId), { text: `${PROMPT} what is this?` })
    expect(answer()).toContain(say('verdict.suspicious', 'en'))
    await say1to1(html(DANA.aadObjectId), { text: `${PROMPT} what is this?` })
    expect(answer()).not.toContain(say('verdict.suspicious', 'en'))
  })

  it('nothing readable gets no verdict, and nothing is kept', async () => {
    host.at.set('/photo.heic', file('no known format'))
    await say1to1([attached('photo.heic')])
    expect(answer()).toContain(say('unread.nothing-lead', 'en'))
    expect(answer()).toContain('photo(.)heic')
    expect(bot.store.kept.checks.size).toBe(0)
  })

  it('harmless words with an unread picture are never plainly harmless', async () => {
    await say1to1([attached('gone.png')], { text: 'What do you think of this?' })
    expect(answer()).toContain(say('unread.lead', 'en'))
    expect(answer()).toContain(say('unread.why.could-not-fetch', 'en'))
    expect(answer()).not.toContain(say('verdict.unrelated', 'en'))
    // What is shown later, after a report for instance, is made from what was kept.
    expect(shown([...bot.store.kept.checks.values()])).toContain('unread-part')
  })

  it.each(['hello', 'thanks', 'is device code flow blocked?'])(
    '%j under a picture is about the picture',
    async (text) => {
      await say1to1([pasted('0-abc', `picture ${LURE}`)], { text })
      expect(answer()).toContain(say('verdict.phishing', 'en'))
    },
  )

  it.each<[string, () => string]>([
    ['elsewhere', () => 'https://evil.example/x'],
    ['at the metadata service', () => 'http://169.254.169.254/metadata'],
    ['below a redirect to elsewhere', () => `${host.origin}/away`],
  ])('a file %s is not fetched, and that is said', async (_, address) => {
    host.at.set('/away', redirect('http://169.254.169.254/metadata'))
    const away = { ...attached('a.png'), content: { downloadUrl: address() } }
    await say1to1([away])
    expect(answer()).toContain(say('unread.why.source-not-allowed', 'en'))
    expect(shown(bot.log.lines)).not.toMatch(/evil|169\.254|a\.png/)
  })

  it('more than twenty attachments are an answer too', async () => {
    host.at.set('/a.png', file('picture nothing special'))
    await say1to1(Array.from({ length: 60 }, () => attached('a.png')))
    expect(host.asked).toHaveLength(5)
    expect(answer()).toContain(say('unread.why.too-many', 'en'))
  })

  it.each([[null], ['x'], [{}], [[7, null, {}]]])('attachments %j do no harm', async (attachments) => {
    expect(await bot.receive(personalMessage(here(), { text: LURE, attachments }))).toEqual({ status: 200, body: '' })
    expect(answer()).toContain(say('verdict.phishing', 'en'))
  })

  it('the answer comes though Teams does not take the sign of being at work', async () => {
    host.at.set('/screen.png', file(`picture ${LURE}`))
    bot.connector.fail({ status: 503 })
    await say1to1([attached('screen.png')])
    expect(answer()).toContain(say('verdict.phishing', 'en'))
  })
})

it('in a group a pasted picture is read, and the verdict is the pure one', async () => {
  await bot.receive(groupMention(here(), '', { attachments: [pasted('0-abc', `picture ${LURE}`)] }))
  expect(answer()).toContain(say('verdict.phishing', 'en'))
})

describe('Check this message', () => {
  const pick = (payload: Json) =>
    bot.receive(
      invoke(
        here(),
        'composeExtension/fetchTask',
        {
          commandId: 'checkMessage',
          messagePayload: {
            id: '1700000000001',
            from: { user: { id: SAM.aadObjectId, displayName: 'Sam' } },
            ...payload,
          },
        },
        { conversation: { id: CHAT, conversationType: 'groupChat', tenantId: '1111abcd-1111-4111-8111-111111111111' } },
      ),
    )
  const body = (content: string) => ({ body: { contentType: 'html', content } })

  it('reads a picture of the message, which Graph keeps', async () => {
    bot.hosted.set(HOSTED, `picture ${LURE}`)
    const { status, body: dialog } = await pick(body(`<p><img src="${HOSTED}"></p>`))
    expect(status).toBe(200)
    expect(dialog).toContain(say('verdict.phishing', 'en'))
  })

  it('opens no picture of another message, and says so', async () => {
    const other = HOSTED.replace('1700000000001', '1600000000000')
    bot.hosted.set(other, `picture ${LURE}`)
    const { body: dialog } = await pick(body(`<p>Look <img src="${other}"></p>`))
    expect(dialog).not.toContain(say('verdict.phishing', 'en'))
    expect(dialog).toContain(say('unread.why.source-not-allowed', 'en'))
  })

  it.each<[string, Json]>([
    ['the subject of a post', { ...body('<p>See above</p>'), subject: LURE }],
    [
      'a card',
      {
        ...body('<attachment id="1"></attachment>'),
        attachments: [
          { id: '1', contentType: 'application/vnd.microsoft.card.hero', content: JSON.stringify({ text: LURE }) },
        ],
      },
    ],
    [
      'the message that it answers',
      {
        ...body('<attachment id="1"></attachment><p>please do</p>'),
        attachments: [
          {
            id: '1',
            contentType: 'messageReference',
            content: JSON.stringify({ messagePreview: LURE, messageSender: null }),
          },
        ],
      },
    ],
    [
      'the message that it forwards, without a body of its own',
      {
        attachments: [
          {
            contentType: 'forwardedMessageReference',
            content: JSON.stringify({ originalMessageContent: `<p>${LURE}</p>` }),
          },
        ],
      },
    ],
  ])('reads %s', async (_, payload) => {
    expect((await pick(payload)).body).toContain(say('verdict.phishing', 'en'))
  })

  it('says of a file in the chat that it must be sent to the bot', async () => {
    const { body: dialog } = await pick({
      ...body('<p>the agenda</p><attachment id="1"></attachment>'),
      attachments: [
        {
          id: '1',
          contentType: 'reference',
          contentUrl: 'https://contoso.sharepoint.com/agenda.docx',
          name: 'agenda.docx',
        },
      ],
    })
    expect(dialog).toContain(say('unread.why.not-permitted', 'en'))
    expect(dialog).toContain('agenda(.)docx')
    expect(dialog).toContain(say('unread.lead', 'en'))
  })

  it('gives no verdict on a message of which nothing can be read', async () => {
    const { body: dialog } = await pick(body(`<p><img src="${HOSTED}"></p>`))
    expect(dialog).toContain(say('unread.nothing-lead', 'en'))
    expect(bot.store.kept.checks.size).toBe(0)
  })

  it.each<[string, Json]>([
    ['no sender', { from: null }],
    ['an app as sender', { from: { application: { id: 'x', displayName: 'Bot', applicationIdentityType: 'bot' } } }],
    ['malformed attachments', { attachments: 'x' }],
    ['a malformed subject', { subject: { a: 1 } }],
  ])('bears %s', async (_, payload) => {
    expect((await pick({ ...body(`<p>${LURE}</p>`), ...payload })).body).toContain(say('verdict.phishing', 'en'))
  })
})
