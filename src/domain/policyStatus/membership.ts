/** Who is in a group, for as many groups as are asked for and no others. */
import { lower } from './reading.js'
import type { Directory } from './tenant.js'

/**
 * Users in each of the groups, nested groups included and cycles survived. Ids in lower case, those asked for as well.
 * There may be millions of memberships: only those at or below the wanted groups are kept.
 */
export function membersOf(directory: Directory, wanted: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  if (wanted.length === 0) return new Map()
  const { memberships = [] } = directory
  const groups = new Set((directory.groups ?? []).map(({ id }) => lower(id)))
  let last = ''
  for (const { groupId } of memberships) {
    if (groupId !== last) groups.add(lower(groupId))
    last = groupId
  }
  const nested = gathered(
    memberships,
    () => true,
    (member) => groups.has(member),
  )
  const reached = new Set(wanted)
  // A set that grows while it is walked visits each new group once, cycles included.
  for (const group of reached) for (const child of nested.get(group) ?? []) reached.add(child)
  const held = gathered(
    memberships,
    (group) => reached.has(group),
    (member) => !groups.has(member),
  )
  return new Map(
    wanted.map((top) => {
      const below = new Set([top])
      const users = new Set<string>()
      for (const group of below) {
        for (const child of nested.get(group) ?? []) below.add(child)
        for (const user of held.get(group) ?? []) users.add(user)
      }
      return [top, users]
    }),
  )
}

function gathered(
  memberships: NonNullable<Directory['memberships']>,
  isGroup: (id: string) => boolean,
  isMember: (id: string) => boolean,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  // They come group by group.
  let last: string | null = null
  let group = ''
  let isIn = false
  for (const { groupId, memberId } of memberships) {
    if (groupId !== last) {
      last = groupId
      group = lower(groupId)
      isIn = isGroup(group)
    }
    if (!isIn) continue
    const member = lower(memberId)
    if (!isMember(member)) continue
    const known = found.get(group)
    if (known === undefined) found.set(group, [member])
    else known.push(member)
  }
  return found
}
