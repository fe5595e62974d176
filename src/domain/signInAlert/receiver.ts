/**
 * Who received the tokens, and whether two legs share a network.
 *
 * The record of the approval holds the victim's own address and device, so "a new country" on it misses the attack and
 * "a compliant device" proves nothing: what counts is where the redemption came from, and whether it differs.
 */
import { PosternError } from '../errors.js'
import type { DeviceCodeCase, Leg, LegKind } from './case.js'
import type { AssessmentContext } from './context.js'
import { addressOf, inRange, inSamePrefix } from './network.js'
import type { SettledRecord } from './record.js'

const V4_SAME_NETWORK_BITS = 24
const V6_SAME_NETWORK_BITS = 64

export const legOf = (one: DeviceCodeCase, kind: LegKind): Leg | undefined => one.legs.find((leg) => leg.kind === kind)

/** The redemption, else the approval, else the first tail, else the earliest leg. */
export function receiverOf(one: DeviceCodeCase): Leg {
  const [earliest] = one.legs
  if (earliest === undefined) throw new PosternError('internal', { what: 'a case without legs' })
  return legOf(one, 'redemption') ?? legOf(one, 'approval') ?? legOf(one, 'tail') ?? earliest
}

/** In a network the operator trusts, or one that the row itself calls a trusted named location. Unknown is not trusted. */
export function isTrusted(record: SettledRecord, context: AssessmentContext): boolean {
  if (record.trustedNetwork) return true
  const address = addressOf(record.ipAddress)
  return address !== undefined && context.trustedNetworks.some((range) => inRange(address, range))
}

/**
 * Whether two legs came from one network: equal address, one /24 (IPv4) or /64 (IPv6), both trusted, or one over IPv4
 * and one over IPv6 of the same provider and country. An unknown address differs from nothing.
 */
export function isSameNetwork(one: SettledRecord, other: SettledRecord, context: AssessmentContext): boolean {
  const [a, b] = [addressOf(one.ipAddress), addressOf(other.ipAddress)]
  if (a === undefined || b === undefined) return true
  if (isTrusted(one, context) && isTrusted(other, context)) return true
  if (a.kind() !== b.kind()) {
    const isOneProvider = one.asn !== undefined && one.asn === other.asn
    return isOneProvider && one.country !== undefined && one.country === other.country
  }
  return inSamePrefix(a, b, a.kind() === 'ipv4' ? V4_SAME_NETWORK_BITS : V6_SAME_NETWORK_BITS)
}

/** Trusted, or from an autonomous system of the person's history and no country outside it. */
export function isUsual(record: SettledRecord, context: AssessmentContext): boolean {
  if (isTrusted(record, context)) return true
  const history = context.history?.get(record.userId)
  if (history === undefined || record.asn === undefined || !history.asns.has(record.asn)) return false
  return record.country === undefined || history.countries.size === 0 || history.countries.has(record.country)
}
