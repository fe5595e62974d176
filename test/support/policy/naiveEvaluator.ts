/**
 * A second evaluator, for comparison only: it walks the raw policies for every sign-in and prepares nothing.
 *
 * Written from the documents and not from the product's code; where the two differ, one of them is wrong.
 */
import { inCidr } from './naiveAddresses.js'
import { naiveRuleMatches } from './naiveRule.js'

// biome-ignore lint/suspicious/noExplicitAny: raw Graph JSON, walked as it is.
export type Raw = any

const same = (a: unknown, b: unknown): boolean =>
  typeof a === 'string' && typeof b === 'string' && a.toLowerCase() === b.toLowerCase()
const holds = (list: unknown, wanted: unknown): boolean => Array.isArray(list) && list.some((one) => same(one, wanted))
const some = (list: unknown): boolean => Array.isArray(list) && list.length > 0
const listed = (flags: unknown): string[] =>
  typeof flags === 'string'
    ? flags
        .split(',')
        .map((one) => one.trim())
        .filter((one) => one !== '')
    : []

const MFA_TRUSTED = '00000000-0000-0000-0000-000000000000'

const inLocation = (location: Raw, signIn: Raw): boolean => {
  const type = String(location['@odata.type'] ?? '')
  if (type.endsWith('compliantNetworkNamedLocation')) return signIn.compliantNetwork === true
  if (type.endsWith('countryNamedLocation')) {
    if (signIn.country === undefined) return false
    if (signIn.country === null) return location.includeUnknownCountriesAndRegions === true
    return holds(location.countriesAndRegions, signIn.country)
  }
  if (!signIn.ipAddress) return false
  return (location.ipRanges ?? []).some((range: Raw) => inCidr(signIn.ipAddress, range.cidrAddress))
}
const inMfaTrusted = (tenant: Raw, signIn: Raw): boolean =>
  Boolean(signIn.ipAddress) && (tenant.mfaTrustedIps ?? []).some((cidr: string) => inCidr(signIn.ipAddress, cidr))

export const isTrusted = (tenant: Raw, signIn: Raw): boolean =>
  inMfaTrusted(tenant, signIn) ||
  tenant.namedLocations.some((location: Raw) => location.isTrusted === true && inLocation(location, signIn))

const atLocation = (tenant: Raw, id: string, signIn: Raw): boolean => {
  if (same(id, 'All')) return true
  if (same(id, 'AllTrusted')) return isTrusted(tenant, signIn)
  if (id === MFA_TRUSTED) return inMfaTrusted(tenant, signIn)
  return tenant.namedLocations.some((location: Raw) => same(location.id, id) && inLocation(location, signIn))
}

/** Groups somebody is in, however deep, by walking up from them. */
function groupsAbove(tenant: Raw, id: string): Set<string> {
  const found = new Set<string>()
  const queue = [id.toLowerCase()]
  for (let one = queue.pop(); one !== undefined; one = queue.pop())
    for (const { groupId, memberId } of tenant.directory.memberships ?? [])
      if (same(memberId, one) && !found.has(groupId.toLowerCase())) {
        found.add(groupId.toLowerCase())
        queue.push(groupId.toLowerCase())
      }
  return found
}

/** What one side of a user condition says of somebody: the words by which it reaches them. */
export function reach(tenant: Raw, side: 'include' | 'exclude', users: Raw, who: Raw): string[] {
  const reached: string[] = []
  if (side === 'include' && holds(users.includeUsers, 'All')) reached.push('all')
  const guest = who.guestOrExternalUserType ?? null
  if (guest !== null && holds(users[`${side}Users`], 'GuestsOrExternalUsers')) reached.push('guest')
  if (holds(users[`${side}Users`], who.id)) reached.push('user')
  const groups = who.groups ?? groupsAbove(tenant, who.id)
  if ((users[`${side}Groups`] ?? []).some((id: string) => groups.has(id.toLowerCase()))) reached.push('group')
  const holder = (id: string): boolean => same(id, who.id) || groups.has(id.toLowerCase())
  const active = (who.roles ?? []).concat(
    (tenant.directory.roles ?? [])
      .filter((one: Raw) => one.assignmentType === 'active' && one.scope === 'tenant' && holder(one.principalId))
      .map((one: Raw) => one.roleTemplateId),
  )
  if ((users[`${side}Roles`] ?? []).some((id: string) => holds(active, id))) reached.push('role')
  const external = users[`${side}GuestsOrExternalUsers`]
  if (guest !== null && external && holds(listed(external.guestOrExternalUserTypes), guest)) {
    const tenants = external.externalTenants
    const enumerated = tenants && tenants.membershipKind === 'enumerated' && !same(guest, 'internalGuest')
    if (!enumerated || holds(tenants.members, who.homeTenantId)) reached.push('guest')
  }
  return reached
}

export function resourceReached(tenant: Raw, side: 'include' | 'exclude', applications: Raw, signIn: Raw): boolean {
  const named = applications[`${side}Applications`]
  if (side === 'include' && holds(named, 'All')) return true
  if (signIn.userAction) {
    const urn = (action: string): string =>
      same(action, 'registerSecurityInformation')
        ? 'urn:user:registersecurityinfo'
        : same(action, 'registerOrJoinDevices')
          ? 'urn:user:registerdevice'
          : action
    return side === 'include' && holds(applications.includeUserActions, urn(signIn.userAction))
  }
  if (signIn.authContext)
    return side === 'include' && holds(applications.includeAuthenticationContextClassReferences, signIn.authContext)
  if (!signIn.appId) return false
  if (holds(named, signIn.appId)) return true
  if (holds(named, 'Office365') && holds(tenant.catalog.office365, signIn.appId)) return true
  if (holds(named, 'MicrosoftAdminPortals') && holds(tenant.catalog.adminPortals, signIn.appId)) return true
  const filter = applications.applicationFilter
  if (!filter || !same(filter.mode, side)) return false
  const app = (tenant.catalog.apps ?? []).find((one: Raw) => same(one.appId, signIn.appId))
  const attributes = Object.entries(app?.customSecurityAttributes ?? {})
  return naiveRuleMatches(filter.rule, (property) => {
    const name = property.split('.').slice(1).join('.')
    return attributes.find(([key]) => same(key, name))?.[1] ?? null
  })
}

export function deviceMatches(rule: string, device: Raw): boolean {
  return naiveRuleMatches(rule, (property) => {
    const name = property.split('.')[1] as string
    if (!device) return null
    const value = Object.entries(device).find(([key]) => same(key, name))?.[1]
    const known = device.isCompliant === true || same(device.trustType, 'ServerAD') || device.isManaged === true
    return /^extensionattribute/i.test(name) && !known ? null : value
  })
}

const riskHits = (levels: readonly string[], level: unknown): boolean =>
  levels.length === 0 || holds(levels, level ?? 'none')

/** Which conditions of a policy a sign-in fails, by name. */
export function failures(tenant: Raw, policy: Raw, signIn: Raw, who: Raw): string[] {
  const { conditions } = policy
  const failed: string[] = []
  const { users, applications, locations, platforms, devices } = conditions
  if (reach(tenant, 'include', users, who).length === 0 || reach(tenant, 'exclude', users, who).length > 0)
    failed.push('users')
  if (
    !resourceReached(tenant, 'include', applications, signIn) ||
    resourceReached(tenant, 'exclude', applications, signIn)
  )
    failed.push('resources')
  if (locations) {
    const at = (ids: unknown): boolean => ((ids ?? []) as string[]).some((id) => atLocation(tenant, id, signIn))
    if (!at(locations.includeLocations) || at(locations.excludeLocations)) failed.push('network')
  }
  if (platforms) {
    const named = (list: unknown): boolean => holds(list, 'all') || holds(list, signIn.devicePlatform)
    if (!named(platforms.includePlatforms) || named(platforms.excludePlatforms)) failed.push('platform')
  }
  const clients = conditions.clientAppTypes
  const eas = same(signIn.clientAppType, 'easSupported') && holds(clients, 'exchangeActiveSync')
  if (some(clients) && !holds(clients, 'all') && !holds(clients, signIn.clientAppType) && !eas) failed.push('client')
  const filter = devices?.deviceFilter
  if (filter && deviceMatches(filter.rule, signIn.device) !== same(filter.mode, 'include')) failed.push('device')
  if (!riskHits(conditions.signInRiskLevels ?? [], signIn.signInRiskLevel)) failed.push('sign-in risk')
  if (!riskHits(conditions.userRiskLevels ?? [], signIn.userRiskLevel)) failed.push('user risk')
  if (!riskHits(listed(conditions.insiderRiskLevels), signIn.insiderRiskLevel)) failed.push('insider risk')
  const flows = listed(conditions.authenticationFlows?.transferMethods).filter((one) => !same(one, 'none'))
  const used = [signIn.authenticationFlow, signIn.originalTransferMethod]
  if (flows.length > 0 && !used.some((flow) => holds(flows, flow))) failed.push('flow')
  return failed
}

export function naiveControls(policy: Raw): string[] {
  const grant = policy.grantControls
  const controls: string[] = []
  if (grant) {
    const all = [
      ...(grant.builtInControls ?? []),
      ...(grant.customAuthenticationFactors ?? []).map((id: string) => `custom:${id}`),
      ...(grant.termsOfUse ?? []).map((id: string) => `termsOfUse:${id}`),
      ...(grant.authenticationStrength ? [`authenticationStrength:${grant.authenticationStrength.id}`] : []),
    ]
    if (grant.operator === 'OR' && all.length > 0) controls.push([...all].sort().join('|'))
    else controls.push(...all)
  }
  for (const [name, value] of Object.entries(policy.sessionControls ?? {})) {
    if (name.startsWith('@') || value === null || value === false) continue
    if (typeof value === 'object' && (value as Raw).isEnabled === false) continue
    controls.push(`session:${name}`)
  }
  return controls
}

export const isBlock = (policy: Raw): boolean => holds(policy.grantControls?.builtInControls, 'block')
export const forWorkloads = (policy: Raw): boolean =>
  some(policy.conditions.clientApplications?.includeServicePrincipals)

/** Somebody by id, as the directory describes them. */
export const personOf = (tenant: Raw, id: string): Raw =>
  (tenant.directory.users ?? []).find((user: Raw) => same(user.id, id)) ?? { id }

export interface NaiveWhatIf {
  readonly outcome: string
  readonly applied: readonly string[]
  readonly reportOnly: readonly string[]
  readonly controls: readonly string[]
}

export function naiveWhatIf(tenant: Raw, signIn: Raw): NaiveWhatIf {
  const who = personOf(tenant, signIn.userId)
  const hit = tenant.policies.filter(
    (policy: Raw) => !forWorkloads(policy) && failures(tenant, policy, signIn, who).length === 0,
  )
  const applied = hit.filter(({ state }: Raw) => state === 'enabled')
  const reporting = hit.filter(({ state }: Raw) => state === 'enabledForReportingButNotEnforced')
  const controls = [...new Set<string>(applied.flatMap(naiveControls))].sort()
  const blocked = applied.some(isBlock)
  return {
    outcome: blocked ? 'block' : controls.length > 0 ? 'allow-with-controls' : 'allow',
    applied: applied.map(({ id }: Raw) => id).sort(),
    reportOnly: reporting.map(({ id }: Raw) => id).sort(),
    controls: blocked ? ['block'] : controls,
  }
}
