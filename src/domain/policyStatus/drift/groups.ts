/** Groups that policies go by: who joined, who left. Nested groups count. */
import { policyRef } from '../evidence.js'
import { membersOf } from '../membership.js'
import type { Policy } from '../policy.js'
import { changeOf, some } from './changeId.js'
import type { DriftChange, DriftThing } from './shape.js'
import { isEverybodyKnown, type Side, userNames } from './view.js'

/** @param deviceAccounts lower-case ids of the accounts of phones and rooms. */
export function groupChanges(before: Side, after: Side, deviceAccounts: ReadonlySet<string>): readonly DriftChange[] {
  const names = new Map(
    [...(before.snapshot.directory.groups ?? []), ...(after.snapshot.directory.groups ?? [])].map((group) => [
      group.id.toLowerCase(),
      group.displayName ?? null,
    ]),
  )
  const user = userNames(after, before)
  const changes: DriftChange[] = []
  // Of a group that nothing mentioned, no member was read: it would look as if all had just joined.
  const sides = (['exclude', 'include'] as const).map((side) => {
    const mentioned = mentionsOf(after, side)
    return { side, mentioned, both: [...mentioned.keys()].filter((id) => mentionsAny(before, id)) }
  })
  const wanted = [...new Set(sides.flatMap(({ both }) => both))]
  const earlier = membersOf(before.snapshot.directory, wanted)
  const later = membersOf(after.snapshot.directory, wanted)
  for (const { side, mentioned, both } of sides) {
    for (const id of both) {
      const [was, is] = [earlier.get(id) ?? new Set<string>(), later.get(id) ?? new Set<string>()]
      const joined = [...is].filter((member) => !was.has(member)).sort()
      const left = [...was].filter((member) => !is.has(member)).sort()
      const subject: DriftThing = { kind: 'group', id, name: names.get(id) ?? null }
      const policies = (mentioned.get(id) ?? []).map(policyRef)
      const told = { subject, policies }
      const content = (ids: readonly string[]) => [ids, before.snapshot.takenAt]
      const heldDevices = was.size > 0 && [...was].every((member) => deviceAccounts.has(member))
      const people = side === 'exclude' && heldDevices ? joined.filter((member) => !deviceAccounts.has(member)) : []
      const others = joined.filter((member) => !people.includes(member))
      const opened = (ids: readonly string[]) => opensAmong(before, after, ids)
      if (people.length > 0)
        changes.push(
          changeOf({
            ...told,
            code: 'person-joined-device-group',
            opens: opened(people),
            added: some(people.map(user)),
            content: content(people),
          }),
        )
      if (others.length > 0)
        changes.push(
          changeOf({
            ...told,
            code: side === 'exclude' ? 'exclusion-group-grew' : 'inclusion-group-grew',
            opens: opened(others),
            added: some(others.map(user)),
            content: content(others),
          }),
        )
      if (left.length > 0)
        changes.push(
          changeOf({
            ...told,
            code: side === 'exclude' ? 'exclusion-group-shrank' : 'inclusion-group-shrank',
            opens: opened(left),
            removed: some(left.map(user)),
            content: content(left),
          }),
        )
    }
  }
  return changes
}

function mentionsOf({ relevant }: Side, side: 'include' | 'exclude'): ReadonlyMap<string, readonly Policy[]> {
  const found = new Map<string, Policy[]>()
  for (const policy of relevant.values())
    for (const id of policy.users[side].groups) found.set(id, [...(found.get(id) ?? []), policy])
  return found
}

const mentionsAny = ({ tenant }: Side, id: string): boolean =>
  tenant.policies.some(({ users }) => users.include.groups.has(id) || users.exclude.groups.has(id))

/**
 * Whether any of them can use device code flow who could not; emergency access is meant to. `unknown` where a part is
 * missing: a policy that was not read lets nobody in, and keeps nobody out.
 */
export function opensAmong(before: Side, after: Side, userIds: readonly string[]): boolean | 'unknown' {
  if (!isEverybodyKnown(before, after)) return 'unknown'
  return userIds.some((id) => isOpen(after, id) && !isOpen(before, id))
}

export function isOpen({ tenant, openPeople }: Side, userId: string): boolean {
  const { people } = tenant
  return !people.emergencyUsers.has(userId.toLowerCase()) && openPeople.has(people.of(userId))
}
