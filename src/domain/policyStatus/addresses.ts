/**
 * IP addresses and ranges as text keys that sort like the addresses themselves.
 *
 * A key is a family mark followed by 16-bit groups as characters, so one binary search serves both families and an
 * IPv6 range never covers an IPv4 address. IPv4-mapped IPv6 addresses count as IPv4. Host bits in a range are masked
 * (Microsoft's own IPv6 example has them set). Octal, hex and short forms that some parsers accept are refused.
 */
import ipaddr from 'ipaddr.js'
import { member, text } from './reading.js'

export type AddressKey = string

/** First key inside, first key after. */
export interface AddressRange {
  readonly from: AddressKey
  readonly to: AddressKey
}

const V4 = '\u0004'
const V6 = '\u0006'
/** IPv6 in its longest form, with an embedded IPv4 address, is 45 characters. */
const ADDRESS_LENGTH_MAX = 45

/** @returns null where the text is not an address. */
export function addressKey(address: string): AddressKey | null {
  if (address.length > ADDRESS_LENGTH_MAX) return null
  const four = FOUR_PARTS.exec(address)
  if (four !== null) return fourPartKey(four)
  if (!address.includes(':') || !ipaddr.IPv6.isValid(address)) return null
  const parsed = ipaddr.IPv6.parse(address)
  return keyOf(parsed.isIPv4MappedAddress() ? parsed.toIPv4Address() : parsed)
}

/** Read here and not by the library, which takes ten times as long and is asked for every range of a large tenant. */
const FOUR_PARTS = /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$/

function fourPartKey([, a, b, c, d]: RegExpExecArray): AddressKey | null {
  const [one, two, three, four] = [Number(a), Number(b), Number(c), Number(d)]
  if (one > 255 || two > 255 || three > 255 || four > 255) return null
  return V4 + String.fromCharCode((one << 8) | two, (three << 8) | four)
}

function keyOf(address: ipaddr.IPv4 | ipaddr.IPv6): AddressKey {
  const bytes = address.toByteArray()
  let key = bytes.length === 4 ? V4 : V6
  for (let at = 0; at < bytes.length; at += 2)
    key += String.fromCharCode(((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0))
  return key
}

/** The address that a key was made of. */
export function addressOf(key: AddressKey): string {
  const groups = Array.from({ length: key.length - 1 }, (_, at) => key.charCodeAt(at + 1))
  const address = key.startsWith(V4)
    ? new ipaddr.IPv4(groups.flatMap((group) => [group >> 8, group & 255]))
    : new ipaddr.IPv6(groups)
  return address.toString()
}

/** Reads `203.0.113.0/24`, `2001:db8::/32` or a single address. */
export function cidrRange(cidr: string): AddressRange | null {
  const slash = cidr.indexOf('/')
  const network = slash < 0 ? cidr : cidr.slice(0, slash)
  const first = addressKey(network)
  if (first === null) return null
  const width = (first.length - 1) * 16
  const given = slash < 0 ? width : prefixLength(cidr.slice(slash + 1))
  if (given === null) return null
  // The prefix of an IPv4-mapped network counts the 96 bits before it: ::ffff:203.0.113.0/120 is a /24.
  const prefix = slash >= 0 && width === 32 && network.includes(':') ? given - 96 : given
  if (prefix < 0 || prefix > width) return null
  return { from: masked(first, prefix, 0), to: next(masked(first, prefix, 0xffff)) }
}

function prefixLength(digits: string): number | null {
  const value = Number(digits)
  return digits.length > 0 && digits.length <= 3 && Number.isInteger(value) && value >= 0 ? value : null
}

/** The key with every bit after the prefix taken from `fill`. */
function masked(key: AddressKey, prefix: number, fill: number): AddressKey {
  let result = key.charAt(0)
  for (let group = 0; group < key.length - 1; group++) {
    const kept = Math.min(16, Math.max(0, prefix - group * 16))
    const mask = (0xffff << (16 - kept)) & 0xffff
    result += String.fromCharCode((key.charCodeAt(group + 1) & mask) | (fill & ~mask & 0xffff))
  }
  return result
}

/** The key after this one; past the last address of a family, a key between the families. */
function next(key: AddressKey): AddressKey {
  for (let at = key.length - 1; at > 0; at--) {
    const group = key.charCodeAt(at)
    if (group < 0xffff) return key.slice(0, at) + String.fromCharCode(group + 1) + '\u0000'.repeat(key.length - at - 1)
  }
  return String.fromCharCode(key.charCodeAt(0) + 1)
}

/** Reads one entry of Graph's `ipRanges`: a CIDR range, or one with a lower and an upper address. */
export function ipRange(raw: unknown): AddressRange | null {
  const cidr = text(member(raw, 'cidrAddress'))
  if (cidr !== null) return cidrRange(cidr)
  const from = addressKey(text(member(raw, 'lowerAddress')) ?? '')
  const last = addressKey(text(member(raw, 'upperAddress')) ?? '')
  return from === null || last === null || from.length !== last.length || from > last ? null : { from, to: next(last) }
}
