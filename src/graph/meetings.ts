/**
 * The asker's own calendar, and the Teams meetings that the asker organises or is invited to.
 *
 * Calendars.ReadBasic.All is enough: it hides body, attachments and extensions, and the ways to join stand in
 * `onlineMeeting` and `location`. The number of a Teams meeting stands in the body only, so it is asked of onlineMeetings
 * instead of reading everybody's invitations.
 * Sources: Microsoft Graph docs, "List calendarView", "Get onlineMeeting", "Configure application access to online
 * meetings" (without that policy: code `Unauthorized`, or `Forbidden` in other versions; its text is not to be relied on).
 */
import type { z } from 'zod/v4'
import type { CalendarEntry, OnlineMeeting } from '../domain/codeCheck/verification/index.js'
import { isPosternError, PosternError } from '../domain/errors.js'
import type { Meetings } from '../flows/ports.js'
import type { GraphClient } from './client.js'
import { instant, literal, segment, withQuery } from './odata.js'
import { calendarEvent, onlineMeeting, read } from './schemas.js'

const EVENT_FIELDS =
  'subject,start,isCancelled,isOrganizer,responseStatus,organizer,location,onlineMeeting,onlineMeetingUrl'
const EVENTS_PER_PAGE = 100
const EVENTS_MAX = 500
/** Without an answer an invitation stands in the calendar all the same: Exchange puts it there. */
const ANSWERS = new Set(['organizer', 'accepted', 'tentativelyaccepted'])

export function createMeetings(
  graph: GraphClient,
  { hasOnlineMeetings }: { readonly hasOnlineMeetings: boolean },
): Meetings {
  return {
    hasOnlineMeetings,
    async calendar(asker, { from, to }, { signal }) {
      const path = withQuery(`/users/${segment(asker)}/calendarView`, {
        startDateTime: instant(from),
        endDateTime: instant(to),
        $select: EVENT_FIELDS,
        $top: String(EVENTS_PER_PAGE),
      })
      const entries: (CalendarEntry | null)[] = []
      const readable = (isWhole: boolean) => {
        const read = entries.filter((entry) => entry !== null)
        return { entries: read, isComplete: isWhole && read.length === entries.length }
      }
      const headers = { Prefer: 'outlook.timezone="UTC"' }
      for await (const rows of graph.pages(path, { family: 'mailbox', once: true, signal, headers })) {
        // Another page came although the limit was reached.
        if (entries.length >= EVENTS_MAX) return readable(false)
        entries.push(...rows.slice(0, EVENTS_MAX - entries.length).map(entryOf))
      }
      return readable(true)
    },
    async online(asker, query, { signal }) {
      const $filter =
        query.by === 'meeting-id'
          ? `joinMeetingIdSettings/joinMeetingId eq ${literal(query.meetingId)}`
          : `JoinWebUrl eq ${literal(query.joinUrl)}`
      const path = withQuery(`/users/${segment(asker)}/onlineMeetings`, { $filter })
      try {
        // One id is one meeting: the first page is all there is.
        for await (const rows of graph.pages(path, { family: 'teams', once: true, signal })) return rows.map(meetingOf)
      } catch (error) {
        if (isPosternError(error, 'graph-not-found')) return []
        throw lacksAccessPolicy(error) ? new PosternError('graph-forbidden', { reason: 'no-access-policy' }) : error
      }
      return []
    },
  }
}

/** Null for an event that is not of the form: anybody can send one, and it must not hide the others. */
function entryOf(row: unknown): CalendarEntry | null {
  const parsed = calendarEvent.safeParse(row)
  if (!parsed.success) return null
  const event = parsed.data
  const answer = event.responseStatus?.response?.toLowerCase() ?? ''
  const isOrganizer = event.isOrganizer === true
  const joinTexts = [
    event.onlineMeeting?.joinUrl,
    event.onlineMeetingUrl,
    event.location?.displayName,
    event.location?.locationUri,
  ]
  return {
    subject: event.subject ?? null,
    start: startOf(event),
    isCancelled: event.isCancelled === true,
    isAnswered: isOrganizer || ANSWERS.has(answer),
    organiserAddress: isOrganizer ? null : (event.organizer?.emailAddress?.address?.toLowerCase() ?? null),
    joinTexts: joinTexts.filter((one): one is string => typeof one === 'string' && one !== ''),
    conferenceId: digitsOf(event.onlineMeeting?.conferenceId),
  }
}

/** Asked for in UTC, Graph writes the time without an offset. */
function startOf({ start }: z.infer<typeof calendarEvent>): Date | null {
  if (start?.timeZone !== 'UTC') return null
  const at = new Date(`${start.dateTime.replace(/Z$/, '')}Z`)
  return Number.isNaN(at.getTime()) ? null : at
}

function meetingOf(row: unknown): OnlineMeeting {
  const meeting = read(onlineMeeting, row)
  return {
    subject: meeting.subject ?? null,
    joinUrl: meeting.joinWebUrl ?? null,
    meetingId: digitsOf(meeting.joinMeetingIdSettings?.joinMeetingId),
    organiserTenantId: meeting.participants?.organizer?.identity?.user?.tenantId?.toLowerCase() ?? null,
  }
}

const digitsOf = (text: string | null | undefined): string | null => text?.replace(/\D/g, '') || null

/**
 * Not tried on a real tenant: that a permission which is missing altogether has a code of its own is what other APIs do.
 * Where it is not so, the reason shown is still true, since Teams does not let the app ask.
 */
function lacksAccessPolicy(error: unknown): boolean {
  if (!isPosternError(error)) return false
  const { graphCode, status } = error.detail
  return (status === 401 || status === 403) && (graphCode === 'Unauthorized' || graphCode === 'Forbidden')
}
