/**
 * The only door through which the bot speaks: every reply and every proactive message takes its client from here.
 *
 * Three defaults of the library are undone. It sends its token to whatever service URL an activity names; it follows
 * redirects with that token; and it repeats a throttled call by itself, up to three times with waits of its own, which
 * would hold a person's turn and hide the throttling from the queue that paces all replicas. Errors leave here as
 * PosternError, whoever called.
 */
import { ClaimsIdentity, ConnectorClient, ConnectorFactory } from 'botframework-connector'
import { PosternError } from '../domain/errors.js'
import { connectorError } from './connectorErrors.js'
import type { ConnectorToken } from './credentials.js'

/** A call that has not answered by then is given up: Teams expects an invoke to be answered within about 10 s. */
const REQUEST_TIMEOUT_MS = 8_000

export interface ConnectorOptions {
  /** Null: no token is sent at all (loopback only). */
  readonly token: ConnectorToken | null
  /** Whether the bot may speak to this service URL. Asked for every client that is made. */
  readonly isServiceUrlAllowed: (serviceUrl: string) => boolean
  readonly requestTimeoutMs?: number
}

type WebResource = Parameters<ConnectorClient['credentials']['signRequest']>[0]

/** @throws PosternError `service-url-not-allowed` from `create`. */
export class GuardedConnectorFactory extends ConnectorFactory {
  constructor(private readonly options: ConnectorOptions) {
    super()
  }

  override async create(serviceUrl: string): Promise<ConnectorClient> {
    const { token, isServiceUrlAllowed, requestTimeoutMs = REQUEST_TIMEOUT_MS } = this.options
    if (typeof serviceUrl !== 'string' || !isServiceUrlAllowed(serviceUrl)) {
      throw new PosternError('service-url-not-allowed')
    }
    const credentials = {
      async signRequest(request: WebResource) {
        if (token !== null) request.headers.set('authorization', `Bearer ${await token()}`)
        return request
      },
    }
    const client = new ConnectorClient(credentials, { baseUri: serviceUrl, userAgent: 'Postern' })
    callOnce(client, requestTimeoutMs)
    return client
  }
}

/** The claims of the bot itself, as the library wants them for its own turns. */
export const botClaims = (appId: string): ClaimsIdentity =>
  new ClaimsIdentity(
    [
      { type: 'aud', value: appId },
      { type: 'appid', value: appId },
    ],
    true,
  )

interface Pipeline {
  removePolicy(options: { readonly name: string }): readonly unknown[]
  addPolicy(policy: {
    readonly name: string
    sendRequest(
      request: { timeout: number },
      next: (request: { timeout: number }) => Promise<unknown>,
    ): Promise<unknown>
  }): void
}

/** The pipeline is a private field of the library's client; the version is pinned and the tests see a 429 once. */
function callOnce(client: ConnectorClient, timeoutMs: number): void {
  const { pipeline } = Reflect.get(client, 'client') as { readonly pipeline: Pipeline }
  const removed = ['defaultRetryPolicy', 'redirectPolicy'].flatMap((name) => pipeline.removePolicy({ name }))
  if (removed.length !== 2) throw new PosternError('internal', { reason: 'connector pipeline' })
  pipeline.addPolicy({
    name: 'postern',
    async sendRequest(request, next) {
      request.timeout = timeoutMs
      try {
        return await next(request)
      } catch (error) {
        throw connectorError(error)
      }
    },
  })
}
