/**
 * The local Teams client for real, with the preloads as they are built: `npm test` builds before it runs.
 */

import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { EMPLOYEE } from '../../src/demo/cast.js'
import { freePort } from '../../src/demo/freePort.js'
import type * as playgrounds from '../../src/demo/playground.js'

const { startPlayground } = (await import(
  new URL('../../dist/demo/playground.js', import.meta.url).href
)) as typeof playgrounds

/** A bot that only remembers what it was sent. */
async function startBot() {
  const activities: Record<string, unknown>[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk) => {
      text += chunk
    })
    request.on('end', () => {
      if (request.method === 'POST') activities.push(JSON.parse(text))
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { activities, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages` }
}

const refuses = (host: string, port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect({ host, port })
    socket.once('connect', () => {
      socket.destroy()
      resolve(false)
    })
    socket.once('error', () => resolve(true))
  })

it('listens on loopback only, speaks for its person, tells when a page is opened, and is gone when stopped', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'postern-test-'))
  const bot = await startBot()
  const port = await freePort(0)
  const playground = await startPlayground({ persona: EMPLOYEE, port, botUrl: bot.url, folder })
  onTestFinished(async () => {
    await playground.child.stop(5_000)
    await rm(folder, { recursive: true, force: true })
  })
  await playground.ready()

  const others = Object.values(networkInterfaces()).flatMap((found) => found ?? [])
  for (const { address, internal } of others) if (!internal) expect(await refuses(address, port)).toBe(true)
  expect(await refuses('::1', port)).toBe(true)

  await playground.speak('Is this meeting code legit?')
  await expect
    .poll(() => bot.activities, { timeout: 10_000 })
    .toMatchObject([
      { type: 'message', text: 'Is this meeting code legit?', serviceUrl: `http://127.0.0.1:${port}/_connector` },
    ])
  await expect(playground.narrate('hello')).resolves.toBeUndefined()

  // What a page asks for first.
  await fetch(`http://127.0.0.1:${port}/_internal/v1/config`)
  await playground.opened

  await playground.child.stop(5_000)
  expect(await refuses('127.0.0.1', port)).toBe(true)
})
