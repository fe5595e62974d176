/**
 * Who is in which of the groups that matter, through nested groups and without regard to cycles.
 *
 * Memberships come group by group and there may be millions: nothing is made for one that need not be.
 */
import { lower } from './reading.js'
import type { Directory } from './tenant.js'

/** Groups of a person; people in the same groups share one. */
export interface GroupSet {
  readonly key: string
  readonly ids: ReadonlySet<string>
}
export const NO_GROUPS: GroupSet = { key: '', ids: new Set() }

/** For every group below a wanted one: which wanted groups its members belong to. */
export function nesting(
  directory: Directory,
  groupIds: ReadonlySet<string>,
  wanted: ReadonlySet<string>,
): Map<string, readonly string[]> {
  const children = new Map<string, string[]>()
  for (const { groupId, memberId } of directory.memberships ?? []) {
    const child = lower(memberId)
    if (!groupIds.has(child)) continue
    const parent = lower(groupId)
    const known = children.get(parent)
    if (known === undefined) children.set(parent, [child])
    else known.push(child)
  }
  const carried = new Map<string, string[]>()
  for (const top of wanted) {
    const seen = new Set([top])
    for (const group of seen) {
      const known = carried.get(group)
      if (known === undefined) carried.set(group, [top])
      else known.push(top)
      // A set that grows while it is walked visits each new group once, cycles included.
      for (const child of children.get(group) ?? []) seen.add(child)
    }
  }
  return carried
}

/** The wanted groups of each member, as numbers while they are gathered: a tenant has far more members than groups. */
export function memberGroups(
  directory: Directory,
  groupIds: ReadonlySet<string>,
  carried: ReadonlyMap<string, readonly string[]>,
): Map<string, GroupSet> {
  const names = [...new Set([...carried.values()].flat())]
  const numberOf = new Map(names.map((name, number) => [name, number]))
  const numbers = new Map(
    [...carried].map(([group, tops]) => [group, tops.map((top) => numberOf.get(top) ?? 0)] as const),
  )
  const gathered = new Map<string, readonly number[]>()
  let last = ''
  let current: readonly number[] | undefined
  for (const { groupId, memberId } of directory.memberships ?? []) {
    if (groupId !== last) {
      last = groupId
      current = numbers.get(lower(groupId))
    }
    if (current === undefined) continue
    const id = lower(memberId)
    if (groupIds.has(id)) continue
    const known = gathered.get(id)
    // The first list is shared with every other member; only who is in two groups gets one of their own.
    gathered.set(id, known === undefined || known === current ? current : [...known, ...current])
  }
  const sets = new Map<string, GroupSet>()
  const groupsOf = new Map<string, GroupSet>()
  for (const [id, of] of gathered) {
    const unique = of.length < 2 ? of : [...new Set(of)].sort((a, b) => a - b)
    const key = unique.join()
    const set = sets.get(key) ?? { key, ids: new Set(unique.flatMap((number) => names[number] ?? [])) }
    sets.set(key, set)
    groupsOf.set(id, set)
  }
  return groupsOf
}
