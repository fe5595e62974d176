/**
 * The HTTP server: one endpoint for Teams, two for the host that runs us.
 *
 * It answers with a status and nothing that a caller did not know before: no banner, no stack, no echo of what was
 * asked. Header size is bounded by Node itself (16 KiB). TLS ends before us.
 */
import type { AddressInfo } from 'node:net'
import { createServer, type Request, type Response } from 'restify'
import { errorCodeOf } from '../domain/errors.js'
import type { Log, Readiness } from '../flows/ports.js'
import type { HttpAnswer } from './adapter.js'
import { readJsonBody } from './jsonBody.js'

export interface ServerOptions {
  readonly host: string
  /** 0: any free port. */
  readonly port: number
  readonly receive: (body: unknown, authorization: string) => Promise<HttpAnswer>
  readonly readiness: () => Promise<Readiness>
  readonly log: Log
  /** Largest body in bytes; more is a 413. Teams sends about 100 KB at most. Default 256 KiB. */
  readonly bodyMaxBytes?: number
  /** Requests worked on at once; more get a 503 and come again. Default 200. */
  readonly inFlightMax?: number
  /** How long a body may take to arrive, in milliseconds. Default 5 000. */
  readonly bodyTimeoutMs?: number
  /** How long a request may take to arrive, headers and body, in milliseconds. Default 15 000. */
  readonly requestTimeoutMs?: number
  /** How long `close` waits for requests in hand before it cuts them, in milliseconds. Default 10 000. */
  readonly graceMs?: number
}

export interface RunningServer {
  readonly port: number
  /** Stops accepting, lets requests in hand finish, then resolves. Safe to call twice. */
  close(): Promise<void>
}

const HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
}

const KEEP_ALIVE_MS = 65_000
const BUSY_RETRY_AFTER_MS = 1_000
/** Bodies on their way at once; each holds a socket and at most the largest body. */
const ARRIVING_MAX = 1_000
const READINESS_TIMEOUT_MS = 5_000

export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const {
    bodyMaxBytes = 256 * 1024,
    inFlightMax = 200,
    bodyTimeoutMs = 5_000,
    requestTimeoutMs = 15_000,
    graceMs = 10_000,
    log,
  } = options
  const server = createServer({ name: '', strictNext: true })
  const http = server.server as import('node:http').Server
  http.requestTimeout = requestTimeoutMs
  http.headersTimeout = Math.min(requestTimeoutMs, 10_000)
  // Longer than the idle time of the usual load balancers (60 s): the side that closes first should be theirs.
  http.keepAliveTimeout = KEEP_ALIVE_MS
  http.maxHeadersCount = 100
  http.maxRequestsPerSocket = 10_000

  let arriving = 0
  let inFlight = 0
  let closing: Promise<void> | null = null
  const answer = (response: Response, { status, body, retryAfterMs }: HttpAnswer): void => {
    if (response.headersSent || response.destroyed) return
    const text = body === undefined ? '' : JSON.stringify(body)
    response.sendRaw(status, text, {
      ...HEADERS,
      ...(text === '' ? {} : { 'Content-Type': 'application/json; charset=utf-8' }),
      ...(retryAfterMs === undefined ? {} : { 'Retry-After': String(Math.ceil(retryAfterMs / 1000)) }),
      ...(closing === null ? {} : { Connection: 'close' }),
    })
  }

  server.post('/api/messages', async (request: Request, response: Response) => {
    const isBusy = inFlight >= inFlightMax || arriving >= ARRIVING_MAX
    if (isBusy) return refuseUnread(response, { status: 503, retryAfterMs: BUSY_RETRY_AFTER_MS })
    // A body that trickles in must not take the place of one that is worked on.
    arriving += 1
    const limits = { maxBytes: bodyMaxBytes, timeoutMs: bodyTimeoutMs }
    const body = await readJsonBody(request, limits).finally(() => {
      arriving -= 1
    })
    if (!body.ok) return refuseUnread(response, { status: body.status })
    inFlight += 1
    try {
      answer(response, await options.receive(body.value, request.headers.authorization ?? ''))
    } finally {
      inFlight -= 1
    }
  })
  server.get('/healthz', async (_request: Request, response: Response) =>
    answer(response, { status: 200, body: { alive: true } }),
  )
  server.get('/readyz', async (_request: Request, response: Response) => {
    const state = await withTimeout(options.readiness(), READINESS_TIMEOUT_MS).catch((error: unknown) => {
      log.warn('readiness could not be told', { code: errorCodeOf(error) })
      return { ready: false, checks: {} }
    })
    const ready = state.ready && closing === null
    answer(response, { status: ready ? 200 : 503, body: { ready, checks: state.checks } })
  })

  /** The rest of the body is of no interest: the connection ends with the answer. */
  function refuseUnread(response: Response, refusal: HttpAnswer): void {
    response.setHeader('Connection', 'close')
    answer(response, refusal)
  }

  // Unknown paths, wrong methods, faults in a handler: restify would put words of its own into the answer.
  server.on(
    'restifyError',
    (_request: Request, response: Response, error: { statusCode?: number }, done: () => void) => {
      const status = error.statusCode ?? 500
      if (status >= 500) log.error('a request failed', { code: errorCodeOf(error) })
      answer(response, { status })
      done()
    },
  )

  await new Promise<void>((resolve, reject) => {
    // restify hands the socket server's errors on; one that nobody hears would end the process.
    server.on('error', reject)
    server.listen(options.port, options.host, () => resolve())
  })

  return {
    port: (http.address() as AddressInfo).port,
    close() {
      closing ??= new Promise((resolve) => {
        const cut = setTimeout(() => {
          log.warn('requests were cut at shutdown', { requests: inFlight })
          http.closeAllConnections()
        }, graceMs)
        http.close(() => {
          clearTimeout(cut)
          resolve()
        })
        http.closeIdleConnections()
      })
      return closing
    },
  }
}

async function withTimeout<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('timed out')), timeoutMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
