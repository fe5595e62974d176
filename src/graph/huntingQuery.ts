/**
 * The hunting queries, in KQL. Only traces of a checked form come here (`domain/lures/huntTraces.ts`), and each is
 * written as a string literal besides: nothing of a message is ever part of the query's own words.
 *
 * Bodies of mails and chats are in no table, so what can be found is sender, link and subject.
 * Source: Microsoft Learn, advanced hunting schema: EmailEvents, EmailUrlInfo, MessageEvents, MessageUrlInfo; "String
 * literals" (Kusto). Blocked mail reached nobody.
 */
import { kqlString } from '../domain/kql.js'
import { type HuntTraces, isEmptyHunt } from '../domain/lures/index.js'

export const SOURCES = ['mail', 'teams'] as const
export type Source = (typeof SOURCES)[number]

/** More people than this are not warned at once; one more row tells that there are more. */
export const RECIPIENTS_MAX = 5_000
const SINCE = 'Timestamp > ago(7d)'

const list = (values: readonly string[]): string => `dynamic([${values.map(kqlString).join(', ')}])`

/** Null where this log has nothing that could be searched for. */
export function huntingQuery(source: Source, traces: HuntTraces): string | null {
  if (isEmptyHunt(traces)) return null
  return source === 'mail' ? mailQuery(traces) : teamsQuery(traces)
}

function mailQuery({ senders, hosts, urls, codes }: HuntTraces): string {
  const wanted = [
    ...(senders.length === 0 ? [] : ['SenderFromAddress in~ (senders)', 'SenderMailFromAddress in~ (senders)']),
    ...(codes.length === 0 ? [] : ['Subject has_any (codes)']),
    'NetworkMessageId in (links)',
  ]
  return [
    ...lists({ senders, hosts, urls, codes }),
    `let links = EmailUrlInfo | where ${SINCE} | where ${byLink({ hosts, urls, codes })} | distinct NetworkMessageId;`,
    'EmailEvents',
    `| where ${SINCE}`,
    '| where DeliveryAction != "Blocked"',
    `| where ${wanted.join(' or ')}`,
    '| summarize by ObjectId = tolower(RecipientObjectId), Address = tolower(RecipientEmailAddress)',
    `| take ${RECIPIENTS_MAX + 1}`,
  ].join('\n')
}

function teamsQuery({ senders, hosts, urls, codes }: HuntTraces): string {
  const wanted = [...(senders.length === 0 ? [] : ['SenderEmailAddress in~ (senders)']), 'TeamsMessageId in (links)']
  return [
    ...lists({ senders, hosts, urls, codes }),
    `let links = MessageUrlInfo | where ${SINCE} | where ${byLink({ hosts, urls, codes })} | distinct TeamsMessageId;`,
    'MessageEvents',
    `| where ${SINCE}`,
    '| where DeliveryAction != "Blocked"',
    `| where ${wanted.join(' or ')}`,
    '| mv-expand Recipient = RecipientDetails',
    '| summarize by ObjectId = tolower(tostring(Recipient.RecipientObjectId)), Address = tolower(tostring(Recipient.RecipientSmtpAddress))',
    `| take ${RECIPIENTS_MAX + 1}`,
  ].join('\n')
}

function lists({ senders, hosts, urls, codes }: HuntTraces): readonly string[] {
  const all = { senders, hosts: hosts.flatMap((host) => [host, `www.${host}`]), urls, codes }
  return Object.entries(all).flatMap(([name, values]) =>
    values.length === 0 ? [] : [`let ${name} = ${list(values)};`],
  )
}

function byLink({ hosts, urls, codes }: Omit<HuntTraces, 'senders'>): string {
  const wanted = [
    ...(hosts.length === 0 ? [] : ['UrlDomain in~ (hosts)']),
    ...(urls.length === 0 ? [] : ['Url in~ (urls)']),
    ...(codes.length === 0 ? [] : ['Url has_any (codes)']),
  ]
  return wanted.length === 0 ? 'false' : wanted.join(' or ')
}
