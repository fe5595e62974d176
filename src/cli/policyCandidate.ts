/** A policy that somebody wrote by hand: a member that Graph does not have would be passed over, and the answer be green. */
import { PosternError } from '../domain/errors.js'
import { POLICY_FIELDS } from '../domain/policyStatus/index.js'

/** What Graph has beside the fields that decide. Source: Microsoft Graph docs, "conditionalAccessPolicy" (beta). */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  '': ['id', 'description', 'templateId', 'createdDateTime', 'modifiedDateTime', 'deletedDateTime'],
  conditions: ['agentIdRiskLevels', 'clientApplications', 'deviceStates', 'servicePrincipalRiskLevels', 'times'],
  'conditions.applications': ['globalSecureAccess', 'networkAccess'],
  'conditions.devices': ['excludeDevices', 'excludeDeviceStates', 'includeDevices', 'includeDeviceStates'],
}

/** Errors: `input-invalid` with the members that are not Graph's, or the parts without which it is no policy. */
export function checkedCandidate(value: unknown): unknown {
  const strange = strangeIn(value, '')
  const missing = ['conditions.users', 'conditions.applications'].filter((path) => !isObject(at(value, path)))
  const controls = isObject(at(value, 'grantControls')) || isObject(at(value, 'sessionControls'))
  const faults = [
    ...strange.map((path) => `${path}: not a member of a policy`),
    ...[...missing, ...(controls ? [] : ['grantControls'])].map((path) => `${path}: missing`),
  ]
  if (faults.length > 0)
    throw new PosternError('input-invalid', { what: 'candidate policy', faults: faults.slice(0, 20) })
  return value
}

function strangeIn(value: unknown, path: string): readonly string[] {
  if (!isObject(value)) return []
  const within = path === '' ? '' : `${path}.`
  const known = new Set([
    ...POLICY_FIELDS.filter((field) => field.startsWith(within)).map(
      (field) => field.slice(within.length).split('.')[0],
    ),
    ...(BESIDE[path] ?? []),
  ])
  return Object.entries(value).flatMap(([name, part]) => {
    // Graph writes what is not set as null, and says of what type a thing is.
    if (part === null || name.includes('@')) return []
    if (!known.has(name)) return [`${within}${name}`]
    return POLICY_FIELDS.some((field) => field.startsWith(`${within}${name}.`))
      ? strangeIn(part, `${within}${name}`)
      : []
  })
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const at = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((part, name) => (isObject(part) ? part[name] : undefined), value)
