import { describe, expect, it } from 'vitest'
import { PEOPLE, TENANT_ID } from '../../src/demo/tenant/seed.js'
import { joinUrlOf, MEETING } from '../../src/demo/tenant/seedMeetings.js'
import type { SimulatedTenant } from '../../src/demo/tenant/simulatedTenant.js'
import { CLOUDS } from '../../src/domain/clouds.js'
import { MARTA, NOON, RILEY, startWorld } from './world.js'

const DAY_MS = 24 * 60 * 60_000
const window = { from: new Date(NOON.getTime() - DAY_MS), to: new Date(NOON.getTime() + DAY_MS) }
const patient = () => ({ signal: new AbortController().signal })
const JOIN_URL = joinUrlOf(TENANT_ID, PEOPLE.admin.id)
const MEETING_ID = MEETING.meetingId.replaceAll(' ', '')
const byId = { by: 'meeting-id', meetingId: MEETING_ID } as const
const byUrl = { by: 'join-url', joinUrl: JOIN_URL, tenantId: TENANT_ID } as const
const askedOf = (tenant: SimulatedTenant, what: string) => tenant.requests.filter(({ url }) => url.includes(what))
const at = (hours: number) => ({
  dateTime: `${new Date(NOON.getTime() + hours * 3_600_000).toISOString().slice(0, 19)}.0000000`,
  timeZone: 'UTC' as const,
})
const event = (n: number, change: object = {}) => ({
  id: `e${n}`,
  subject: `Event ${n}`,
  start: at(1),
  end: at(2),
  ...change,
})

describe('the calendar', () => {
  it('shows what is on, with the ways to join, in UTC', async () => {
    const { graph, tenant } = await startWorld()
    expect(await graph.meetings.calendar(RILEY, window, patient())).toEqual({
      entries: [
        {
          subject: MEETING.subject,
          start: new Date('2026-11-02T13:00:00Z'),
          isCancelled: false,
          isAnswered: true,
          organiserAddress: PEOPLE.admin.mail,
          joinTexts: [JOIN_URL, 'Microsoft Teams Meeting'],
          conferenceId: '291633251',
        },
      ],
      isComplete: true,
    })
    expect(tenant.requests.at(-1)?.headers.prefer).toBe('outlook.timezone="UTC"')
  })

  it('is the asker’s own, and asks for no text of an invitation', async () => {
    const { graph, tenant } = await startWorld()
    await graph.meetings.calendar(RILEY, window, patient())
    const [asked, ...more] = askedOf(tenant, 'calendarView')
    const url = new URL(asked?.url ?? '', 'http://127.0.0.1')
    expect([url.pathname, more]).toEqual([`/v1.0/users/${RILEY}/calendarView`, []])
    expect(url.searchParams.get('$select')).not.toMatch(/body|attendees|attachments/i)
  })

  it('names no organiser where the asker is that', async () => {
    const { graph } = await startWorld()
    const { entries } = await graph.meetings.calendar(MARTA, window, patient())
    expect(entries).toMatchObject([{ isAnswered: true, organiserAddress: null }])
  })

  it.each([
    ['none', false],
    ['notResponded', false],
    ['declined', false],
    ['tentativelyAccepted', true],
  ])('with the answer %s: whether that is one', async (response, isAnswered) => {
    const { graph, tenant } = await startWorld()
    tenant.calendars.set(RILEY, [event(1, { isOrganizer: false, responseStatus: { response } })])
    const { entries } = await graph.meetings.calendar(RILEY, window, patient())
    expect(entries).toMatchObject([{ isAnswered }])
  })

  it('is read page by page', async () => {
    const { graph, tenant } = await startWorld()
    tenant.calendars.set(
      RILEY,
      Array.from({ length: 250 }, (_, n) => event(n)),
    )
    const { entries, isComplete } = await graph.meetings.calendar(RILEY, window, patient())
    expect([entries.length, isComplete, askedOf(tenant, 'calendarView').length]).toEqual([250, true, 3])
  })

  it('of 500 events is whole, and of more is not, and says so', async () => {
    const { graph, tenant } = await startWorld()
    const events = Array.from({ length: 500 }, (_, n) => event(n))
    tenant.calendars.set(RILEY, events)
    expect(await graph.meetings.calendar(RILEY, window, patient())).toMatchObject({ isComplete: true })
    tenant.calendars.set(RILEY, [...events, event(500)])
    const { entries, isComplete } = await graph.meetings.calendar(RILEY, window, patient())
    expect([entries.length, isComplete]).toEqual([500, false])
  })

  it('is not hidden by one event that is not of the form, which anybody could send', async () => {
    const { graph, tenant } = await startWorld()
    tenant.calendars.set(RILEY, [event(1, { subject: 'x'.repeat(3_000) }), event(2)])
    const { entries, isComplete } = await graph.meetings.calendar(RILEY, window, patient())
    expect([entries.map(({ subject }) => subject), isComplete]).toEqual([['Event 2'], false])
  })

  it('has no start where the time is not in UTC, rather than a wrong one', async () => {
    const { graph, tenant } = await startWorld()
    tenant.calendars.set(RILEY, [event(1, { start: { ...at(1), timeZone: 'Pacific Standard Time' } })])
    expect((await graph.meetings.calendar(RILEY, window, patient())).entries).toMatchObject([{ start: null }])
  })

  it('is an error where the permission is missing, or the person has no mailbox', async () => {
    const { graph, tenant } = await startWorld()
    tenant.calendars.delete(RILEY)
    await expect(graph.meetings.calendar(RILEY, window, patient())).rejects.toMatchObject({ code: 'graph-not-found' })
    tenant.withheld.add('Calendars.ReadBasic.All')
    await expect(graph.meetings.calendar(RILEY, window, patient())).rejects.toMatchObject({ code: 'graph-forbidden' })
  })

  it.each([
    ['throttled', { status: 429, retryAfter: '20' }, 'graph-throttled'],
    ['out of order', { status: 503 }, 'graph-unavailable'],
  ])('is asked for once only where Graph is %s: somebody waits', async (_, fault, code) => {
    const { graph, tenant, waits } = await startWorld()
    tenant.fault({ kind: 'status', ...fault, on: 'calendarView', times: 9 })
    await expect(graph.meetings.calendar(RILEY, window, patient())).rejects.toMatchObject({ code })
    expect([askedOf(tenant, 'calendarView').length, waits]).toEqual([1, []])
  })

  it('is given up when the time is over', async () => {
    const { graph, tenant } = await startWorld()
    tenant.fault({ kind: 'hang', on: 'calendarView', times: 1 })
    const time = new AbortController()
    const asked = graph.meetings.calendar(RILEY, window, { signal: time.signal })
    time.abort()
    await expect(asked).rejects.toMatchObject({ code: 'graph-unavailable' })
  })
})

describe('online meetings', () => {
  const expected = [
    { subject: MEETING.subject, joinUrl: JOIN_URL, meetingId: MEETING_ID, organiserTenantId: TENANT_ID },
  ]

  it.each([
    ['number', byId],
    ['join link', byUrl],
  ])('are found by their %s, for who is invited and who organises', async (_, query) => {
    const { graph } = await startWorld()
    expect(await graph.meetings.online(RILEY, query, patient())).toEqual(expected)
    expect(await graph.meetings.online(MARTA, query, patient())).toEqual(expected)
  })

  it('are asked for as the asker and nobody else, with the link encoded once more', async () => {
    const { graph, tenant } = await startWorld()
    await graph.meetings.online(RILEY, byUrl, patient())
    const asked = tenant.requests.at(-1)?.url ?? ''
    expect(asked).toMatch(new RegExp(`^/v1\\.0/users/${RILEY}/onlineMeetings\\?\\$filter=JoinWebUrl%20eq%20%27`))
    expect(asked).toContain('19%253ameeting_')
    expect(new URL(asked, 'http://127.0.0.1').searchParams.get('$filter')).toBe(`JoinWebUrl eq '${JOIN_URL}'`)
  })

  it('are none for somebody who is not invited', async () => {
    const { graph, tenant } = await startWorld()
    tenant.onlineMeetings.splice(0, 1, { ...tenant.onlineMeetings[0]!, visibleTo: [MARTA] })
    expect(await graph.meetings.online(RILEY, byId, patient())).toEqual([])
  })

  it('are asked for by a text whose quotes are doubled', async () => {
    const { graph, tenant } = await startWorld()
    const meetingId = "1' or joinMeetingIdSettings/joinMeetingId ne '1"
    expect(await graph.meetings.online(RILEY, { by: 'meeting-id', meetingId }, patient())).toEqual([])
    const filter = new URL(tenant.requests.at(-1)?.url ?? '', 'http://127.0.0.1').searchParams.get('$filter')
    expect(filter).toBe("joinMeetingIdSettings/joinMeetingId eq '1'' or joinMeetingIdSettings/joinMeetingId ne ''1'")
  })

  it('are kept apart: a missing permission, and a missing access policy', async () => {
    const { graph, tenant } = await startWorld()
    tenant.accessPolicy = false
    const asked = () => graph.meetings.online(RILEY, byId, patient())
    await expect(asked()).rejects.toMatchObject({ code: 'graph-forbidden', detail: { reason: 'no-access-policy' } })
    tenant.withheld.add('OnlineMeetings.Read.All')
    await expect(asked()).rejects.toMatchObject({
      code: 'graph-forbidden',
      detail: { graphCode: 'Authorization_RequestDenied' },
    })
  })

  it.each([
    ['a refusal with 401', 401, 'Unauthorized'],
    ['another version’s word for it', 403, 'Forbidden'],
  ])('tell a missing access policy by status and code: %s', async (_, status, code) => {
    const { graph, tenant } = await startWorld()
    tenant.fault({ kind: 'status', status, code, on: 'onlineMeetings', times: 2 })
    const asked = graph.meetings.online(RILEY, byId, patient())
    await expect(asked).rejects.toMatchObject({ detail: { reason: 'no-access-policy' } })
  })

  it('are none where Teams does not know the person', async () => {
    const { graph, tenant } = await startWorld()
    tenant.fault({ kind: 'status', status: 404, on: 'onlineMeetings', times: 1 })
    expect(await graph.meetings.online(RILEY, byId, patient())).toEqual([])
  })

  it('are not had in China', async () => {
    const has = Object.entries(CLOUDS).map(([name, { hasOnlineMeetings }]) => [name, hasOnlineMeetings])
    expect(Object.fromEntries(has)).toEqual({ public: true, gcch: true, dod: true, china: false })
  })
})
