/**
 * From the residual to a plan: which policy, what changes, what forbids it.
 *
 * The plan is always shown; its refusals say why nobody may carry it out yet. It says of itself whether it weakens
 * anything, as the evaluator finds, so that an enabled block is never given up by way of tidying.
 */
import { applyChange, type PolicyChange, weakens } from '../change.js'
import { compileTenant } from '../compile.js'
import { userMisses } from '../conditions/users.js'
import { datedWrong, EXPIRED_AFTER_MS, freshnessOf } from '../freshness.js'
import { type Judged, judged } from '../judged.js'
import { membersOf } from '../membership.js'
import { readPolicy } from '../policy.js'
import { fieldChanges, policyKey } from '../policyFields.js'
import { member, text } from '../reading.js'
import type { PolicySnapshot } from '../snapshot.js'
import { isManaged, type PlannedPolicy, plannedPolicy, trustsAny } from './recommended.js'
import type { PlanBasis, PlanNote, PlanRefusal, PolicyPlan } from './shape.js'

export interface PlanOptions {
  /** Ids of groups of device accounts that stay excluded beside emergency access. */
  readonly exceptions?: readonly string[]
}

/** @param impact of the policy that the plan proposes: what `assessImpact` says without a candidate of one's own. */
export function recommendPlan(
  snapshot: PolicySnapshot,
  impact: PlanBasis | null,
  now: Date,
  options: PlanOptions = {},
): PolicyPlan {
  const freshness = freshnessOf(snapshot, now)
  const dated = datedWrong(freshness.ageMs)
  const planned = plannedPolicy(snapshot, options.exceptions)
  const emergency = emergencyOf(snapshot)
  const standing = judged(snapshot)
  const policyId = text(member(planned.before, 'id'))
  const change = plannedChange(planned)
  const enforced = change === null ? snapshot : applyChange(snapshot, asEnforced(change))
  return {
    kind: 'plan',
    ...freshness,
    unknowns: dated === null ? snapshot.unknowns : [...snapshot.unknowns, dated],
    action: planned.action,
    refusals:
      change === null
        ? refusedByDate(dated?.what)
        : [...new Set([...refusedByDate(dated?.what), ...refusals(snapshot, planned, emergency, impact, now)])],
    notes: notes(snapshot, planned, emergency, impact, standing),
    blocked: {
      now: dated === null ? standing.blocked : 'unknown',
      enforced: dated === null ? judged(enforced).blocked : 'unknown',
    },
    because: dated === null ? standing.because : [dated.what],
    policyId,
    before: planned.before,
    after: planned.after,
    fields: planned.after === null ? [] : fieldChanges(planned.before, planned.after),
    weakens: change === null ? false : weakens(snapshot, change),
    emergency,
    impactAt: impact?.kind === 'impact' ? impact.assessedAt : null,
  }
}

/** What carrying out a plan does to the tenant; null where nothing is to be done. */
export function plannedChange({ before, after }: Pick<PlannedPolicy, 'before' | 'after'>): PolicyChange | null {
  if (after === null) return null
  const id = text(member(before, 'id'))
  return id === null ? { kind: 'create', policy: after } : { kind: 'update', id, policy: after }
}

const asEnforced = (change: PolicyChange): PolicyChange =>
  change.kind === 'delete' ? change : { ...change, policy: { ...(change.policy as object), state: 'enabled' } }

const refusedByDate = (what: string | undefined): readonly PlanRefusal[] =>
  what === 'snapshot-expired' || what === 'snapshot-from-the-future' ? [what] : []

function refusals(
  snapshot: PolicySnapshot,
  planned: PlannedPolicy,
  emergency: PolicyPlan['emergency'],
  impact: PlanBasis | null,
  now: Date,
): readonly PlanRefusal[] {
  const found: PlanRefusal[] = []
  if (snapshot.unknowns.some(({ what }) => what === 'policies')) found.push('policies-incomplete')
  if (emergency.length === 0) found.push('emergency-not-declared')
  else if (!emergency.some(({ isFound }) => isFound)) found.push('emergency-not-found')
  // Nobody can sign in with it when the policy has gone wrong, though it is there and excluded.
  else if (!emergency.some(({ isFound, isDisabled }) => isFound && isDisabled === false))
    found.push(
      emergency.some(({ isDisabled }) => isDisabled === 'unknown') ? 'emergency-unknown' : 'emergency-disabled',
    )
  if (reachesEmergency(snapshot, planned)) found.push('emergency-reached')
  if (planned.action === 'enable' && hasSecurityDefaults(snapshot)) found.push('security-defaults-on')
  if (impact === null || impact.kind !== 'impact') return [...found, 'impact-missing']
  const ageMs = now.getTime() - Date.parse(impact.assessedAt)
  // The impact is as old as the policies that it was worked out on.
  const dataAgeMs = now.getTime() - Date.parse(impact.takenAt)
  if (!(datedWrong(ageMs) === null && dataAgeMs <= EXPIRED_AFTER_MS)) found.push('impact-expired')
  if (impact.candidate.key !== policyKey(planned.after)) found.push('impact-of-another-policy')
  if (impact.period.coveredDays === 0) found.push('impact-covers-nothing')
  // Not replayed and not known to be none: who used device code there is unknown, however many days are covered.
  if (impact.notReplayed.some(({ why, count }) => why === 'undecidable' && count > 0)) found.push('impact-undecidable')
  return found
}

function reachesEmergency(snapshot: PolicySnapshot, { after }: PlannedPolicy): boolean {
  const change = plannedChange({ before: null, after })
  if (change === null) return false
  // Compiled with the policy in it, so that the groups it mentions are expanded.
  const { people } = compileTenant(applyChange(snapshot, change))
  const { users } = readPolicy(after, 0)
  return people.emergencyStandIns().some((person) => userMisses(users, person).length === 0)
}

function notes(
  snapshot: PolicySnapshot,
  { action, before }: PlannedPolicy,
  emergency: PolicyPlan['emergency'],
  impact: PlanBasis | null,
  standing: Judged,
): readonly PlanNote[] {
  const found: PlanNote[] = []
  if (standing.blocked === 'unknown') found.push('status-unknown')
  if (action === 'none') return found
  const there = emergency.filter(({ isFound }) => isFound)
  if (!trustsAny(snapshot)) found.push('no-trusted-network')
  if (there.length > 0 && there.length < emergency.length) found.push('emergency-partly-found')
  if (compileTenant(snapshot).people.emergencyUsers.size === 1) found.push('emergency-single')
  if (hasSecurityDefaults(snapshot)) found.push('security-defaults-on')
  if (isManaged(before)) found.push('managed-policy')
  if (impact?.kind === 'impact') {
    if (impact.period.coveredDays < impact.period.askedDays) found.push('log-incomplete')
    if (impact.exceptionGroup.accounts.length > 0) found.push('devices-need-exception')
  }
  return found
}

/** Source: Microsoft Learn, "Security defaults in Microsoft Entra ID": either they or Conditional Access. */
function hasSecurityDefaults({ posture }: PolicySnapshot): boolean {
  const part = posture?.securityDefaults
  return part !== undefined && 'read' in part && part.read.isEnabled === true
}

/**
 * A user is found where the directory lists it, a group where somebody in it is known, nested groups included. A group is
 * disabled where all in it are, and enabled where one is known to be.
 */
function emergencyOf({ directory }: PolicySnapshot): PolicyPlan['emergency'] {
  const { users, groups, emergencyAccess } = directory
  const listed = new Map((users ?? []).map((user) => [user.id.toLowerCase(), user]))
  const groupNames = new Map((groups ?? []).map((group) => [group.id.toLowerCase(), group.displayName ?? null]))
  const declaredGroups = (emergencyAccess?.groups ?? []).map((id) => ({ id, key: id.toLowerCase() }))
  const members = membersOf(
    directory,
    declaredGroups.map(({ key }) => key),
  )
  const isDisabled = (key: string): boolean | 'unknown' => {
    const enabled = listed.get(key)?.accountEnabled ?? null
    return enabled === null ? 'unknown' : !enabled
  }
  return [
    ...(emergencyAccess?.users ?? []).map((id): PolicyPlan['emergency'][number] => {
      const key = id.toLowerCase()
      const user = listed.get(key)
      const name = user?.displayName ?? user?.userPrincipalName ?? null
      return { id, name, isFound: user !== undefined, isDisabled: user !== undefined && isDisabled(key) }
    }),
    ...declaredGroups.map(({ id, key }): PolicyPlan['emergency'][number] => {
      const within = [...(members.get(key) ?? [])]
      const states = within.map(isDisabled)
      return {
        id,
        name: groupNames.get(key) ?? null,
        isFound: within.length > 0,
        isDisabled:
          states.includes(false) || within.length === 0 ? false : states.includes('unknown') ? 'unknown' : true,
      }
    }),
  ]
}
