/**
 * A way through which the bot's calls to another server go, one after the other seen at three instants: before the other
 * side has heard of it, after the other side has done it, and after the bot was told. Whoever watches may kill the
 * caller at any of them: the call then ends there, as it does when a machine dies.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Instant = 'arrived' | 'taken' | 'answered'

export interface Moment {
  readonly instant: Instant
  readonly method: string
  /** Path and query, decoded. */
  readonly path: string
  readonly body: string
  /** What the other side answered; empty at `arrived`. */
  readonly answer: string
  readonly status: number
}

export interface Gate {
  readonly origin: string
  close(): Promise<void>
}

/** @param watch true: the caller is dead, and the call ends here */
export async function startGate(to: string, watch: (moment: Moment) => Promise<boolean>): Promise<Gate> {
  const server = createServer((request, response) => void pass(request, response).catch(() => response.destroy()))
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    const bytes = Buffer.concat(chunks)
    const method = request.method ?? ''
    const call = { method, path: decodeURIComponent(request.url ?? ''), body: bytes.toString('utf8') }
    if (await watch({ ...call, instant: 'arrived', answer: '', status: 0 })) return void response.destroy()
    const { status, headers, answer } = await forward(to, request, bytes)
    const done = { ...call, answer, status }
    if (await watch({ ...done, instant: 'taken' })) return void response.destroy()
    // Two statements: restify, which the bot loads, replaces writeHead of all servers by one that returns nothing.
    response.writeHead(status, headers)
    response.end(answer, () => void watch({ ...done, instant: 'answered' }))
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const PASSED = ['authorization', 'content-type', 'prefer', 'consistencylevel'] as const

async function forward(to: string, { method = 'GET', url, headers }: IncomingMessage, body: Buffer) {
  const sent = Object.fromEntries(
    PASSED.flatMap((name) => (headers[name] === undefined ? [] : [[name, String(headers[name])]])),
  )
  const hasBody = method !== 'GET' && method !== 'HEAD'
  const response = await fetch(new URL(url ?? '/', to), {
    method,
    headers: sent,
    ...(hasBody ? { body: body.toString('utf8') } : {}),
  })
  const answered: Record<string, string> = { 'content-type': response.headers.get('content-type') ?? '' }
  const retryAfter = response.headers.get('retry-after')
  if (retryAfter !== null) answered['retry-after'] = retryAfter
  return { status: response.status, headers: answered, answer: await response.text() }
}
