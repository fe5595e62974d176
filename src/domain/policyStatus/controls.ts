/**
 * What a policy does once it applies: grant and session controls.
 *
 * Source: Microsoft Learn, "Conditional Access: Grant" (2026-06-02). `AND` asks for every control, `OR` for one of them, and
 * "by default, Conditional Access requires all selected controls", so that only `OR` is an alternative; a block wins over
 * everything beside it. Session controls are imposed after the grant and never block.
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
  const oneOf = text(member(grant, 'operator'))?.toUpperCase() === 'OR'
  const required = oneOf && grants.length > 0 ? [[...grants].sort().join('|')] : grants
  return { blocks: grants.includes('block'), grants, required: [...required, ...sessionControls(session)] }
}

function sessionControls(session: unknown): readonly string[] {
  if (!isJson(session)) return []
  return Object.entries(session)
    .filter(([name, value]) => !name.includes('@') && isOn(value))
    .map(([name]) => `session:${name}`)
}

const isOn = (value: unknown): boolean => value === true || (isJson(value) && member(value, 'isEnabled') !== false)
