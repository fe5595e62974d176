/**
 * The table of who is believed: real signatures, real HTTP, the server as it runs. Each row starts from a request that
 * Teams could have sent and changes the one thing it is about.
 */
import { SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { CLOUDS, isServiceUrlOf } from '../../src/domain/clouds.js'
import { type TenantId, tenantId } from '../../src/domain/ids.js'
import { isLoopbackUrl } from '../../src/domain/loopback.js'
import { TeamsAdapter } from '../../src/teams/adapter.js'
import { createChannelKeys } from '../../src/teams/channelKeys.js'
import { type RunningServer, startServer } from '../../src/teams/server.js'
import { StrictAuth } from '../../src/teams/strictAuth.js'
import { invoke, type Json, personalMessage, post, TENANT_ID } from '../support/activities.js'
import { APP_ID, base64url, type ChannelTokens, ISSUER, KEY_ID, startChannelTokens } from '../support/channelTokens.js'
import { type ConnectorDouble, startConnector } from '../support/connector.js'
import { keptLog } from '../support/log.js'

const OTHER_TENANT = '99999999-9999-4999-8999-999999999999'
const nowSeconds = () => Math.floor(Date.now() / 1000)

let channel: ChannelTokens
let connector: ConnectorDouble
let server: RunningServer
let turns: number
const log = keptLog()

const listen = (metadataUrl: string, isServiceUrlAllowed = isLoopbackUrl) => {
  const authentication = new StrictAuth({
    appId: APP_ID,
    tenants: [tenantId(TENANT_ID)],
    bot: CLOUDS.public.bot,
    keys: createChannelKeys(metadataUrl),
    connector: { token: async () => 'connector-token', isServiceUrlAllowed },
    now: () => new Date(),
  })
  const adapter = new TeamsAdapter(authentication, log)
  return startServer({
    host: '127.0.0.1',
    port: 0,
    log,
    readiness: async () => ({ ready: true, checks: {} }),
    receive: (body, authorization) =>
      adapter.receive(body, authorization, async (context) => {
        turns += 1
        if (context.activity.text === 'reply') await context.sendActivity('hello back')
      }),
  })
}

beforeAll(async () => {
  channel = await startChannelTokens()
  connector = await startConnector()
  server = await listen(channel.metadataUrl)
})
beforeEach(() => {
  turns = 0
})
afterAll(async () => {
  await server.close()
  await connector.close()
  await channel.close()
})

const endpoint = (running = server) => `http://127.0.0.1:${running.port}/api/messages`
const message = (changes: Json = {}) => personalMessage(connector.serviceUrl, changes)
const good = (claims: Json = {}) => channel.sign({ serviceurl: connector.serviceUrl, ...claims })

/** Status, and proof that a refusal says nothing and runs nothing. */
async function outcome(body: unknown, authorization?: string, running = server) {
  const response = await post(endpoint(running), body, authorization)
  return { status: response.status, body: await response.text(), turns }
}
const REFUSED = { status: 401, body: '', turns: 0 }
const BELIEVED = { status: 200, body: '', turns: 1 }

describe('StrictAuth believes', () => {
  it('a token of the channel for this bot, this tenant and this service URL', async () => {
    expect(await outcome(message(), `Bearer ${await good()}`)).toEqual(BELIEVED)
  })

  it('and lets the bot reply through the connector, with its own token', async () => {
    expect(await outcome(message({ text: 'reply' }), `Bearer ${await good()}`)).toEqual(BELIEVED)
    expect(connector.sent.at(-1)).toMatchObject({
      path: '/teams/v3/conversations/a:personal-dana/activities/1700000000000',
      authorization: 'Bearer connector-token',
      body: { text: 'hello back' },
    })
  })

  it('a token that ended four minutes ago, since clocks disagree', async () => {
    expect(await outcome(message(), `Bearer ${await good({ exp: nowSeconds() - 240 })}`)).toEqual(BELIEVED)
  })

  it('the tenant in whatever letter case it is written', async () => {
    const body = message({ channelData: { tenant: { id: TENANT_ID.toUpperCase() } } })
    expect(await outcome(body, `Bearer ${await good()}`)).toEqual(BELIEVED)
  })
})

describe('StrictAuth refuses', () => {
  it.each<[string, () => string | undefined | Promise<string | undefined>]>([
    ['no header', () => undefined],
    ['an empty header', () => ''],
    ['a header without a scheme', () => good()],
    ['garbage', () => 'Bearer garbage'],
    ['three parts that are no token', () => `Bearer ${'a'.repeat(20)}.${'b'.repeat(20)}.${'c'.repeat(60)}`],
    ['basic authentication', () => 'Basic dXNlcjpwYXNzd29yZA=='],
    ['a token for another bot', async () => `Bearer ${await good({ aud: OTHER_TENANT })}`],
    ['a token for several bots', async () => `Bearer ${await good({ aud: [APP_ID, OTHER_TENANT] })}`],
    ['a token without an audience', async () => `Bearer ${await good({ aud: undefined })}`],
    ['a token of another issuer', async () => `Bearer ${await good({ iss: 'https://api.botframework.us' })}`],
    ['a token without an issuer', async () => `Bearer ${await good({ iss: undefined })}`],
    ['a token that ended ten minutes ago', async () => `Bearer ${await good({ exp: nowSeconds() - 600 })}`],
    ['a token without an end', async () => `Bearer ${await good({ exp: undefined })}`],
    ['a token that begins in ten minutes', async () => `Bearer ${await good({ nbf: nowSeconds() + 600 })}`],
    ['a key that the channel does not have', async () => `Bearer ${await signed({ kid: 'unknown' })}`],
    ['a token that names no key', async () => `Bearer ${await signed({ kid: null })}`],
    ['a forged signature', async () => `Bearer ${await signed({ key: channel.strangerKey })}`],
    ['a token signed for other claims', async () => `Bearer ${await withClaimsChanged()}`],
    ['algorithm none', () => `Bearer ${unsecured()}`],
    ['algorithm none with a signature that looks like one', async () => `Bearer ${await noneWithSignature()}`],
    ['a token signed with a shared secret', async () => `Bearer ${await sharedSecret()}`],
    ['another service URL in the token', async () => `Bearer ${await good({ serviceurl: 'http://127.0.0.1:9/' })}`],
    ['no service URL in the token', async () => `Bearer ${await good({ serviceurl: undefined })}`],
  ])('%s', async (_case, header) => {
    expect(await outcome(message(), await header())).toEqual(REFUSED)
  })

  it.each<[string, () => Promise<string>]>([
    ['an emulator token of any tenant', () => emulator(`https://sts.windows.net/${OTHER_TENANT}/`)],
    ['an emulator token, version 2', () => emulator(`https://login.microsoftonline.com/${OTHER_TENANT}/v2.0`)],
    ['a skill token', () => good({ ver: '1.0', appid: OTHER_TENANT, iss: `https://sts.windows.net/${TENANT_ID}/` })],
    ['a token for another bot', () => good({ aud: OTHER_TENANT })],
  ])('%s, before any key is fetched', async (_case, token) => {
    // A server that has not seen a token yet: the first that it takes seriously makes it fetch.
    const fresh = await listen(channel.metadataUrl)
    try {
      const before = channel.fetches
      expect(await outcome(message(), `Bearer ${await token()}`, fresh)).toEqual(REFUSED)
      expect(channel.fetches).toBe(before)
      expect(await outcome(message(), `Bearer ${await good()}`, fresh)).toEqual(BELIEVED)
      expect(channel.fetches).toBe(before + 1)
    } finally {
      await fresh.close()
    }
  })

  it.each<[string, Json]>([
    ['without a service URL', { serviceUrl: undefined }],
    ['with an empty service URL', { serviceUrl: '' }],
    ['with a service URL that is no text', { serviceUrl: ['x'] }],
    ['of a tenant that is not on the list', { channelData: { tenant: { id: OTHER_TENANT } } }],
    [
      'of another tenant in its channel data, whatever the conversation says',
      {
        channelData: { tenant: { id: OTHER_TENANT } },
        conversation: { id: 'a:1', tenantId: TENANT_ID },
      },
    ],
    ['that names no tenant', { channelData: {}, conversation: { id: 'a:1' } }],
    ['of another channel', { channelId: 'webchat' }],
    ['of the emulator', { channelId: 'emulator' }],
    ['of an ASE channel, which the library treats by rules of its own', { channelId: 'AseChannel' }],
  ])('an activity %s', async (_case, changes) => {
    expect(await outcome(message(changes), `Bearer ${await good()}`)).toEqual(REFUSED)
  })

  it('a service URL that is not one of Microsoft for this cloud, even where the token names it', async () => {
    const production = await listen(channel.metadataUrl, (url) => isServiceUrlOf(CLOUDS.public, url))
    try {
      for (const serviceUrl of [
        connector.serviceUrl,
        'https://smba.trafficmanager.net.evil.example/teams/',
        'https://evil.example/smba.trafficmanager.net/',
        'https://smba.trafficmanager.net@evil.example/',
        'http://smba.trafficmanager.net/teams/',
        'https://smba.trafficmanager.net:8443/teams/',
        'https://smba.infra.gov.teams.microsoft.us/teams/',
      ]) {
        const header = `Bearer ${await channel.sign({ serviceurl: serviceUrl })}`
        expect(await outcome(personalMessage(serviceUrl), header, production), serviceUrl).toEqual(REFUSED)
      }
      const serviceUrl = 'https://smba.trafficmanager.net/emea/'
      const header = `Bearer ${await channel.sign({ serviceurl: serviceUrl })}`
      expect(await outcome(personalMessage(serviceUrl), header, production)).toEqual(BELIEVED)
    } finally {
      await production.close()
    }
  })

  it('a key that does not speak for Teams', async () => {
    channel.endorse(['webchat'])
    const fresh = await listen(channel.metadataUrl)
    try {
      expect(await outcome(message(), `Bearer ${await good()}`, fresh)).toEqual(REFUSED)
    } finally {
      channel.endorse(['msteams', 'webchat'])
      await fresh.close()
    }
  })

  it('to start without an app id or without a tenant', () => {
    const options = {
      appId: APP_ID,
      tenants: [] as TenantId[],
      bot: CLOUDS.public.bot,
      keys: createChannelKeys(channel.metadataUrl),
      connector: { token: null, isServiceUrlAllowed: () => true },
      now: () => new Date(),
    }
    expect(() => new StrictAuth(options)).toThrow('config-unsafe')
    expect(() => new StrictAuth({ ...options, tenants: [tenantId(TENANT_ID)], appId: '' })).toThrow('config-unsafe')
  })
})

describe('StrictAuth under attack', () => {
  it('remembers nothing of 200 strangers with fresh tenant ids, and asks for the keys no more often', async () => {
    // The list that grows in the library is module state: look at the very array.
    const { EmulatorValidation } = await import('botframework-connector')
    const issuers = EmulatorValidation.ToBotFromEmulatorTokenValidationParameters.issuer
    await outcome(message(), `Bearer ${await good()}`)
    const before = { issuers: issuers?.length, fetches: channel.fetches }
    for (let i = 0; i < 200; i += 1) {
      const tid = `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`
      const forged = await channel.sign(
        { serviceurl: connector.serviceUrl, tid },
        { key: channel.strangerKey, kid: `k${i}` },
      )
      expect((await post(endpoint(), message(), `Bearer ${forged}`)).status).toBe(401)
    }
    expect({ issuers: issuers?.length, fetches: channel.fetches }).toEqual(before)
  })

  it('answers 503 without a host name where the keys cannot be reached', async () => {
    const gone = await startChannelTokens()
    const url = gone.metadataUrl
    await gone.close()
    const keyless = await listen(url)
    try {
      const response = await post(endpoint(keyless), message(), `Bearer ${await good()}`)
      expect({ status: response.status, body: await response.text() }).toEqual({ status: 503, body: '' })
      expect(response.headers.get('retry-after')).toBe('5')
      expect(log.lines.at(-1)).toMatchObject({ fields: { code: 'teams-unavailable' } })
    } finally {
      await keyless.close()
    }
  })

  it('tells a stranger nothing about the shapes it accepts', async () => {
    expect(await outcome({ anything: 'at all' })).toEqual(REFUSED)
    expect(await outcome(message({ from: undefined }))).toEqual(REFUSED)
    expect(await outcome(message({ from: undefined }), `Bearer ${await good()}`)).toEqual({
      status: 400,
      body: '',
      turns: 0,
    })
  })

  it('does not answer into the HTTP response when asked to buffer its replies', async () => {
    const body = message({ text: 'reply', deliveryMode: 'expectReplies' })
    expect(await outcome(body, `Bearer ${await good()}`)).toEqual({ status: 400, body: '', turns: 0 })
  })

  it('answers 501 to an invoke that nobody handles', async () => {
    const body = invoke(connector.serviceUrl, 'somebody/elses', {})
    expect(await outcome(body, `Bearer ${await good()}`)).toEqual({ status: 501, body: '', turns: 1 })
  })
})

const claims = () => ({ iss: ISSUER, aud: APP_ID, exp: nowSeconds() + 3600, serviceurl: connector.serviceUrl })
const signed = (header: Parameters<ChannelTokens['sign']>[1]) =>
  channel.sign({ serviceurl: connector.serviceUrl }, header)
const emulator = (iss: string) => good({ iss, appid: APP_ID, azp: APP_ID, tid: OTHER_TENANT, ver: '1.0' })
const unsecured = () => new UnsecuredJWT(claims()).encode()

async function noneWithSignature(): Promise<string> {
  const [, , signature = ''] = (await good()).split('.')
  return `${base64url({ alg: 'none', kid: KEY_ID })}.${base64url(claims())}.${signature}`
}

async function withClaimsChanged(): Promise<string> {
  const [header = '', , signature = ''] = (await good()).split('.')
  return `${header}.${base64url({ ...claims(), exp: nowSeconds() + 7200 })}.${signature}`
}

const sharedSecret = () =>
  new SignJWT(claims()).setProtectedHeader({ alg: 'HS256', kid: KEY_ID }).sign(new TextEncoder().encode('x'.repeat(32)))
