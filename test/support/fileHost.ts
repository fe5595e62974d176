/**
 * A host of files on this machine: a real HTTP server that keeps what it is asked, headers and all, and answers each
 * path as a test tells it: with a file, a redirect, a flood, a trickle, a packed bomb.
 */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Asked {
  readonly path: string
  readonly headers: IncomingHttpHeaders
}

export type Answer = (response: ServerResponse) => void

export interface FileHost {
  readonly origin: string
  readonly asked: Asked[]
  /** What stands at a path; elsewhere is nothing. */
  readonly at: Map<string, Answer>
  close(): Promise<void>
}

export async function startFileHost(): Promise<FileHost> {
  const asked: Asked[] = []
  const at = new Map<string, Answer>()
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1')
    asked.push({ path: pathname, headers: request.headers })
    const answer = at.get(pathname)
    if (answer !== undefined) return answer(response)
    response.writeHead(404)
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    at,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** The whole of a file. */
export const file =
  (bytes: Uint8Array | string, headers: Readonly<Record<string, string>> = {}): Answer =>
  (response) => {
    response.writeHead(200, { 'content-type': 'application/octet-stream', ...headers })
    response.end(bytes)
  }

export const redirect =
  (location: string, status = 302): Answer =>
  (response) => {
    response.writeHead(status, { location })
    response.end()
  }

/** More and more, with no length said, for as long as somebody reads. */
export const flood: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'image/png' })
  const chunk = Buffer.alloc(64 * 1024)
  const pour = (): void => {
    while (!response.destroyed && response.write(chunk));
  }
  response.on('drain', pour)
  pour()
}

/** The beginning of a file, and then nothing. */
export const trickle: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'image/png' })
  response.write('x')
}
