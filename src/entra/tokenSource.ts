/**
 * How the app proves to Entra who it is, in one place for Graph and for the Bot Connector.
 *
 * `@azure/identity` for all kinds. The credential factories of botframework-connector are not used: those for
 * certificates and federation sign in at the public cloud whatever the cloud is (appCredentials.js,
 * `GetToChannelFromBotLoginUrlPrefix`), the one for managed identities tries every credential of the machine in turn, and
 * a misspelt app type silently means multi-tenant.
 */
import {
  ClientAssertionCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  type ClientSecretCredentialOptions,
  ManagedIdentityCredential,
  type TokenCredential,
} from '@azure/identity'
import { PosternError } from '../domain/errors.js'
import type { TenantId } from '../domain/ids.js'
import type { TokenSource } from '../flows/ports/tokens.js'

export type AppIdentity = { readonly appId: string; readonly tenantId: TenantId } & (
  | { readonly kind: 'secret'; readonly secret: string }
  /** The private key and its certificate, one PEM text. The library computes the thumbprint, without an openssl binary. */
  | { readonly kind: 'certificate'; readonly pem: string }
  /** A user-assigned managed identity; `appId` is its client id. */
  | { readonly kind: 'managed-identity' }
  /** The managed identity vouches for the app registration: no secret, and the registration may live elsewhere. */
  | { readonly kind: 'federated'; readonly managedIdentityClientId: string }
)

/** Token services answer within a second or two; a person waits for the turn. */
const TOKEN_TIMEOUT_MS = 10_000

/**
 * By login host: what a managed identity's token must be meant for, to stand in for the app's secret.
 * Source: Microsoft Learn, "Configure an application to trust a managed identity".
 */
const EXCHANGE_AUDIENCE: ReadonlyMap<string, string> = new Map([
  ['login.microsoftonline.com', 'api://AzureADTokenExchange'],
  ['login.microsoftonline.us', 'api://AzureADTokenExchangeUSGov'],
  ['login.chinacloudapi.cn', 'api://AzureADTokenExchangeChina'],
  ['login.partner.microsoftonline.cn', 'api://AzureADTokenExchangeChina'],
])

/** The HTTP client under the credentials: the library's own, but for tests. */
export type Network = Pick<ClientSecretCredentialOptions, 'httpClient'>

/**
 * @param loginOrigin of the login service of the cloud, for instance `https://login.microsoftonline.com`
 * @throws PosternError `config-invalid` where the cloud knows no token exchange
 */
export function createTokenSource(identity: AppIdentity, loginOrigin: string, network: Network = {}): TokenSource {
  const make = (): TokenCredential => createCredential(identity, new URL(loginOrigin), network)
  let credential = make()
  return async (scope, { fresh = false } = {}) => {
    // The library's cache cannot be bypassed for apps; a new instance starts with an empty one.
    if (fresh) credential = make()
    const token = await credential.getToken(scope, { abortSignal: AbortSignal.timeout(TOKEN_TIMEOUT_MS) })
    if (token === null) throw new Error('no token')
    return token.token
  }
}

function createCredential(identity: AppIdentity, login: URL, network: Network): TokenCredential {
  const { appId, tenantId } = identity
  const options = { authorityHost: login.origin, ...network }
  switch (identity.kind) {
    case 'secret':
      return new ClientSecretCredential(tenantId, appId, identity.secret, options)
    case 'certificate':
      return new ClientCertificateCredential(tenantId, appId, { certificate: identity.pem }, options)
    case 'managed-identity':
      return new ManagedIdentityCredential({ clientId: appId, ...network })
    case 'federated': {
      const voucher = new ManagedIdentityCredential({ clientId: identity.managedIdentityClientId, ...network })
      const audience = EXCHANGE_AUDIENCE.get(login.hostname)
      if (audience === undefined)
        throw new PosternError('config-invalid', { faults: [`no token exchange is known at ${login.hostname}`] })
      const assertion = async () => (await voucher.getToken(`${audience}/.default`)).token
      return new ClientAssertionCredential(tenantId, appId, assertion, options)
    }
  }
}
