import { describe, expect, it } from 'vitest'
import { isPartOf, type PickedPlace, parseHostedContent, pathOf } from '../../src/domain/hostedContent.js'

const CHAT = '19:2da4c29f6d7041eca70b638b43d45437@thread.v2'
const TEAM = 'b2000000-0000-4000-8000-000000000004'
const CHANNEL = '19:4a95f7d8db4c4e7fae857bcebe0623e6@thread.tacv2'
const CONTENT = 'aWQ9eF8wLXd1cy1kOS1lNTQ='
const ROOT = 'https://graph.microsoft.com/v1.0'
const inChat = `${ROOT}/chats/${CHAT}/messages/1615971548136/hostedContents/${CONTENT}/$value`
const inChannel = `${ROOT}/teams/${TEAM}/channels/${CHANNEL}/messages/1615971548136/hostedContents/${CONTENT}/$value`
const inReply = inChannel.replace('/hostedContents', '/replies/1615971550000/hostedContents')
const chatPick: PickedPlace = { conversationId: CHAT, messageId: '1615971548136', teamId: null }
const channelPick: PickedPlace = { conversationId: CHANNEL, messageId: '1615971548136', teamId: TEAM }
const isIn = (url: string, picked: PickedPlace) => {
  const content = parseHostedContent(url)
  return content !== null && isPartOf(content, picked)
}

describe('the address of a hosted picture', () => {
  it.each([
    ['of a chat', inChat],
    ['of a post', inChannel],
    ['of an answer to a post', inReply],
  ])('%s is written again from its ids', (_, url) => {
    const content = parseHostedContent(url)
    expect(content?.origin).toBe('https://graph.microsoft.com')
    const path = content === null ? '' : pathOf(content)
    expect(decodeURIComponent(path)).toBe(url.slice(ROOT.length))
    expect(path).not.toMatch(/[@:=]/)
  })

  it('is the same under beta, and with its ids encoded', () => {
    const encoded = inChat.replace(CHAT, encodeURIComponent(CHAT)).replace('v1.0', 'beta')
    expect(parseHostedContent(encoded)).toEqual(parseHostedContent(inChat))
  })

  it.each([
    ['another collection', inChat.replace('/chats/', '/users/')],
    ['the message itself', inChat.replace(/\/hostedContents.*/, '')],
    ['a step back', inChat.replace('/hostedContents', '/x/../hostedContents/y')],
    ['an encoded step back', inChat.replace('1615971548136', '..%2f..%2fme')],
    ['an encoded slash in an id', inChat.replace(CONTENT, `${CONTENT}%2f$value%2f..`)],
    ['more after the value', `${inChat}/x`],
    ['a query', `${inChat}?$select=x`],
    ['a fragment', `${inChat}#x`],
    ['a user name', inChat.replace('https://', 'https://x@')],
    ['a message that is no number', inChat.replace('1615971548136', '$batch')],
    ['a chat that is none', inChat.replace(CHAT, 'me')],
    ['no URL', '/chats/19:x/messages'],
    ['a broken escape', inChat.replace(CHAT, '%zz')],
    ['a whole novel', `${inChat}${'a'.repeat(5_000)}`],
    ['a script', `javascript:${inChat}`],
  ])('is not read where it is %s', (_, url) => {
    expect(parseHostedContent(url)).toBeNull()
  })
})

describe('a hosted picture', () => {
  it('is part of the message that was picked', () => {
    expect(isIn(inChat, chatPick)).toBe(true)
    expect(isIn(inChannel, channelPick)).toBe(true)
    expect(isIn(inReply, { ...channelPick, messageId: '1615971550000' })).toBe(true)
  })

  it.each<[string, string, PickedPlace]>([
    ['another chat', inChat, { ...chatPick, conversationId: '19:board@thread.v2' }],
    ['another message of the chat', inChat, { ...chatPick, messageId: '1615971548137' }],
    ['the post that an answer answers', inReply, channelPick],
    ['another channel', inChannel, { ...channelPick, conversationId: '19:board@thread.tacv2' }],
    ['another team', inChannel, { ...channelPick, teamId: 'b2000000-0000-4000-8000-000000000009' }],
    ['a chat where Teams did not say which', inChat, { ...chatPick, conversationId: null }],
    ['a message that Teams did not name', inChat, { ...chatPick, messageId: null }],
    ['a team that Teams did not name', inChannel, { ...channelPick, teamId: null }],
  ])('is not part of it where it lies in %s', (_, url, picked) => {
    expect(isIn(url, picked)).toBe(false)
  })
})
