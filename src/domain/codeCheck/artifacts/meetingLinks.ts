/** What a join link says of its meeting, and whether it has the form that the service gives its links. */
import services from '../data/meetingServices.json' with { type: 'json' }

export interface MeetingLink {
  /** The id in the link, without separators; absent where the service uses names or keys. */
  readonly id: string | undefined
  /** Whether the id, or the thread of a Teams link, has the service's form; unknown where it has none. */
  readonly isWellFormed: boolean | undefined
  /** A Teams link names its tenant and organiser. Those that people copy are often cut short, so absence says little. */
  readonly hasContext: boolean
}

interface Form {
  readonly idIn: RegExp
  readonly id: RegExp
}

export const MEETING_PAGES = services.flatMap(({ service, pages }) => pages.map((page) => ({ page, service })))

const FORMS = new Map<string, Form>(
  services.flatMap((one) =>
    one.idIn === undefined || one.id === undefined
      ? []
      : [[one.service, { idIn: new RegExp(one.idIn, 'i'), id: new RegExp(one.id) }] as const],
  ),
)

/** Whether an id has the form that this service gives its ids; `undefined` where the service has no such form. */
export function isMeetingIdOf(service: string, id: string): boolean | undefined {
  const compact = id.replace(/[\s.-]/g, '')
  return DIGIT_IDS[service]?.test(compact)
}

/**
 * Ids as they are typed. Teams: 10 to 15 digits seen (facts F). Zoom: 9 to 11. Webex: 9 to 11, on the host's own
 * site up to 13. GoTo and Lark: 9. Chime: 10, later up to 13. Meet gives letters in links and a numeric PIN by phone.
 */
const DIGIT_IDS: Readonly<Record<string, RegExp>> = {
  teams: /^[1-9]\d{9,14}$/,
  zoom: /^\d{9,11}$/,
  webex: /^\d{9,13}$/,
  goto: /^\d{9,12}$/,
  feishu: /^\d{9}$/,
  chime: /^\d{10,13}$/,
  ringcentral: /^\d{9,12}$/,
  bluejeans: /^\d{6,16}$/,
  'tencent-meeting': /^\d{9,10}$/,
  zoho: /^\d{9,11}$/,
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
/** `19:meeting_<Base64>@thread.v2`; channel meetings have `19:<hex>@thread.tacv2`, older ones `@thread.skype`. */
const THREAD = /^19:(?:meeting_[\w=-]{8,}|[\w-]{8,})@thread\.(?:v2|tacv2|skype)$/i
const CONTEXT_LENGTH_MAX = 1000

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** `context` names the tenant and the organiser; both are GUIDs. */
function hasContext(url: URL): boolean {
  const written = url.searchParams.get('context')
  if (written === null || written.length > CONTEXT_LENGTH_MAX) return false
  try {
    const context: unknown = JSON.parse(written.startsWith('%') ? decoded(written) : written)
    if (typeof context !== 'object' || context === null) return false
    const fields = new Map(Object.entries(context).map(([name, value]) => [name.toLowerCase(), value]))
    return [fields.get('tid'), fields.get('oid')].every((id) => typeof id === 'string' && GUID.test(id))
  } catch {
    return false
  }
}

function teamsJoin(url: URL): MeetingLink | undefined {
  const at = url.href.search(/\/l\/meetup-join\//i)
  if (at === -1) return undefined
  const thread = decoded(decoded(url.href.slice(at + '/l/meetup-join/'.length).split(/[/?#]/, 1)[0] ?? ''))
  return { id: undefined, isWellFormed: THREAD.test(thread), hasContext: hasContext(url) }
}

export function meetingLinkOf(service: string, url: URL): MeetingLink {
  const join = service === 'teams' ? teamsJoin(url) : undefined
  if (join !== undefined) return join
  const form = FORMS.get(service)
  const written = form?.idIn.exec(url.pathname + url.search)?.[1]
  if (form === undefined || written === undefined) return { id: undefined, isWellFormed: undefined, hasContext: false }
  const id = decoded(written).replace(/[\s]/g, '')
  const digits = service === 'meet' ? id : id.replace(/-/g, '')
  return { id: digits, isWellFormed: form.id.test(digits), hasContext: false }
}
