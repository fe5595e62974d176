/**
 * From what was looked up to what may be said of the meetings in a message. An empty result is never "fake": meetings of
 * other organisations, forwarded invitations and channel meetings are not seen from here.
 */
import { keyOfJoinUrl, keysOfEntry, type MeetingKey } from './meetingKeys.js'
import type {
  CalendarEntry,
  CalendarView,
  LookedUp,
  MeetingVerification,
  OnlineMeeting,
  UnverifiedReason,
} from './types.js'

export interface MeetingLookUps {
  readonly tenantId: string
  readonly calendar: LookedUp<CalendarView>
  /** What Graph has for a key; a key that was not asked for has none. */
  readonly online: ReadonlyMap<string, LookedUp<readonly OnlineMeeting[]>>
}

export function concludeMeeting(keys: readonly MeetingKey[], lookUps: MeetingLookUps): MeetingVerification {
  const entries = lookUps.calendar.ok ? lookUps.calendar.value.entries : []
  const listed = entries.map((entry) => ({ entry, keys: keysOfEntry(entry) }))
  const inCalendar: CalendarEntry[] = []
  const here: OnlineMeeting[] = []
  const reasons: (UnverifiedReason | null)[] = []
  for (const key of keys) {
    const entry = best(listed.filter((one) => one.keys.has(key.key)).map((one) => one.entry))
    const meeting = meetingOf(key, lookUps)
    // The same meeting by another of its names: the number beside the link.
    const alias = meeting === undefined ? null : keyOfJoinUrl(meeting.joinUrl ?? '')
    const sameEntry = entry ?? best(listed.filter((one) => alias !== null && one.keys.has(alias)).map((o) => o.entry))
    if (sameEntry !== undefined) inCalendar.push(sameEntry)
    else if (meeting !== undefined) here.push(meeting)
    else reasons.push(whyUnseen(key, lookUps))
  }
  const others = reasons.length
  const [entry] = inCalendar
  if (entry !== undefined) {
    const { subject, start, isCancelled, isAnswered, organiserAddress } = entry
    return { state: 'in-your-calendar', subject, start, isCancelled, isAnswered, organiserAddress, others }
  }
  const [meeting] = here
  if (meeting !== undefined) return { state: 'organised-here', subject: meeting.subject, others }
  const why = reasons.find((reason) => reason !== null)
  return why === undefined || why === null ? { state: 'not-found' } : { state: 'unavailable', why }
}

/** One that stands and was answered, before one that anybody may have sent. */
function best(entries: readonly CalendarEntry[]): CalendarEntry | undefined {
  const rank = ({ isCancelled, isAnswered }: CalendarEntry) => (isCancelled ? 2 : 0) + (isAnswered ? 0 : 1)
  return [...entries].sort((a, b) => rank(a) - rank(b))[0]
}

/** Graph's answer is held against the question once more: a filter that was ignored must not verify anything. */
function meetingOf({ key, query }: MeetingKey, { online, tenantId }: MeetingLookUps): OnlineMeeting | undefined {
  const answer = online.get(key)
  if (query === null || answer?.ok !== true) return undefined
  return answer.value.find((meeting) => {
    if (meeting.organiserTenantId !== null && meeting.organiserTenantId !== tenantId) return false
    return query.by === 'meeting-id'
      ? meeting.meetingId === query.meetingId
      : meeting.joinUrl !== null && keyOfJoinUrl(meeting.joinUrl) === key
  })
}

/** Why a meeting was not seen where it would stand if it were there; null: looked, and it is not there. */
function whyUnseen(key: MeetingKey, { calendar, online }: MeetingLookUps): UnverifiedReason | null {
  const asked = online.get(key.key)
  if (key.isBareId) return asked === undefined ? 'too-many' : asked.ok ? null : asked.why
  if (!calendar.ok) return calendar.why
  return calendar.value.isComplete ? null : 'too-many'
}
