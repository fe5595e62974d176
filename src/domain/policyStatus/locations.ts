/**
 * Named locations, compiled: which of them an address, a country and the compliant network lie in.
 *
 * All ranges of all locations cut the address space into segments; a sign-in's address is found by one binary search.
 * Sources: Graph resources ipNamedLocation, countryNamedLocation, compliantNetworkNamedLocation.
 * Trap: an address that maps to no country lies in a country location only if `includeUnknownCountriesAndRegions` is set.
 */
import { type AddressKey, type AddressRange, addressKey, addressOf } from './addresses.js'
import type { Place } from './conditions/network.js'
import { mfaLocation, type NamedLocation, readLocation } from './namedLocation.js'

/** Locations by their place in the list, ascending. */
type Group = readonly number[]
const NOWHERE: Group = []

export class Locations {
  readonly all: readonly NamedLocation[]
  private readonly segmentStarts: readonly AddressKey[]
  private readonly segments: readonly Group[]
  private readonly byCountry = new Map<string, Group>()
  private readonly unknownCountry: Group
  private readonly compliantNetwork: Group
  private readonly places = new Map<Group, Map<Group, [Place?, Place?]>>()

  constructor(namedLocations: readonly unknown[], mfaTrustedIps: readonly string[]) {
    const listed = namedLocations.map(readLocation)
    this.all = mfaTrustedIps.length === 0 ? listed : [...listed, mfaLocation(mfaTrustedIps)]
    const { starts, groups } = cut(this.all)
    this.segmentStarts = starts
    this.segments = groups
    const wherever = (holds: (location: NamedLocation) => boolean): Group =>
      this.all.flatMap((location, index) => (holds(location) ? [index] : []))
    for (const code of new Set(this.all.flatMap(({ countries }) => countries)))
      this.byCountry.set(
        code,
        wherever(({ countries }) => countries.includes(code)),
      )
    this.unknownCountry = wherever(({ unknownCountries }) => unknownCountries)
    this.compliantNetwork = wherever(({ kind }) => kind === 'compliant-network')
  }

  /** Something is trusted: a location that holds at least one address, or the MFA trusted IPs. */
  get anyTrusted(): boolean {
    return this.all.some(({ trusted, kind, ranges }) => trusted && (kind === 'compliant-network' || ranges.length > 0))
  }

  /**
   * Where a sign-in comes from. The same place is the same object, so that what policies say of it is worked out once.
   *
   * @param country ISO code; null where the address maps to none; undefined where it is not given.
   */
  placeOf(ipAddress: string | null | undefined, country: string | null | undefined, compliant: boolean): Place {
    const byAddress = ipAddress === null || ipAddress === undefined ? NOWHERE : this.groupOf(ipAddress)
    const byCountry = country === null ? this.unknownCountry : this.countryGroup(country)
    return this.place(byAddress, byCountry, compliant)
  }

  private countryGroup(country: string | undefined): Group {
    return country === undefined
      ? NOWHERE
      : (this.byCountry.get(country) ?? this.byCountry.get(country.toUpperCase()) ?? NOWHERE)
  }

  private place(byAddress: Group, byCountry: Group, compliant: boolean): Place {
    const known = this.places.get(byAddress)?.get(byCountry)?.[compliant ? 1 : 0]
    if (known !== undefined) return known
    const row = this.places.get(byAddress) ?? new Map<Group, [Place?, Place?]>()
    const pair: [Place?, Place?] = row.get(byCountry) ?? []
    const place = this.compose(byAddress, byCountry, compliant ? this.compliantNetwork : NOWHERE)
    pair[compliant ? 1 : 0] = place
    this.places.set(byAddress, row.set(byCountry, pair))
    return place
  }

  private compose(...groups: readonly Group[]): Place {
    const located = groups.flat().flatMap((index) => this.all[index] ?? [])
    return { locations: new Set(located.map(({ key }) => key)), trusted: located.some(({ trusted }) => trusted) }
  }

  private groupOf(ipAddress: string): Group {
    const key = addressKey(ipAddress)
    return key === null ? NOWHERE : (this.segments[this.segmentOf(key)] ?? NOWHERE)
  }

  /** -1: before the first. */
  private segmentOf(key: AddressKey): number {
    let low = 0
    let high = this.segmentStarts.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.segmentStarts[middle] ?? '') <= key) low = middle + 1
      else high = middle
    }
    return low - 1
  }

  /**
   * One address for every kind of place that the ranges hold, as far as `mentioned` ids and trust can tell kinds apart.
   * Together they stand for every address in the ranges: what an address lies in changes only where a segment starts,
   * so that a range is known by its first address and by each start within it.
   */
  addressesWithin(ranges: readonly AddressRange[], mentioned: ReadonlySet<string>): readonly string[] {
    const found = new Map<string, AddressKey>()
    const meet = (group: Group, key: AddressKey): void => {
      const kind = this.seen(group, mentioned).join()
      if (!found.has(kind)) found.set(kind, key)
    }
    for (const { from, to } of ranges) {
      let at = this.segmentOf(from)
      meet(this.segments[at] ?? NOWHERE, from)
      for (at += 1; at < this.segments.length; at++) {
        const start = this.segmentStarts[at]
        if (start === undefined || start >= to) break
        meet(this.segments[at] ?? NOWHERE, start)
      }
    }
    return [...found.values()].map(addressOf)
  }

  /** Of these countries one for every kind, as above. Null: an address that maps to none. */
  countriesApart(countries: readonly (string | null)[], mentioned: ReadonlySet<string>): readonly (string | null)[] {
    const found = new Map<string, string | null>()
    for (const country of countries) {
      const group = country === null ? this.unknownCountry : this.countryGroup(country)
      const kind = this.seen(group, mentioned).join()
      if (!found.has(kind)) found.set(kind, country)
    }
    return [...found.values()]
  }

  /** Of the locations of a group those that can matter. */
  private seen(group: Group, mentioned: ReadonlySet<string>): Group {
    return group.filter((index) => {
      const location = this.all[index]
      return location !== undefined && (location.trusted || mentioned.has(location.key))
    })
  }

  /**
   * One place for every way addresses, countries and the compliant network can combine, as far as `mentioned` ids and
   * trust can tell them apart.
   */
  standIns(mentioned: ReadonlySet<string>): readonly Place[] {
    const reduce = (groups: Iterable<Group>): Group[] => {
      const distinct = new Map<string, Group>()
      for (const group of groups) {
        const seen = this.seen(group, mentioned)
        distinct.set(seen.join(), seen)
      }
      return [...distinct.values()]
    }
    const addresses = reduce([NOWHERE, ...this.segments])
    const countries = reduce([NOWHERE, this.unknownCountry, ...this.byCountry.values()])
    const networks = reduce([NOWHERE, this.compliantNetwork])
    return addresses.flatMap((a) => countries.flatMap((c) => networks.map((n) => this.compose(a, c, n))))
  }

  /** One place for each thing a person could call "where": an address, a country, the compliant network. */
  origins(): readonly Place[] {
    const addresses = [NOWHERE, ...new Set(this.segments)].map((group) => this.place(group, NOWHERE, false))
    const countries = [this.unknownCountry, ...this.byCountry.values()].map((group) =>
      this.place(NOWHERE, group, false),
    )
    const compliant = this.compliantNetwork.length > 0 ? [this.place(NOWHERE, NOWHERE, true)] : []
    return [...new Set([...addresses, ...countries, ...compliant])]
  }
}

/** Cuts the address space at every edge of every range. */
function cut(locations: readonly NamedLocation[]): { starts: AddressKey[]; groups: Group[] } {
  const edges = locations.flatMap(({ ranges }, location) =>
    ranges.flatMap(({ from, to }) => [
      { at: from, location, step: 1 },
      { at: to, location, step: -1 },
    ]),
  )
  edges.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  const starts: AddressKey[] = []
  const groups: Group[] = []
  const interned = new Map<string, Group>()
  const open = new Map<number, number>()
  edges.forEach(({ at, location, step }, index) => {
    const depth = (open.get(location) ?? 0) + step
    if (depth === 0) open.delete(location)
    else open.set(location, depth)
    if (edges[index + 1]?.at === at) return
    const group = [...open.keys()].sort((a, b) => a - b)
    const key = group.join()
    const known = interned.get(key) ?? group
    interned.set(key, known)
    starts.push(at)
    groups.push(known)
  })
  return { starts, groups }
}
