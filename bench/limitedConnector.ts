/**
 * A Bot Connector for the delivery bench, in a process of its own: what it costs to receive a card is not the bot's to
 * pay. Refuses with 429 what comes faster than the limit within any second; told `-`, it takes whatever comes.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import process from 'node:process'

export type Told =
  | { readonly kind: 'listens'; readonly serviceUrl: string }
  | { readonly kind: 'drained' }
  | { readonly kind: 'counted'; readonly accepted: number; readonly chats: number; readonly refused: number }
  | { readonly kind: 'card'; readonly body: string }

const [limitText = '-', expectedText = '0'] = process.argv.slice(2)
const limitPerSecond = limitText === '-' ? Number.POSITIVE_INFINITY : Number(limitText)
const expected = Number(expectedText)
const tell = (told: Told) => void process.send?.(told)

const counts = new Map<string, number>()
const recent: number[] = []
let [accepted, refused, opened] = [0, 0, 0]

const server = createServer((request, response) => {
  const pieces: Buffer[] = []
  request.on('data', (piece: Buffer) => pieces.push(piece))
  request.once('end', () => {
    const path = request.url ?? ''
    const answer = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '1' })
      response.end(JSON.stringify(body))
    }
    if (path.endsWith('/v3/conversations')) return answer(200, { id: `a:${++opened}` })
    const nowMs = performance.now()
    while ((recent[0] ?? nowMs) < nowMs - 1000) recent.shift()
    // A full bucket and a second of its filling may meet in one second.
    if (recent.length >= 2 * limitPerSecond) {
      refused += 1
      return answer(429, {})
    }
    recent.push(nowMs)
    accepted += 1
    counts.set(path, (counts.get(path) ?? 0) + 1)
    answer(200, { id: `activity-${accepted}` })
    if (accepted === 1) tell({ kind: 'card', body: Buffer.concat(pieces).toString() })
    if (counts.size === expected) tell({ kind: 'drained' })
  })
})
server.listen(0, '127.0.0.1', () =>
  tell({ kind: 'listens', serviceUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/teams/` }),
)
process.on('message', () => tell({ kind: 'counted', accepted, chats: counts.size, refused }))
process.once('disconnect', () => process.exit(0))
