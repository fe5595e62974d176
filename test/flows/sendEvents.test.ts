/** The trail is handed to a receiver over real HTTP, verified there by the library of Standard Webhooks itself. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { userId } from '../../src/domain/ids.js'
import { answerAlert } from '../../src/flows/answerAlert.js'
import { sendEvents } from '../../src/flows/sendEvents.js'
import { createWebhook } from '../../src/webhook/index.js'
import { describeOnEachEngine } from '../support/engines.js'
import { PEOPLE, phish } from '../support/signInRows.js'
import { createWorld, person, TENANT, type World } from '../support/world.js'

const DANA = userId(PEOPLE.dana)
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

interface Received {
  readonly id: string
  readonly event: { readonly type: string; readonly data: { readonly alert: { readonly alertId: string } | null } }
}

describeOnEachEngine('events for other tools', (place) => {
  let world: World
  let receiver: Server
  let url: string
  let received: Received[]
  /** What the next requests are answered with; 200 where there is none. */
  let answers: { readonly status: number; readonly headers?: Record<string, string> }[]

  beforeEach(async () => {
    world = createWorld(place.store)
    world.people.set(...person(PEOPLE.dana))
    received = []
    answers = []
    receiver = createServer(async (request, response) => {
      let body = ''
      for await (const chunk of request.setEncoding('utf8')) body += chunk
      const { status = 200, headers } = answers.shift() ?? {}
      const verified = new Webhook(SECRET).verify(body, request.headers as Record<string, string>)
      if (status === 200)
        received.push({ id: String(request.headers['webhook-id']), event: verified as Received['event'] })
      response.writeHead(status, headers).end()
    })
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/events`
  })
  afterEach(() => new Promise((resolve) => receiver.close(resolve)))

  const ports = () => ({
    ...world.ports,
    // The library refuses what is not signed about now, so this clock is the machine's.
    eventReceiver: createWebhook({ url, secret: SECRET, clock: { now: () => new Date() } }),
  })
  const send = () => sendEvents(ports(), 'test')
  const health = async () => (await world.store.health()).find(({ name }) => name === 'webhook')
  const types = () => received.map(({ event }) => event.type.replace('postern.', ''))
  const raise = async () => {
    world.rows = phish()
    await world.settle()
  }

  it('tell from now on what is raised, answered and contained, in order and signed', async () => {
    await send()
    await raise()
    const [alert] = await world.store.alertsOf(DANA)
    await answerAlert(world.ports, world.actor(DANA), { alertId: alert!.alertId, answer: 'someone-sent-it' })
    await world.work()
    await send()
    expect(types()[0]).toBe('alert-raised')
    expect(types()).toContain('alert-answered')
    expect(types()).toContain('containment-step')
    expect(received[0]?.event.data.alert?.alertId).toBe(alert?.alertId)
    expect(received[0]?.id).toMatch(new RegExp(`^${TENANT}-\\d+$`))
  })

  it('do not tell a new receiver the history', async () => {
    await raise()
    await send()
    expect(received).toEqual([])
  })

  it('tell each event once', async () => {
    await send()
    await raise()
    await send()
    const before = received.length
    await send()
    expect(received).toHaveLength(before)
  })

  describe('where the receiver is down', () => {
    beforeEach(async () => {
      await send()
      await raise()
    })

    it('wait, in order, and say so', async () => {
      answers = [{ status: 503 }]
      await send()
      expect(received).toEqual([])
      expect(await health()).toMatchObject({ ok: false, code: 'webhook-unavailable' })
    })

    it('wait as long as it asks', async () => {
      answers = [{ status: 429, headers: { 'retry-after': '120' } }]
      await send()
      expect(await world.store.takeToken('webhook', { capacity: 1, perSecond: 1 })).toBeGreaterThan(100_000)
    })

    it('wait where the sender is refused: no other event would fare better', async () => {
      answers = [{ status: 401 }]
      await send()
      expect(received).toEqual([])
      expect(await health()).toMatchObject({ ok: false, code: 'webhook-refused' })
    })

    it('go nowhere else', async () => {
      answers = [{ status: 307, headers: { location: 'http://127.0.0.1:9/elsewhere' } }]
      await send()
      expect(await health()).toMatchObject({ ok: false, code: 'webhook-refused' })
    })
  })

  it('that the receiver will never take are passed over, and logged', async () => {
    await send()
    await raise()
    answers = [{ status: 422 }]
    await send()
    expect(types()[0]).not.toBe('alert-raised')
    expect(received.length).toBeGreaterThan(0)
    expect(world.log.lines.some(({ message }) => message === 'the receiver refuses an event')).toBe(true)
  })
})
