/** The trail is handed to a receiver over real HTTP, verified there by the library of Standard Webhooks itself. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { goesOut } from '../../src/domain/events/index.js'
import { userId } from '../../src/domain/ids.js'
import { closingInHistory } from '../../src/domain/signInAlert/index.js'
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
  /** What the next requests are answered with; as `statusOf` says where there is none. */
  let answers: { readonly status: number; readonly headers?: Record<string, string> }[]
  /** By the id of the event. */
  let statusOf: (id: string) => number

  beforeEach(async () => {
    world = createWorld(place.store)
    world.people.set(...person(PEOPLE.dana))
    received = []
    answers = []
    statusOf = () => 200
    receiver = createServer(async (request, response) => {
      let body = ''
      for await (const chunk of request.setEncoding('utf8')) body += chunk
      const { status = statusOf(String(request.headers['webhook-id'])), headers } = answers.shift() ?? {}
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

  it('say why a case was closed by its code, and keep to the house what somebody wrote beside it', async () => {
    await send()
    await raise()
    const [alert] = await world.store.alertsOf(DANA)
    const note = 'spoke to Dana, she is getting divorced'
    const why = closingInHistory({ reason: 'dealt-with', note })
    const line = { alertId: alert!.alertId, actor: userId(PEOPLE.sam), at: world.ports.clock.now() }
    for (const event of ['close-proposed', 'alert-closed'] as const)
      await world.store.transaction((tx) => tx.addAlertStep({ ...line, event, why }))
    await send()
    expect(received.slice(-2)).toMatchObject([
      { event: { data: { what: 'close-proposed', details: { why: 'dealt-with' } } } },
      { event: { data: { what: 'alert-closed', details: { why: 'dealt-with' } } } },
    ])
    expect(JSON.stringify(received)).not.toContain('divorced')
    expect(JSON.stringify(await world.store.listAudit({ limit: 2 }))).toContain('divorced')
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

    it.each(['999999', 'Fri, 31 Dec 9999 23:59:59 GMT'])('wait an hour at most: %s', async (wish) => {
      answers = [{ status: 503, headers: { 'retry-after': wish } }]
      await send()
      expect(await world.store.takeToken('webhook', { capacity: 1, perSecond: 1 })).toBeLessThanOrEqual(3_600_000)
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

  describe('where one of them is refused', () => {
    /** Positions in the trail of what goes out. */
    let out: number[]
    beforeEach(async () => {
      await send()
      await raise()
      out = (await world.store.auditAfter(0, 100)).filter(({ event }) => goesOut(event)).map(({ position }) => position)
    })
    const refuse = (position: number, status: number) => {
      statusOf = (id) => (id.endsWith(`-${position}`) ? status : 200)
    }
    const refuseAll = (status: number) => {
      statusOf = () => status
    }
    const got = () => received.map(({ id }) => Number(id.slice(id.lastIndexOf('-') + 1)))
    const mark = async (name: string) => (await world.store.health()).find((one) => one.name === name)
    /** As if it had been tried as often, over as long. */
    const tried = async (position: number, tries: number, minutes: number) => {
      const at = new Date(world.ports.clock.now().getTime() - minutes * 60_000)
      for (let index = 0; index < tries; index++)
        await world.store.noteEventTrouble({ position, state: 'held', status: 403, at })
    }

    it.each([400, 413, 422])('by name (%i), sets it aside at once, says so and goes on in order', async (status) => {
      refuse(out[0]!, status)
      await send()
      expect(got()).toEqual(out.slice(1))
      expect(await health()).toMatchObject({ ok: true })
      expect(await mark('webhook-set-aside')).toMatchObject({
        ok: false,
        code: 'webhook-event-refused',
        detail: { events: 1, first: out[0], status },
      })
    })

    it('and all others too, holds everything: that is the receiver’s fault', async () => {
      refuseAll(422)
      await send()
      expect(await world.store.eventTroubles(9)).toMatchObject([{ position: out[0], state: 'held', tries: 1 }])
      expect(await health()).toMatchObject({ ok: false, code: 'webhook-refused' })
    })

    it.each([403, 500])('with %i, holds the others for a while and then no longer', async (status) => {
      refuse(out[0]!, status)
      await tried(out[0]!, 3, 11)
      await send()
      expect(got()).toEqual([])
      await place.engine.query('delete from bucket')
      await send()
      expect(got()).toEqual(out.slice(1))
      expect(await world.store.eventTroubles(9)).toMatchObject([{ position: out[0], state: 'set-aside', status }])
    })

    it('with 403 as often within minutes, still holds the others', async () => {
      refuse(out[0]!, 403)
      await tried(out[0]!, 9, 5)
      await send()
      expect(got()).toEqual([])
    })

    it.each([401, 403, 404, 503])('with %i like all others, however often, loses nothing', async (status) => {
      refuseAll(status)
      await tried(out[0]!, 99, 99)
      await send()
      expect(await world.store.eventTroubles(9)).toMatchObject([{ position: out[0], state: 'held' }])
      await place.engine.query('delete from bucket')
      refuseAll(200)
      await send()
      expect(got()).toEqual(out)
      expect(await world.store.eventTroubles(9)).toEqual([])
    })

    it.each([410, 429])('with %i, is not asked about the others', async (status) => {
      refuse(out[0]!, status)
      await tried(out[0]!, 99, 99)
      await send()
      expect(got()).toEqual([])
    })

    it('and is taken when it is tried once more behind another, is not set aside', async () => {
      await tried(out[0]!, 4, 11)
      answers = [{ status: 503 }]
      await send()
      expect(got()).toEqual([out[1], out[0], ...out.slice(2)])
      expect(await world.store.eventTroubles(9)).toEqual([])
    })

    it('sends it again when somebody asks for it, and the fault ends', async () => {
      refuse(out[0]!, 422)
      await send()
      refuseAll(200)
      expect(await world.store.sendSetAsideAgain()).toBe(1)
      await send()
      expect(got().at(-1)).toBe(out[0])
      expect(await mark('webhook-set-aside')).toMatchObject({ ok: true })
    })
  })

  it('that were gone from the trail before they could be sent are counted, with their bounds', async () => {
    await send()
    const from = ((await world.store.trailEnd())?.position ?? 0) + 1
    await raise()
    const to = (await world.store.trailEnd())!.position
    world.pass(60_000)
    await world.store.trimTrail(world.ports.clock.now(), world.ports.clock.now())
    await send()
    expect((await world.store.health()).find(({ name }) => name === 'webhook-lost')).toMatchObject({
      ok: false,
      code: 'webhook-events-lost',
      detail: { from, to, atMost: to - from + 1 },
    })
    expect(types()).toContain('trail-trimmed')
  })
})
