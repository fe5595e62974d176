/**
 * The device filter condition, and stand-in devices that tell filters apart.
 *
 * Sources: Microsoft Learn, "Conditional Access: Filter for devices". Every property of an unregistered device is null.
 * Extension attributes count only for a device that is Intune managed, compliant or hybrid joined; for any other they are
 * null here, so a negative operator matches. The page's table can be read otherwise for that one case ("Registered device
 * not managed by Intune"), and no example settles it.
 */
import { MATCH, type Misses } from '../codes.js'
import { member, text } from '../reading.js'
import { comparisonsOf, type PropertyValue, parseRule, type Rule, ruleMatches } from '../ruleLanguage.js'
import type { Device } from '../tenant.js'

export interface DeviceFilter {
  readonly mode: 'include' | 'exclude'
  /** null where the rule cannot be read: the filter then counts as leaving every device out. */
  readonly rule: Rule | null
}

const LIMITED: Misses = ['device-filter-limited']
const INTUNE = '0000000a-0000-0000-c000-000000000000'
const EXTENSION = 'device.extensionattribute'

/** Rule name → names a sign-in may carry it under (`deviceInfo` has `ownership` for `deviceOwnership`). */
const PROPERTIES = new Map<string, readonly string[]>([
  ...[
    'deviceId',
    'displayName',
    'enrollmentProfileName',
    'isCompliant',
    'manufacturer',
    'mdmAppId',
    'model',
    'operatingSystem',
    'operatingSystemVersion',
    'physicalIds',
    'profileType',
    'systemLabels',
    'trustType',
    ...Array.from({ length: 15 }, (_, index) => `extensionAttribute${index + 1}`),
  ].map((name): [string, readonly string[]] => [`device.${name.toLowerCase()}`, [name]]),
  ['device.deviceownership', ['deviceOwnership', 'ownership']],
])

/** No property of a rule: it is what lets a device that is not compliant show its extension attributes. */
const MANAGED = 'device.ismanaged'

const COLLECTIONS = new Set(['device.physicalids', 'device.systemlabels'])

/** Reads `conditions.devices`; null where there is no filter. */
export function readDeviceFilter(raw: unknown): DeviceFilter | null {
  const filter = member(raw, 'deviceFilter')
  const rule = text(member(filter, 'rule'))
  if (rule === null) return null
  const mode = text(member(filter, 'mode'))?.toLowerCase() === 'exclude' ? 'exclude' : 'include'
  return { mode, rule: parseRule(rule, (property) => PROPERTIES.has(property)) }
}

export function deviceMisses(filter: DeviceFilter | null, device: Device | null): Misses {
  if (filter === null) return MATCH
  if (filter.rule === null) return LIMITED
  const matches = ruleMatches(filter.rule, (property) => deviceProperty(device, property))
  return matches === (filter.mode === 'include') ? MATCH : LIMITED
}

function deviceProperty(device: Device | null, property: string): PropertyValue {
  if (device === null) return null
  if (property.startsWith(EXTENSION) && !showsExtensionAttributes(device)) return null
  for (const name of PROPERTIES.get(property) ?? []) {
    const value = member(device, name)
    if (typeof value === 'string') return value
    if (typeof value === 'boolean') return value ? 'true' : 'false'
    if (Array.isArray(value)) return value.filter((entry): entry is string => typeof entry === 'string')
  }
  return null
}

const showsExtensionAttributes = (device: Device): boolean =>
  member(device, 'isCompliant') === true ||
  member(device, 'isManaged') === true ||
  text(member(device, 'trustType'))?.toLowerCase() === 'serverad' ||
  text(member(device, 'mdmAppId'))?.toLowerCase() === INTUNE

/** Past this many combinations only one property at a time is varied. */
const COMBINATIONS_MAX = 1024

/**
 * Stand-in devices: the unregistered one, and registered ones that carry each value the filters ask about, another
 * value, or none, in every combination.
 */
export function deviceStandIns(filters: readonly DeviceFilter[]): readonly (Device | null)[] {
  const choices = new Map<string, Set<PropertyValue | boolean>>()
  const of = (property: string): Set<PropertyValue | boolean> => {
    const known = choices.get(property)
    if (known !== undefined) return known
    const fresh = new Set<PropertyValue | boolean>([null, 'a value no filter names'])
    choices.set(property, fresh)
    return fresh
  }
  for (const comparison of filters.flatMap(({ rule }) => (rule === null ? [] : comparisonsOf(rule)))) {
    const values = of(comparison.property)
    for (const value of comparison.values) {
      if (value === null) continue
      // A suffix joined to every known value lets one device start with one text and end with another.
      if (comparison.operator === 'endswith')
        for (const held of [...values]) if (typeof held === 'string') values.add(held + value)
      values.add(COLLECTIONS.has(comparison.property) ? [value] : value)
    }
    if (comparison.property.startsWith(EXTENSION)) choices.set(MANAGED, new Set([true, false]))
  }
  const compliance = choices.get('device.iscompliant')
  if (compliance !== undefined) choices.set('device.iscompliant', new Set([true, false, null]))
  return [null, {}, ...combinations([...choices])]
}

type Choices = readonly (readonly [string, ReadonlySet<PropertyValue | boolean>])[]

function combinations(choices: Choices): readonly Device[] {
  const count = choices.reduce((product, [, values]) => product * values.size, 1)
  let devices: Device[] = [{}]
  for (const [property, values] of choices) {
    const name = PROPERTIES.get(property)?.[0] ?? 'isManaged'
    const varied = count > COMBINATIONS_MAX ? [{ isManaged: true }] : devices
    const added = varied.flatMap((device) => [...values].map((value) => ({ ...device, [name]: value })))
    devices = count > COMBINATIONS_MAX ? [...devices, ...added] : added
  }
  return devices
}
