/** The server as a host and a stranger see it: limits, what it does not say, and how it stops. */
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { HttpAnswer } from '../../src/teams/adapter.js'
import { type RunningServer, type ServerOptions, startServer } from '../../src/teams/server.js'
import { post } from '../support/activities.js'
import { keptLog } from '../support/log.js'

let server: RunningServer | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})

const log = keptLog()
async function start(changes: Partial<ServerOptions> = {}): Promise<string> {
  server = await startServer({
    host: '127.0.0.1',
    port: 0,
    log,
    receive: async () => ({ status: 200 }),
    readiness: async () => ({ ready: true, checks: { store: { ok: true, code: null } } }),
    ...changes,
  })
  return `http://127.0.0.1:${server.port}`
}

/** A receiver that waits until the test lets it go on. */
function held(): { receive: () => Promise<HttpAnswer>; entered: Promise<void>; release: () => void } {
  let release = () => {}
  let enter = () => {}
  const entered = new Promise<void>((resolve) => {
    enter = resolve
  })
  const gate = new Promise<void>((resolve) => {
    release = resolve
  })
  return {
    entered,
    release: () => release(),
    async receive() {
      enter()
      await gate
      return { status: 200, body: { done: true } }
    },
  }
}

describe('POST /api/messages', () => {
  it('hands over the body and the header, and answers what it is told to', async () => {
    const seen: unknown[] = []
    const origin = await start({
      receive: async (...args) => {
        seen.push(args)
        return { status: 202, body: { ok: true } }
      },
    })
    const response = await post(`${origin}/api/messages`, { a: 'ä' }, 'Bearer x')
    expect([response.status, await response.json()]).toEqual([202, { ok: true }])
    expect(seen).toEqual([[{ a: 'ä' }, 'Bearer x']])
  })

  it.each<[string, number, Record<string, string>, string | Uint8Array]>([
    ['JSON under another name', 415, { 'content-type': 'text/plain' }, '{}'],
    ['no content type', 415, { 'content-type': '' }, '{}'],
    ['another character set', 415, { 'content-type': 'application/json; charset=utf-16' }, '{}'],
    ['a zipped body', 415, { 'content-type': 'application/json', 'content-encoding': 'gzip' }, '{}'],
    ['broken JSON', 400, { 'content-type': 'application/json' }, '{"secret-of-mine'],
    ['bytes that are no text', 400, { 'content-type': 'application/json' }, new Uint8Array([0x22, 0xff, 0x22])],
    ['an empty body', 400, { 'content-type': 'application/json' }, ''],
    ['a body over the limit', 413, { 'content-type': 'application/json' }, `"${'x'.repeat(1024)}"`],
  ])('refuses %s with %i and no words', async (_case, status, headers, body) => {
    const origin = await start({ bodyMaxBytes: 1024 })
    const response = await fetch(`${origin}/api/messages`, { method: 'POST', headers, body })
    expect([response.status, await response.text()]).toEqual([status, ''])
  })

  it('takes a body of exactly the limit', async () => {
    const origin = await start({ bodyMaxBytes: 1024 })
    expect((await post(`${origin}/api/messages`, `"${'x'.repeat(1022)}"`)).status).toBe(200)
  })

  it('stops reading a body that does not say its length and grows past the limit', async () => {
    const origin = await start({ bodyMaxBytes: 1024 })
    const status = await new Promise((resolve, reject) => {
      const request = httpRequest(`${origin}/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'transfer-encoding': 'chunked' },
      })
      request.on('response', (response) => resolve(response.statusCode))
      request.on('error', reject)
      // Never ended: only a server that looks while it reads can answer.
      request.write('x'.repeat(600))
      request.write('x'.repeat(600))
    })
    expect(status).toBe(413)
  })

  it('sends a request away where too many are worked on, and takes the next when one is done', async () => {
    const { receive, entered, release } = held()
    const origin = await start({ receive, inFlightMax: 1 })
    const first = post(`${origin}/api/messages`, {})
    await entered
    const busy = await post(`${origin}/api/messages`, {})
    expect([busy.status, busy.headers.get('retry-after'), await busy.text()]).toEqual([503, '1', ''])
    release()
    expect((await first).status).toBe(200)
    expect((await post(`${origin}/api/messages`, {})).status).toBe(200)
  })

  it('lets a body that trickles in take nobody’s place, and cuts it', async () => {
    const origin = await start({ inFlightMax: 1, bodyTimeoutMs: 100 })
    const { port } = new URL(origin)
    const slow = connect(Number(port), '127.0.0.1')
    const cut = new Promise<void>((resolve) => slow.once('close', () => resolve()))
    slow.on('error', () => undefined)
    await new Promise<void>((sent) =>
      slow.write(
        'POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
        () => sent(),
      ),
    )
    expect((await post(`${origin}/api/messages`, {})).status).toBe(200)
    await cut
  })

  it('says nothing of a fault inside', async () => {
    const origin = await start({
      receive: async () => {
        throw new Error('db password=hunter2')
      },
    })
    const response = await post(`${origin}/api/messages`, {})
    expect([response.status, await response.text()]).toEqual([500, ''])
    expect(JSON.stringify(log.lines)).not.toContain('hunter2')
  })
})

describe('the other paths', () => {
  it('are 404 without an echo of what was asked, and 405 for a method that does not fit', async () => {
    const origin = await start()
    const unknown = await fetch(`${origin}/wp-admin/<script>`)
    expect([unknown.status, await unknown.text()]).toEqual([404, ''])
    const wrongMethod = await fetch(`${origin}/api/messages`)
    expect([wrongMethod.status, await wrongMethod.text()]).toEqual([405, ''])
  })

  it('never name the software, and forbid what a browser could do with an answer', async () => {
    const origin = await start()
    for (const path of ['/healthz', '/nothing']) {
      const { headers } = await fetch(`${origin}${path}`)
      expect(headers.get('server')).toBeNull()
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(headers.get('cache-control')).toBe('no-store')
    }
  })

  it('refuse headers beyond what Node bounds', async () => {
    const origin = await start()
    expect((await fetch(`${origin}/healthz`, { headers: { 'x-long': 'y'.repeat(20_000) } })).status).toBe(431)
  })
})

describe('health', () => {
  it('is alive even where nothing else works, and ready only where the checks say so', async () => {
    let isReady = false
    const origin = await start({
      readiness: async () => ({
        ready: isReady,
        checks: { store: { ok: isReady, code: isReady ? null : 'store-unavailable' } },
      }),
    })
    expect((await fetch(`${origin}/healthz`)).status).toBe(200)
    const notYet = await fetch(`${origin}/readyz`)
    expect([notYet.status, await notYet.json()]).toEqual([
      503,
      { ready: false, checks: { store: { ok: false, code: 'store-unavailable' } } },
    ])
    isReady = true
    expect((await fetch(`${origin}/readyz`)).status).toBe(200)
  })

  it('is not ready where the checks themselves fail', async () => {
    const origin = await start({
      readiness: async () => {
        throw new Error('postgres://user:secret@host')
      },
    })
    const response = await fetch(`${origin}/readyz`)
    expect([response.status, await response.json()]).toEqual([503, { ready: false, checks: {} }])
  })
})

describe('close', () => {
  it('finishes the request in hand, takes no new one, and then resolves', async () => {
    const { receive, entered, release } = held()
    const origin = await start({ receive })
    const inHand = post(`${origin}/api/messages`, {})
    await entered
    let isClosed = false
    const closing = server?.close().then(() => {
      isClosed = true
    })
    await expect(post(`${origin}/api/messages`, {})).rejects.toThrow()
    expect(isClosed).toBe(false)
    release()
    const response = await inHand
    expect([response.status, await response.json()]).toEqual([200, { done: true }])
    expect(response.headers.get('connection')).toBe('close')
    await closing
    expect(isClosed).toBe(true)
  })

  it('cuts what is still in hand when the grace is over', async () => {
    const { receive, entered } = held()
    const origin = await start({ receive, graceMs: 20 })
    const inHand = post(`${origin}/api/messages`, {})
    await entered
    const cut = expect(inHand).rejects.toThrow()
    await server?.close()
    await cut
  })

  it('can be asked twice', async () => {
    await start()
    await Promise.all([server?.close(), server?.close()])
  })

  it('fails to start on a port in use', async () => {
    await start()
    await expect(
      startServer({
        host: '127.0.0.1',
        port: server?.port ?? 0,
        log,
        receive: async () => ({ status: 200 }),
        readiness: async () => ({ ready: true, checks: {} }),
      }),
    ).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })
})
