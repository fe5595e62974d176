/**
 * The meeting behind a link or a number, as a key that two spellings of the same meeting share: hosts and ids compared
 * literally, numbers as digits. Never a title, which anybody can copy.
 *
 * Forms: `/l/meetup-join/19:meeting_…@thread.v2/0?context={"Tid":…,"Oid":…}` and `/meet/<digits>` of Teams; the others by
 * the id in their path. Source: Microsoft Graph docs, "onlineMeeting: get" and "Get onlineMeeting by joinMeetingId".
 */
import { isGuid } from '../../ids.js'
import { findLinks, type Link } from '../artifacts/links.js'
import { parseUrl, unwrap } from '../artifacts/unwrap.js'
import type { Artifacts } from '../types.js'
import type { CalendarEntry } from './types.js'

/** How Graph can be asked for a meeting itself, beside looking for it in a calendar. */
export type OnlineQuery =
  | { readonly by: 'meeting-id'; readonly meetingId: string }
  | { readonly by: 'join-url'; readonly joinUrl: string; readonly tenantId: string }

export interface MeetingKey {
  readonly key: string
  /** Null where only a calendar can tell. */
  readonly query: OnlineQuery | null
  /** The number of a Teams meeting without its link: not in what a calendar shows, only the meeting itself can tell. */
  readonly isBareId: boolean
}

/** Both hosts of the public cloud lead to the same meetings; every other cloud has its own. */
const TEAMS_REALMS: Readonly<Record<string, string>> = {
  'teams.microsoft.com': 'teams',
  'teams.cloud.microsoft': 'teams',
  'gov.teams.microsoft.us': 'teams-gov',
  'dod.teams.microsoft.us': 'teams-dod',
  'teams.microsoftonline.cn': 'teams-cn',
}
const THREAD = /^19:[\w.-]{1,200}@thread\.(?:v2|tacv2|skype)$/
const MEETING_ID = /^\d{9,15}$/
/** Other services group by fours, and their numbers are not Graph's to know. */
const TEAMS_GROUPING = /^\d{3}(?: \d{3}){2,4}(?: \d{1,3})?$/
const TEXTS_LENGTH_MAX = 4_096
const KEYS_MAX = 8

/** The meetings that a message names, each once; at most eight. */
export function meetingKeysOf({ links, meetings }: Artifacts): readonly MeetingKey[] {
  const keys = new Map<string, MeetingKey>()
  const add = (found: MeetingKey | null): void => {
    if (found === null || keys.size >= KEYS_MAX) return
    // A link says more than the number beside it, which is often the same meeting's.
    if (keys.get(found.key)?.isBareId !== false) keys.set(found.key, found)
  }
  for (const link of links) add(keyOfLink(link))
  for (const { kind, value } of meetings) {
    const digits = value.replace(/\D/g, '')
    if (kind === 'meeting-id' && MEETING_ID.test(digits)) {
      const isTeams = TEAMS_GROUPING.test(value)
      const query = isTeams ? ({ by: 'meeting-id', meetingId: digits } as const) : null
      add({ key: `id ${digits}`, query, isBareId: isTeams })
    }
    if (kind === 'meet-code') add({ key: `meet ${value}`, query: null, isBareId: false })
    const conference = kind === 'dial-in' ? /(\d[\d ]*)#$/.exec(value)?.[1]?.replaceAll(' ', '') : undefined
    if (conference !== undefined) add({ key: `dial-in ${conference}`, query: null, isBareId: false })
  }
  return [...keys.values()]
}

/** Every key under which a calendar entry can be met. */
export function keysOfEntry({ joinTexts, conferenceId }: CalendarEntry): ReadonlySet<string> {
  const keys = new Set(conferenceId === null ? [] : [`dial-in ${conferenceId}`])
  for (const text of joinTexts) {
    for (const link of findLinks(text.slice(0, TEXTS_LENGTH_MAX))) {
      const key = keyOfLink(link)?.key
      if (key !== undefined) keys.add(key)
    }
  }
  return keys
}

/** The key of a join link, or null: not a link by which one meeting is joined. */
export const keyOfJoinUrl = (joinUrl: string): string | null => {
  const [link] = findLinks(joinUrl)
  return link === undefined ? null : (keyOfLink(link)?.key ?? null)
}

function keyOfLink(link: Link): MeetingKey | null {
  const written = link.kind === 'meeting' ? parseUrl(withScheme(link.written)) : undefined
  if (written === undefined) return null
  const { url } = unwrap(written)
  // The link was judged by the host it leads to; any other here would be another link.
  if (url.hostname !== link.host || url.username !== '' || url.port !== '') return null
  const path = url.pathname.split('/').filter(Boolean).map(decoded)
  if (link.service === 'teams') return teamsKey(url, path)
  const key = otherKey(link.service ?? '', url, path)
  return key === null ? null : { key, query: null, isBareId: false }
}

const withScheme = (written: string): string => (/^https?:\/\//i.test(written) ? written : `https://${written}`)

function teamsKey(url: URL, path: readonly string[]): MeetingKey | null {
  const realm = Object.hasOwn(TEAMS_REALMS, url.hostname) ? TEAMS_REALMS[url.hostname] : undefined
  const [first = '', second = '', thread = ''] = path
  if (first.toLowerCase() === 'meet') {
    if (!MEETING_ID.test(second)) return null
    // Private Teams has meetings of nobody's tenant.
    const query = realm === undefined ? null : ({ by: 'meeting-id', meetingId: second } as const)
    return { key: `id ${second}`, query, isBareId: false }
  }
  if (realm === undefined || first.toLowerCase() !== 'l' || second.toLowerCase() !== 'meetup-join') return null
  if (!THREAD.test(thread)) return null
  return { key: `${realm} ${thread}`, query: joinUrlQuery(url, thread), isBareId: false }
}

/** Graph takes the join URL as it wrote it, so it is written again from the ids in it and never handed on. */
function joinUrlQuery(url: URL, thread: string): OnlineQuery | null {
  const { Tid: tenantId, Oid: organiserId } = contextOf(url.searchParams.get('context') ?? '')
  if (!isGuid(tenantId) || !isGuid(organiserId)) return null
  const context = `%7b%22Tid%22%3a%22${tenantId}%22%2c%22Oid%22%3a%22${organiserId}%22%7d`
  const threadPart = thread.replace(':', '%3a').replace('@', '%40')
  const joinUrl = `https://${url.hostname}/l/meetup-join/${threadPart}/0?context=${context}`
  return { by: 'join-url', joinUrl, tenantId: tenantId.toLowerCase() }
}

function contextOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const context: unknown = text.length > 1_000 ? null : JSON.parse(text)
    return typeof context === 'object' && context !== null ? { ...context } : {}
  } catch {
    return {}
  }
}

/** Ids are unique within a service, whichever of its hosts leads there; where there is no id, host and path are one. */
function otherKey(service: string, url: URL, path: readonly string[]): string | null {
  const last = path.at(-1) ?? ''
  if (service === 'zoom') {
    const digits = path.find((part) => MEETING_ID.test(part))
    if (digits !== undefined) return `id ${digits}`
  }
  if (service === 'meet') return /^[a-z]{3}-[a-z]{4}-[a-z]{3}$/.test(last) ? `meet ${last}` : null
  if (path.length === 0) return null
  const webexId = service === 'webex' ? (url.searchParams.get('MTID') ?? '') : ''
  return `${url.hostname}/${path.join('/')} ${webexId}`.slice(0, 1_000)
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
