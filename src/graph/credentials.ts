/**
 * The app's own token for Microsoft Graph, by the kind of app registration. No user's token is ever asked for.
 *
 * Sources: Microsoft Learn, "Azure Identity client library for JavaScript"; "Configure an application to trust a managed
 * identity" (the exchange audiences of the clouds).
 */
import type { TokenCredential } from '@azure/identity'
import { z } from 'zod/v4'
import type { Cloud } from '../domain/clouds.js'
import { PosternError } from '../domain/errors.js'
import type { TenantId } from '../domain/ids.js'
import type { Timing } from './timing.js'

export type GraphIdentity = { readonly appId: string; readonly tenantId: TenantId } & (
  | { readonly kind: 'secret'; readonly secret: string }
  /** A PEM file with the certificate and its private key. */
  | { readonly kind: 'certificate'; readonly file: string }
  /** A user-assigned managed identity; `appId` is its client id. */
  | { readonly kind: 'managed-identity' }
  /** An app registration that trusts a managed identity. */
  | { readonly kind: 'federated'; readonly managedIdentityClientId: string }
)

export interface Credentials {
  /**
   * A bearer token for Graph. `fresh` asks for a new one: the last was refused.
   * @throws PosternError `graph-unauthorized` where Entra gives none, `graph-unavailable` where it cannot be reached.
   */
  getToken(options?: { readonly fresh?: boolean }): Promise<string>
}

/** By login host: what a managed identity's token must be meant for, to stand in for the app's secret. */
const EXCHANGE_AUDIENCES: Readonly<Record<string, string>> = {
  'https://login.microsoftonline.com': 'api://AzureADTokenExchange',
  'https://login.microsoftonline.us': 'api://AzureADTokenExchangeUSGov',
  'https://login.chinacloudapi.cn': 'api://AzureADTokenExchangeChina',
}

/** Tokens of a real app registration. The library keeps and renews them; it is loaded when first needed. */
export function entraCredentials(identity: GraphIdentity, cloud: Cloud): Credentials {
  let credential: Promise<TokenCredential> | undefined
  let refused: string | undefined
  return {
    async getToken({ fresh = false } = {}) {
      // The library's cache cannot be bypassed for apps; a new instance starts with an empty one.
      if (fresh || credential === undefined) credential = makeCredential(identity, cloud)
      const token = await (await credential).getToken(`${cloud.graph}/.default`).catch((error: unknown) => {
        throw tokenFailure(error)
      })
      if (token === null || (fresh && token.token === refused)) throw new PosternError('graph-unauthorized')
      refused = token.token
      return token.token
    },
  }
}

async function makeCredential(identity: GraphIdentity, cloud: Cloud): Promise<TokenCredential> {
  const library = await import('@azure/identity')
  const options = { authorityHost: cloud.login }
  const { appId, tenantId } = identity
  switch (identity.kind) {
    case 'secret':
      return new library.ClientSecretCredential(tenantId, appId, identity.secret, options)
    case 'certificate':
      return new library.ClientCertificateCredential(tenantId, appId, { certificatePath: identity.file }, options)
    case 'managed-identity':
      return new library.ManagedIdentityCredential({ clientId: appId })
    case 'federated': {
      const standIn = new library.ManagedIdentityCredential({ clientId: identity.managedIdentityClientId })
      const audience = EXCHANGE_AUDIENCES[cloud.login]
      if (audience === undefined)
        throw new PosternError('config-invalid', { reason: 'no token exchange in this cloud' })
      const assertion = async () => (await standIn.getToken(audience)).token
      return new library.ClientAssertionCredential(tenantId, appId, assertion, options)
    }
  }
}

/** Entra said no (a wrong secret, an expired certificate), or nobody answered. Its text may name the app: not kept. */
function tokenFailure(error: unknown): PosternError {
  if (error instanceof PosternError) return error
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined
  const refused = typeof status === 'number' && status >= 400 && status < 500
  return new PosternError(refused ? 'graph-unauthorized' : 'graph-unavailable', { reason: 'token' }, { cause: error })
}

const tokenAnswer = z.object({ access_token: z.string().min(1).max(10_000), expires_in: z.number().positive() })

/** Tokens of the simulated tenant, from its own token endpoint on loopback. There is nothing secret about them. */
export function simulatedCredentials(tenantId: TenantId, simulatedOrigin: string, timing: Timing): Credentials {
  let kept: { readonly token: string; readonly untilMs: number } | undefined
  const request = async () => {
    const response = await fetch(new URL(`/${tenantId}/oauth2/v2.0/token`, simulatedOrigin), {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'postern', scope: '.default' }),
      redirect: 'error',
      signal: AbortSignal.timeout(10_000),
    }).catch((error: unknown) => {
      throw new PosternError('graph-unavailable', { reason: 'token' }, { cause: error })
    })
    if (!response.ok) throw new PosternError('graph-unauthorized', { reason: 'token', status: response.status })
    const answer = tokenAnswer.safeParse(await response.json().catch(() => null))
    if (!answer.success) throw new PosternError('graph-shape', { reason: 'token' })
    return answer.data
  }
  return {
    async getToken({ fresh = false } = {}) {
      const nowMs = timing.now().getTime()
      if (fresh || kept === undefined || kept.untilMs <= nowMs) {
        const { access_token: token, expires_in: lifeSeconds } = await request()
        // Renewed a minute early, so that a token never dies on its way.
        kept = { token, untilMs: nowMs + Math.max(0, lifeSeconds - 60) * 1000 }
      }
      return kept.token
    },
  }
}
