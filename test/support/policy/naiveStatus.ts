/**
 * A second status, for comparison only: it lists the required scope value by value and looks at every combination.
 *
 * Written from the rules of the answer (what `blocked` means, when a gap is reported), not from the product's code.
 */

import * as naive from './naiveEvaluator.js'
import { forWorkloads, isBlock, isTrusted, type Raw, reach, resourceReached } from './naiveEvaluator.js'
import { everybody, everyPlace, everyResource, lower } from './naiveScope.js'

const flags = (value: unknown): string[] => (typeof value === 'string' ? value.toLowerCase().split(/\s*,\s*/) : [])
const flowsOf = (policy: Raw): string[] =>
  flags(policy.conditions.authenticationFlows?.transferMethods).filter((one) => one !== 'none' && one !== '')
const names = (policy: Raw): boolean => flowsOf(policy).includes('devicecodeflow')

export interface NaiveStatus {
  readonly blocked: string
  /** null where there are too many combinations to look at each. */
  readonly gaps: readonly string[] | null
  readonly openUsers: readonly string[]
}

/** A value of one dimension: for each block policy, the gap codes it fails with. */
type Value = readonly (readonly string[])[]

const COMBINATIONS_MAX = 400_000

export function naiveStatus(tenant: Raw, devices: readonly Raw[]): NaiveStatus {
  const blocks: Raw[] = tenant.policies.filter(
    (policy: Raw) => isBlock(policy) && !forWorkloads(policy) && (flowsOf(policy).length === 0 || names(policy)),
  )
  const { emergencyUsers, people } = everybody(tenant)
  const values = <T>(all: readonly T[], fails: (policy: Raw, value: T) => string[]): Value[] =>
    distinct(all.map((value) => blocks.map((policy) => fails(policy, value))))
  const places = everyPlace(tenant).filter((place) => !isTrusted(tenant, place))
  const one = (key: string, value: unknown, condition: string, code: string) => (policy: Raw) =>
    naive.failures(tenant, policy, { [key]: value }, { id: '' }).includes(condition) ? [code] : []
  const each = (key: string, all: readonly unknown[], condition: string, code: string): Value[] =>
    values(all, (policy, value) => one(key, value, condition, code)(policy))
  const others: Value[][] = [
    values(places, (policy, place) => placeFails(tenant, policy, place)),
    values(everyResource(tenant), (policy, appId) => resourceFails(tenant, policy, appId)),
    each('clientAppType', ['browser', 'mobileAppsAndDesktopClients'], 'client', 'client-app-limited'),
    each(
      'devicePlatform',
      ['android', 'iOS', 'windows', 'windowsPhone', 'macOS', 'linux', 'unknown'],
      'platform',
      'platform-limited',
    ),
    each('device', devices, 'device', 'device-filter-limited'),
    each('signInRiskLevel', ['none', 'low', 'medium', 'high'], 'sign-in risk', 'risk-limited'),
    each('userRiskLevel', ['none', 'low', 'medium', 'high'], 'user risk', 'risk-limited'),
    each('insiderRiskLevel', ['none', 'minor', 'moderate', 'elevated'], 'insider risk', 'risk-limited'),
  ]
  const personValue = (who: Raw): Value => blocks.map((policy) => personFails(tenant, policy, who))
  const peopleValues = distinct(people.map(personValue))

  const standing = reachable([peopleValues, ...others])
  const chosen = (test: (policy: Raw) => boolean): number[] =>
    blocks.flatMap((policy, at) => (test(policy) ? [at] : []))
  const enabled = chosen(({ state }) => state === 'enabled')
  const enabledNamed = chosen((policy) => policy.state === 'enabled' && names(policy))
  const reporting = chosen(({ state }) => state === 'enabledForReportingButNotEnforced')
  const reportingNamed = reporting.filter((at) => names(blocks[at]))
  const disabledNamed = chosen(
    (policy) => !['enabled', 'enabledForReportingButNotEnforced'].includes(policy.state) && names(policy),
  )
  const hits = (alive: bigint, which: readonly number[]): boolean => which.some((at) => (alive >> BigInt(at)) & 1n)
  const blocksSome = (which: readonly number[]): boolean => standing.some((alive) => hits(alive, which))
  const blocksAll = (which: readonly number[]): boolean => standing.every((alive) => hits(alive, which))

  const blocked = blocksAll(enabled)
    ? 'yes'
    : blocksSome(enabledNamed)
      ? 'partial'
      : blocksSome(reportingNamed) || (reporting.length > 0 && blocksAll([...enabled, ...reporting]))
        ? 'report-only'
        : 'no'

  const openUsers = (tenant.directory.users ?? [])
    .filter(({ id }: Raw) => !emergencyUsers.has(id.toLowerCase()))
    .filter((who: Raw) => reachable([[personValue(who)], ...others]).some((alive) => !hits(alive, enabled)))
    .map(({ id }: Raw) => id)

  const gaps = new Set<string>()
  if (blocked !== 'yes') {
    const candidates =
      [enabledNamed, reportingNamed, disabledNamed].find(blocksSome) ??
      [enabledNamed, reportingNamed, disabledNamed].find((which) => which.length > 0) ??
      []
    const found = conditional([peopleValues, ...others], enabled, candidates)
    if (found === null) return { blocked, gaps: null, openUsers }
    for (const code of found) gaps.add(code)
    const exclusions = openUsers.flatMap((id: string) => {
      const who = tenant.directory.users.find((user: Raw) => user.id === id)
      return [...(conditional([[personValue(who)], ...others], enabled, candidates) ?? [])]
    })
    if (exclusions.some((code: string) => ['excluded-users', 'excluded-groups', 'excluded-roles'].includes(code)))
      gaps.add('excludes-non-emergency-users')
    if (!blocks.some(names)) gaps.add('no-block-policy')
    const general = enabled.filter((at) => !names(blocks[at]))
    if (blocked !== 'partial' && blocksSome(general)) gaps.add('incidental-blocks-only')
    const wouldClose = (which: readonly number[]): boolean =>
      standing.some((alive) => !hits(alive, enabled) && hits(alive, which))
    if (wouldClose(blocked === 'report-only' ? reporting : reportingNamed)) gaps.add('report-only')
    if (wouldClose(disabledNamed)) gaps.add('disabled')
  }
  return { blocked, gaps: [...gaps].sort(), openUsers }
}

function distinct(values: readonly Value[]): Value[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()]
}

const aliveIn = (value: Value): bigint =>
  value.reduce((bits, failed, at) => (failed.length === 0 ? bits | (1n << BigInt(at)) : bits), 0n)

/** Every set of policies that some combination leaves standing. */
function reachable(dimensions: readonly (readonly Value[])[]): bigint[] {
  let sets = new Set([-1n])
  for (const dimension of dimensions) {
    const bits = dimension.map(aliveIn)
    sets = new Set([...sets].flatMap((set) => bits.map((one) => set & one)))
  }
  return [...sets]
}

/** Looks at every combination: the codes on which the closest policies failed, where nothing enabled blocks. */
function conditional(
  dimensions: readonly (readonly Value[])[],
  enabled: readonly number[],
  candidates: readonly number[],
): Set<string> | null {
  const count = dimensions.reduce((product, { length }) => product * length, 1)
  if (count > COMBINATIONS_MAX) return null
  const found = new Set<string>()
  const follow = (depth: number, picked: Value[]): void => {
    const dimension = dimensions[depth]
    if (dimension !== undefined) {
      for (const value of dimension) follow(depth + 1, [...picked, value])
      return
    }
    const failed = (at: number): (readonly string[])[] => picked.map((value) => value[at] ?? [])
    const count = (at: number): number => failed(at).filter((codes) => codes.length > 0).length
    if (enabled.some((at) => count(at) === 0)) return
    const fewest = Math.min(...candidates.map(count))
    for (const at of candidates) if (count(at) === fewest) for (const code of failed(at).flat()) found.add(code)
  }
  follow(0, [])
  return found
}

function personFails(tenant: Raw, policy: Raw, who: Raw): string[] {
  const { users } = policy.conditions
  if (reach(tenant, 'include', users, who).length === 0) {
    const forGuests =
      lower(users.includeUsers).includes('guestsorexternalusers') || Boolean(users.includeGuestsOrExternalUsers)
    return [forGuests && who.guestOrExternalUserType ? 'guests-not-covered' : 'not-all-users']
  }
  const codes: Record<string, string> = {
    user: 'excluded-users',
    group: 'excluded-groups',
    role: 'excluded-roles',
    guest: 'guests-not-covered',
  }
  return [...new Set(reach(tenant, 'exclude', users, who).map((how) => codes[how] as string))]
}

function resourceFails(tenant: Raw, policy: Raw, appId: string): string[] {
  const { applications } = policy.conditions
  if (!resourceReached(tenant, 'include', applications, { appId })) return ['not-all-resources']
  return resourceReached(tenant, 'exclude', applications, { appId }) ? ['excluded-apps'] : []
}

function placeFails(tenant: Raw, policy: Raw, place: Raw): string[] {
  const { locations } = policy.conditions
  if (!locations) return []
  const at = (ids: unknown): boolean =>
    ((ids ?? []) as string[]).some(
      (id) =>
        !naive
          .failures(
            tenant,
            { conditions: { users: {}, applications: {}, locations: { includeLocations: [id] } } },
            place,
            {
              id: '',
            },
          )
          .includes('network'),
    )
  if (!at(locations.includeLocations)) return ['not-any-location']
  return at(locations.excludeLocations) ? ['excluded-untrusted-location'] : []
}
