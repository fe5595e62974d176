/**
 * Advanced hunting, as much of KQL as Postern's two queries need: lists of texts, then a fixed pipeline over one pair of
 * tables. Texts are read by Kusto's rules, and whatever else stands there is refused with 400, so that a text which
 * breaks out of its quotes is seen.
 */
import { badRequest } from './graphError.js'
import type { SimulatedMessage } from './model.js'
import type { Call, Reply, Route } from './route.js'

export const huntingRoute: Route = {
  method: 'POST',
  pattern: /^\/v1\.0\/security\/runHuntingQuery$/,
  permission: 'ThreatHunting.Read.All',
  family: 'hunting',
  answer: hunt,
}

const DAY_MS = 86_400_000
const LIST = /^let (senders|hosts|urls|codes) = dynamic\(\[(.*)\]\);$/
const TEXT = /"((?:[^"\\]|\\["\\])*)"(?:, )?/y
const WANTED =
  '(?:SenderFromAddress in~ \\(senders\\)|SenderMailFromAddress in~ \\(senders\\)|SenderEmailAddress in~ \\(senders\\)|Subject has_any \\(codes\\)|NetworkMessageId in \\(links\\)|TeamsMessageId in \\(links\\))'
const BY_LINK = '(?:UrlDomain in~ \\(hosts\\)|Url in~ \\(urls\\)|Url has_any \\(codes\\)|false)'
const TIME = 'Timestamp > ago\\(7d\\)'
const PIPELINE = new RegExp(
  [
    `^let links = (EmailUrlInfo|MessageUrlInfo) \\| where ${TIME} \\| where (${BY_LINK}(?: or ${BY_LINK})*) \\| distinct \\w+;`,
    '(EmailEvents|MessageEvents)',
    `\\| where ${TIME}`,
    '\\| where DeliveryAction != "Blocked"',
    `\\| where (${WANTED}(?: or ${WANTED})*)`,
    '(?:\\| mv-expand Recipient = RecipientDetails\\n)?\\| summarize by ObjectId = [\\w.()]+, Address = [\\w.()]+',
    '\\| take (\\d{1,6})$',
  ].join('\\n'),
)
const SCHEMA = [
  { name: 'ObjectId', type: 'String' },
  { name: 'Address', type: 'String' },
]

function hunt({ tenant, body }: Call): Reply {
  const { lists, pipeline } = parse(queryOf(body))
  const [, links = '', byLink = '', events = '', wanted = '', take = '0'] = pipeline
  for (const table of [links, events]) if (tenant.missingTables.has(table)) throw semanticError(table)
  const log = events === 'EmailEvents' ? 'mail' : 'teams'
  const sinceMs = tenant.now().getTime() - 7 * DAY_MS
  const found = tenant.messages.filter(
    (message) =>
      message.log === log &&
      Date.parse(message.at) > sinceMs &&
      message.deliveryAction !== 'Blocked' &&
      matches(message, lists, { byLink, wanted }),
  )
  const rows = new Map(
    found.flatMap(({ recipients }) =>
      recipients.map(({ objectId, address }) => [
        `${objectId} ${address}`,
        { ObjectId: objectId.toLowerCase(), Address: address.toLowerCase() },
      ]),
    ),
  )
  return { kind: 'object', body: { schema: SCHEMA, results: [...rows.values()].slice(0, Number(take)) } }
}

type Lists = Readonly<Record<string, readonly string[]>>

function matches(
  { sender, subject, urls }: SimulatedMessage,
  { senders = [], hosts = [], urls: exact = [], codes = [] }: Lists,
  { byLink, wanted }: { readonly byLink: string; readonly wanted: string },
): boolean {
  const holdsCode = (text: string): boolean => {
    const terms = text.toUpperCase().split(/[^A-Z0-9]+/)
    return codes.some((code) => terms.includes(code.toUpperCase()))
  }
  const isLinked = urls.some(
    (url) =>
      (byLink.includes('hosts') && hosts.includes(new URL(url).hostname)) ||
      (byLink.includes('urls') && exact.includes(url)) ||
      (byLink.includes('codes') && holdsCode(url)),
  )
  return (
    (wanted.includes('senders') && senders.some((one) => one.toLowerCase() === sender.toLowerCase())) ||
    (wanted.includes('Subject') && holdsCode(subject)) ||
    isLinked
  )
}

function queryOf(body: string): string {
  try {
    const { Query, Timespan } = JSON.parse(body) as { readonly Query?: unknown; readonly Timespan?: unknown }
    if (typeof Query === 'string' && Timespan === 'P7D') return Query
  } catch {
    // Said below.
  }
  throw badRequest('The request body is not valid.')
}

function parse(query: string): { readonly lists: Lists; readonly pipeline: RegExpExecArray } {
  const lines = query.split('\n')
  const lists: Record<string, readonly string[]> = {}
  while (LIST.test(lines[0] ?? '')) {
    const [, name = '', values = ''] = LIST.exec(lines.shift() ?? '') ?? []
    lists[name] = texts(values)
  }
  const pipeline = PIPELINE.exec(lines.join('\n'))
  if (pipeline === null) throw badRequest('The query is not one that this tenant understands.')
  return { lists, pipeline }
}

function texts(values: string): readonly string[] {
  const found: string[] = []
  TEXT.lastIndex = 0
  while (TEXT.lastIndex < values.length) {
    const match = TEXT.exec(values)
    if (match === null) throw badRequest('Syntax error.')
    found.push((match[1] ?? '').replace(/\\(["\\])/g, '$1'))
  }
  return found
}

const semanticError = (table: string) => badRequest(`Failed to resolve table or column expression named '${table}'.`)
