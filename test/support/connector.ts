/**
 * A Bot Connector on this machine: a real HTTP server that keeps what the bot sends, and that throttles, fails,
 * hangs or redirects when a test tells it to.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Sent {
  readonly method: string
  readonly path: string
  readonly authorization: string | undefined
  readonly body: Record<string, unknown>
}

export interface Fault {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** `hang`: never answers. `cut`: closes the connection without an answer. */
  readonly instead?: 'hang' | 'cut'
}

export interface Picture {
  readonly contentType: string
  readonly bytes: Uint8Array
}

export interface ConnectorDouble {
  readonly serviceUrl: string
  readonly sent: Sent[]
  /** Pictures by their id, as Teams keeps what people paste. */
  readonly pictures: Map<string, Picture>
  /** The token without which no picture is given; null: none is asked for. */
  pictureToken: string | null
  /** The next calls get these answers, one each, and are not kept as sent. */
  fail(...faults: Fault[]): void
  /** All calls, refused ones too. */
  readonly calls: number
  close(): Promise<void>
}

export async function startConnector(): Promise<ConnectorDouble> {
  const sent: Sent[] = []
  const faults: Fault[] = []
  const pictures = new Map<string, Picture>()
  let pictureToken: string | null = null
  let calls = 0
  const server = createServer(async (request, response) => {
    calls += 1
    const body = JSON.parse((await text(request)) || '{}') as Record<string, unknown>
    const fault = faults.shift()
    if (fault !== undefined) return misbehave(response, fault)
    sent.push({
      method: request.method ?? '',
      path: decodeURIComponent(request.url ?? ''),
      authorization: request.headers.authorization,
      body,
    })
    const pictureId = /\/v3\/attachments\/([^/]+)\/views\/original$/.exec(request.url ?? '')?.[1]
    if (pictureId !== undefined) {
      if (pictureToken !== null && request.headers.authorization !== `Bearer ${pictureToken}`) {
        return answer(response, 401, {})
      }
      const picture = pictures.get(pictureId)
      if (picture === undefined) return answer(response, 404, {})
      response.writeHead(200, { 'content-type': picture.contentType })
      return void response.end(picture.bytes)
    }
    const isNewConversation = request.method === 'POST' && request.url?.endsWith('/v3/conversations') === true
    answer(response, 200, { id: isNewConversation ? `a:opened-${calls}` : `activity-${calls}` })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    serviceUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/teams/`,
    sent,
    pictures,
    get pictureToken() {
      return pictureToken
    },
    set pictureToken(token) {
      pictureToken = token
    },
    fail: (...next) => void faults.push(...next),
    get calls() {
      return calls
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function misbehave(response: ServerResponse, fault: Fault): void {
  if (fault.instead === 'hang') return
  if (fault.instead === 'cut') return void response.socket?.destroy()
  answer(response, fault.status ?? 500, fault.body ?? {}, fault.headers)
}

function answer(response: ServerResponse, status: number, body: unknown, headers: Fault['headers'] = {}): void {
  // Not chained: restify, which the bot loads, replaces writeHead of all servers by one that returns nothing.
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

/** The Adaptive Cards of what was sent, oldest first. */
export function cardsOf(sent: readonly Sent[]): Record<string, unknown>[] {
  return sent.flatMap(({ body }) =>
    ((body.attachments ?? []) as { content: Record<string, unknown> }[]).map(({ content }) => content),
  )
}
