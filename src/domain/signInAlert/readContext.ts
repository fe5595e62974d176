/**
 * A context as JSON → an `AssessmentContext`. Each entry stands for itself: a malformed one is passed over, which can
 * only take a discount or a reason away, and the entries beside it hold.
 */
import type { AllowRule, AssessmentContext, CheckReport, DeviceRegistration, UserHistory } from './context.js'
import { entriesOf, enumOf, type Fields, fieldsOf, idOf, integerOf, nestedOf, objectsOf, toInteger } from './fields.js'
import { instantOf } from './instant.js'
import { rangeOf } from './network.js'

/** Audit activities that bring a device into the directory (Microsoft Learn: "Microsoft Entra audit log activities"). */
const REGISTRATIONS = new Set([
  'registerdevice',
  'adddevice',
  'addregisteredownertodevice',
  'addregistereduserstodevice',
])

/** Reads a context; `undefined` where the value is not a JSON object. All keys are optional, others are passed over. */
export function readContext(value: unknown): AssessmentContext | undefined {
  const fields = fieldsOf(value)
  if (fields === undefined) return undefined
  return {
    trustedNetworks: elements(fields.get('trustednetworks')).flatMap((entry) => rangeOf(entry) ?? []),
    privilegedRoles: byUser(fields.get('privilegedroles'), (roles) => ids(roles)),
    sharedDeviceAccounts: new Set(ids(fields.get('shareddeviceaccounts'))),
    history: entriesOf(fields.get('history')) && byUser(fields.get('history'), historyOf),
    reports: entries(fields, 'reports').flatMap((entry) => reportOf(entry) ?? []),
    allow: entries(fields, 'allow').flatMap((entry) => allowRuleOf(entry) ?? []),
    deviceRegistrations: entries(fields, 'audit').flatMap((entry) => registrationOf(entry) ?? []),
  }
}

/** Rows of the directory audit → the devices that came into the directory; other rows are passed over. */
export function readRegistrations(rows: readonly unknown[]): readonly DeviceRegistration[] {
  return rows.flatMap((row) => {
    const fields = fieldsOf(row)
    return fields === undefined ? [] : (registrationOf(fields) ?? [])
  })
}

const elements = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

const entries = (fields: Fields, name: string): readonly Fields[] =>
  elements(fields.get(name)).flatMap((entry) => fieldsOf(entry) ?? [])

const ids = (value: unknown): readonly string[] =>
  elements(value).flatMap((id) => (typeof id === 'string' && id !== '' ? [id.toLowerCase()] : []))

/** The own keys of an object are already in lower case, as user ids are. */
function byUser<T>(value: unknown, read: (entry: unknown) => T | undefined): ReadonlyMap<string, T> {
  const known = new Map<string, T>()
  for (const [user, entry] of entriesOf(value) ?? []) {
    const content = read(entry)
    if (content !== undefined) known.set(user, content)
  }
  return known
}

function historyOf(value: unknown): UserHistory | undefined {
  const entry = fieldsOf(value)
  if (entry === undefined) return undefined
  return {
    deviceCodeLast30d: integerOf(entry, 'devicecodelast30d'),
    asns: new Set(elements(entry.get('asns')).flatMap((asn) => toInteger(asn) ?? [])),
    countries: new Set(ids(entry.get('countries'))),
  }
}

function reportOf(entry: Fields): CheckReport | undefined {
  const userId = idOf(entry, 'userid')
  const atMs = instantOf(entry.get('at'))
  const verdict = enumOf(entry, 'verdict')
  return userId === undefined || atMs === undefined || verdict === undefined ? undefined : { userId, atMs, verdict }
}

/** A rule with a part missing never counts. */
function allowRuleOf(entry: Fields): AllowRule | undefined {
  const appId = idOf(entry, 'appid')
  const network = rangeOf(entry.get('network'))
  const userIds = new Set(ids(entry.get('userids')))
  const untilMs = instantOf(entry.get('until'))
  if (appId === undefined || network === undefined || userIds.size === 0 || untilMs === undefined) return undefined
  return { appId, network, userIds, untilMs }
}

function registrationOf(row: Fields): DeviceRegistration | undefined {
  const activity = enumOf(row, 'activitydisplayname')
  const atMs = instantOf(row.get('activitydatetime'))
  if (activity === undefined || !REGISTRATIONS.has(activity)) return undefined
  if (atMs === undefined || enumOf(row, 'result') !== 'success') return undefined
  const initiator = nestedOf(nestedOf(row, 'initiatedby'), 'user')
  const named = [initiator, ...objectsOf(row, 'targetresources')]
  return { atMs, people: new Set(named.flatMap(namesOf)) }
}

const namesOf = (person: Fields): readonly string[] =>
  [idOf(person, 'id'), idOf(person, 'userprincipalname')].flatMap((name) => name ?? [])
