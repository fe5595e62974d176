/**
 * How the bot proves to the Bot Connector who it is: one token, for each of the app types that Azure Bot still offers.
 *
 * The credential factories of botframework-connector are not used. Those for certificates and federation sign in at
 * the public cloud whatever the cloud is (appCredentials.js, `GetToChannelFromBotLoginUrlPrefix`), the one for managed
 * identities tries every credential of the machine in turn, and a misspelt app type silently means multi-tenant.
 */
import {
  ClientAssertionCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  type ClientSecretCredentialOptions,
  ManagedIdentityCredential,
  type TokenCredential,
} from '@azure/identity'
import type { Cloud } from '../domain/clouds.js'
import { PosternError } from '../domain/errors.js'
import type { TenantId } from '../domain/ids.js'

export type BotIdentity = { readonly appId: string; readonly tenantId: TenantId } & (
  | { readonly kind: 'secret'; readonly secret: string }
  /** The private key and its certificate, one PEM text. The thumbprint is computed here, without an openssl binary. */
  | { readonly kind: 'certificate'; readonly pem: string }
  | { readonly kind: 'managed-identity' }
  /** The managed identity vouches for the app registration: no secret, and the registration may live elsewhere. */
  | { readonly kind: 'federated'; readonly managedIdentityClientId: string }
)

/** Gives the bearer token for the Bot Connector. Cached by the library until shortly before it ends. */
export type ConnectorToken = () => Promise<string>

/** Token services answer within a second or two; a person waits for the turn. */
const TOKEN_TIMEOUT_MS = 10_000

/**
 * Audience of the token that a managed identity hands over in exchange.
 * Source: Microsoft Learn, "Configure an application to trust a managed identity": USGov and China have their own.
 */
const EXCHANGE_AUDIENCE: Readonly<Record<string, string>> = {
  'login.microsoftonline.com': 'api://AzureADTokenExchange',
  'login.microsoftonline.us': 'api://AzureADTokenExchangeUSGov',
  'login.partner.microsoftonline.cn': 'api://AzureADTokenExchangeChina',
}

/** The HTTP client under the credentials: the library's own, but for tests. */
type Network = Pick<ClientSecretCredentialOptions, 'httpClient'>

export function createConnectorToken(identity: BotIdentity, cloud: Cloud, network: Network = {}): ConnectorToken {
  const credential = createCredential(identity, cloud, network)
  const scope = `${cloud.bot.oauthScope}/.default`
  return async () => {
    try {
      const token = await credential.getToken(scope, { abortSignal: AbortSignal.timeout(TOKEN_TIMEOUT_MS) })
      if (token !== null) return token.token
    } catch (cause) {
      throw new PosternError('teams-unavailable', { step: 'token' }, { cause })
    }
    throw new PosternError('teams-unavailable', { step: 'token' })
  }
}

function createCredential(identity: BotIdentity, cloud: Cloud, network: Network): TokenCredential {
  const { appId, tenantId } = identity
  const login = new URL(cloud.bot.loginUrl)
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
      const audience = EXCHANGE_AUDIENCE[login.hostname]
      if (audience === undefined) throw new PosternError('config-invalid', { setting: 'cloud', host: login.hostname })
      const assertion = async () => (await voucher.getToken(`${audience}/.default`)).token
      return new ClientAssertionCredential(tenantId, appId, assertion, options)
    }
  }
}
