/**
 * One Graph client for every part of this adapter: the official SDK with a middleware chain of our own
 * (authentication → retry and pacing → bounded transport), and paging that cannot be led astray.
 */
import { Client, ResponseType } from '@microsoft/microsoft-graph-client'
import { z } from 'zod/v4'
import { PosternError } from '../domain/errors.js'
import type { Log, SharedPace } from '../flows/ports.js'
import { type BatchRequest, createBatch, type GraphAnswer } from './batch.js'
import type { Credentials } from './credentials.js'
import { failureOf, graphCodeOf, retryAfterMs } from './failures.js'
import { Authentication } from './middleware/authentication.js'
import { Retry } from './middleware/retry.js'
import { Transport } from './middleware/transport.js'
import { type ApiFamily, createPacer, type Pacer } from './pacer.js'
import { type RequestLimits, RequestState } from './requestState.js'
import type { Timing } from './timing.js'

export interface RequestOptions extends RequestLimits {
  /** Beta only where v1.0 lacks what is needed; each use says why. */
  readonly version?: 'v1.0' | 'beta'
  readonly family: ApiFamily
  readonly headers?: Readonly<Record<string, string>>
}

/** Every method throws PosternError `graph-*`. Paths begin with a slash; build their queries with `odata.ts`. */
export interface GraphClient {
  /** Where pages lie; also of those within the answer to a batch. */
  readonly origin: string
  get(path: string, options: RequestOptions): Promise<unknown>
  post(path: string, body: unknown, options: RequestOptions): Promise<unknown>
  patch(path: string, body: unknown, options: RequestOptions): Promise<unknown>
  /** DELETE. */
  remove(path: string, options: RequestOptions): Promise<unknown>
  /** A body that is no JSON, with the content type that Graph gives it. */
  bytes(path: string, options: RequestOptions): Promise<GraphBytes>
  /** The `value` of each page, in Graph's order. */
  pages(path: string, options: RequestOptions): AsyncIterable<readonly unknown[]>
  /** One page; `from` is a path, or the `next` or `delta` of an earlier page. */
  page(from: string, options: RequestOptions): Promise<GraphPage>
  /** Many GETs in few requests, each answered, or failed, by itself; in their order. */
  batch(paths: readonly string[], options: BatchRequest): Promise<readonly (GraphAnswer | PosternError)[]>
}

export interface GraphPage {
  readonly rows: readonly unknown[]
  /** The URL of the next page; null: this was the last. */
  readonly next: string | null
  /** Of a change tracking: the URL to ask by for what changes after this; on its last page only. */
  readonly delta: string | null
}

export interface GraphBytes {
  readonly contentType: string | null
  readonly bytes: Uint8Array
}

export interface GraphClientOptions {
  readonly graphOrigin: string
  readonly simulatedOrigin: string | undefined
  readonly credentials: Credentials
  readonly timing: Timing
  readonly timeoutMs: number
  readonly log: Log
  readonly sharedPace?: SharedPace | undefined
  /** Shared with another client of this process: limits are the tenant's. Absent: its own. */
  readonly pacer?: Pacer
}

type Method = 'get' | 'post' | 'patch' | 'delete'

const link = z.string().max(16_384).optional()
const page = z.object({ value: z.array(z.unknown()), '@odata.nextLink': link, '@odata.deltaLink': link })

/** Far above any tenant's need; a server that links in circles must not keep us forever. */
const MOST_PAGES = 10_000

export function createGraphClient(options: GraphClientOptions): GraphClient {
  const { graphOrigin, timing } = options
  const pacer = options.pacer ?? createPacer(timing, options.sharedPace)
  const sdk = Client.initWithMiddleware({
    baseUrl: `${graphOrigin}/`,
    middleware: [
      new Authentication(options.credentials),
      new Retry(timing, pacer, options.log),
      new Transport(options),
    ],
  })

  async function exchange(method: Method, url: string, body: unknown, request: RequestOptions) {
    const state = new RequestState(request.family, request)
    const call = sdk
      .api(url)
      .headers({ ...request.headers })
      .middlewareOptions([state])
      .responseType(ResponseType.RAW)
    const answering = {
      get: () => call.get(),
      post: () => call.post(body),
      patch: () => call.patch(body),
      delete: () => call.delete(),
    }[method]()
    const response: unknown = await answering.catch((error: unknown) => {
      throw state.failure ?? new PosternError('internal', { reason: 'graph-client' }, { cause: error })
    })
    if (!(response instanceof Response)) throw new PosternError('graph-shape', { reason: 'no-response' })
    if (!response.ok) {
      const answer: unknown = await response.json().catch(() => undefined)
      const waitMs = retryAfterMs(response.headers.get('Retry-After'), timing.now())
      throw failureOf(response.status, graphCodeOf(answer), waitMs)
    }
    return response
  }

  async function send(method: Method, url: string, body: unknown, request: RequestOptions): Promise<unknown> {
    const response = await exchange(method, url, body, request)
    const answer: unknown = response.status === 204 ? null : await response.json().catch(() => undefined)
    if (answer === undefined) throw new PosternError('graph-shape', { reason: 'not-json' })
    return answer
  }

  const batch = createBatch({
    send: (body, request) => send('post', `${graphOrigin}/v1.0/$batch`, body, request),
    pacer,
    timing,
  })

  const urlOf = (path: string, { version = 'v1.0' }: RequestOptions) => `${graphOrigin}/${version}${path}`

  return {
    origin: graphOrigin,
    get: (path, request) => send('get', urlOf(path, request), undefined, request),
    post: (path, body, request) => send('post', urlOf(path, request), body, request),
    patch: (path, body, request) => send('patch', urlOf(path, request), body, request),
    remove: (path, request) => send('delete', urlOf(path, request), undefined, request),
    async bytes(path, request) {
      const response = await exchange('get', urlOf(path, request), undefined, request)
      return {
        contentType: response.headers.get('Content-Type'),
        bytes: new Uint8Array(await response.arrayBuffer()),
      }
    },
    async page(from, request) {
      const url = from.startsWith('/') ? urlOf(from, request) : nextUrl(from, graphOrigin)
      return readPage(await send('get', url, undefined, request), graphOrigin)
    },
    batch,
    async *pages(path, request) {
      let url: string | undefined = urlOf(path, request)
      const seen = new Set<string>()
      while (url !== undefined) {
        if (seen.has(url) || seen.size >= MOST_PAGES) throw new PosternError('graph-shape', { reason: 'endless-pages' })
        seen.add(url)
        const { rows, next } = readPage(await send('get', url, undefined, request), graphOrigin)
        yield rows
        url = next ?? undefined
      }
    },
  }
}

/** Also for a page within the answer to a batch. @throws PosternError `graph-shape`. */
export function readPage(body: unknown, graphOrigin: string): GraphPage {
  const answer = page.safeParse(body)
  if (!answer.success) throw new PosternError('graph-shape', { reason: 'not-a-page' })
  const own = (found: string | undefined) => (found === undefined ? null : nextUrl(found, graphOrigin))
  const { value: rows, '@odata.nextLink': next, '@odata.deltaLink': delta } = answer.data
  return { rows, next: own(next), delta: own(delta) }
}

/** The next page's URL, which carries our token: only ever of the same origin, below a version of the API. */
function nextUrl(link: string, graphOrigin: string): string {
  const url = URL.canParse(link) ? new URL(link) : null
  if (url?.origin !== graphOrigin || !/^\/(v1\.0|beta)\//.test(url.pathname)) {
    throw new PosternError('graph-shape', { reason: 'foreign-next-link' })
  }
  return url.href
}
