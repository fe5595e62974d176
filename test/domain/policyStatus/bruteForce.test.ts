/**
 * The status is worked out without looking at every sign-in. Here every sign-in is looked at, one by one, in generated
 * tenants, and both must agree.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  compileTenant,
  evaluateStatus,
  evaluateWhatIf,
  type SignIn,
  type Tenant,
} from '../../../src/domain/policyStatus/index.js'
import * as example from './example.js'

const some = <T>(...values: readonly T[]): fc.Arbitrary<T[]> => fc.subarray([...values])
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { freq: 2 })

const users = fc.record({
  includeUsers: fc.constantFrom(['All'], ['All'], ['All'], [example.ANNA], ['GuestsOrExternalUsers'], []),
  excludeUsers: some(example.EMERGENCY_1, example.EMERGENCY_2, example.BEN),
  includeGroups: some(example.FIELD),
  excludeGroups: some(example.ENGINEERS, example.ROOMS),
  excludeRoles: some(example.ADMIN_ROLE),
})
const applications = fc.record({
  includeApplications: fc.constantFrom(['All'], ['All'], [example.MAIL], ['Office365']),
  excludeApplications: some(example.CODE_HOST),
})
const conditions = fc.record({
  locations: maybe(
    fc.record({
      includeLocations: fc.constantFrom(['All'], ['All'], [example.BRANCH]),
      excludeLocations: some('AllTrusted', example.BRANCH),
    }),
  ),
  clientAppTypes: fc.constantFrom(['all'], ['all'], ['browser']),
  platforms: maybe(
    fc.constantFrom({ includePlatforms: ['all'], excludePlatforms: ['linux'] }, { includePlatforms: ['linux'] }),
  ),
  signInRiskLevels: fc.constantFrom([], [], ['high'], ['none', 'low', 'medium']),
  devices: maybe(
    fc.record({
      deviceFilter: fc.record({
        mode: fc.constantFrom('include', 'exclude'),
        rule: fc.constantFrom('device.isCompliant -eq "True"', 'device.trustType -ne "ServerAD"'),
      }),
    }),
  ),
  authenticationFlows: fc.constantFrom(
    null,
    { transferMethods: 'deviceCodeFlow' },
    { transferMethods: 'deviceCodeFlow,authenticationTransfer' },
  ),
})
const block = fc
  .record({
    users,
    applications,
    conditions,
    state: fc.constantFrom('enabled', 'enabled', 'enabledForReportingButNotEnforced'),
  })
  .map((parts) => example.policy(parts))

const branch = {
  ...example.office,
  id: example.BRANCH,
  isTrusted: false,
  ipRanges: [{ cidrAddress: '203.0.113.0/24' }],
}
const tenants: fc.Arbitrary<Tenant> = fc
  .array(block, { minLength: 1, maxLength: 4 })
  .map((policies) => example.tenant({ policies, namedLocations: [example.office, branch] }))

const APPS = [example.MAIL, example.CODE_HOST, 'an-app-nobody-mentions']
const DEVICES = [null, { isCompliant: true, trustType: 'ServerAD' }, { isCompliant: true }, { trustType: 'ServerAD' }]

function* everySignIn(userId: string, ipAddress: string): Generator<SignIn> {
  for (const appId of APPS)
    for (const clientAppType of ['browser', 'mobileAppsAndDesktopClients'])
      for (const devicePlatform of ['linux', 'windows'])
        for (const signInRiskLevel of ['none', 'high'])
          for (const device of DEVICES)
            yield example.signIn({ userId, appId, clientAppType, devicePlatform, signInRiskLevel, device, ipAddress })
}

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
