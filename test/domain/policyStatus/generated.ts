/** Generated tenants, small enough that every sign-in of them can be looked at one by one. */
import fc from 'fast-check'
import type { SignIn, Tenant } from '../../../src/domain/policyStatus/index.js'
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
export const blocks = fc
  .record({
    users,
    applications,
    conditions,
    state: fc.constantFrom('enabled', 'enabled', 'enabledForReportingButNotEnforced'),
  })
  .map((parts) => example.policy(parts))

export const branch = {
  ...example.office,
  id: example.BRANCH,
  isTrusted: false,
  ipRanges: [{ cidrAddress: '203.0.113.0/24' }],
}
export const tenants: fc.Arbitrary<Tenant> = fc
  .array(blocks, { minLength: 1, maxLength: 4 })
  .map((policies) => example.tenant({ policies, namedLocations: [example.office, branch] }))

export const APPS = [example.MAIL, example.CODE_HOST, 'an-app-nobody-mentions']
const DEVICES = [null, { isCompliant: true, trustType: 'ServerAD' }, { isCompliant: true }, { trustType: 'ServerAD' }]

/** Every kind of sign-in of one person from one address that generated policies can tell apart. */
export function* everySignIn(userId: string, ipAddress: string, apps = APPS): Generator<SignIn> {
  for (const appId of apps)
    for (const clientAppType of ['browser', 'mobileAppsAndDesktopClients'])
      for (const devicePlatform of ['linux', 'windows'])
        for (const signInRiskLevel of ['none', 'high'])
          for (const device of DEVICES)
            yield example.signIn({ userId, appId, clientAppType, devicePlatform, signInRiskLevel, device, ipAddress })
}
