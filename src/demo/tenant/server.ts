/**
 * The simulated tenant: Microsoft Graph over real HTTP, on 127.0.0.1 only, with Graph's paging, filters, throttling,
 * refusals and faults. Tests run it in their own process, the demo in one of its own.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Asked, answerBatch, BATCH_PATH } from './batch.js'
import { GraphFault, unauthorized } from './graphError.js'
import type { TenantData } from './model.js'
import type { Call, Reply, Route } from './route.js'
import { authorize, noSuchRoute, ROUTES } from './routes.js'
import { SimulatedTenant } from './simulatedTenant.js'
import { Throttle } from './throttle.js'

export interface SimulatedTenantOptions {
  readonly data: TenantData
  readonly now?: () => Date
  readonly port?: number
  /** What `@odata.nextLink` begins with: the real Graph's origin, which callers keep until the last step. */
  readonly graphOrigin?: string
  /** How long a token lives, in seconds. */
  readonly tokenLifeSeconds?: number
}

export interface RunningTenant {
  readonly origin: string
  readonly tenant: SimulatedTenant
  close(): Promise<void>
}

/** Listens on a free port of 127.0.0.1 unless one is named. */
export async function startSimulatedTenant(options: SimulatedTenantOptions): Promise<RunningTenant> {
  const now = options.now ?? (() => new Date())
  const tenant = new SimulatedTenant(options.data, now)
  const graph = new GraphServer(tenant, options)
  const server = createServer((request, response) => graph.handle(request, response))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    tenant,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** In characters. */
const LARGEST_BODY = 65_536
/** Links handed out and not yet followed; Graph's expire as well. */
const MOST_CURSORS = 1_000

type PagedReply = Extract<Reply, { kind: 'rows' }>

class GraphServer {
  private readonly throttle = new Throttle()
  private readonly cursors = new Map<string, { readonly reply: PagedReply; readonly from: number }>()
  private cursorCount = 0

  constructor(
    private readonly tenant: SimulatedTenant,
    private readonly options: SimulatedTenantOptions,
  ) {}

  handle(request: IncomingMessage, response: ServerResponse): void {
    let body = ''
    request.setEncoding('utf8').on('data', (chunk: string) => {
      if (body.length + chunk.length <= LARGEST_BODY) body += chunk
    })
    request.once('end', () => {
      const url = new URL(request.url ?? '/', 'http://127.0.0.1')
      const path = decoded(url.pathname)
      const outcome = this.seen(request, url, path, body)
      if (outcome !== 'hang') send(response, outcome)
    })
  }

  private seen(request: Asked, url: URL, path: string, body: string): Outcome | 'hang' {
    const outcome = this.outcome(request, url, path, body)
    const { method = '', headers } = request
    const status = outcome === 'hang' ? 0 : outcome.status
    this.tenant.requests.push({ method, url: request.url ?? '', headers, status })
    return outcome
  }

  private outcome(request: Asked, url: URL, path: string, body: string): Outcome | 'hang' {
    try {
      if (path === `/${this.tenant.tenantId}/oauth2/v2.0/token`) return this.token(request)
      if (path === BATCH_PATH && request.method === 'POST') {
        return ok(
          answerBatch(body, (asked, to) =>
            this.seen({ ...asked, headers: { ...request.headers, ...asked.headers } }, to, decoded(to.pathname), ''),
          ),
        )
      }
      const fault = this.tenant.faults.take(path)
      if (fault?.kind === 'hang') return 'hang'
      if (fault?.kind === 'cut') return { status: 200, headers: {}, body: { value: [] }, cut: true }
      if (fault?.kind === 'body') return ok(fault.body)
      if (fault?.kind === 'status') {
        const headers = fault.retryAfter === undefined ? {} : { 'Retry-After': fault.retryAfter }
        throw new GraphFault(fault.status, fault.code ?? 'generalException', 'A fault that was asked for.', headers)
      }
      return ok(this.answer(request, url, path, body))
    } catch (error) {
      if (!(error instanceof GraphFault)) throw error
      return { status: error.status, headers: error.headers, body: error.body(this.tenant.now()), cut: false }
    }
  }

  private token(request: Asked): Outcome {
    if (request.method !== 'POST') throw noSuchRoute('token')
    const life = this.options.tokenLifeSeconds ?? 3599
    return ok({ token_type: 'Bearer', expires_in: life, access_token: this.tenant.issueToken() })
  }

  private answer(request: Asked, url: URL, path: string, body: string): unknown {
    const bearer = /^Bearer (\S{1,200})$/.exec(String(request.headers.authorization ?? ''))?.[1]
    if (bearer === undefined || !this.tenant.knowsToken(bearer)) throw unauthorized()
    const found = matchRoute(request.method ?? '', path)
    if (found === null) throw noSuchRoute(path)
    authorize(found.route, this.tenant)
    this.throttle.admit(found.route.family, this.tenant.now())
    const cursor = url.searchParams.get('$skiptoken')
    if (cursor !== null) return this.nextPage(cursor, url)
    const call: Call = {
      tenant: this.tenant,
      query: url.searchParams,
      body,
      header: (name) => String(request.headers[name] ?? ''),
      part: (index) => found.parts[index] ?? '',
    }
    return this.present(found.route.answer(call), url)
  }

  private present(reply: Reply, url: URL): unknown {
    if (reply.kind === 'rows') return this.page(reply, 0, url)
    if (reply.kind === 'none') return NOTHING
    return reply.kind === 'object' ? reply.body : reply
  }

  private nextPage(cursor: string, url: URL): unknown {
    const kept = this.cursors.get(cursor)
    if (kept === undefined) throw new GraphFault(400, 'BadRequest', 'Skip token is not valid.')
    return this.page(kept.reply, kept.from, url)
  }

  private page(reply: PagedReply, from: number, url: URL): unknown {
    const { rows, top, deltaToken } = reply
    const value = rows.slice(from, from + top)
    const graphOrigin = this.options.graphOrigin ?? 'https://graph.microsoft.com'
    if (from + top >= rows.length) {
      const delta = deltaToken && { '@odata.deltaLink': `${graphOrigin}${url.pathname}?$deltatoken=${deltaToken}` }
      return { '@odata.context': `${graphOrigin}/$metadata`, ...(delta || {}), value }
    }
    this.cursorCount += 1
    const cursor = `page${this.cursorCount}`
    this.cursors.set(cursor, { reply, from: from + top })
    const oldest = this.cursors.size > MOST_CURSORS ? this.cursors.keys().next().value : undefined
    if (oldest !== undefined) this.cursors.delete(oldest)
    const next = new URL(url.pathname + url.search, graphOrigin)
    next.searchParams.set('$skiptoken', cursor)
    return { '@odata.context': `${graphOrigin}/$metadata`, '@odata.nextLink': next.href, value }
  }
}

interface Outcome {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
  /** Whether the connection dies in the middle of the body. */
  readonly cut: boolean
}

/** A path with a broken escape is one that no route has. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** The body of an answer that has none. */
const NOTHING = Symbol('nothing')

const ok = (body: unknown): Outcome => ({ status: body === NOTHING ? 204 : 200, headers: {}, body, cut: false })

function matchRoute(method: string, path: string): { readonly route: Route; readonly parts: readonly string[] } | null {
  for (const route of ROUTES) {
    const match = route.method === method ? route.pattern.exec(path) : null
    if (match !== null) return { route, parts: match.slice(1) }
  }
  return null
}

function send(response: ServerResponse, { status, headers, body, cut }: Outcome): void {
  if (body === NOTHING) {
    // Two statements: restify, which the bot loads, replaces writeHead of all servers by one that returns nothing.
    response.writeHead(status, headers)
    response.end()
    return
  }
  const file = isBytes(body) ? body : null
  const bytes = file?.bytes ?? Buffer.from(JSON.stringify(body))
  const length = bytes.byteLength
  const contentType = file?.contentType ?? 'application/json'
  response.writeHead(status, { 'Content-Type': contentType, 'Content-Length': length, ...headers })
  if (cut) response.write(bytes.subarray(0, Math.floor(length / 2)), () => response.destroy())
  else response.end(bytes)
}

const isBytes = (body: unknown): body is Extract<Reply, { kind: 'bytes' }> =>
  typeof body === 'object' && body !== null && 'bytes' in body && body.bytes instanceof Uint8Array
