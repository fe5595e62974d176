/**
 * One named location as Graph wrote it, read tolerantly.
 *
 * Traps: only IP locations and the compliant network can be trusted; the MFA trusted IPs are a location that Graph does
 * not list, and are always trusted.
 */
import { type AddressRange, cidrRange, ipRange } from './addresses.js'
import { MFA_TRUSTED_IPS } from './conditions/network.js'
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

export function readLocation(raw: unknown): NamedLocation {
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

export function mfaLocation(cidrs: readonly string[]): NamedLocation {
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
