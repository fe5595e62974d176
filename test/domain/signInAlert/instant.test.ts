import { describe, expect, it } from 'vitest'
import { instantOf } from '../../../src/domain/signInAlert/instant.js'

const NINE = Date.UTC(2026, 2, 2, 9)

describe('instantOf', () => {
  it.each([
    ['2026-03-02T09:00:00Z', NINE],
    ['2026-03-02T09:00:00.0000000+00:00', NINE],
    ['2026-03-02T11:00:00+02:00', NINE],
    ['2026-03-02T02:00:00-0700', NINE],
    ['2026-03-02T09:00:00', NINE],
    ['2026-03-02 09:00:00Z', NINE],
    ['2026-03-02t09:00z', NINE],
    ['2026-03-02T09:00:00.1239Z', NINE + 123],
    ['2026-03-02T09:00:00.5Z', NINE + 500],
    ['2026-03-02T09:00:00.1234567Z', NINE + 123],
    ['2026-03-31T00:00:00Z', Date.UTC(2026, 2, 31)],
    ['0099-03-02T00:00:00Z', new Date('0099-03-02T00:00:00Z').getTime()],
    ['2026-03-02', Date.UTC(2026, 2, 2)],
    ['2999-01-01T00:00:00Z', Date.UTC(2999, 0, 1)],
    ['2028-02-29T00:00:00Z', Date.UTC(2028, 1, 29)],
  ])('reads %s', (text, expected) => {
    expect(instantOf(text)).toBe(expected)
  })

  it.each([
    '',
    'yesterday',
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-03-02T24:30:00Z',
    '2026-03-02T09:60:00Z',
    '2026-03-02T09:00:00+25:00',
    'March 2, 2026',
    '2026-03-02T09:0x:00Z',
    '2026-03-02T09:00:00.Z',
    '2026-03-02T09:00:00.12x4Z',
    '1772442000000',
    `2026-03-02T09:00:00.${'1'.repeat(100)}Z`,
    1772442000000,
    null,
    undefined,
  ])('does not read %s', (value) => {
    expect(instantOf(value)).toBeUndefined()
  })
})
