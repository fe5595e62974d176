/**
 * Whether a change opens anything is worked out without looking at every sign-in. Here every sign-in is looked at, one
 * by one, under generated policies before and after, and both must agree.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyChange, opensBetween } from '../../../src/domain/policyStatus/change.js'
import { compileTenant, evaluateWhatIf, type Tenant } from '../../../src/domain/policyStatus/index.js'
import * as example from './example.js'
import { APPS, blocks, branch, everySignIn } from './generated.js'

/** One person for each way in which the policies can tell people apart; the stand-ins of the evaluator, made of flesh. */
const CARL = 'carl-who-holds-the-role'
const DORA = 'dora-who-is-an-engineer'
const EVE = 'eve-who-is-a-room'
const FRED = 'fred-who-is-in-the-field'
const NOBODY = 'nobody-mentions-her'
const PEOPLE = [example.ANNA, example.BEN, CARL, DORA, EVE, FRED, NOBODY, example.GUEST]
const SUITE_APP = 'an-app-of-the-suite'
const ADDRESSES = [example.HOME_ADDRESS, '203.0.113.5', example.OFFICE_ADDRESS]

const directory = {
  ...example.directory,
  memberships: [
    ...(example.directory.memberships ?? []),
    { groupId: example.ENGINEERS, memberId: DORA },
    { groupId: example.FIELD, memberId: FRED },
    { groupId: example.ROOMS, memberId: EVE },
  ],
  roles: [
    ...(example.directory.roles ?? []),
    { roleTemplateId: example.ADMIN_ROLE, principalId: CARL, assignmentType: 'active', scope: 'tenant' },
  ],
}
const tenantOf = (policies: readonly unknown[]): Tenant =>
  example.tenant({
    policies,
    directory,
    namedLocations: [example.office, branch],
    catalog: { office365: [example.MAIL, SUITE_APP], adminPortals: [], apps: [] },
  })

function opensOneByOne(before: readonly unknown[], after: readonly unknown[]): boolean {
  const [was, is] = [compileTenant(tenantOf(before)), compileTenant(tenantOf(after))]
  for (const userId of PEOPLE)
    for (const address of ADDRESSES)
      for (const signIn of everySignIn(userId, address, [...APPS, SUITE_APP]))
        if (evaluateWhatIf(was, signIn).outcome === 'block' && evaluateWhatIf(is, signIn).outcome !== 'block')
          return true
  return false
}

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
      { numRuns: 60, seed: 8 },
    )
    // Both answers were looked at often.
    expect(Math.min(found.opens, found.keeps)).toBeGreaterThan(8)
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
