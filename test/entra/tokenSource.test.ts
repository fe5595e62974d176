/** Each app type in each cloud, by what goes over the wire to the token service. Nothing leaves this machine. */
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { beforeEach, describe, expect, it } from 'vitest'
import type { AppIdentity } from '../../src/domain/appIdentity.js'
import { CLOUDS, type Cloud, type CloudName } from '../../src/domain/clouds.js'
import { tenantId } from '../../src/domain/ids.js'
import { createTokenSource, type Login, type Network } from '../../src/entra/tokenSource.js'
import { createConnectorToken } from '../../src/teams/credentials.js'
import { TENANT_ID } from '../support/activities.js'
import { makeCertificate } from '../support/certificate.js'
import { APP_ID } from '../support/channelTokens.js'

type HttpClient = NonNullable<Network['httpClient']>
type Request = Parameters<HttpClient['sendRequest']>[0]

const app = { appId: APP_ID, tenantId: tenantId(TENANT_ID) }
const secret: AppIdentity = { ...app, kind: 'secret', secret: 'hunter2' }
const MANAGED_ID = '77777777-7777-4777-8777-777777777777'

const loginOf = (cloud: Cloud, origin: string): Login => ({
  origin,
  tokenExchangeAudience: cloud.tokenExchangeAudience,
})
const PUBLIC = loginOf(CLOUDS.public, CLOUDS.public.login)
const GRAPH = 'https://graph.microsoft.com/.default'

/** The token for the Bot Connector, as the app makes it. */
const connectorToken = (identity: AppIdentity, cloud: Cloud, network: Network) =>
  createConnectorToken(createTokenSource(identity, loginOf(cloud, cloud.bot.login), network), cloud)

/** A token service that gives every caller a token, or the refusal it was told to. */
function tokenService(refusal?: { readonly status: number; readonly body: unknown }) {
  const requests: { readonly url: URL; readonly form: URLSearchParams }[] = []
  let machineStatus = 200
  const httpClient: HttpClient = {
    async sendRequest(request: Request) {
      const url = new URL(request.url)
      requests.push({ url, form: new URLSearchParams(typeof request.body === 'string' ? request.body : '') })
      if (url.pathname.endsWith('/.well-known/openid-configuration')) return found(request, url)
      const isManagedIdentity = url.hostname === '169.254.169.254'
      const body = isManagedIdentity
        ? { access_token: 'voucher', expires_in: '3600', expires_on: '4102444800', token_type: 'Bearer', resource: 'x' }
        : { access_token: `token-${requests.length}`, expires_in: 3600, token_type: 'Bearer' }
      const status = isManagedIdentity ? machineStatus : (refusal?.status ?? 200)
      const bodyAsText = JSON.stringify(status === 200 ? body : (refusal?.body ?? { error: 'invalid_request' }))
      return { request, status, headers: request.headers, bodyAsText }
    },
  }
  return {
    requests,
    network: { httpClient, retryOptions: { maxRetries: 0 } },
    asked: () => requests.at(-1),
    /** The status with which the machine's own identity service answers from now on. */
    answer: (status: number) => {
      machineStatus = status
    },
  }
}

/** The discovery document, which MSAL asks for where it has no built-in copy (China). */
function found(request: Request, { origin }: URL): Awaited<ReturnType<HttpClient['sendRequest']>> {
  const own = `${origin}/${TENANT_ID}`
  const document = {
    issuer: `${own}/v2.0`,
    authorization_endpoint: `${own}/oauth2/v2.0/authorize`,
    token_endpoint: `${own}/oauth2/v2.0/token`,
    jwks_uri: `${own}/discovery/v2.0/keys`,
  }
  return { request, status: 200, headers: request.headers, bodyAsText: JSON.stringify(document) }
}

describe('a client secret', () => {
  it.each<[CloudName, string, string]>([
    ['public', 'login.microsoftonline.com', 'https://api.botframework.com/.default'],
    ['gcch', 'login.microsoftonline.us', 'https://api.botframework.us/.default'],
    ['dod', 'login.microsoftonline.us', 'https://api.botframework.us/.default'],
    ['china', 'login.partner.microsoftonline.cn', 'https://api.botframework.azure.cn/.default'],
  ])('asks the login service of the cloud %s, in the own tenant, for that cloud', async (name, host, scope) => {
    const { network, asked } = tokenService()
    expect(await connectorToken(secret, CLOUDS[name], network)()).toMatch(/^token-/)
    expect(asked()?.url.href).toMatch(`https://${host}/${TENANT_ID}/oauth2/v2.0/token`)
    expect(asked()?.form.get('scope')).toContain(scope)
    expect(asked()?.form.get('client_id')).toBe(APP_ID)
    expect(asked()?.form.get('client_secret')).toBe('hunter2')
  })

  it('is used once while its token lasts', async () => {
    const { network, requests } = tokenService()
    const token = connectorToken(secret, CLOUDS.public, network)
    const [first, asked] = [await token(), requests.length]
    expect([await token(), requests.length]).toEqual([first, asked])
  })

  it.each([
    ['a wrong or expired secret', 401, 'invalid_client', 'entra-refused'],
    ['an app that the tenant does not know', 400, 'unauthorized_client', 'entra-refused'],
    ['too many questions', 429, 'temporarily_unavailable', 'entra-unavailable'],
    ['a login service that fails', 503, 'temporarily_unavailable', 'entra-unavailable'],
  ])('that meets %s is told so, without the secret or the words of the service', async (_case, status, error, code) => {
    const { network } = tokenService({ status, body: { error, error_description: 'AADSTS7000222 of app hunter2' } })
    const failure = await createTokenSource(secret, PUBLIC, network)(GRAPH).catch((thrown: unknown) => thrown)
    expect(failure).toMatchObject({ code, detail: { status } })
    expect(JSON.stringify(failure)).not.toMatch(/hunter2|AADSTS/)
  })

  it('that reaches nobody is told so', async () => {
    const network: Network = {
      retryOptions: { maxRetries: 0 },
      httpClient: { sendRequest: () => Promise.reject(new Error('getaddrinfo ENOTFOUND')) },
    }
    const failure = await createTokenSource(secret, PUBLIC, network)(GRAPH).catch((thrown: unknown) => thrown)
    expect(failure).toMatchObject({ code: 'entra-unavailable', detail: {} })
  })

  it('is Teams that cannot be used where nobody answers, and final where it is refused', async () => {
    const token = (status: number) => {
      const { network } = tokenService({ status, body: { error: 'x' } })
      return connectorToken(secret, CLOUDS.public, network)()
    }
    await expect(token(503)).rejects.toMatchObject({ code: 'teams-unavailable', detail: { step: 'token' } })
    await expect(token(401)).rejects.toMatchObject({ code: 'entra-refused' })
  })
})

describe('a certificate', () => {
  it('signs an assertion with its thumbprint, and sends no secret', async () => {
    const { pem, sha256 } = makeCertificate()
    const { network, asked } = tokenService()
    await connectorToken({ ...app, kind: 'certificate', pem }, CLOUDS.gcch, network)()
    const assertion = asked()?.form.get('client_assertion') ?? ''
    expect(decodeProtectedHeader(assertion)).toMatchObject({ alg: 'PS256', 'x5t#S256': sha256 })
    expect(decodeJwt(assertion)).toMatchObject({ iss: APP_ID, sub: APP_ID })
    expect(asked()?.url.hostname).toBe('login.microsoftonline.us')
    expect(asked()?.form.has('client_secret')).toBe(false)
  })
})

describe('a managed identity', () => {
  // One for all: the library keeps the first HTTP client that any managed identity of the process came with.
  const { network, asked, requests, answer } = tokenService()
  beforeEach(() => {
    requests.length = 0
    answer(200)
  })

  it('asks the machine for its own identity, not whatever credential lies around', async () => {
    expect(await connectorToken({ ...app, kind: 'managed-identity' }, CLOUDS.public, network)()).toBe('voucher')
    expect(asked()?.url.searchParams.get('client_id')).toBe(APP_ID)
    expect(asked()?.url.searchParams.get('resource')).toBe('https://api.botframework.com')
    expect(new Set(requests.map(({ url }) => url.hostname))).toEqual(new Set(['169.254.169.254']))
  })

  it('that this machine does not have is refused', async () => {
    answer(400)
    const identity: AppIdentity = { ...app, kind: 'managed-identity' }
    const tokens = createTokenSource(identity, PUBLIC, network)
    await expect(tokens(GRAPH)).rejects.toMatchObject({ code: 'entra-refused', detail: { status: 400 } })
  })

  it.each<[CloudName, string]>([
    ['public', 'api://AzureADTokenExchange'],
    ['gcch', 'api://AzureADTokenExchangeUSGov'],
    ['china', 'api://AzureADTokenExchangeChina'],
  ])('that vouches for the app does so for the audience of the cloud %s', async (name, audience) => {
    const identity: AppIdentity = { ...app, kind: 'federated', managedIdentityClientId: MANAGED_ID }
    await connectorToken(identity, CLOUDS[name], network)()
    const voucher = requests.find(({ url }) => url.hostname === '169.254.169.254' && url.searchParams.has('resource'))
    expect(voucher?.url.searchParams.get('resource')).toBe(audience)
    expect(voucher?.url.searchParams.get('client_id')).toBe(MANAGED_ID)
    expect(asked()?.form.get('client_assertion')).toBe('voucher')
    expect(asked()?.form.get('client_id')).toBe(APP_ID)
  })
})

describe('a refused token', () => {
  it('is asked for anew, past the cache', async () => {
    const { network } = tokenService()
    const tokens = createTokenSource(secret, PUBLIC, network)
    const first = await tokens(GRAPH)
    expect(await tokens(GRAPH)).toBe(first)
    expect(await tokens(GRAPH, { fresh: true })).not.toBe(first)
  })
})
