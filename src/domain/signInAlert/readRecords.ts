/**
 * One JSON value of a sign-in log → rows in one spelling.
 *
 * Three spellings, told apart by their form: an Event Hubs envelope has `records` (the event is in each one's
 * `properties`), a Graph page has `value`, a Log Analytics row has `TimeGenerated` or a `Type` that names a sign-in
 * table; anything else is taken for a Graph object. Sources: Microsoft Learn: "Stream logs to an event hub", "signIn
 * resource type (beta)", Azure Monitor table references SigninLogs and AADNonInteractiveUserSignInLogs.
 */
import { type Fields, fieldsOf, NO_FIELDS, nestedOf, plainEnum, textOf } from './fields.js'
import { type RawRow, readRecord } from './readRecord.js'
import { recognise } from './recognise.js'
import type { ReadError, SignInRecord } from './record.js'

export interface ReadResult {
  readonly records: readonly SignInRecord[]
  readonly errors: readonly ReadError[]
}

/** Where a row came from, as its envelope or table says. */
type Stream = 'interactive' | 'non-interactive' | 'not-a-user' | 'unsaid'

const USER_STREAMS: ReadonlyMap<string, Stream> = new Map<string, Stream>([
  ['signinlogs', 'interactive'],
  ['noninteractiveusersigninlogs', 'non-interactive'],
  ['aadnoninteractiveusersigninlogs', 'non-interactive'],
])
const USER_EVENTS = new Set(['interactiveuser', 'noninteractiveuser'])
const OTHER_EVENTS = new Set(['serviceprincipal', 'managedidentity'])

/**
 * Reads one JSON value. Rows of service principals, managed identities and other log categories are left out without
 * a word; rows are not yet judged for completeness, since another copy may fill what is missing.
 */
export function readRecords(value: unknown): ReadResult {
  const records: SignInRecord[] = []
  const errors: ReadError[] = []
  for (const row of rowsOf(value)) {
    if (row === undefined) errors.push({ error: 'not-an-object' })
    else if (row.stream !== 'not-a-user') {
      const record = readRecord(row, interactiveByStream(row.stream))
      if (record.id !== '') records.push(record)
      else if (costsALine(record)) errors.push({ error: isSignIn(record) ? 'id-missing' : 'not-a-sign-in' })
    }
  }
  return { records, errors }
}

interface Row extends RawRow {
  readonly stream: Stream
}

function rowsOf(value: unknown): readonly (Row | undefined)[] {
  const fields = fieldsOf(value)
  if (fields === undefined) return [undefined]
  const events = fields.get('records')
  if (Array.isArray(events)) return events.map((event) => eventRow(fieldsOf(event)))
  const page = fields.get('value')
  if (Array.isArray(page)) return page.map((element) => plainRow(fieldsOf(element)))
  return [plainRow(fields)]
}

function eventRow(event: Fields | undefined): Row | undefined {
  if (event === undefined) return undefined
  const fields = nestedOf(event, 'properties')
  return { fields, spelling: 'graph', result: event, stream: streamOf(fields, textOf(event, 'category')) }
}

function plainRow(fields: Fields | undefined): Row | undefined {
  if (fields === undefined) return undefined
  const table = textOf(fields, 'type')
  const isTableRow = fields.has('timegenerated') || table?.toLowerCase().endsWith('signinlogs') === true
  if (!isTableRow) return { fields, spelling: 'graph', result: NO_FIELDS, stream: streamOf(fields) }
  const stream = streamOf(fields, table, textOf(fields, 'category'))
  return { fields, spelling: 'log-analytics', result: fields, stream }
}

/** The first name that says something decides between the two user streams; any name of another log rules the row out. */
function streamOf(fields: Fields, ...names: readonly (string | undefined)[]): Stream {
  let said: Stream | undefined
  for (const name of names) {
    if (name === undefined) continue
    const stream = USER_STREAMS.get(name.toLowerCase())
    if (stream === undefined) return 'not-a-user'
    said ??= stream
  }
  const events = fields.get('signineventtypes')
  const types = Array.isArray(events) ? events.map((type) => (typeof type === 'string' ? plainEnum(type) : '')) : []
  // One alone, and in Log Analytics a list as text.
  if (typeof events === 'string') types.push(plainEnum(events).replace(/[^a-z]/g, ''))
  if (types.some((type) => OTHER_EVENTS.has(type)) && !types.some((type) => USER_EVENTS.has(type))) return 'not-a-user'
  if (types.includes('noninteractiveuser')) return 'non-interactive'
  if (types.includes('interactiveuser')) return 'interactive'
  return said ?? 'unsaid'
}

const interactiveByStream = (stream: Stream): boolean | undefined =>
  stream === 'interactive' ? true : stream === 'non-interactive' ? false : undefined

/** A row that is known not to be device code costs no line, however broken it is otherwise. */
function costsALine(record: SignInRecord): boolean {
  const recognition = recognise(record)
  return recognition === 'device-code' || recognition === 'undecidable'
}

/** An error body of Graph, say, has nothing of a sign-in. */
const isSignIn = (record: SignInRecord): boolean =>
  [record.userId, record.atMs, record.appId, record.result, record.protocol, record.transferMethod].some(
    (field) => field !== undefined,
  )
