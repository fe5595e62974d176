/**
 * Named locations, compiled: which of them an address, a country and the compliant network lie in.
 *
 * All ranges of all locations cut the address space into segments; a sign-in's address is found by one binary search.
 * Sources: Graph resources ipNamedLocation, countryNamedLocation, compliantNetworkNamedLocation.
 * Traps: only IP locations and the compliant network can be trusted; an address that maps to no country lies in a
 * country location only if `includeUnknownCountriesAndRegions` is set; the MFA trusted IPs are a location Graph does
 * not list, and are always trusted.
 */
import { type AddressKey, type AddressRange, addressKey, cidrRange, ipRange } from './addresses.js'
import { MFA_TRUSTED_IPS, type Place } from './conditions/network.js'
import { member, text, texts } from './reading.js'

export type LocationKind = 'ip' | 'country' | 'compliant-network' | 'mfa-trusted-ips' | 'other'

export interface NamedLocation {
  /** As Graph wrote it; `key` is the same in lower case. */
  readonly id: string
  readonly key: string
  readonly displayName: string
  readonly kind: LocationKind
  readonly trusted: boolean
  readonly ranges: readonly AddressRange[]
  readonly countries: readonly string[]
  readonly unknownCountries: boolean
  /** Ranges or a kind this version cannot read. */
  readonly unread: boolean
}

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
    if (key === null) return NOWHERE
    let low = 0
    let high = this.segmentStarts.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.segmentStarts[middle] ?? '') <= key) low = middle + 1
      else high = middle
    }
    return this.segments[low - 1] ?? NOWHERE
  }

  /**
   * One place for every way addresses, countries and the compliant network can combine, as far as `mentioned` ids and
   * trust can tell them apart.
   */
  standIns(mentioned: ReadonlySet<string>): readonly Place[] {
    const reduce = (groups: Iterable<Group>): Group[] => {
      const distinct = new Map<string, Group>()
      for (const group of groups) {
        const seen = group.filter((index) => {
          const location = this.all[index]
          return location !== undefined && (location.trusted || mentioned.has(location.key))
        })
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

function readLocation(raw: unknown): NamedLocation {
  const id = text(member(raw, 'id')) ?? ''
  const kind = kindOf(raw)
  const listed = member(raw, 'ipRanges')
  const entries: readonly unknown[] = Array.isArray(listed) ? listed : []
  const ranges = entries.flatMap((entry) => ipRange(entry) ?? [])
  return {
    id,
    key: id.toLowerCase(),
    displayName: text(member(raw, 'displayName')) ?? id,
    kind,
    trusted: (kind === 'ip' || kind === 'compliant-network') && member(raw, 'isTrusted') === true,
    ranges,
    countries: texts(member(raw, 'countriesAndRegions')).map((code) => code.toUpperCase()),
    unknownCountries: member(raw, 'includeUnknownCountriesAndRegions') === true,
    unread: kind === 'other' || ranges.length < entries.length,
  }
}

function kindOf(raw: unknown): LocationKind {
  const type = text(member(raw, '@odata.type')) ?? ''
  if (type.endsWith('.ipNamedLocation') || Array.isArray(member(raw, 'ipRanges'))) return 'ip'
  if (type.endsWith('.countryNamedLocation') || Array.isArray(member(raw, 'countriesAndRegions'))) return 'country'
  if (type.endsWith('.compliantNetworkNamedLocation') || text(member(raw, 'compliantNetworkType')) !== null)
    return 'compliant-network'
  return 'other'
}

function mfaLocation(cidrs: readonly string[]): NamedLocation {
  const ranges = cidrs.flatMap((cidr) => cidrRange(cidr) ?? [])
  return {
    id: MFA_TRUSTED_IPS,
    key: MFA_TRUSTED_IPS,
    displayName: 'MFA trusted IPs',
    kind: 'mfa-trusted-ips',
    trusted: true,
    ranges,
    countries: [],
    unknownCountries: false,
    unread: ranges.length < cidrs.length,
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
