/**
 * IP addresses and ranges, compared as numbers and never as text.
 *
 * Traps: IPv4 arrives as IPv4-mapped IPv6 (`::ffff:192.0.2.1`), ranges are written with host bits set (Microsoft's own
 * sample does), and parsers that accept `127.1` or `0x7f.1` see an address where the log has none.
 */
import ipaddr from 'ipaddr.js'

export type Address = ipaddr.IPv4 | ipaddr.IPv6

export interface Range {
  readonly base: Address
  readonly bits: number
}

/** An IPv4 (four decimal parts) or IPv6 address; mapped IPv4 becomes IPv4. `undefined` where it is neither. */
export function addressOf(text: string | undefined): Address | undefined {
  if (text === undefined || text.length > 64) return undefined
  if (!text.includes(':')) return ipaddr.IPv4.isValidFourPartDecimal(text) ? ipaddr.IPv4.parse(text) : undefined
  return ipaddr.IPv6.isValid(text) ? ipaddr.process(text) : undefined
}

/** A CIDR range, or a single address. Host bits are passed over; anything malformed is `undefined`. */
export function rangeOf(text: unknown): Range | undefined {
  if (typeof text !== 'string') return undefined
  const [addressText, bitsText, ...rest] = text.trim().split('/')
  const base = addressOf(addressText)
  if (base === undefined || rest.length > 0) return undefined
  const width = base.kind() === 'ipv4' ? 32 : 128
  if (bitsText === undefined) return { base, bits: width }
  if (!/^\d{1,3}$/.test(bitsText)) return undefined
  const wasMapped = base.kind() === 'ipv4' && addressText?.includes(':') === true
  const bits = Number(bitsText) - (wasMapped ? 96 : 0)
  return bits >= 0 && bits <= width ? { base, bits } : undefined
}

export function inRange(address: Address, range: Range): boolean {
  return inSamePrefix(address, range.base, range.bits)
}

/** Whether two addresses are of one family and agree in their first bits. */
export function inSamePrefix(one: Address, other: Address, bits: number): boolean {
  if (one instanceof ipaddr.IPv4) return other instanceof ipaddr.IPv4 && one.match(other, bits)
  return other instanceof ipaddr.IPv6 && one.match(other, bits)
}

/** What identifies the holder of an address: the address itself, for IPv6 its /64, since the rest changes by the hour. */
export function holderOf(address: Address): string {
  return address instanceof ipaddr.IPv4 ? address.toString() : address.parts.slice(0, 4).join(':')
}
