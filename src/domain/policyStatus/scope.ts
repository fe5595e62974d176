/**
 * The required scope: every sign-in by device code that ought to be blocked, as dimensions with a few classes each.
 *
 * It is every person who is not emergency access, every resource, modern client, platform, device and risk, from every
 * network that is not trusted. Each dimension holds stand-ins beside what is listed: an excluded group is a hole even
 * while it is empty, and a list of everyone present is not everyone. Values that no relevant policy tells apart fall
 * into one class, so the size of the tenant does not matter from here on.
 */
import type { Misses } from './codes.js'
import type { CompiledTenant } from './compile.js'
import { DEVICE_CODE_FLOW, flowMisses } from './conditions/authenticationFlows.js'
import { clientAppMisses, MODERN_CLIENTS } from './conditions/clientApps.js'
import { deviceMisses, deviceStandIns } from './conditions/deviceFilter.js'
import { networkMisses, type Place } from './conditions/network.js'
import { PLATFORMS, platformMisses } from './conditions/platforms.js'
import { resourceMisses } from './conditions/resources.js'
import { INSIDER_RISK_LEVELS, RISK_LEVELS, riskMisses } from './conditions/risks.js'
import { type Person, userMisses } from './conditions/users.js'
import { namesDeviceCodeFlow, type Policy } from './policy.js'

/** Values that the relevant policies treat alike. */
export interface Class<V = unknown> {
  readonly values: readonly V[]
  /** The relevant policies that match, one bit each. */
  readonly bits: bigint
  /** For each relevant policy, the gaps it leaves here. */
  readonly misses: readonly Misses[]
}

export type Dimension<V = unknown> = readonly Class<V>[]

export interface Scope {
  /** Block policies, in any state, that a device code sign-in can meet. Bits are numbered by their order here. */
  readonly relevant: readonly Policy[]
  readonly people: Dimension<Person>
  readonly emergency: Dimension<Person>
  /** Networks that are not trusted. */
  readonly networks: Dimension<Place>
  readonly trustedNetworks: Dimension<Place>
  /** Resources, clients, platforms, devices and risks. */
  readonly others: readonly Dimension[]
}

export function requiredScope(tenant: CompiledTenant): Scope {
  const relevant = tenant.policies.filter(
    (policy) =>
      policy.controls.blocks &&
      !policy.forWorkloads &&
      flowMisses(policy.transferMethods, DEVICE_CODE_FLOW).length === 0,
  )
  const over = <V>(values: Iterable<V>, misses: (policy: Policy, value: V) => Misses): Dimension<V> =>
    classesOf(relevant, values, misses)
  const places = tenant.locations.standIns(mentionedLocations(relevant))
  const overPlaces = (trusted: boolean): Dimension<Place> =>
    over(
      places.filter((place) => place.trusted === trusted),
      (policy, place) => networkMisses(policy.network, place),
    )
  const overPeople = (people: Iterable<Person>): Dimension<Person> =>
    over(people, (policy, person) => userMisses(policy.users, person))
  const { people } = tenant
  const ordinary = people.listed.filter(({ emergency }) => !emergency).map(({ person }) => person)
  const devices = deviceStandIns(relevant.flatMap(({ deviceFilter }) => deviceFilter ?? []))
  return {
    relevant,
    people: overPeople(new Set([...people.standIns(), ...ordinary])),
    emergency: overPeople(people.emergencyStandIns()),
    networks: overPlaces(false),
    trustedNetworks: overPlaces(true),
    others: [
      over(tenant.resources.standIns(), (policy, resource) => resourceMisses(policy.resources, resource)),
      over(MODERN_CLIENTS, (policy, client) => clientAppMisses(policy.clientApps, client)),
      over(PLATFORMS, (policy, platform) => platformMisses(policy.platforms, platform)),
      over(devices, (policy, device) => deviceMisses(policy.deviceFilter, device)),
      over(RISK_LEVELS, (policy, level) => riskMisses(policy.risks.signIn, level)),
      over(RISK_LEVELS, (policy, level) => riskMisses(policy.risks.user, level)),
      over(INSIDER_RISK_LEVELS, (policy, level) => riskMisses(policy.risks.insider, level)),
    ],
  }
}

/** The class one value falls into. */
export function classOf<V>(
  relevant: readonly Policy[],
  value: V,
  missesOf: (policy: Policy, value: V) => Misses,
): Class<V> {
  const misses = relevant.map((policy) => missesOf(policy, value))
  return { values: [value], bits: bitsOf(misses, (missed) => missed.length === 0), misses }
}

function classesOf<V>(
  relevant: readonly Policy[],
  values: Iterable<V>,
  missesOf: (policy: Policy, value: V) => Misses,
): Dimension<V> {
  const classes = new Map<string, { values: V[]; bits: bigint; misses: readonly Misses[] }>()
  for (const value of values) {
    const found = classOf(relevant, value, missesOf)
    const key = found.misses.map((codes) => codes.join()).join(';')
    const known = classes.get(key)
    if (known === undefined) classes.set(key, { ...found, values: [value] })
    else known.values.push(value)
  }
  return [...classes.values()]
}

export const mentionedLocations = (policies: readonly Policy[]): ReadonlySet<string> =>
  new Set(policies.flatMap(({ network }) => [...(network?.include.ids ?? []), ...(network?.exclude.ids ?? [])]))

export function bitsOf<T>(items: readonly T[], belongs: (item: T) => boolean): bigint {
  return items.reduce((bits, item, index) => (belongs(item) ? bits | (1n << BigInt(index)) : bits), 0n)
}

/** The relevant policies of a state, as bits; `named` keeps those that name device code flow. */
export const inState = (relevant: readonly Policy[], state: Policy['state'], named: boolean): bigint =>
  bitsOf(relevant, (policy) => policy.state === state && (!named || namesDeviceCodeFlow(policy)))

/** Whether a sign-in exists, with one class of each dimension, whose surviving policies satisfy `accept`. */
export function someSignIn(
  dimensions: readonly Dimension[],
  accept: (alive: bigint) => boolean,
  alive: bigint = -1n,
): boolean {
  const seen = dimensions.map(() => new Set<bigint>())
  // Many sign-ins leave the same policies standing; each such remainder is followed once.
  const follow = (depth: number, standing: bigint): boolean => {
    const dimension = dimensions[depth]
    if (dimension === undefined) return accept(standing)
    const visited = seen[depth]
    if (visited === undefined || visited.has(standing)) return false
    visited.add(standing)
    return dimension.some(({ bits }) => follow(depth + 1, standing & bits))
  }
  return follow(0, alive)
}
