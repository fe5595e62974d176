/**
 * One Conditional Access policy, read once from what Graph returned.
 *
 * Reading never fails: what this version does not understand is listed in `unread`, so that an answer that hangs on it
 * can be withheld. Source of the shape: Graph resource conditionalAccessPolicy (v1.0).
 */
import { DEVICE_CODE_FLOW, readTransferMethods } from './conditions/authenticationFlows.js'
import { type ClientAppCondition, readClientApps } from './conditions/clientApps.js'
import { type DeviceFilter, readDeviceFilter } from './conditions/deviceFilter.js'
import { type NetworkCondition, readNetwork } from './conditions/network.js'
import { type PlatformCondition, readPlatforms } from './conditions/platforms.js'
import { type ResourceCondition, readResources } from './conditions/resources.js'
import { type RiskConditions, readRisks } from './conditions/risks.js'
import { readUsers, type UserCondition } from './conditions/users.js'
import { type Controls, readControls } from './controls.js'
import { isJson, member, says, text, texts } from './reading.js'

export type PolicyState = 'enabled' | 'report-only' | 'disabled'

export interface Policy {
  /** Its place in the tenant's list. */
  readonly index: number
  readonly id: string
  readonly displayName: string
  readonly state: PolicyState
  readonly users: UserCondition
  readonly resources: ResourceCondition
  readonly network: NetworkCondition | null
  readonly clientApps: ClientAppCondition | null
  readonly platforms: PlatformCondition | null
  readonly deviceFilter: DeviceFilter | null
  readonly risks: RiskConditions
  /** The flows it names, as bits; null where it names none. */
  readonly transferMethods: number | null
  /** It is about workload identities and never reaches a person. */
  readonly forWorkloads: boolean
  readonly controls: Controls
  /** Names of conditions that say something this version does not understand. */
  readonly unread: readonly string[]
}

export const namesDeviceCodeFlow = (policy: Policy): boolean =>
  policy.transferMethods !== null && (policy.transferMethods & DEVICE_CODE_FLOW) !== 0

const STATES = new Map<string | null, PolicyState>([
  ['enabled', 'enabled'],
  ['enabledforreportingbutnotenforced', 'report-only'],
  ['disabled', 'disabled'],
])

const CONDITIONS = new Set([
  'users',
  'applications',
  'locations',
  'clientAppTypes',
  'platforms',
  'devices',
  'authenticationFlows',
  'signInRiskLevels',
  'userRiskLevels',
  'insiderRiskLevels',
  'servicePrincipalRiskLevels',
  'clientApplications',
])

const APPLICATIONS = new Set([
  'includeApplications',
  'excludeApplications',
  'applicationFilter',
  'includeUserActions',
  'includeAuthenticationContextClassReferences',
])

/** Reads one policy; `index` is its place in the tenant's list. */
export function readPolicy(raw: unknown, index: number): Policy {
  const conditions = member(raw, 'conditions')
  const applications = member(conditions, 'applications')
  const resources = readResources(applications)
  const deviceFilter = readDeviceFilter(member(conditions, 'devices'))
  const state = STATES.get(text(member(raw, 'state'))?.toLowerCase() ?? null)
  const id = text(member(raw, 'id')) ?? ''
  return {
    index,
    id,
    displayName: text(member(raw, 'displayName')) ?? id,
    // Any other state (Graph also knows a partially enabled one) is not enforced.
    state: state ?? 'disabled',
    users: readUsers(member(conditions, 'users')),
    resources,
    network: readNetwork(member(conditions, 'locations')),
    clientApps: readClientApps(member(conditions, 'clientAppTypes')),
    platforms: readPlatforms(member(conditions, 'platforms')),
    deviceFilter,
    risks: readRisks(conditions),
    transferMethods: readTransferMethods(member(conditions, 'authenticationFlows')),
    forWorkloads: isForWorkloads(conditions),
    controls: readControls(member(raw, 'grantControls'), member(raw, 'sessionControls')),
    unread: [
      ...(state === undefined ? ['state'] : []),
      ...unknownMembers(conditions, CONDITIONS),
      ...unknownMembers(applications, APPLICATIONS),
      ...unknownMembers(member(conditions, 'devices'), new Set(['deviceFilter'])),
      ...(resources.filter?.rule === null ? ['applicationFilter'] : []),
      ...(deviceFilter?.rule === null ? ['deviceFilter'] : []),
    ],
  }
}

const isForWorkloads = (conditions: unknown): boolean =>
  texts(member(member(conditions, 'clientApplications'), 'includeServicePrincipals')).length > 0 ||
  says(member(conditions, 'servicePrincipalRiskLevels'))

const unknownMembers = (raw: unknown, known: ReadonlySet<string>): readonly string[] =>
  isJson(raw) ? Object.keys(raw).filter((key) => !known.has(key) && !key.includes('@') && says(raw[key])) : []
