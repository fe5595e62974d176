/**
 * The recommended policy, and how this tenant gets there: nothing to do, one to enable, one to change, or one to create.
 *
 * Source: Microsoft Learn, "Block authentication flows with Conditional Access policy": all users except emergency
 * access, all resources, device code flow, block, report-only first. An enabled policy is never changed in place: what
 * it would newly block would be blocked at once, and turning it to report-only would open what it blocks.
 * A Microsoft-managed policy takes a change of its state and exclusions only ("Microsoft-managed Conditional Access
 * policies"), and a policy that also blocks authentication transfer goes on doing so.
 *
 * Where we differ on purpose: "Restrict device code flow for Microsoft Teams devices" (Microsoft Learn, 2026-05-27) also
 * excludes the Device Registration Service for everybody. The accounts of devices are excepted here as that page asks, so
 * the policy does not reach them at any resource; for everybody else the exclusion would leave open what attackers come
 * for, the registration of a device.
 */
import { compileTenant } from '../compile.js'
import { DEVICE_CODE_FLOW } from '../conditions/authenticationFlows.js'
import type { People } from '../directory.js'
import { namesDeviceCodeFlow, type Policy } from '../policy.js'
import { changedFields } from '../policyFields.js'
import { isJson, type Json, member, texts } from '../reading.js'
import type { PolicySnapshot } from '../snapshot.js'
import { evaluateStatus } from '../status.js'

export const PLANNED_NAME = 'Block device code flow'

export const PLAN_ACTIONS = ['none', 'enable', 'change', 'create'] as const
export type PlanAction = (typeof PLAN_ACTIONS)[number]

export interface PlannedPolicy {
  readonly action: PlanAction
  /** What there is; null where one is created or nothing is to be done. */
  readonly before: Json | null
  /** As it is to be, in the shape of Graph; null where nothing is to be done. */
  readonly after: Json | null
}

/** @param exceptions ids of groups of device accounts that stay excluded beside emergency access. */
export function plannedPolicy(snapshot: PolicySnapshot, exceptions: readonly string[] = []): PlannedPolicy {
  if (evaluateStatus(snapshot).blocked === 'yes') return { action: 'none', before: null, after: null }
  const wanted = recommendedPolicy(snapshot, exceptions)
  const { policies, people } = compileTenant(snapshot)
  const reusable = policies
    .filter((policy) => policy.state !== 'enabled' && isAboutDeviceCode(policy))
    .flatMap((policy) => {
      const before = snapshot.policies[policy.index]
      if (!isJson(before)) return []
      const after = adapted(before, wanted, policy, people)
      const changed = changedFields(before, after)
      return isManaged(before) && changed.some((field) => !MANAGED_EDITABLE.has(field))
        ? []
        : [{ policy, before, after, changed }]
    })
    .sort((one, other) => one.changed.length - other.changed.length || rank(one.policy) - rank(other.policy))
  const [best] = reusable
  if (best === undefined) return { action: 'create', before: null, after: wanted }
  if (best.changed.length === 0 && best.policy.state === 'report-only')
    return { action: 'enable', before: best.before, after: { ...best.before, state: 'enabled' } }
  return { action: 'change', before: best.before, after: best.after }
}

const REPORT_ONLY = 'enabledForReportingButNotEnforced'
const MANAGED_EDITABLE = new Set(['state', 'conditions.users.excludeUsers', 'conditions.users.excludeGroups'])

const isAboutDeviceCode = (policy: Policy): boolean =>
  policy.controls.blocks && !policy.forWorkloads && namesDeviceCodeFlow(policy) && policy.unread.length === 0

const rank = ({ state }: Policy): number => (state === 'report-only' ? 0 : 1)

/** Source: Microsoft Learn, "Microsoft-managed Conditional Access policies": their names begin so. */
export const isManaged = (raw: unknown): boolean => {
  const name = member(raw, 'displayName')
  return typeof name === 'string' && /^microsoft-managed:/i.test(name)
}

/** The policy to create, in report-only. */
export function recommendedPolicy(snapshot: PolicySnapshot, exceptions: readonly string[] = []): Json {
  const { emergencyAccess } = snapshot.directory
  return {
    displayName: PLANNED_NAME,
    state: REPORT_ONLY,
    conditions: {
      clientAppTypes: ['all'],
      applications: { includeApplications: ['All'], excludeApplications: [] },
      users: {
        includeUsers: ['All'],
        excludeUsers: [...(emergencyAccess?.users ?? [])],
        excludeGroups: [...(emergencyAccess?.groups ?? []), ...exceptions],
        excludeRoles: [],
      },
      ...(trustsAny(snapshot) ? { locations: { includeLocations: ['All'], excludeLocations: ['AllTrusted'] } } : {}),
      authenticationFlows: { transferMethods: 'deviceCodeFlow' },
    },
    grantControls: { operator: 'OR', builtInControls: ['block'] },
  }
}

/** Where nothing is trusted, excluding it would do nothing today and open whatever is called trusted tomorrow. */
export const trustsAny = (snapshot: PolicySnapshot): boolean =>
  compileTenant(snapshot).locations.anyTrusted || snapshot.unknowns.some(({ what }) => what === 'mfa-trusted-ips')

/** The existing policy with what the recommended one asks for, and all else of it left alone. */
function adapted(before: Json, wanted: Json, policy: Policy, people: People): Json {
  const conditions = member(wanted, 'conditions')
  const kept = member(before, 'conditions')
  const named = member(member(kept, 'authenticationFlows'), 'transferMethods')
  return {
    ...before,
    state: REPORT_ONLY,
    conditions: {
      ...(isJson(kept) ? kept : {}),
      ...(isJson(conditions) ? conditions : {}),
      users: adaptedUsers(member(kept, 'users'), member(conditions, 'users'), policy, people),
      // A policy without the exclusion of trusted networks is stricter than the recommended one and stays so.
      locations: policy.network === null ? null : (member(conditions, 'locations') ?? null),
      authenticationFlows: { transferMethods: policy.transferMethods === DEVICE_CODE_FLOW ? 'deviceCodeFlow' : named },
      platforms: null,
      devices: null,
      signInRiskLevels: [],
      userRiskLevels: [],
      insiderRiskLevels: null,
    },
    grantControls: member(wanted, 'grantControls'),
    sessionControls: null,
  }
}

/** Emergency access stays excluded the way it is; whoever else is excluded and no exception comes in. */
function adaptedUsers(before: unknown, wanted: unknown, policy: Policy, people: People): Json {
  const groupsWanted = texts(member(wanted, 'excludeGroups'))
  const isWanted = new Set(groupsWanted.map((id) => id.toLowerCase()))
  const groups = texts(member(before, 'excludeGroups')).filter(
    (id) => people.emergencyGroups.has(id.toLowerCase()) || isWanted.has(id.toLowerCase()),
  )
  const users = texts(member(before, 'excludeUsers')).filter((id) => people.emergencyUsers.has(id.toLowerCase()))
  const has = (list: readonly string[], id: string): boolean =>
    list.some((one) => one.toLowerCase() === id.toLowerCase())
  const isCovered = (id: string): boolean =>
    has(users, id) ||
    [...people.of(id).groups].some((group) => policy.users.exclude.groups.has(group) && has(groups, group))
  return {
    ...(isJson(before) ? before : {}),
    ...(isJson(wanted) ? wanted : {}),
    excludeUsers: [...users, ...texts(member(wanted, 'excludeUsers')).filter((id) => !isCovered(id))],
    excludeGroups: [...groups, ...groupsWanted.filter((id) => !has(groups, id))],
    includeGroups: [],
    includeRoles: [],
    includeGuestsOrExternalUsers: null,
    excludeGuestsOrExternalUsers: null,
  }
}
