/** Who is in a group, for as many groups as are asked for and no others. */
import type { Directory } from './tenant.js'

/** Users in each of the groups, nested groups included and cycles survived. Ids in lower case, those asked for as well. */
export function membersOf(directory: Directory, wanted: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const children = new Map<string, string[]>()
  if (wanted.length > 0)
    for (const { groupId, memberId } of directory.memberships ?? []) {
      const key = groupId.toLowerCase()
      const known = children.get(key)
      if (known === undefined) children.set(key, [memberId.toLowerCase()])
      else known.push(memberId.toLowerCase())
    }
  const groups = new Set([...children.keys(), ...(directory.groups ?? []).map(({ id }) => id.toLowerCase())])
  return new Map(
    wanted.map((top) => {
      const below = new Set([top])
      const users = new Set<string>()
      for (const group of below)
        for (const member of children.get(group) ?? []) (groups.has(member) ? below : users).add(member)
      return [top, users]
    }),
  )
}
