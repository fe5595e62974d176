import { expect, it } from 'vitest'
import { runResendEvents, runSetAsideEvents } from '../../src/cli/events.js'
import type { EventTrouble } from '../../src/flows/ports.js'

const since = new Date('2026-11-20T10:00:00Z')
const trouble: EventTrouble = { position: 7, state: 'set-aside', status: 422, tries: 2, since, at: since }

const linesOf = async (run: (io: { out: (line: string) => void }) => Promise<number>) => {
  const lines: string[] = []
  expect(await run({ out: (line) => void lines.push(line) })).toBe(0)
  return lines
}

it('lists what was set aside, with its status, and not what is still tried', async () => {
  const held: EventTrouble = { ...trouble, position: 9, state: 'held' }
  const again: EventTrouble = { ...trouble, position: 8, state: 'again', status: null }
  const lines = await linesOf((io) => runSetAsideEvents(io, { eventTroubles: async () => [trouble, again, held] }))
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { position: 7, status: 422, resend: false },
    { position: 8, status: null, resend: true },
  ])
})

it('says how many will be sent again', async () => {
  const lines = await linesOf((io) => runResendEvents(io, { sendSetAsideAgain: async () => 1 }))
  expect(lines).toEqual(['1 event will be sent again by the running bot'])
})
