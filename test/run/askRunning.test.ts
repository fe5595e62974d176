import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askRunning } from '../../src/run/askRunning.js'

const good = {
  ready: true,
  checks: { store: { ok: true, code: null }, 'sign-in-log': { ok: true, code: null, ageMs: 1, newestAgeMs: 2 } },
}

let body: string
const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(body)
})
const port = () => (server.address() as AddressInfo).port
const ask = (answer: unknown, host = '127.0.0.1') => {
  body = typeof answer === 'string' ? answer : JSON.stringify(answer)
  return askRunning({ host, port: port() })
}
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => {
  server.close()
  server.closeAllConnections()
})

describe('the running bot', () => {
  it.each(['127.0.0.1', '0.0.0.0', '::', 'localhost'])('that listens on %s is found on this machine', async (host) => {
    expect(await ask(good, host)).toEqual(good)
  })

  it.each([
    ['not JSON', '<html>'],
    ['another program', { status: 'UP' }],
    ['checks that are none', { ready: true, checks: { store: { ok: 'yes', code: null } } }],
    ['far too much', { ...good, more: 'x'.repeat(70_000) }],
  ])('is not one that answers with %s', async (_case, answer) => {
    expect(await ask(answer)).toBeNull()
  })

  it('is not there where nobody listens', async () => {
    expect(await askRunning({ host: '127.0.0.1', port: 9 })).toBeNull()
  })
})
