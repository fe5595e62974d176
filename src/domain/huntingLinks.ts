/**
 * What whoever holds the tokens could have read and done: queries for advanced hunting in the Defender portal, and the
 * links that open them there. Ids and instants only: no text of a record but its session id, as a string literal.
 *
 * A link carries its query as UTF-16LE, gzip and Base64url, which is what the portal's own *Share link* makes. Microsoft
 * documents the button and not the form. Tables: Microsoft Learn, advanced hunting schema: CloudAppEvents,
 * GraphApiAuditEvents, EntraIdSignInEvents (which replaced AADSignInEventsBeta in December 2025). Where a tenant lacks
 * the licence for a table, the portal says so.
 */
import { gzipSync } from 'fflate'
import type { TenantId, UserId } from './ids.js'
import { isKqlText, kqlInstant, kqlString } from './kql.js'

/** In the order in which they are looked at. */
export const HUNTS = ['mail', 'files', 'graph', 'session'] as const
export type HuntKind = (typeof HUNTS)[number]

export interface HuntFor {
  readonly userId: UserId
  /** (untrusted) As the log wrote it; null where it did not. */
  readonly sessionId: string | null
  readonly from: Date
  /** Null: it may go on. */
  readonly until: Date | null
}

export interface HuntLink {
  readonly kind: HuntKind
  readonly url: string
}

/** Office 365 audit operations, as `CloudAppEvents.ActionType` has them. */
const MAIL = ['MailItemsAccessed', 'Send', 'SendAs', 'New-InboxRule', 'Set-InboxRule', 'UpdateInboxRules']
const FILES = [
  'FileAccessed',
  'FilePreviewed',
  'FileDownloaded',
  'FileSyncDownloadedFull',
  'MessageRead',
  'MessagesListed',
  'ChatRetrieved',
]

/** Null where there is nothing to ask with: a session that the log did not name. */
export function huntingQueryOf(kind: HuntKind, hunt: HuntFor): string | null {
  const where = `| where Timestamp ${spanOf(hunt)}\n| where AccountObjectId =~ ${kqlString(hunt.userId)}`
  switch (kind) {
    case 'mail':
      return `CloudAppEvents\n${where}\n| where ActionType in (${listOf(MAIL)})\n${NEWEST_FIRST}`
    case 'files':
      return `CloudAppEvents\n${where}\n| where ActionType in (${listOf(FILES)})\n${NEWEST_FIRST}`
    case 'graph':
      return `GraphApiAuditEvents\n${where}\n${NEWEST_FIRST}`
    case 'session':
      if (hunt.sessionId === null || !isKqlText(hunt.sessionId)) return null
      return `EntraIdSignInEvents\n${where}\n| where SessionId =~ ${kqlString(hunt.sessionId)}\n${NEWEST_FIRST}`
  }
}

const NEWEST_FIRST = '| sort by Timestamp desc'
const listOf = (words: readonly string[]): string => words.map(kqlString).join(', ')
const spanOf = ({ from, until }: HuntFor): string =>
  until === null ? `>= ${kqlInstant(from)}` : `between (${kqlInstant(from)} .. ${kqlInstant(until)})`

/** @param portal the origin of this cloud's Defender portal */
export function huntingLinks(portal: string, tenant: TenantId, hunt: HuntFor): readonly HuntLink[] {
  return HUNTS.flatMap((kind) => {
    const query = huntingQueryOf(kind, hunt)
    return query === null ? [] : [{ kind, url: linkOf(portal, tenant, query) }]
  })
}

/** The portal's own time filter would cut the query's off: a month is the longest it has. */
const linkOf = (portal: string, tenant: TenantId, query: string): string =>
  `${portal}/v2/advanced-hunting?query=${base64url(gzipSync(utf16(query), { mtime: 0, level: 9 }))}&timeRangeId=month&tid=${tenant}`

function utf16(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2)
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    bytes[2 * index] = unit & 0xff
    bytes[2 * index + 1] = unit >> 8
  }
  return bytes
}

const base64url = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
