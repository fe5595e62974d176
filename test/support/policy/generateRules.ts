/** Device and application filters over the whole language. */
import type { Chance } from './chance.js'

export const TEXTS = ['SAW', 'saw-01', 'Contoso (NL)', 'say "hi"', 'a`b', "it's", '']
export const TEXT_PROPERTIES = [
  'deviceId',
  'displayName',
  'manufacturer',
  'model',
  'operatingSystem',
  'operatingSystemVersion',
  'profileType',
  'trustType',
  'extensionAttribute1',
  'extensionAttribute15',
  'isCompliant',
  'deviceOwnership',
]
export const LIST_PROPERTIES = ['physicalIds', 'systemLabels']
const OPERATORS = ['eq', 'ne', 'startsWith', 'notStartsWith', 'endsWith', 'notEndsWith', 'contains', 'notContains']
export const TRUST = ['AzureAD', 'ServerAD', 'Workplace']

const quoted = (text: string): string => `"${text.replaceAll('`', '``').replaceAll('"', '`"')}"`

function literal(chance: Chance, property: string): string {
  if (property === 'isCompliant') return chance.of('"True"', '"true"', 'True', 'False', '"False"')
  if (property === 'trustType') return quoted(chance.of(...TRUST))
  return chance.oneIn(8) ? `'${chance.of('SAW', 'x y')}'` : quoted(chance.of(...TEXTS))
}

function comparison(chance: Chance): string {
  const property = chance.oneIn(5) ? chance.of(...LIST_PROPERTIES) : chance.of(...TEXT_PROPERTIES)
  const name = chance.of(`device.${property}`, `device.${property}`, `Device.${property.toUpperCase()}`)
  const hyphen = chance.oneIn(6) ? '' : '-'
  if (chance.oneIn(5)) {
    const list = Array.from({ length: 1 + chance.below(3) }, () => literal(chance, property)).join(chance.of(',', ', '))
    return `${name} ${hyphen}${chance.of('in', 'notIn', 'IN')} [${list}]`
  }
  if (chance.oneIn(8)) return `${name} ${hyphen}${chance.of('eq', 'ne')} null`
  const operator = chance.of(...OPERATORS)
  return `${name} ${hyphen}${chance.oneIn(8) ? operator.toUpperCase() : operator} ${literal(chance, property)}`
}

export function deviceRule(chance: Chance, depth = 0): string {
  if (depth > 3 || chance.oneIn(2)) return comparison(chance)
  const choice = chance.below(5)
  if (choice === 0) return `-not (${deviceRule(chance, depth + 1)})`
  if (choice === 1) return `(${deviceRule(chance, depth + 1)})`
  const join = chance.of('-and', '-or', 'and', 'or', '-AND')
  return `${deviceRule(chance, depth + 1)} ${join} ${deviceRule(chance, depth + 1)}`
}

export function appRule(chance: Chance): string {
  const one = (): string =>
    chance.of(
      `CustomSecurityAttribute.Zone_Tier -eq "${chance.of('0', '1')}"`,
      `CustomSecurityAttribute.Zone_Tier -ne "0"`,
      `CustomSecurityAttribute.Zone_Tags -contains "${chance.of('fin', 'hr')}"`,
      `CustomSecurityAttribute.Zone_Tier -in ["0", "2"]`,
    )
  return chance.oneIn(3) ? `${one()} ${chance.of('-and', '-or')} ${one()}` : one()
}
