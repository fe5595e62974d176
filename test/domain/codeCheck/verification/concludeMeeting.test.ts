import { describe, expect, it } from 'vitest'
import {
  type CalendarEntry,
  concludeMeeting,
  type LookedUp,
  type MeetingLookUps,
  meetingKeysOf,
  type OnlineMeeting,
} from '../../../../src/domain/codeCheck/verification/index.js'
import { artifactsOf, entry, JOIN_URL, TENANT } from './examples.js'

const ID = 'id 264183392744150'
const NUMBER = 'Teams Meeting ID: 264 183 392 744 150'
const THREAD_KEY = 'teams 19:meeting_QmFzZTY0SWQ@thread.v2'
const meeting: OnlineMeeting = {
  subject: 'Budget',
  joinUrl: JOIN_URL,
  meetingId: '264183392744150',
  organiserTenantId: TENANT,
}

const conclude = (text: string, change: Partial<MeetingLookUps> = {}) =>
  concludeMeeting(meetingKeysOf(artifactsOf(text)), {
    tenantId: TENANT,
    calendar: { ok: true, value: { entries: [], isComplete: true } },
    online: new Map(),
    ...change,
  })
const calendar = (...entries: readonly CalendarEntry[]): Pick<MeetingLookUps, 'calendar'> => ({
  calendar: { ok: true, value: { entries, isComplete: true } },
})
const online = (key: string, answer: LookedUp<readonly OnlineMeeting[]>): Pick<MeetingLookUps, 'online'> => ({
  online: new Map([[key, answer]]),
})
const found = (...value: readonly OnlineMeeting[]): LookedUp<readonly OnlineMeeting[]> => ({ ok: true, value })
const denied = { ok: false, why: 'no-permission' } as const

describe('a meeting', () => {
  it('is in the calendar where an entry has its join link', () => {
    expect(conclude(JOIN_URL, calendar(entry))).toMatchObject({
      state: 'in-your-calendar',
      subject: 'Budget',
      others: 0,
    })
  })

  it('is not in the calendar for having the title of an entry', () => {
    const titled = { ...entry, subject: JOIN_URL, joinTexts: [], conferenceId: null }
    expect(conclude(`Budget ${JOIN_URL}`, calendar(titled))).toEqual({ state: 'not-found' })
  })

  it('is in the calendar by its number, where Graph says which link the number has', () => {
    const lookUps = { ...calendar(entry), ...online(ID, found(meeting)) }
    expect(conclude(NUMBER, lookUps)).toMatchObject({ state: 'in-your-calendar' })
  })

  it('is organised here where Graph has it for the asker', () => {
    expect(conclude(NUMBER, online(ID, found(meeting)))).toEqual({
      state: 'organised-here',
      subject: 'Budget',
      others: 0,
    })
    expect(conclude(JOIN_URL, online(THREAD_KEY, found(meeting)))).toMatchObject({ state: 'organised-here' })
  })

  it.each<[string, Partial<OnlineMeeting>]>([
    ['has another number', { meetingId: '111111111111111' }],
    ['has no number', { meetingId: null }],
    ['belongs to another tenant', { organiserTenantId: '00000000-0000-4000-8000-000000000000' }],
  ])('is not verified by an answer that %s', (_, change) => {
    expect(conclude(NUMBER, online(ID, found({ ...meeting, ...change })))).toEqual({ state: 'not-found' })
  })

  it('is not verified by an answer with another link', () => {
    const other = { ...meeting, joinUrl: JOIN_URL.replace('QmFzZTY0SWQ', 'T3RoZXI') }
    expect(conclude(JOIN_URL, online(THREAD_KEY, found(other)))).toEqual({ state: 'not-found' })
  })

  it('is not found, and nothing worse, where nothing has it', () => {
    expect(conclude(JOIN_URL)).toEqual({ state: 'not-found' })
  })

  it('is unavailable with the reason where what would show it could not be read', () => {
    expect(conclude(JOIN_URL, { calendar: denied })).toEqual({ state: 'unavailable', why: 'no-permission' })
    const noPolicy = { ok: false, why: 'no-access-policy' } as const
    expect(conclude(NUMBER, online(ID, noPolicy))).toEqual({ state: 'unavailable', why: 'no-access-policy' })
  })

  it('is unavailable where the calendar was too full to be read whole', () => {
    const full = { ok: true, value: { entries: [], isComplete: false } } as const
    expect(conclude(JOIN_URL, { calendar: full })).toEqual({ state: 'unavailable', why: 'too-many' })
  })

  it('is unavailable where its number was one too many to ask for', () => {
    expect(conclude(NUMBER)).toEqual({ state: 'unavailable', why: 'too-many' })
  })

  it('is found by Graph although the calendar could not be read', () => {
    const lookUps = { calendar: denied, ...online(THREAD_KEY, found(meeting)) }
    expect(conclude(JOIN_URL, lookUps)).toMatchObject({ state: 'organised-here' })
  })

  it('does not vouch for another meeting in the same message', () => {
    const lure = `${JOIN_URL}\nor here: https://us02web.zoom.us/j/87654321098`
    expect(conclude(lure, calendar(entry))).toMatchObject({ state: 'in-your-calendar', others: 1 })
  })

  it('is taken from the entry that stands and was answered, where there are several', () => {
    const sent = { ...entry, subject: 'Sent by anybody', isAnswered: false }
    const cancelled = { ...entry, subject: 'Cancelled', isCancelled: true }
    expect(conclude(JOIN_URL, calendar(sent, cancelled, entry))).toMatchObject({ subject: 'Budget' })
    expect(conclude(JOIN_URL, calendar(sent))).toMatchObject({
      isAnswered: false,
      organiserAddress: 'marta@halyard.example',
    })
  })
})
