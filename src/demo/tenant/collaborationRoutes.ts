/** Calendars, meetings, pictures in messages, and the organisation itself: what a message is verified with. */
import { badRequest, noAccessPolicy, noMailbox, notFound } from './graphError.js'
import { type FilterRules, parseFilter } from './odataFilter.js'
import { type Call, type Reply, type Route, rows } from './route.js'

/** Graph's own, where `$top` is absent. */
const EVENTS_PER_PAGE = 10
const MEETING_RULES: FilterRules = {
  fields: { JoinWebUrl: ['eq'], 'joinMeetingIdSettings/joinMeetingId': ['eq'] },
  collections: [],
}

export const collaborationRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: /^\/v1\.0\/users\/([^/]+)\/calendarView$/,
    permission: 'Calendars.ReadBasic.All',
    family: 'mailbox',
    answer: calendarView,
  },
  {
    method: 'GET',
    pattern: /^\/v1\.0\/users\/([^/]+)\/onlineMeetings$/,
    permission: 'OnlineMeetings.Read.All',
    family: 'teams',
    answer: onlineMeetings,
  },
  {
    method: 'GET',
    pattern: /^\/v1\.0\/organization$/,
    permission: 'Organization.Read.All',
    family: 'directory',
    answer: (call) => rows([{ id: call.tenant.tenantId, ...call.tenant.organization }], call),
  },
  {
    method: 'GET',
    pattern: /^\/v1\.0(\/chats\/[^/]+\/messages\/\d+\/hostedContents\/[^/]+)\/\$value$/,
    permission: 'Chat.Read.All',
    family: 'teams',
    answer: hostedContent,
  },
  {
    method: 'GET',
    pattern:
      /^\/v1\.0(\/teams\/[^/]+\/channels\/[^/]+\/messages\/\d+(?:\/replies\/\d+)?\/hostedContents\/[^/]+)\/\$value$/,
    permission: 'ChannelMessage.Read.All',
    family: 'teams',
    answer: hostedContent,
  },
]

function calendarView(call: Call): Reply {
  const { tenant, query, part } = call
  const from = Date.parse(query.get('startDateTime') ?? '')
  const to = Date.parse(query.get('endDateTime') ?? '')
  if (Number.isNaN(from) || Number.isNaN(to)) throw badRequest('This request requires a time window.')
  const events = tenant.calendars.get(part(0).toLowerCase())
  if (events === undefined) throw noMailbox()
  const within = events.filter(
    ({ start, end }) => Date.parse(`${end.dateTime}Z`) >= from && Date.parse(`${start.dateTime}Z`) <= to,
  )
  const wanted = new Set(query.get('$select')?.split(',') ?? [])
  const found = within.map((event) =>
    Object.fromEntries(
      Object.entries(event).filter(([name]) => name === 'id' || wanted.size === 0 || wanted.has(name)),
    ),
  )
  return query.has('$top') ? rows(found, call, 1000) : rows(found, call, EVENTS_PER_PAGE)
}

/** Only by an id or link, and only to who organises it or is invited. */
function onlineMeetings(call: Call): Reply {
  const { tenant, query, part } = call
  const filter = query.get('$filter')
  if (filter === null) throw badRequest('A filter is required.')
  const asker = part(0).toLowerCase()
  if (!tenant.accessPolicy) throw noAccessPolicy(asker)
  const matches = parseFilter(filter, MEETING_RULES)
  const found = tenant.onlineMeetings
    .filter((meeting) => meeting.visibleTo.includes(asker) && matches({ ...meeting, JoinWebUrl: meeting.joinWebUrl }))
    .map(({ visibleTo: _, ...meeting }) => meeting)
  return rows(found, call)
}

function hostedContent({ tenant, part }: Call): Reply {
  const content = tenant.hostedContents.get(part(0))
  if (content === undefined) throw notFound(part(0))
  return { kind: 'bytes', ...content }
}
