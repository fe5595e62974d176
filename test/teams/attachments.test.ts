import { describe, expect, it } from 'vitest'
import { broughtByPicked, broughtToBot } from '../../src/teams/attachments.js'
import { SAM } from '../support/activities.js'

const FILE = 'application/vnd.microsoft.teams.file.download.info'
const DOWNLOAD = 'https://contoso-my.sharepoint.com/download.aspx?tempauth=x'
const PASTED = 'https://smba.trafficmanager.net/amer/v3/attachments/0-abc/views/original'
const CHAT = '19:yard@thread.v2'
const HOSTED = `https://graph.microsoft.com/v1.0/chats/${CHAT}/messages/1700000000001/hostedContents/aWQ9/$value`
const PLACE = { conversationId: CHAT, messageId: '1700000000001', teamId: null }

const file = {
  contentType: FILE,
  contentUrl: 'https://contoso-my.sharepoint.com/personal/dana/Documents/screen.png',
  name: 'screen.png',
  content: { downloadUrl: DOWNLOAD, uniqueId: '1150D938', fileType: 'png', etag: 1 },
}
const pasted = { contentType: 'image/png', contentUrl: PASTED }
const card = {
  contentType: 'application/vnd.microsoft.card.adaptive',
  content: { body: [{ type: 'TextBlock', text: 'hi' }] },
}

describe('what comes with a message to the bot', () => {
  it('is an attached file, by the address that Teams made for it', () => {
    expect(broughtToBot([file], [])).toMatchObject({
      pointers: [{ kind: 'teams-download', url: DOWNLOAD, name: 'screen.png' }],
      unread: [],
    })
  })

  it('is a pasted picture, once, though it stands in the markup as well', () => {
    const html = {
      contentType: 'text/html',
      content: '<img src="https://eu-api.asm.skype.com/v1/objects/0/views/imgo">',
    }
    expect(broughtToBot([pasted, html], ['https://eu-api.asm.skype.com/v1/objects/0/views/imgo'])).toMatchObject({
      pointers: [{ kind: 'connector', url: PASTED, contentType: 'image/png' }],
      unread: [],
    })
  })

  it('is said to be unread where a picture stands in the markup alone', () => {
    expect(broughtToBot([], ['https://media.giphy.com/x.gif'])).toMatchObject({
      pointers: [],
      unread: [{ name: null, why: 'source-not-allowed' }],
    })
  })

  it('is a card with its words, which are somebody else’s', () => {
    expect(broughtToBot([card], [])).toMatchObject({
      texts: [{ form: 'plain', text: 'hi' }],
      quotes: [{ authorId: null }],
      unread: [],
    })
  })

  it.each<[string, object, object]>([
    ['a file without its address', { ...file, content: {} }, { name: 'screen.png', why: 'could-not-fetch' }],
    ['a file without content', { ...file, content: null }, { name: 'screen.png', why: 'could-not-fetch' }],
    [
      'a file with an endless address',
      { ...file, content: { downloadUrl: 'x'.repeat(9_000) } },
      { why: 'could-not-fetch' },
    ],
    ['a picture without its address', { contentType: 'image/png' }, { why: 'could-not-fetch' }],
    [
      'a file that lies in a chat',
      { contentType: 'reference', name: 'plan.docx' },
      { name: 'plan.docx', why: 'not-permitted' },
    ],
    [
      'something new',
      { contentType: 'application/vnd.microsoft.hologram', name: 'x' },
      { name: 'x', why: 'format-unknown' },
    ],
    ['an attachment without a type', { content: 'x' }, { why: 'format-unknown' }],
    [
      'a card of a picture',
      { ...card, content: { body: [{ type: 'Image', url: 'https://a.example/q' }] } },
      { why: 'source-not-allowed' },
    ],
    ['an empty card', { ...card, content: {} }, { why: 'format-unknown' }],
  ])('is said to be unread: %s', (_, attachment, unread) => {
    const brought = broughtToBot([attachment], [])
    expect(brought.pointers).toEqual([])
    expect(brought.unread).toMatchObject([unread])
  })

  it.each([null, 7, 'x', [[]]])('may be malformed (%j), and the rest is read all the same', (nonsense) => {
    const { pointers, unread } = broughtToBot([nonsense, file], [])
    expect(pointers).toHaveLength(1)
    expect(unread).toEqual([{ name: null, why: 'format-unknown' }])
  })

  it('is read up to twenty of a kind, and it is said that there were more', () => {
    const { pointers, unread } = broughtToBot(
      Array.from({ length: 500 }, () => file),
      [],
    )
    expect(pointers).toHaveLength(20)
    expect(unread).toEqual([{ name: null, why: 'too-many' }])
  })

  it('has names of bounded length', () => {
    expect(broughtToBot([{ ...file, name: 'x'.repeat(9_000) }], []).pointers[0]).toMatchObject({
      name: 'x'.repeat(260),
    })
    expect(broughtToBot([{ ...file, name: { a: 1 } }], []).pointers[0]).toMatchObject({ name: null })
  })
})

describe('what comes with a picked message', () => {
  it('is its own pictures and code snippets, and no others', () => {
    const other = HOSTED.replace('1700000000001', '1600000000000')
    const snippet = {
      contentType: 'application/vnd.microsoft.card.codesnippet',
      content: JSON.stringify({ name: 'cmd', codeSnippetUrl: HOSTED.replace('aWQ9', 'c25pcA==') }),
    }
    const { pointers, unread } = broughtByPicked([snippet], [HOSTED, other, 'https://evil.example/x.png'], PLACE)
    expect(pointers).toEqual([
      { kind: 'hosted-content', url: HOSTED },
      { kind: 'hosted-content', url: HOSTED.replace('aWQ9', 'c25pcA==') },
    ])
    expect(unread.map(({ why }) => why)).toEqual(['source-not-allowed', 'source-not-allowed'])
  })

  it('never is a picture of the connector: its address would be the writer’s', () => {
    expect(broughtByPicked([pasted], [], PLACE)).toMatchObject({
      pointers: [],
      unread: [{ why: 'source-not-allowed' }],
    })
  })

  const sender = { application: null, device: null, user: { id: SAM.aadObjectId.toUpperCase(), displayName: 'Sam' } }
  it.each<[string, unknown, object]>([
    [
      'a reply',
      JSON.stringify({ messageId: '1', messagePreview: 'enter CDHGE7KTP', messageSender: sender }),
      { form: 'plain', text: 'enter CDHGE7KTP' },
    ],
    ['a reply as an object', { messagePreview: 'x', messageSender: sender }, { form: 'plain', text: 'x' }],
    [
      'a forwarded message',
      JSON.stringify({ originalMessageContent: '<p>x</p>', originalMessageSender: sender }),
      { form: 'markup', text: '<p>x</p>' },
    ],
  ])('is what %s quotes, and whose words those are', (_, content, text) => {
    const brought = broughtByPicked([{ contentType: 'messageReference', content }], [], PLACE)
    expect(brought).toMatchObject({ texts: [text], quotes: [{ authorId: SAM.aadObjectId }], unread: [] })
  })

  it.each([['not json'], [null], ['{}'], [JSON.stringify({ messagePreview: 7, messageSender: { user: 'x' } })]])(
    'is said to be unread where the quote is %j',
    (content) => {
      expect(broughtByPicked([{ contentType: 'forwardedMessageReference', content }], [], PLACE)).toMatchObject({
        texts: [],
        quotes: [{ authorId: null }],
        unread: [{ why: 'could-not-fetch' }],
      })
    },
  )
})
