/** Directory roles that policies exclude: who holds them now, who no longer does. */
import { roleName } from '../access.js'
import { policyRef } from '../evidence.js'
import { changeOf, some } from './changeId.js'
import { opensAmong } from './groups.js'
import type { DriftChange, DriftThing } from './shape.js'
import { type Side, userNames } from './view.js'

export function roleChanges(before: Side, after: Side): readonly DriftChange[] {
  const user = userNames(after, before)
  const excluded = new Set([...after.relevant.values()].flatMap(({ users }) => [...users.exclude.roles]))
  return [...excluded].flatMap((role) => {
    // Who holds a role that nothing mentioned was not read.
    if (!before.tenant.policies.some(({ users }) => users.exclude.roles.has(role) || users.include.roles.has(role)))
      return []
    const [was, is] = [holders(before, role), holders(after, role)]
    const joined = [...is].filter((id) => !was.has(id)).sort()
    const left = [...was].filter((id) => !is.has(id)).sort()
    const subject: DriftThing = { kind: 'role', id: role, name: roleName(role) }
    const policies = [...after.relevant.values()].filter(({ users }) => users.exclude.roles.has(role)).map(policyRef)
    const when = before.snapshot.takenAt
    const opens = opensAmong(before, after, joined)
    const grew = { code: 'exclusion-role-grew', subject, policies, opens, added: some(joined.map(user)) } as const
    const shrank = {
      code: 'exclusion-role-shrank',
      subject,
      policies,
      opens: false,
      removed: some(left.map(user)),
    } as const
    return [
      ...(joined.length > 0 ? [changeOf({ ...grew, content: [joined, when] })] : []),
      ...(left.length > 0 ? [changeOf({ ...shrank, content: [left, when] })] : []),
    ]
  })
}

/** Listed users who actively hold it at tenant scope, directly or by a group. */
const holders = ({ tenant }: Side, role: string): ReadonlySet<string> =>
  new Set(tenant.people.listed.filter(({ person }) => person.roles.has(role)).map(({ id }) => id.toLowerCase()))
