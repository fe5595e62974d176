/**
 * Which recipients are people of this organisation, and who is in a group that somebody named.
 *
 * A filter takes 15 values in `in`, so thousands are asked for in many small requests, several at a time.
 * Source: Microsoft Graph docs, "Use the $filter query parameter" (`in`), "group: list transitive members".
 */
import { isPosternError } from '../domain/errors.js'
import { isGuid, type UserId, userId } from '../domain/ids.js'
import type { GroupView } from '../domain/lureNotices.js'
import type { WarningGap } from '../domain/warnings/index.js'
import type { Audience, FoundPeople, Recipient } from '../flows/ports.js'
import type { GraphClient, RequestOptions } from './client.js'
import { outsiderType } from './guests.js'
import { holdsAny, isAnyOf, literal, segment, withQuery } from './odata.js'
import { directoryGroup, type GraphUser, groupMember, read, user } from './schemas.js'

const REQUEST: RequestOptions = { family: 'directory' }
const USER_FIELDS = 'id,userPrincipalName,mail,userType,creationType,accountEnabled'
const GROUP_FIELDS = 'id,displayName,mail,visibility'
const IS_USER = '#microsoft.graph.user'
const IDS_EACH = 15
/** Asked for under two properties each. */
const ADDRESSES_EACH = 7
const AT_ONCE = 5
export const MEMBERS_MAX = 10_000
/** As many as a card lists, and one to tell that there are more. */
const GROUPS_MAX = 10
/** Any name a group can have, and any address. */
const CALLED_MAX = 256

export function createAudience(graph: GraphClient): Audience {
  const usersWhere = async (filter: string): Promise<readonly GraphUser[]> => {
    const found: GraphUser[] = []
    const path = withQuery('/users', { $filter: filter, $select: USER_FIELDS, $top: '999' })
    for await (const rows of graph.pages(path, REQUEST)) found.push(...rows.map((row) => read(user, row)))
    return found
  }

  return {
    async people(of) {
      const ids = of.flatMap(({ objectId }) => (isGuid(objectId) ? [objectId] : []))
      const byId = await inParts(ids, IDS_EACH, (part) => usersWhere(isAnyOf('id', part)))
      const known = new Set(byId.flatMap(addressesOf))
      const knownIds = new Set(byId.map(({ id }) => id.toLowerCase()))
      const isKnown = ({ objectId, address }: Recipient): boolean =>
        (objectId !== null && knownIds.has(objectId)) || (address !== null && known.has(address))
      const left = of.filter((recipient) => !isKnown(recipient))
      const addresses = left.flatMap(({ address }) => address ?? [])
      const byAddress = await inParts(addresses, ADDRESSES_EACH, (part) =>
        usersWhere(`${isAnyOf('mail', part)} or ${isAnyOf('userPrincipalName', part)}`),
      )
      const knownNow = new Set(byAddress.flatMap(addressesOf))
      const unknown = left.filter(({ address }) => address === null || !knownNow.has(address)).length
      return sorted([...byId, ...byAddress], unknown, [])
    },
    async groups(called) {
      const name = called.trim().slice(0, CALLED_MAX)
      if (name === '') return []
      const isId: boolean = isGuid(name)
      if (isId) {
        const path = withQuery(`/groups/${segment(name)}`, { $select: GROUP_FIELDS })
        const one = await graph.get(path, REQUEST).catch((error: unknown) => {
          if (isPosternError(error, 'graph-not-found')) return null
          throw error
        })
        return one === null ? [] : [groupView(one)]
      }
      const filter = name.includes('@')
        ? `mail eq ${literal(name)} or ${holdsAny('proxyAddresses', [`smtp:${name}`, `SMTP:${name}`])}`
        : `displayName eq ${literal(name)}`
      const path = withQuery('/groups', { $filter: filter, $select: GROUP_FIELDS, $top: String(GROUPS_MAX) })
      for await (const rows of graph.pages(path, REQUEST)) return rows.slice(0, GROUPS_MAX).map(groupView)
      return []
    },
    async groupMembers(groupId) {
      const gaps = new Set<WarningGap>()
      const group = await graph.get(withQuery(`/groups/${segment(groupId)}`, { $select: GROUP_FIELDS }), REQUEST)
      const { visibility } = read(directoryGroup, group)
      if (visibility === 'HiddenMembership') gaps.add('hidden-members')
      const members: GraphUser[] = []
      const path = withQuery(`/groups/${segment(groupId)}/transitiveMembers`, { $select: USER_FIELDS, $top: '999' })
      for await (const rows of graph.pages(path, REQUEST)) {
        for (const row of rows) {
          const member = read(groupMember, row)
          // Without its type it could be a person.
          if (typeof member['@odata.type'] !== 'string') gaps.add('hidden-members')
          if (member['@odata.type'] === IS_USER) members.push(member)
        }
        if (members.length > MEMBERS_MAX) break
      }
      if (members.length > MEMBERS_MAX) gaps.add('too-many')
      // Public: anybody joins without being asked (Microsoft Graph docs, group resource, `visibility`).
      return { ...sorted(members.slice(0, MEMBERS_MAX), 0, [...gaps]), isJoinable: visibility === 'Public' }
    },
  }
}

/** Each person once. Whose type or standing cannot be read is unknown, and is not warned. */
function sorted(users: readonly GraphUser[], unknown: number, gaps: readonly WarningGap[]): FoundPeople {
  const members = new Set<UserId>()
  const count = { guests: 0, disabled: 0, unknown }
  for (const one of new Map(users.map((found) => [found.id.toLowerCase(), found])).values()) {
    const outsider = outsiderType(one)
    if (outsider === undefined || typeof one.accountEnabled !== 'boolean' || !isGuid(one.id)) count.unknown += 1
    else if (outsider !== null) count.guests += 1
    else if (!one.accountEnabled) count.disabled += 1
    else members.add(userId(one.id))
  }
  return { members: [...members], ...count, gaps }
}

const addressesOf = ({ mail, userPrincipalName }: GraphUser): readonly string[] =>
  [mail, userPrincipalName].flatMap((address) => address?.toLowerCase() ?? [])

function groupView(row: unknown): GroupView {
  const { id, displayName, mail } = read(directoryGroup, row)
  return { groupId: id.toLowerCase(), name: displayName ?? null, mail: mail ?? null }
}

async function inParts<T>(
  values: readonly string[],
  size: number,
  ask: (part: readonly string[]) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  const all = [...new Set(values)]
  const parts = Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size))
  const found: T[] = []
  for (let at = 0; at < parts.length; at += AT_ONCE) {
    const answers = await Promise.all(parts.slice(at, at + AT_ONCE).map(ask))
    found.push(...answers.flat())
  }
  return found
}
