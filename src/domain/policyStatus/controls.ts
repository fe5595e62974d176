/**
 * What a policy does once it applies: grant and session controls.
 *
 * Source: Microsoft Learn, "Conditional Access: Grant". `AND` asks for every control, `OR` for one of them; a block
 * wins over everything beside it. Session controls are imposed after the grant and never block.
 * No source says what a policy without an operator does (Microsoft Graph docs, conditionalAccessGrantControls: `AND` or
 * `OR`). It is read as `OR`, which promises less; whether it blocks does not hang on it.
 */
import { isJson, member, text, texts } from './reading.js'

export interface Controls {
  readonly blocks: boolean
  /** One entry a requirement: a control, or the alternatives of an OR policy joined by `|`. */
  readonly required: readonly string[]
  /** Names of grant controls, whatever the operator. */
  readonly grants: readonly string[]
}

export function readControls(grant: unknown, session: unknown): Controls {
  const strength = text(member(member(grant, 'authenticationStrength'), 'id'))
  const grants = [
    ...texts(member(grant, 'builtInControls')),
    ...(strength === null ? [] : [`authenticationStrength:${strength}`]),
    ...texts(member(grant, 'termsOfUse')).map((id) => `termsOfUse:${id}`),
    ...texts(member(grant, 'customAuthenticationFactors')).map((id) => `custom:${id}`),
  ]
  const every = text(member(grant, 'operator'))?.toUpperCase() === 'AND'
  const required = every || grants.length === 0 ? grants : [[...grants].sort().join('|')]
  return { blocks: grants.includes('block'), grants, required: [...required, ...sessionControls(session)] }
}

function sessionControls(session: unknown): readonly string[] {
  if (!isJson(session)) return []
  return Object.entries(session)
    .filter(([name, value]) => !name.includes('@') && isOn(value))
    .map(([name]) => `session:${name}`)
}

const isOn = (value: unknown): boolean => value === true || (isJson(value) && member(value, 'isEnabled') !== false)
