/**
 * The network condition: where a sign-in comes from.
 *
 * Source: Microsoft Learn, "Conditional Access: Network assignment". Not configured, and `All`, mean any address.
 * `AllTrusted` means the named locations marked trusted together with the MFA trusted IPs. A location that no longer
 * exists matches nothing.
 */
import { MATCH, type Misses } from '../codes.js'
import { isJson, lowered, member } from '../reading.js'

/** How policies name the MFA trusted IPs, which Graph does not list among the named locations. */
export const MFA_TRUSTED_IPS = '00000000-0000-0000-0000-000000000000'

/** Everything policies can tell about where a sign-in comes from. */
export interface Place {
  /** Lower-case ids of the locations it lies in. */
  readonly locations: ReadonlySet<string>
  readonly trusted: boolean
}

export interface LocationSelection {
  readonly all: boolean
  readonly allTrusted: boolean
  readonly ids: ReadonlySet<string>
}

export interface NetworkCondition {
  readonly include: LocationSelection
  readonly exclude: LocationSelection
}

const NOT_ANY: Misses = ['not-any-location']
const EXCLUDED: Misses = ['excluded-untrusted-location']

/** Reads `conditions.locations`; null where it is not configured. */
export function readNetwork(raw: unknown): NetworkCondition | null {
  if (!isJson(raw)) return null
  const include = lowered(member(raw, 'includeLocations'))
  const exclude = lowered(member(raw, 'excludeLocations'))
  if (include.length === 0 && exclude.length === 0) return null
  return { include: selection(include), exclude: selection(exclude) }
}

function selection(names: readonly string[]): LocationSelection {
  const ids = new Set(names)
  return { all: ids.delete('all'), allTrusted: ids.delete('alltrusted'), ids }
}

export function networkMisses(condition: NetworkCondition | null, place: Place): Misses {
  if (condition === null) return MATCH
  if (!selects(condition.include, place)) return NOT_ANY
  return selects(condition.exclude, place) ? EXCLUDED : MATCH
}

function selects(chosen: LocationSelection, place: Place): boolean {
  if (chosen.all || (chosen.allTrusted && place.trusted)) return true
  for (const id of place.locations) if (chosen.ids.has(id)) return true
  return false
}
