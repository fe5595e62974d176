/** The flow with the real Graph adapter, over HTTP against the simulated tenant. */
import { describe, expect, it } from 'vitest'
import { PEOPLE, TENANT_ID } from '../../src/demo/tenant/seed.js'
import { joinUrlOf, MEETING } from '../../src/demo/tenant/seedMeetings.js'
import { CLOUDS } from '../../src/domain/clouds.js'
import { checkMessage } from '../../src/domain/codeCheck/index.js'
import type { MessageAuthor } from '../../src/domain/codeCheck/verification/index.js'
import { tenantId, type UserId, userId } from '../../src/domain/ids.js'
import type { Actor } from '../../src/flows/actor.js'
import type { Settings } from '../../src/flows/ports.js'
import { type Verifiable, type VerifyPorts, verifyMessage } from '../../src/flows/verifyMessage.js'
import { NOON, RILEY, startWorld, type World } from '../graph/world.js'
import { keptLog } from '../support/log.js'

const INVITATION = `Microsoft Teams meeting\nJoin: ${joinUrlOf(TENANT_ID, PEOPLE.admin.id)}`
const NUMBER = `Microsoft Teams meeting\nMeeting ID: ${MEETING.meetingId}`
const STRANGE = 'Microsoft Teams meeting\nMeeting ID: 299 000 111 222 333'
const marta: MessageAuthor = { userId: PEOPLE.admin.id, address: null, displayName: PEOPLE.admin.displayName }
const stranger: MessageAuthor = { userId: '99999999-9999-4999-8999-999999999999', address: null, displayName: 'Oscar' }
const mail = (address: string): MessageAuthor => ({ userId: null, address, displayName: null })
const settings = { tenantId: tenantId(TENANT_ID) } as Settings

async function start(options: Parameters<typeof startWorld>[0] = {}) {
  const world = await startWorld(options)
  const time = new AbortController()
  const log = keptLog()
  const { meetings, senders } = world.graph
  const asked: number[] = []
  const after = (ms: number) => {
    asked.push(ms)
    return time.signal
  }
  const ports = { clock: { now: world.now }, deadlines: { after }, log, meetings, senders, settings }
  const verify = (text: string, change: Partial<Verifiable> = {}, who: Partial<Actor> = {}) =>
    verifyMessage(ports, actor(who), { check: checkMessage({ text }), author: null, audience: 'asker', ...change })
  return { ...world, ports, time, log, asked, verify }
}

const actor = (change: Partial<Actor> = {}): Actor => ({
  userId: RILEY,
  tenantId: tenantId(TENANT_ID),
  locale: 'en',
  place: 'personal',
  conversationId: 'a:riley',
  ...change,
})

/** Every person whose data Graph was asked for, and every kind of thing. */
const lookedAt = ({ tenant }: Pick<World, 'tenant'>) =>
  tenant.requests.map(({ url }) => url.split('?')[0]).filter((path) => !path?.endsWith('/token'))

describe('a meeting that is verified', () => {
  it('is in the asker’s calendar', async () => {
    const { verify } = await start()
    expect(await verify(INVITATION)).toEqual({
      meeting: {
        state: 'in-your-calendar',
        subject: MEETING.subject,
        start: new Date('2026-11-02T13:00:00Z'),
        isCancelled: false,
        isAnswered: true,
        organiserAddress: PEOPLE.admin.mail,
        others: 0,
      },
      sender: null,
      at: NOON,
    })
  })

  it('is in the asker’s calendar by its number alone', async () => {
    const { verify } = await start()
    expect(await verify(NUMBER)).toMatchObject({ meeting: { state: 'in-your-calendar', others: 0 } })
  })

  it('is organised here where the asker belongs to it and no calendar shows it', async () => {
    const { verify, tenant } = await start()
    tenant.calendars.set(RILEY, [])
    for (const text of [NUMBER, INVITATION])
      expect(await verify(text)).toMatchObject({ meeting: { state: 'organised-here', subject: MEETING.subject } })
  })

  it('is not found, and nothing worse, where the tenant has nothing of it', async () => {
    const { verify } = await start()
    expect(await verify(STRANGE)).toMatchObject({ meeting: { state: 'not-found' } })
  })

  it('is looked for in the asker’s own things only', async () => {
    const world = await start()
    await world.verify(INVITATION)
    expect(new Set(lookedAt(world))).toEqual(
      new Set([`/v1.0/users/${RILEY}`, `/v1.0/users/${RILEY}/calendarView`, `/v1.0/users/${RILEY}/onlineMeetings`]),
    )
  })

  it('is not asked of Graph where its link says that another tenant has it', async () => {
    const world = await start()
    await world.verify(joinUrlOf('00000000-0000-4000-8000-000000000000', PEOPLE.admin.id, '19:meeting_x@thread.v2'))
    expect(lookedAt(world).filter((path) => path?.endsWith('onlineMeetings'))).toEqual([])
  })

  it('costs three questions at most, however many numbers the message has', async () => {
    const world = await start()
    const numbers = Array.from({ length: 12 }, (_, n) => `Meeting ID: 299 000 111 222 3${n + 10}`)
    expect(await world.verify(numbers.join('\n'))).toMatchObject({ meeting: { state: 'unavailable', why: 'too-many' } })
    expect(lookedAt(world).filter((path) => path?.endsWith('onlineMeetings'))).toHaveLength(3)
  })

  it.each([
    ['the calendar', 'Calendars.ReadBasic.All', INVITATION],
    ['meetings', 'OnlineMeetings.Read.All', STRANGE],
    ['people', 'User.Read.All', INVITATION],
  ])('is unavailable for lack of permission where %s may not be read', async (_, permission, text) => {
    const { verify, tenant } = await start()
    tenant.withheld.add(permission)
    // What Graph itself knows of the meeting would be found all the same.
    tenant.onlineMeetings.splice(0)
    expect(await verify(text)).toMatchObject({ meeting: { state: 'unavailable', why: 'no-permission' } })
  })

  it('is unavailable where Teams has no access policy for the app', async () => {
    const { verify, tenant } = await start()
    tenant.accessPolicy = false
    expect(await verify(STRANGE)).toMatchObject({ meeting: { state: 'unavailable', why: 'no-access-policy' } })
    expect(await verify(INVITATION)).toMatchObject({ meeting: { state: 'in-your-calendar' } })
  })

  it('is unavailable where the asker has no mailbox', async () => {
    const { verify, tenant } = await start()
    tenant.calendars.delete(RILEY)
    tenant.onlineMeetings.splice(0)
    expect(await verify(INVITATION)).toMatchObject({ meeting: { state: 'unavailable', why: 'no-mailbox' } })
  })

  it('is unavailable by number in a cloud that has no such call, and is not asked for', async () => {
    const world = await start({ cloud: CLOUDS.china })
    expect(await world.verify(STRANGE)).toMatchObject({ meeting: { state: 'unavailable', why: 'not-in-this-cloud' } })
    expect(lookedAt(world).filter((path) => path?.endsWith('onlineMeetings'))).toEqual([])
  })

  it.each([429, 503])('is unavailable where Graph answers %d', async (status) => {
    const { verify, tenant } = await start()
    tenant.fault({ kind: 'status', status, on: 'calendarView', times: 1 })
    tenant.onlineMeetings.splice(0)
    expect(await verify(INVITATION)).toMatchObject({ meeting: { state: 'unavailable', why: 'graph-busy' } })
  })

  it('is unavailable where Graph answers with something else', async () => {
    const { verify, tenant } = await start()
    tenant.fault({ kind: 'body', body: { surprise: true }, on: 'calendarView', times: 1 })
    tenant.onlineMeetings.splice(0)
    expect(await verify(INVITATION)).toMatchObject({ meeting: { state: 'unavailable', why: 'fault' } })
  })
})

describe('a sender that is verified', () => {
  it.each<[string, MessageAuthor, object]>([
    ['a colleague', marta, { state: 'colleague', isProven: true }],
    ['a guest', { ...marta, userId: PEOPLE.guest.id }, { state: 'guest', isProven: true }],
    ['from outside', stranger, { state: 'external', isProven: true, posesAsInside: false }],
    [
      'outside, with our name',
      { ...stranger, displayName: 'Halyard Marine IT' },
      { state: 'external', posesAsInside: true },
    ],
    ['a colleague by a mail’s word', mail(PEOPLE.admin.mail), { state: 'colleague', isProven: false }],
    ['nobody of our domain', mail('it@halyard.example'), { state: 'unknown', posesAsInside: true }],
    ['outside by address', mail("o'neil@northquay.example"), { state: 'external', posesAsInside: false }],
    ['not said', { userId: null, address: null, displayName: 'Flow bot' }, { state: 'unknown', posesAsInside: false }],
  ])('is %s', async (_, author, expected) => {
    const { verify } = await start()
    expect(await verify('lunch?', { author })).toMatchObject({ meeting: null, sender: expected })
  })

  it('is not looked up where it is the asker', async () => {
    const world = await start()
    expect(await world.verify('lunch?', { author: { ...marta, userId: RILEY } })).toBeNull()
    expect(lookedAt(world)).toEqual([])
  })

  it('is still known without the organisation’s domains, and accused of nothing', async () => {
    const { verify, tenant } = await start()
    tenant.withheld.add('Organization.Read.All')
    expect(await verify('lunch?', { author: stranger })).toMatchObject({ sender: { state: 'external' } })
    const ours = mail('it@halyard.example')
    expect(await verify('lunch?', { author: ours })).toMatchObject({
      sender: { state: 'unknown', posesAsInside: false },
    })
  })

  it('is unavailable where the directory may not be read', async () => {
    const { verify, tenant } = await start()
    tenant.withheld.add('User.Read.All')
    expect(await verify('lunch?', { author: marta })).toMatchObject({
      sender: { state: 'unavailable', why: 'no-permission' },
    })
  })
})

describe('nothing is looked up', () => {
  it.each<[string, Partial<Verifiable>, Partial<Actor>]>([
    ['where others read along', { audience: 'everybody' }, {}],
    ['for somebody of another tenant', {}, { tenantId: tenantId('00000000-0000-4000-8000-000000000000') }],
  ])('%s', async (_, change, who) => {
    const world = await start()
    expect(await world.verify(INVITATION, { author: marta, ...change }, who)).toBeNull()
    expect(lookedAt(world)).toEqual([])
  })

  it.each<[string, UserId]>([
    ['a guest', userId(PEOPLE.guest.id)],
    ['somebody whom the directory does not know', userId('99999999-9999-4999-8999-999999999999')],
  ])('for %s, once that is known', async (_, who) => {
    const world = await start()
    expect(await world.verify(INVITATION, { author: marta }, { userId: who })).toBeNull()
    expect(lookedAt(world)).toEqual([`/v1.0/users/${who}`])
  })

  it('where it is not known whether the asker is a guest, and the reason is said', async () => {
    const world = await start()
    world.tenant.fault({ kind: 'status', status: 503, on: `/users/${RILEY}`, times: 1 })
    expect(await world.verify(INVITATION, { author: marta })).toMatchObject({
      meeting: { state: 'unavailable', why: 'graph-busy' },
      sender: { state: 'unavailable', why: 'graph-busy' },
    })
    expect(lookedAt(world)).toEqual([`/v1.0/users/${RILEY}`])
  })

  it('where there is nothing to look up', async () => {
    const world = await start()
    expect(await world.verify('Enter CDHGE7KTP at https://microsoft.com/devicelogin')).toBeNull()
    expect([lookedAt(world), world.asked]).toEqual([[], []])
  })
})

describe('time', () => {
  it('is three seconds for everything together', async () => {
    const { verify, asked } = await start()
    await verify(INVITATION, { author: marta })
    expect(asked).toEqual([3_000])
  })

  it('ends what is late, and keeps what came', async () => {
    const world = await start()
    world.tenant.fault({ kind: 'hang', on: 'calendarView', times: 1 })
    world.tenant.onlineMeetings.splice(0)
    const { ports, arrived } = counting(world.ports)
    const check = checkMessage({ text: INVITATION })
    const answer = verifyMessage(ports, actor(), { check, author: marta, audience: 'asker' })
    // The asker, the sender, the organisation and what Graph has of the meeting; the calendar never answers.
    while (arrived() < 4) await new Promise((resolve) => setImmediate(resolve))
    world.time.abort()
    expect(await answer).toMatchObject({
      meeting: { state: 'unavailable', why: 'out-of-time' },
      sender: { state: 'colleague' },
    })
  })

  it('that is over before it began costs an answer, not a fault', async () => {
    const { verify, time } = await start()
    time.abort()
    expect(await verify(INVITATION)).toMatchObject({ meeting: { state: 'unavailable', why: 'out-of-time' } })
  })

  it('ends even a port that does not listen to the signal', async () => {
    const { ports, time } = await start()
    const deaf = { ...ports, senders: { ...ports.senders, byId: () => new Promise<never>(() => undefined) } }
    const answer = verifyMessage(deaf, actor(), {
      check: checkMessage({ text: INVITATION }),
      author: null,
      audience: 'asker',
    })
    time.abort()
    expect(await answer).toMatchObject({ meeting: { state: 'unavailable', why: 'out-of-time' } })
  })
})

describe('a fault inside', () => {
  it('is an unavailable answer and a line in the log, without a word of the message', async () => {
    const { ports, log } = await start()
    const broken = () => {
      throw new TypeError(`cannot read ${INVITATION}`)
    }
    const faulty = { ...ports, meetings: { ...ports.meetings, calendar: broken, online: broken } }
    const message = { check: checkMessage({ text: INVITATION }), author: null, audience: 'asker' } as const
    expect(await verifyMessage(faulty, actor(), message)).toMatchObject({
      meeting: { state: 'unavailable', why: 'fault' },
    })
    expect(log.lines).toMatchObject([{ fields: { why: 'fault', code: 'internal' } }, { fields: { why: 'fault' } }])
    expect(JSON.stringify(log.lines)).not.toContain('meetup-join')
  })
})

/** The ports, with a count of the answers that came. */
function counting(ports: VerifyPorts) {
  let count = 0
  const counted =
    <A extends readonly unknown[], T>(ask: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      const answer = await ask(...args)
      count += 1
      return answer
    }
  const { senders, meetings } = ports
  return {
    arrived: () => count,
    ports: {
      ...ports,
      senders: { ...senders, byId: counted(senders.byId), organisation: counted(senders.organisation) },
      meetings: { ...meetings, calendar: counted(meetings.calendar), online: counted(meetings.online) },
    },
  }
}
