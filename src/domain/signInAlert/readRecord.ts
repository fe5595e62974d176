/**
 * The fields of one row, in any of the three spellings → a `SignInRecord`.
 *
 * Traps: in Log Analytics `ResourceId` is the log's own Azure resource and `ResourceIdentity` the resource signed in
 * to; dynamic columns of the non-interactive table are JSON text; `Location` is there a country, not an object. The
 * time is when it happened (`createdDateTime`), never when it was written (`time`, `TimeGenerated`).
 */
import {
  booleanOf,
  enumOf,
  type Fields,
  fieldsOf,
  idOf,
  integerOf,
  listOf,
  nestedOf,
  objectsOf,
  plainEnum,
  textOf,
} from './fields.js'
import { instantOf } from './instant.js'
import type { RiskLevel, SignInRecord } from './record.js'

const GUIDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
const NAMES = {
  graph: { resource: 'resourceid', location: 'location' },
  'log-analytics': { resource: 'resourceidentity', location: 'locationdetails' },
} as const
const USER_AGENT_MAX = 1024
const RISK_ORDER: readonly RiskLevel[] = ['none', 'low', 'medium', 'high']

/** A row and what is needed to read it. */
export interface RawRow {
  readonly fields: Fields
  /** Event Hubs spells the row itself as Graph does. */
  readonly spelling: 'graph' | 'log-analytics'
  /** Where `resultType` stands: in the envelope or the table row. Read only when `status.errorCode` is not there. */
  readonly result: Fields
}

/**
 * Reads one row. `interactive` is what the stream says of a row that does not say it itself. A row without an id comes
 * back with an empty one.
 */
export function readRecord({ fields, spelling, result }: RawRow, interactive: boolean | undefined): SignInRecord {
  const names = NAMES[spelling]
  const location = nestedOf(fields, names.location)
  return {
    id: idOf(fields, 'id') ?? '',
    atMs: instantOf(fields.get('createddatetime')),
    result: integerOf(nestedOf(fields, 'status'), 'errorcode') ?? integerOf(result, 'resulttype'),
    userId: idOf(fields, 'userid'),
    userPrincipalName: textOf(fields, 'userprincipalname'),
    userDisplayName: textOf(fields, 'userdisplayname'),
    userType: enumOf(fields, 'usertype'),
    correlationId: keyOf(idOf(fields, 'correlationid')),
    sessionId: idOf(fields, 'sessionid'),
    interactive: booleanOf(fields, 'isinteractive') ?? interactive,
    protocol: enumOf(fields, 'authenticationprotocol'),
    transferMethod: enumOf(fields, 'originaltransfermethod'),
    tokenType: enumOf(fields, 'incomingtokentype'),
    deviceCodeRuleFailed: POLICY_LISTS.some((name) => objectsOf(fields, name).some(failedOnDeviceCode)),
    ipAddress: textOf(fields, 'ipaddress', 64)?.trim().toLowerCase(),
    asn: asnOf(fields),
    city: textOf(location, 'city', 256),
    country: textOf(location, 'countryorregion', 64)?.toLowerCase(),
    trustedNetwork: objectsOf(fields, 'networklocationdetails').some(saysTrusted),
    appId: idOf(fields, 'appid'),
    appDisplayName: textOf(fields, 'appdisplayname'),
    resourceId: idOf(fields, names.resource),
    audiences: listOf(fields, 'conditionalaccessaudiences').flatMap(audienceOf),
    userAgent: userAgentOf(fields),
    deviceId: idOf(nestedOf(fields, 'devicedetail'), 'deviceid'),
    risk: riskOf(fields),
    wids: objectsOf(fields, 'authenticationprocessingdetails').flatMap(widsOf),
  }
}

/** The all-zero GUID stands for "none". */
const keyOf = (id: string | undefined): string | undefined =>
  id === undefined || /^[0\s-]*$/.test(id) ? undefined : id

function asnOf(fields: Fields): number | undefined {
  const asn = integerOf(fields, 'autonomoussystemnumber')
  return asn !== undefined && asn > 0 ? asn : undefined
}

/** The beginning of a very long user agent is kept: that is where it names itself. */
function userAgentOf(fields: Fields): string | undefined {
  const value = fields.get('useragent')
  return typeof value === 'string' && value !== '' ? value.slice(0, USER_AGENT_MAX) : undefined
}

const POLICY_LISTS = ['appliedconditionalaccesspolicies', 'conditionalaccesspolicies'] as const

function failedOnDeviceCode(policy: Fields): boolean {
  if (enumOf(policy, 'result') !== 'failure') return false
  return objectsOf(policy, 'includerulessatisfied').some((rule) => enumOf(rule, 'rulesatisfied') === 'devicecodeflow')
}

function saysTrusted(location: Fields): boolean {
  const type = enumOf(location, 'networktype')
  return type === 'trustednamedlocation' || type === 'trusted'
}

/** Graph gives the audience as text, Elastic and Panther saw objects with `applicationId`. */
function audienceOf(element: unknown): readonly string[] {
  const entry = fieldsOf(element)
  const id = entry === undefined ? element : entry.get('applicationid')
  return typeof id === 'string' && id.length <= 256 ? [id.trim().toLowerCase()] : []
}

function riskOf(fields: Fields): RiskLevel | undefined {
  if (enumOf(fields, 'riskstate') === 'confirmedcompromised') return 'high'
  const levels = [enumOf(fields, 'risklevelduringsignin'), enumOf(fields, 'risklevelaggregated')]
  return RISK_ORDER.findLast((level) => levels.includes(level))
}

/** The higher of two risks; an unknown one does not lower a known one. */
export function higherRisk(one: RiskLevel | undefined, other: RiskLevel | undefined): RiskLevel | undefined {
  return RISK_ORDER.findLast((level) => level === one || level === other)
}

/** `wids` comes as a detail whose value is a JSON array in text. */
function widsOf(detail: Fields): readonly string[] {
  const key = textOf(detail, 'key')
  if (key === undefined || plainEnum(key) !== 'wids') return []
  const value = detail.get('value')
  const text = Array.isArray(value) ? value.filter((part) => typeof part === 'string').join(' ') : value
  return typeof text === 'string' ? (text.slice(0, 20_000).toLowerCase().match(GUIDS) ?? []) : []
}
