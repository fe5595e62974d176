/**
 * Rows with one id are one record: logs deliver late, twice, and incomplete at first.
 *
 * A value that is filled in beats an empty one and the highest risk wins. Where two copies disagree in anything else
 * the choice is fixed by the values themselves, never by which copy came first, and falls on the side of caution.
 */
import { higherRisk } from './readRecord.js'
import type { SignInRecord } from './record.js'

/** One record for each id, in no particular order. */
export function mergeRecords(records: Iterable<SignInRecord>): SignInRecord[] {
  const byId = new Map<string, SignInRecord>()
  for (const record of records) {
    const earlier = byId.get(record.id)
    byId.set(record.id, earlier === undefined ? record : mergeTwo(earlier, record))
  }
  return [...byId.values()]
}

function mergeTwo(one: SignInRecord, other: SignInRecord): SignInRecord {
  return {
    id: one.id,
    atMs: least(one.atMs, other.atMs),
    result: least(one.result, other.result),
    userId: least(one.userId, other.userId),
    userPrincipalName: least(one.userPrincipalName, other.userPrincipalName),
    userDisplayName: least(one.userDisplayName, other.userDisplayName),
    userType: filledEnum(one.userType, other.userType),
    correlationId: least(one.correlationId, other.correlationId),
    sessionId: least(one.sessionId, other.sessionId),
    interactive: least(one.interactive, other.interactive),
    protocol: filledEnum(one.protocol, other.protocol),
    transferMethod: filledEnum(one.transferMethod, other.transferMethod),
    tokenType: filledEnum(one.tokenType, other.tokenType),
    deviceCodeRuleFailed: one.deviceCodeRuleFailed || other.deviceCodeRuleFailed,
    ipAddress: least(one.ipAddress, other.ipAddress),
    asn: least(one.asn, other.asn),
    city: least(one.city, other.city),
    country: least(one.country, other.country),
    trustedNetwork: one.trustedNetwork || other.trustedNetwork,
    appId: least(one.appId, other.appId),
    appDisplayName: least(one.appDisplayName, other.appDisplayName),
    resourceId: least(one.resourceId, other.resourceId),
    audiences: union(one.audiences, other.audiences),
    userAgent: least(one.userAgent, other.userAgent),
    deviceId: least(one.deviceId, other.deviceId),
    risk: higherRisk(one.risk, other.risk),
    wids: union(one.wids, other.wids),
  }
}

function least<T extends string | number | boolean>(one: T | undefined, other: T | undefined): T | undefined {
  if (one === undefined) return other
  if (other === undefined) return one
  return other < one ? other : one
}

/** `none` is weaker than a value that says something, an empty string weaker than `none`. */
function filledEnum(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other
  const [a, b] = [weight(one), weight(other)]
  if (a !== b) return a > b ? one : other
  return least(one, other)
}

const weight = (value: string): number =>
  value === '' ? 0 : value === 'none' ? 1 : value.startsWith('devicecode') ? 3 : 2

function union(one: readonly string[], other: readonly string[]): readonly string[] {
  return one.length === 0 ? other : other.length === 0 ? one : [...new Set([...one, ...other])].sort()
}
