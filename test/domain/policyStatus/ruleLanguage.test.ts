import { describe, expect, it } from 'vitest'
import { type PropertyValue, parseRule, ruleMatches } from '../../../src/domain/policyStatus/ruleLanguage.js'

const PROPERTIES: Readonly<Record<string, PropertyValue>> = {
  'device.model': 'Surface Pro',
  'device.version': '10.0.22000',
  'device.labels': ['MultiUser', 'Kiosk'],
  'device.missing': null,
}

const parse = (source: string) => parseRule(source, (property) => Object.hasOwn(PROPERTIES, property))
const matches = (source: string): boolean => {
  const rule = parse(source)
  if (rule === null) throw new Error(`not a rule: ${source}`)
  return ruleMatches(rule, (property) => PROPERTIES[property] ?? null)
}

describe('a filter rule', () => {
  it.each([
    ['device.model -eq "surface pro"', true],
    ['device.model -ne "Surface Pro"', false],
    ['device.model -startsWith "Surface"', true],
    ['device.model -notStartsWith "Surface"', false],
    ['device.model -endsWith "pro"', true],
    ['device.model -notEndsWith "pro"', false],
    ['device.model -contains "face"', true],
    ['device.model -notContains "face"', false],
    ['device.model -in ["Laptop", "Surface Pro"]', true],
    ['device.model -notIn ["Laptop", "Surface Pro"]', false],
    ["device.model -eq 'Surface Pro'", true],
    ['device.version -in ["10.0.19041","10.0.22000"]', true],
    ['DEVICE.MODEL -EQ "SURFACE PRO"', true],
    ['device.model eq "Surface Pro"', true],
  ])('%s is %s', (rule, expected) => {
    expect(matches(rule)).toBe(expected)
  })

  it.each([
    ['-eq "x"', false],
    ['-startsWith "x"', false],
    ['-in ["x"]', false],
    ['-ne "x"', true],
    ['-notContains "x"', true],
    ['-notIn ["x"]', true],
    ['-eq null', true],
    ['-ne null', false],
  ])('on a property that is null, %s is %s', (comparison, expected) => {
    expect(matches(`device.missing ${comparison}`)).toBe(expected)
  })

  it.each([
    ['device.labels -contains "Kiosk"', true],
    ['device.labels -contains "Kio"', false],
    ['device.labels -notContains "Kio"', true],
  ])('on a collection compares whole entries: %s is %s', (rule, expected) => {
    expect(matches(rule)).toBe(expected)
  })

  it.each([
    ['device.model -eq "x" -and device.model -eq "x" -or device.version -startsWith "10"', true],
    ['device.version -startsWith "10" -or device.model -eq "x" -and device.model -eq "x"', true],
    ['(device.version -startsWith "10" -or device.model -eq "x") -and device.model -eq "x"', false],
    ['-not device.model -eq "x" -and device.version -startsWith "10"', true],
    ['-not (device.model -eq "x" -or device.version -startsWith "10")', false],
    ['not (device.model eq "x")', true],
  ])('binds not before and before or: %s is %s', (rule, expected) => {
    expect(matches(rule)).toBe(expected)
  })

  it('keeps an escaped quotation mark, and an operator inside quotation marks', () => {
    expect(parse('device.model -eq "a `"b`" -or c"')).toMatchObject({ values: ['a "b" -or c'] })
  })

  it.each([
    '',
    'device.model',
    'device.model -eq',
    'device.model -like "x"',
    'device.model -eq "x',
    'device.model -eq "x" device.model -eq "y"',
    'device.model -eq "x" -and',
    '(device.model -eq "x"',
    'device.model -in ["x"',
    'device.serial -eq "x"',
    'device.model == "x"',
    `${'('.repeat(100)}device.model -eq "x"${')'.repeat(100)}`,
    `device.model -eq "${'x'.repeat(9000)}"`,
  ])('is refused when it is none: %s', (source) => {
    expect(parse(source)).toBeNull()
  })
})
