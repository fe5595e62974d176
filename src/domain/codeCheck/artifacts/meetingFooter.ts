/**
 * Does an invitation hang together? The name of one service over a link to another host, or an id that is not the id in
 * the link, is how a copied footer around a changed link looks.
 */
import type { Link } from './links.js'
import { findServiceNames, type ServiceName } from './meetingNames.js'
import type { MeetingReference } from './meetings.js'

export interface FooterMismatch {
  /**
   * `wrong-host`: a link in the form of a join link, named after a service, on a host that is not the service's.
   * `other-id`: the id in the text is not the id in the service's link. `malformed-id`, `malformed-link`: not in the
   * form of the service's ids or links.
   */
  readonly kind: 'wrong-host' | 'other-id' | 'malformed-id' | 'malformed-link'
  readonly service: string
  readonly start: number
  readonly end: number
}

const REACH = 200
/** Paths of join links: `/j/…`, `/l/meetup-join/…`, `/meet/…`, `j.php?MTID=`. */
const JOIN_PATH =
  /\/(?:j|w|wc|s|my|join|meet|meeting|m|l\/meetup-join|meetup-join|launch|call|room)(?:[/?#.]|$)|j\.php|mtid=/i

/** The service that the words of the link, or its line and the one before, name. */
function serviceNamedFor(text: string, link: Link, names: readonly ServiceName[]): ServiceName | undefined {
  const from = Math.max(0, link.start - REACH)
  const before = text.slice(from, link.start)
  const lineStart = before.lastIndexOf('\n', before.trimEnd().lastIndexOf('\n') - 1) + 1
  const near = names.filter((name) => name.start >= from + lineStart && name.end <= link.start)
  return near.at(-1)
}

/** In the form of a join link, or in the name of a service, on a host that is none of theirs. */
const poses = (link: Link): boolean =>
  (link.kind === 'unlisted' || link.kind === 'lookalike') &&
  link.isFollowable &&
  (JOIN_PATH.test(link.written) || link.imitates !== undefined)

function wrongHosts(text: string, links: readonly Link[]): FooterMismatch[] {
  const posing = links.filter(poses)
  if (posing.length === 0) return []
  const names = findServiceNames(text)
  const joined = new Set(links.filter((link) => link.kind === 'meeting').map((link) => link.service))
  return posing.flatMap((link) => {
    const name = serviceNamedFor(text, link, names)
    if (name === undefined || joined.has(name.service)) return []
    return [{ kind: 'wrong-host' as const, service: name.service, start: link.start, end: link.end }]
  })
}

const digits = (value: string): string => value.replace(/\D/g, '')

/** Only where one link and one id stand alone: a list of meetings has many of both. */
function otherIds(links: readonly Link[], ids: readonly MeetingReference[]): FooterMismatch[] {
  const joins = links.filter((link) => link.meeting?.id !== undefined && /^\d+$/.test(link.meeting.id))
  const distinct = new Set(joins.map((link) => link.meeting?.id))
  const [id] = ids
  const [join] = joins
  if (distinct.size !== 1 || ids.length !== 1 || id === undefined || join === undefined) return []
  if (join.service !== id.service || join.service === undefined || digits(id.value) === join.meeting?.id) return []
  return [{ kind: 'other-id', service: join.service, start: id.start, end: id.end }]
}

/** Everything in which links, ids and names of an invitation contradict each other; empty for a sound one. */
export function findFooterMismatches(
  text: string,
  links: readonly Link[],
  references: readonly MeetingReference[],
): FooterMismatch[] {
  const ids = references.filter((one) => one.kind === 'meeting-id')
  return [
    ...wrongHosts(text, links),
    ...otherIds(links, ids),
    ...ids.flatMap(({ isWellFormed, service, start, end }) =>
      isWellFormed || service === undefined ? [] : [{ kind: 'malformed-id' as const, service, start, end }],
    ),
    ...links.flatMap(({ meeting, service, start, end }) =>
      meeting?.isWellFormed === false && service !== undefined
        ? [{ kind: 'malformed-link' as const, service, start, end }]
        : [],
    ),
  ]
}
