/** What the bot says unasked, against a connector over real HTTP that throttles, fails, hangs and redirects. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ErrorCode } from '../../src/domain/errors.js'
import { tenantId, userId } from '../../src/domain/ids.js'
import { isLoopbackUrl } from '../../src/domain/loopback.js'
import type { Conversation } from '../../src/flows/ports.js'
import { GuardedConnectorFactory } from '../../src/teams/connector.js'
import { createMessenger, type MessengerOptions } from '../../src/teams/messenger.js'
import { BOT, DANA, SAM, SECURITY_CHANNEL_ID, TENANT_ID } from '../support/activities.js'
import { APP_ID } from '../support/channelTokens.js'
import { type ConnectorDouble, type Fault, startConnector } from '../support/connector.js'
import { exampleReport } from '../support/notices.js'

let connector: ConnectorDouble
beforeAll(async () => {
  connector = await startConnector()
})
afterEach(() => {
  connector.sent.length = 0
})
afterAll(() => connector.close())

const messenger = (changes: Partial<MessengerOptions> = {}) =>
  createMessenger({
    connectors: new GuardedConnectorFactory({
      token: async () => 'connector-token',
      isServiceUrlAllowed: isLoopbackUrl,
      requestTimeoutMs: 200,
    }),
    appId: APP_ID,
    tenantId: tenantId(TENANT_ID),
    serviceUrl: connector.serviceUrl,
    securityChannelId: SECURITY_CHANNEL_ID,
    ...changes,
  })

const chat = (changes: Partial<Conversation> = {}): Conversation => ({
  conversationId: 'a:personal-dana',
  kind: 'personal',
  userId: userId(DANA.aadObjectId),
  tenantId: tenantId(TENANT_ID),
  serviceUrl: connector.serviceUrl,
  reference: {
    bot: BOT,
    user: DANA,
    conversation: { id: 'a:personal-dana', conversationType: 'personal', tenantId: TENANT_ID },
    locale: 'de-AT',
  },
  ...changes,
})

describe('send', () => {
  it('posts the card alone, in the language of the chat, and says which message it became', async () => {
    const sent = await messenger().send(chat(), exampleReport)
    expect(sent).toEqual({ conversationId: 'a:personal-dana', activityId: expect.stringMatching(/^activity-/) })
    const [message] = connector.sent
    expect(message).toMatchObject({
      path: '/teams/v3/conversations/a:personal-dana/activities',
      authorization: 'Bearer connector-token',
      body: { type: 'message', from: BOT, recipient: DANA, summary: expect.any(String) },
    })
    expect(message?.body.text).toBeUndefined()
    expect(JSON.stringify(message?.body.attachments)).toMatch(/Gemeldet/)
  })

  it.each([
    ['a person’s own before the default', { reference: { locale: 'de-AT' } }, 'fr', /Gemeldet/],
    ['the default where a person’s own is not known', { reference: {} }, 'de', /Gemeldet/],
    [
      'in a channel the default before what Teams told',
      { kind: 'channel', reference: { locale: 'fr-FR' } },
      'de',
      /Gemeldet/,
    ],
    [
      'in a channel what Teams told where there is no default',
      { kind: 'channel', reference: { locale: 'de-DE' } },
      null,
      /Gemeldet/,
    ],
    ['English where nobody said any', { reference: {} }, null, /Reported/],
  ] as const)('speaks %s', async (_, changes, language, words) => {
    await messenger({ language }).send(chat(changes), exampleReport)
    expect(JSON.stringify(connector.sent[0]?.body.attachments)).toMatch(words)
  })

  it('refuses a service URL off the list before anything leaves', async () => {
    const elsewhere = chat({ serviceUrl: 'https://evil.example/teams/' })
    await expect(messenger().send(elsewhere, exampleReport)).rejects.toMatchObject({ code: 'service-url-not-allowed' })
    expect(connector.sent).toEqual([])
  })

  it.each<[string, Fault, ErrorCode]>([
    [
      'a person who blocked the bot',
      { status: 403, body: { error: { code: 'ConversationBlockedByUser' } } },
      'teams-unreachable',
    ],
    [
      'a conversation that is gone',
      { status: 404, body: { error: { code: 'ConversationNotFound' } } },
      'teams-unreachable',
    ],
    ['throttling', { status: 429 }, 'teams-throttled'],
    ['a precondition that failed', { status: 412 }, 'teams-unavailable'],
    ['a bad gateway', { status: 502 }, 'teams-unavailable'],
    ['a service that is down', { status: 503, headers: { 'retry-after': '1' } }, 'teams-unavailable'],
    ['a gateway that waited too long', { status: 504 }, 'teams-unavailable'],
    ['a cut connection', { instead: 'cut' }, 'teams-unavailable'],
    ['a connector that never answers', { instead: 'hang' }, 'teams-unavailable'],
    ['a bad request', { status: 400 }, 'teams-rejected'],
    ['a token that is not accepted', { status: 401 }, 'teams-rejected'],
    ['a message that is too large', { status: 413 }, 'teams-rejected'],
    ['a fault of the service', { status: 500 }, 'teams-rejected'],
    ['a redirect', { status: 307, headers: { location: '/elsewhere' } }, 'teams-rejected'],
  ])('makes of %s one call and one code', async (_case, fault, code) => {
    const before = connector.calls
    connector.fail(fault)
    await expect(messenger().send(chat(), exampleReport)).rejects.toMatchObject({ code })
    expect(connector.calls).toBe(before + 1)
    expect(connector.sent).toEqual([])
  })

  it.each([
    ['7', 7000],
    ['999999', 60 * 60 * 1000],
    ['soon', undefined],
  ])('reads Retry-After: %s', async (header, retryAfterMs) => {
    connector.fail({ status: 429, headers: { 'retry-after': header } })
    await expect(messenger().send(chat(), exampleReport)).rejects.toMatchObject({
      code: 'teams-throttled',
      retryAfterMs,
    })
  })

  it.each([412, 502, 503, 504])('waits as long as %i asks', async (status) => {
    connector.fail({ status, headers: { 'retry-after': '7' } })
    await expect(messenger().send(chat(), exampleReport)).rejects.toMatchObject({
      code: 'teams-unavailable',
      retryAfterMs: 7000,
    })
  })

  it('does not send a card that Teams would not take', async () => {
    const card = { type: 'AdaptiveCard', body: [{ type: 'TextBlock', text: 'x'.repeat(82_000) }] }
    await expect(messenger().sendCard(chat(), card)).rejects.toMatchObject({ code: 'teams-rejected' })
    expect(connector.sent).toEqual([])
  })

  it('says that nobody answered where the token cannot be had', async () => {
    const connectors = new GuardedConnectorFactory({
      token: () => Promise.reject(new Error('client secret expired: hunter2')),
      isServiceUrlAllowed: isLoopbackUrl,
    })
    await expect(messenger({ connectors }).send(chat(), exampleReport)).rejects.toMatchObject({ name: 'PosternError' })
    expect(connector.sent).toEqual([])
  })
})

describe('replace', () => {
  it('puts the new card in place of the message that was sent', async () => {
    await messenger().replace(chat(), { conversationId: 'a:personal-dana', activityId: 'activity-7' }, exampleReport)
    expect(connector.sent).toMatchObject([
      {
        method: 'PUT',
        path: '/teams/v3/conversations/a:personal-dana/activities/activity-7',
        body: { id: 'activity-7' },
      },
    ])
  })

  it('says where the message is gone', async () => {
    connector.fail({ status: 404 })
    const gone = { conversationId: 'a:personal-dana', activityId: 'activity-7' }
    await expect(messenger().replace(chat(), gone, exampleReport)).rejects.toMatchObject({ code: 'teams-unreachable' })
  })
})

describe('openPersonal', () => {
  it('opens the chat in the tenant and can be written to at once', async () => {
    const opened = await messenger().openPersonal(userId(DANA.aadObjectId))
    expect(connector.sent).toMatchObject([
      {
        path: '/teams/v3/conversations',
        body: {
          bot: { id: `28:${APP_ID}` },
          members: [{ id: DANA.aadObjectId }],
          isGroup: false,
          tenantId: TENANT_ID,
          channelData: { tenant: { id: TENANT_ID } },
        },
      },
    ])
    expect(opened).toMatchObject({ kind: 'personal', userId: DANA.aadObjectId, serviceUrl: connector.serviceUrl })
    await messenger().send(opened, exampleReport)
    expect(connector.sent.at(-1)?.path).toBe(`/teams/v3/conversations/${opened.conversationId}/activities`)
  })

  it('cannot where the bot is not installed, or the cloud names no address to begin from', async () => {
    connector.fail({ status: 403 })
    const dana = userId(DANA.aadObjectId)
    await expect(messenger().openPersonal(dana)).rejects.toMatchObject({ code: 'teams-unreachable' })
    const inChina = messenger({ serviceUrl: null })
    await expect(inChina.openPersonal(dana)).rejects.toMatchObject({ code: 'teams-unreachable' })
  })
})

describe('members', () => {
  it('are everybody, page by page', async () => {
    const [dana, sam] = [DANA, SAM].map(({ aadObjectId }) => aadObjectId)
    connector.fail(
      { status: 200, body: { members: [{ id: '29:dana', aadObjectId: dana }], continuationToken: 'next page' } },
      { status: 200, body: { members: [{ id: '29:sam', objectId: sam }] } },
    )
    expect(await messenger().members(chat())).toEqual([dana, sam])
  })

  it('are not told where one of them cannot be named', async () => {
    connector.fail({ status: 200, body: { members: [{ id: '29:somebody' }] } })
    await expect(messenger().members(chat())).rejects.toMatchObject({ code: 'id-invalid' })
  })

  it('are not told where the pages do not end', async () => {
    const page = { status: 200, body: { members: [], continuationToken: 'again' } }
    connector.fail(...Array.from({ length: 50 }, () => page))
    await expect(messenger().members(chat())).rejects.toMatchObject({ code: 'teams-rejected' })
  })
})

describe('securityChannel', () => {
  it('is the configured channel, or none', async () => {
    const channel = await messenger().securityChannel()
    expect(channel).toMatchObject({ conversationId: SECURITY_CHANNEL_ID, kind: 'channel', userId: null })
    expect(await messenger({ securityChannelId: null }).securityChannel()).toBeNull()
  })
})
