/** One meeting of the company, in the calendars of who called it and who is invited. */
import type { SimulatedEvent, SimulatedMeeting, SimulatedUser, TenantData } from './model.js'

const HOUR_MS = 60 * 60_000

export const MEETING = {
  subject: 'Mooring plan for the autumn fleet',
  /** As an invitation writes it, in threes. */
  meetingId: '264 183 392 744 150',
  threadId: '19:meeting_OTJmYzQ1YjEtN2FkMC00ZDMyLWE1ZTYtNGMxMGZkMmI3ZTk4@thread.v2',
} as const

/** The way in, as Graph writes it: escapes in small letters. */
export function joinUrlOf(tenantId: string, organiserId: string, threadId: string = MEETING.threadId): string {
  const thread = threadId.replace(':', '%3a').replace('@', '%40')
  const context = `%7b%22Tid%22%3a%22${tenantId}%22%2c%22Oid%22%3a%22${organiserId}%22%7d`
  return `https://teams.microsoft.com/l/meetup-join/${thread}/0?context=${context}`
}

export interface MeetingCast {
  readonly people: readonly SimulatedUser[]
  readonly organiser: SimulatedUser
  readonly invited: SimulatedUser
  readonly tenantId: string
  readonly now: Date
}

export function seedMeetings(cast: MeetingCast): Pick<TenantData, 'calendars' | 'onlineMeetings'> {
  const { people, organiser, invited, tenantId, now } = cast
  const joinUrl = joinUrlOf(tenantId, organiser.id)
  const startMs = now.getTime() + HOUR_MS
  const eventFor = (isOrganizer: boolean): SimulatedEvent => ({
    id: `event-${isOrganizer ? organiser.id : invited.id}`,
    subject: MEETING.subject,
    start: { dateTime: timeOf(startMs), timeZone: 'UTC' },
    end: { dateTime: timeOf(startMs + HOUR_MS / 2), timeZone: 'UTC' },
    isCancelled: false,
    isOrganizer,
    responseStatus: { response: isOrganizer ? 'organizer' : 'accepted', time: '0001-01-01T00:00:00Z' },
    organizer: { emailAddress: { name: organiser.displayName, address: organiser.mail } },
    location: { displayName: 'Microsoft Teams Meeting', locationType: 'default' },
    isOnlineMeeting: true,
    onlineMeetingProvider: 'teamsForBusiness',
    onlineMeetingUrl: null,
    onlineMeeting: { joinUrl, conferenceId: '291633251', tollNumber: '+1 555 0100' },
  })
  const meeting: SimulatedMeeting = {
    id: `${organiser.id}_${MEETING.threadId}`,
    subject: MEETING.subject,
    joinWebUrl: joinUrl,
    joinMeetingIdSettings: { joinMeetingId: MEETING.meetingId.replaceAll(' ', ''), isPasscodeRequired: true },
    participants: {
      organizer: { upn: organiser.userPrincipalName, identity: { user: { id: organiser.id, tenantId } } },
    },
    visibleTo: [organiser.id, invited.id],
  }
  // Guests have no mailbox here.
  const calendars = new Map<string, readonly SimulatedEvent[]>()
  for (const { id, userType } of people) if (userType === 'Member') calendars.set(id, [])
  calendars.set(organiser.id, [eventFor(true)])
  calendars.set(invited.id, [eventFor(false)])
  return { calendars: Object.fromEntries(calendars), onlineMeetings: [meeting] }
}

/** Graph writes the zone beside the time, and seven digits of a second. */
const timeOf = (atMs: number): string => new Date(atMs).toISOString().replace(/\.(\d{3})Z$/, '.$10000')
