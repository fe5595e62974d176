/**
 * The status is worked out without looking at every sign-in. Here every sign-in is looked at, one by one, in generated
 * tenants, and both must agree.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileTenant, evaluateStatus, evaluateWhatIf, type Tenant } from '../../../src/domain/policyStatus/index.js'
import * as example from './example.js'
import { everySignIn, tenants } from './generated.js'

const UNTRUSTED = [example.HOME_ADDRESS, '203.0.113.5']
const isOpen = (tenant: Tenant, userId: string, ipAddress: string): boolean => {
  const compiled = compileTenant(tenant)
  for (const signIn of everySignIn(userId, ipAddress))
    if (evaluateWhatIf(compiled, signIn).outcome !== 'block') return true
  return false
}

describe('the status', () => {
  it('names exactly the listed people whom some sign-in leaves open', () => {
    fc.assert(
      fc.property(tenants, (tenant) => {
        const people = [example.ANNA, example.BEN, example.GUEST]
        const open = people.filter((id) => UNTRUSTED.some((address) => isOpen(tenant, id, address)))
        const status = evaluateStatus(tenant)
        expect(status.openUsers).toEqual(open)
        if (open.length > 0) expect(status.blocked).not.toBe('yes')
      }),
      { numRuns: 300, seed: 5 },
    )
  })

  it('names exactly the places from which an ordinary member finds one open', () => {
    fc.assert(
      fc.property(tenants, (tenant) => {
        const places = [
          ['*', example.HOME_ADDRESS],
          [example.OFFICE, example.OFFICE_ADDRESS],
          [example.BRANCH, '203.0.113.5'],
        ] as const
        const open = places
          .filter(([, address]) => isOpen(tenant, 'somebody-nobody-lists', address))
          .map(([name]) => name)
        expect([...evaluateStatus(tenant).openFrom].sort()).toEqual([...open].sort())
      }),
      { numRuns: 300, seed: 6 },
    )
  })

  it('is yes only without a gap in the block, and partial only with one', () => {
    fc.assert(
      fc.property(tenants, (tenant) => {
        const { blocked, gaps } = evaluateStatus(tenant)
        const harmless = new Set([
          'signin-risk-policy-limited',
          'no-emergency-exclusion',
          'no-signin-risk-policy',
          'no-trusted-location-defined',
        ])
        expect(gaps.some((code) => !harmless.has(code))).toBe(blocked !== 'yes')
      }),
      { numRuns: 300, seed: 7 },
    )
  })
})
