import { describe, expect, it } from 'vitest'
import { isPosternError } from '../../../src/domain/errors.js'
import { parseSnapshot, trustedRangesOf } from '../../../src/domain/policyStatus/index.js'
import * as example from './example.js'

const faultOf = (value: unknown): unknown => {
  try {
    parseSnapshot(value)
  } catch (error) {
    return isPosternError(error, 'input-invalid') ? error.detail.faults : error
  }
  return 'accepted'
}

describe('a snapshot', () => {
  it('survives being written and read', () => {
    expect(parseSnapshot(JSON.parse(JSON.stringify(example.snapshot())))).toEqual(example.snapshot())
  })

  it('keeps in policies what this version does not know', () => {
    const policies = [{ ...example.policy(), somethingNew: { a: 1 } }]
    expect(parseSnapshot(example.snapshot({ policies })).policies).toEqual(policies)
  })

  it.each([
    ['no date', { takenAt: undefined }, ['takenAt: invalid_type']],
    ['a date that is none', { takenAt: 'yesterday' }, ['takenAt: invalid_format']],
    ['a policy that is a text', { policies: ['x'] }, ['policies.0: invalid_type']],
    [
      'an unknown that is none of ours',
      { unknowns: [{ what: 'weather', why: 'x' }] },
      ['unknowns.0.what: invalid_value'],
    ],
  ])('is refused with %s', (_case, change, faults) => {
    expect(faultOf({ ...example.snapshot(), ...change })).toEqual(faults)
  })

  it.each([null, [], 'text', 7])('is refused when it is %j', (value) => {
    expect(faultOf(value)).toEqual([': invalid_type'])
  })

  it('states what it does not say', () => {
    const directory = { users: [{ id: example.GUEST, userType: 'Guest' }] }
    expect(parseSnapshot({ takenAt: example.TAKEN_AT, policies: [], directory }).unknowns).toEqual([
      { what: 'guests', why: 'type-not-given' },
      { what: 'emergency-access', why: 'not-declared' },
    ])
  })

  it('gives the ranges that the tenant trusts', () => {
    const branch = { ...example.office, id: example.BRANCH, isTrusted: false }
    const of = example.snapshot({ namedLocations: [branch, example.office], mfaTrustedIps: ['192.0.2.0/28'] })
    expect(trustedRangesOf(of)).toEqual(['198.51.100.0/24', '192.0.2.0/28'])
  })
})
