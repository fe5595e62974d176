/**
 * How the app proves to Entra who it is, in one place for Graph and for the Bot Connector.
 *
 * `@azure/identity` for all kinds. The credential factories of botframework-connector are not used: those for
 * certificates and federation sign in at the public cloud whatever the cloud is (appCredentials.js,
 * `GetToChannelFromBotLoginUrlPrefix`), the one for managed identities tries every credential of the machine in turn, and
 * a misspelt app type silently means multi-tenant.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import {
  ClientAssertionCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  type ClientSecretCredentialOptions,
  ManagedIdentityCredential,
  type TokenCredential,
} from '@azure/identity'
import { z } from 'zod/v4'
import type { AppIdentity } from '../domain/appIdentity.js'
import { PosternError } from '../domain/errors.js'
import type { TokenSource } from '../flows/ports/tokens.js'

/** Token services answer within a second or two; a person waits for the turn. */
const TOKEN_TIMEOUT_MS = 10_000

/** Where to sign in. China has two login services, one for Graph and one for the Bot Connector. */
export interface Login {
  /** For instance `https://login.microsoftonline.com`. */
  readonly origin: string
  readonly tokenExchangeAudience: string
}

/** The HTTP client under the credentials, and how often it asks again: the library's own, but for tests. */
export type Network = Pick<ClientSecretCredentialOptions, 'httpClient' | 'retryOptions'>

export function createTokenSource(identity: AppIdentity, login: Login, network: Network = {}): TokenSource {
  const make = (): TokenCredential => createCredential(identity, login, { ...network, additionalPolicies: [WATCH] })
  let credential = make()
  return (scope, { fresh = false } = {}) => {
    // The library's cache cannot be bypassed for apps; a new instance starts with an empty one.
    if (fresh) credential = make()
    const asked: Asked = { status: null }
    return asking.run(asked, async () => {
      try {
        const token = await credential.getToken(scope, { abortSignal: AbortSignal.timeout(TOKEN_TIMEOUT_MS) })
        if (token !== null) return token.token
      } catch (cause) {
        throw failure(asked, cause)
      }
      throw failure(asked)
    })
  }
}

/** The newest HTTP status of the token service during one question. */
interface Asked {
  status: number | null
}

/**
 * The library's errors carry no status: a wrong secret and a dead network look alike but for their text. So the answers
 * are watched on their way. Only managed identities let nobody watch; their errors name MSAL's, which has the status.
 */
const asking = new AsyncLocalStorage<Asked>()

const WATCH: NonNullable<ClientSecretCredentialOptions['additionalPolicies']>[number] = {
  position: 'perRetry',
  policy: {
    name: 'posternTokenStatus',
    async sendRequest(request, next) {
      const response = await next(request)
      const asked = asking.getStore()
      if (asked !== undefined) asked.status = response.status
      return response
    },
  },
}

/** Entra or the machine's identity service said no, or nobody answered. Their text may name the app: not repeated. */
function failure(asked: Asked, cause?: unknown): PosternError {
  const status = asked.status ?? statusUnder(cause)
  const isRefusal = status !== null && status >= 400 && status < 500 && status !== 408 && status !== 429
  const detail = status === null ? {} : { status }
  return new PosternError(isRefusal ? 'entra-refused' : 'entra-unavailable', detail, { cause })
}

const msalError = z.object({ cause: z.object({ status: z.number() }) })
const statusUnder = (error: unknown): number | null => msalError.safeParse(error).data?.cause.status ?? null

type Options = Network & Pick<ClientSecretCredentialOptions, 'additionalPolicies'>

function createCredential(identity: AppIdentity, login: Login, shared: Options): TokenCredential {
  const { appId, tenantId } = identity
  const options = { authorityHost: login.origin, ...shared }
  switch (identity.kind) {
    case 'secret':
      return new ClientSecretCredential(tenantId, appId, identity.secret, options)
    case 'certificate':
      // The library computes the thumbprint itself, without an openssl binary.
      return new ClientCertificateCredential(tenantId, appId, { certificate: identity.pem }, options)
    case 'managed-identity':
      return new ManagedIdentityCredential({ clientId: appId, ...shared })
    case 'federated': {
      const voucher = new ManagedIdentityCredential({ clientId: identity.managedIdentityClientId, ...shared })
      const assertion = async () => (await voucher.getToken(`${login.tokenExchangeAudience}/.default`)).token
      return new ClientAssertionCredential(tenantId, appId, assertion, options)
    }
  }
}
