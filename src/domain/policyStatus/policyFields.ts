/** Two versions of one policy compared field by field, for people to read. */
import { asSet, canonical } from './change.js'
import { isJson, member } from './reading.js'

export interface FieldChange {
  /** Its path in Graph's policy, such as `conditions.users.excludeGroups`. */
  readonly field: string
  /** As Graph has it; null where it is not set. */
  readonly before: unknown
  readonly after: unknown
}

export const fieldChanges = (before: unknown, after: unknown): readonly FieldChange[] =>
  changedFields(before, after).map((field) => ({
    field,
    before: valueAt(before, field) ?? null,
    after: valueAt(after, field) ?? null,
  }))

/** The fields in which two policies differ; absent, null and empty are one, and a list is a set. */
export const changedFields = (before: unknown, after: unknown): readonly string[] =>
  FIELDS.filter((field) => plain(valueAt(before, field)) !== plain(valueAt(after, field)))

/** In the order in which people read them. */
export const FIELDS = [
  'displayName',
  'state',
  'conditions.users.includeUsers',
  'conditions.users.excludeUsers',
  'conditions.users.includeGroups',
  'conditions.users.excludeGroups',
  'conditions.users.includeRoles',
  'conditions.users.excludeRoles',
  'conditions.users.includeGuestsOrExternalUsers',
  'conditions.users.excludeGuestsOrExternalUsers',
  'conditions.applications.includeApplications',
  'conditions.applications.excludeApplications',
  'conditions.applications.applicationFilter',
  'conditions.applications.includeUserActions',
  'conditions.applications.includeAuthenticationContextClassReferences',
  'conditions.authenticationFlows.transferMethods',
  'conditions.locations.includeLocations',
  'conditions.locations.excludeLocations',
  'conditions.clientAppTypes',
  'conditions.platforms.includePlatforms',
  'conditions.platforms.excludePlatforms',
  'conditions.devices.deviceFilter',
  'conditions.signInRiskLevels',
  'conditions.userRiskLevels',
  'conditions.insiderRiskLevels',
  'grantControls.operator',
  'grantControls.builtInControls',
  'grantControls.termsOfUse',
  'grantControls.customAuthenticationFactors',
  'grantControls.authenticationStrength',
  'sessionControls',
] as const

export const valueAt = (raw: unknown, field: string): unknown =>
  field.split('.').reduce((value: unknown, key) => member(value, key), raw)

/** As policies are compared: Graph writes an unset member as null, as an empty list, or not at all. */
export function plain(value: unknown): string {
  if (value === undefined || value === null || value === '') return ''
  if (Array.isArray(value))
    return value.every((entry) => typeof entry === 'string') ? asSet(value).join('\n') : canonical(value)
  if (typeof value === 'string')
    return value
      .split(',')
      .map((part) => part.trim())
      .sort()
      .join(',')
  const says = isJson(value)
    ? Object.fromEntries(Object.entries(value).filter(([key, part]) => !key.includes('@') && part !== null))
    : value
  return isJson(says) && Object.keys(says).length === 0 ? '' : canonical(says)
}

/** What a policy does, without its name and state, as text that is equal for two policies that do the same. No NUL: a database keeps none. */
export const policyKey = (raw: unknown): string =>
  FIELDS.filter((field) => field !== 'displayName' && field !== 'state')
    .map((field) => `${field}=${plain(valueAt(raw, field))}`)
    .join('\u001e')
