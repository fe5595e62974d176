/** Emergency access: accounts declared or no longer declared, gone from the directory, or reached by a policy. */
import { userMisses } from '../conditions/users.js'
import { policyRef } from '../evidence.js'
import type { Policy } from '../policy.js'
import { lower } from '../reading.js'
import { evaluateWhatIf } from '../whatIf.js'
import { changeOf, some } from './changeId.js'
import type { DriftChange } from './shape.js'
import { isWholeIn, type Side, TENANT, userNames } from './view.js'

export function emergencyChanges(before: Side, after: Side): readonly DriftChange[] {
  const user = userNames(after, before)
  const [was, is] = [before.tenant.people.emergencyUsers, after.tenant.people.emergencyUsers]
  const added = [...is].filter((id) => !was.has(id)).sort()
  const removed = [...was].filter((id) => !is.has(id)).sort()
  const when = before.snapshot.takenAt
  const changes: DriftChange[] = []
  // Accounts may be declared by a group.
  if (added.length + removed.length > 0 && (!hasGroups([before, after]) || isWholeIn(['group-members'], before, after)))
    changes.push(
      changeOf({
        code: 'emergency-changed',
        subject: TENANT,
        // Declared, an account counts as open by design: whether it is let in since is asked all the same.
        opens: added.some((id) => canSignIn(after, id) && !canSignIn(before, id)),
        added: some(added.map(user)),
        removed: some(removed.map(user)),
        content: [added, removed, when],
      }),
    )
  if (!after.unknown.has('users')) {
    const [earlier, later] = [listed(before), listed(after)]
    for (const id of is)
      if (earlier.has(id) && !later.has(id))
        changes.push(changeOf({ code: 'emergency-missing', subject: user(id), opens: false, content: when }))
  }
  for (const [id, policy] of after.relevant) {
    if (!policy.controls.blocks || policy.state === 'disabled') continue
    const earlier = before.relevant.get(id)
    // What its groups and roles hold must be known in both, and that it is new must be.
    if (!isWholeIn(['policies'], before) && earlier === undefined) continue
    if ([policy, earlier].some((one) => one !== undefined && !isPlain(one)) && !isWholeIn(HELD, before, after)) continue
    const hit = [...is].filter((account) => reaches(after, policy, account))
    const fresh = hit.filter(
      (account) => earlier === undefined || earlier.state === 'disabled' || !reaches(before, earlier, account),
    )
    if (fresh.length > 0)
      changes.push(
        changeOf({
          code: 'emergency-reached',
          subject: { kind: 'policy', id: policy.id, name: policy.displayName },
          opens: false,
          policies: [policyRef(policy)],
          added: some(fresh.map(user)),
          content: [fresh, when],
        }),
      )
  }
  return changes
}

const HELD = ['group-members', 'roles'] as const

const hasGroups = (sides: readonly Side[]): boolean =>
  sides.some(({ snapshot }) => (snapshot.directory.emergencyAccess?.groups?.length ?? 0) > 0)

/** It goes by nothing that an account may hold or be in. */
const isPlain = ({ users }: Policy): boolean =>
  [users.include, users.exclude].every(({ groups, roles }) => groups.size + roles.size === 0)

/** By device code, from the internet, to a resource that nothing mentions. */
const canSignIn = ({ tenant }: Side, userId: string): boolean =>
  evaluateWhatIf(tenant, {
    userId,
    appId: 'unmentioned',
    authenticationFlow: 'deviceCodeFlow',
    clientAppType: 'mobileAppsAndDesktopClients',
    device: null,
  }).outcome !== 'block'

const listed = ({ snapshot }: Side): ReadonlySet<string> =>
  new Set(snapshot.directory.users?.map(({ id }) => lower(id)))

const reaches = ({ tenant }: Side, { users }: Parameters<typeof policyRef>[0], account: string): boolean =>
  userMisses(users, tenant.people.of(account)).length === 0
