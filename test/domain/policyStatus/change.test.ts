/**
 * Whether a change opens anything is worked out without looking at every sign-in. Here every sign-in is looked at, one
 * by one, under generated policies before and after, and both must agree.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyChange, opensBetween } from '../../../src/domain/policyStatus/change.js'
import * as example from './example.js'
import { blocks } from './generated.js'
import { opensOneByOne, tenantOf } from './oneByOne.js'

describe('a change', () => {
  it('opens exactly where some sign-in that was blocked is not any more', () => {
    const lists = fc.array(blocks, { minLength: 1, maxLength: 3 })
    const found = { opens: 0, keeps: 0 }
    fc.assert(
      fc.property(lists, blocks, fc.boolean(), (before, policy, adds) => {
        const after = adds ? [...before, policy] : [...before.slice(1), policy]
        const expected = opensOneByOne(before, after)
        found[expected ? 'opens' : 'keeps'] += 1
        expect(opensBetween(tenantOf(before), before, after)).toBe(expected)
      }),
      { numRuns: 30, seed: 8 },
    )
    // Both answers were looked at often.
    expect(Math.min(found.opens, found.keeps)).toBeGreaterThan(4)
  })

  it('of a policy that is not there changes nothing', () => {
    const tenant = tenantOf([example.policy()])
    expect(applyChange(tenant, { kind: 'update', id: 'gone', policy: {} }).policies).toEqual(tenant.policies)
    expect(applyChange(tenant, { kind: 'delete', id: 'gone' }).policies).toEqual(tenant.policies)
  })

  it('finds a policy by its id without regard to case', () => {
    const tenant = tenantOf([example.policy({ id: 'ABC' })])
    expect(applyChange(tenant, { kind: 'delete', id: 'abc' }).policies).toEqual([])
  })
})
