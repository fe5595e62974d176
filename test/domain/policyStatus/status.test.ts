import { describe, expect, it } from 'vitest'
import { evaluateStatus, type Tenant } from '../../../src/domain/policyStatus/index.js'
import * as example from './example.js'

const { office, policy, tenant, withBlocks } = example

const EVERYBODY = [example.ANNA, example.BEN, example.GUEST]
const gapsOf = (of: Tenant): readonly string[] => [...evaluateStatus(of).gaps].sort()

describe('the status of a tenant', () => {
  it('with the recommended policy is blocked, but for what is open by design', () => {
    expect(evaluateStatus(tenant())).toEqual({
      blocked: 'yes',
      gaps: [],
      residual: ['trusted-networks-open', 'emergency-accounts-open'],
      openUsers: [],
      openFrom: [example.OFFICE],
    })
  })

  it('without any policy is open to everyone', () => {
    const status = evaluateStatus(tenant({ policies: [] }))
    expect(status).toMatchObject({ blocked: 'no', residual: [], openUsers: EVERYBODY })
    expect([...status.gaps].sort()).toEqual(['no-block-policy', 'no-signin-risk-policy'])
    expect(status.openFrom).toEqual(['*', example.OFFICE])
  })

  it.each([
    ['report-only', 'report-only', ['report-only']],
    ['disabled', 'no', ['disabled']],
  ])('with the policy %s', (state, blocked, gaps) => {
    const graphState = state === 'disabled' ? 'disabled' : 'enabledForReportingButNotEnforced'
    const of = withBlocks(policy({ state: graphState }))
    expect(evaluateStatus(of).blocked).toBe(blocked)
    expect(gapsOf(of)).toEqual(gaps)
  })

  it.each([
    [
      'an ordinary user is excluded',
      { users: { excludeUsers: [example.EMERGENCY_1, example.EMERGENCY_2, example.ANNA] } },
      ['excluded-users', 'excludes-non-emergency-users'],
    ],
    [
      'a group with people in it is excluded',
      { users: { excludeGroups: [example.ENGINEERS] } },
      ['excluded-groups', 'excludes-non-emergency-users'],
    ],
    ['an empty group is excluded', { users: { excludeGroups: [example.ROOMS] } }, ['excluded-groups']],
    [
      'a role is excluded',
      { users: { excludeRoles: [example.ADMIN_ROLE] } },
      ['excluded-roles', 'excludes-non-emergency-users'],
    ],
    [
      'a guest type nobody has is excluded',
      { users: { excludeGuestsOrExternalUsers: { guestOrExternalUserTypes: 'serviceProvider' } } },
      ['guests-not-covered'],
    ],
    ['it is for a group only', { users: { includeUsers: [], includeGroups: [example.FIELD] } }, ['not-all-users']],
    ['it is for guests only', { users: { includeUsers: ['GuestsOrExternalUsers'] } }, ['not-all-users']],
    [
      'it is for everyone listed, but not for all',
      { users: { includeUsers: [example.ANNA, example.BEN, example.GUEST] } },
      ['not-all-users'],
    ],
    ['it is for one app', { applications: { includeApplications: [example.MAIL] } }, ['not-all-resources']],
    ['an app is excluded', { applications: { excludeApplications: [example.CODE_HOST] } }, ['excluded-apps']],
    [
      'an app filter excludes what nothing carries yet',
      { applications: { applicationFilter: { mode: 'exclude', rule: 'CustomSecurityAttribute.A_B -eq "x"' } } },
      ['excluded-apps'],
    ],
    ['it is for one client only', { conditions: { clientAppTypes: ['browser'] } }, ['client-app-limited']],
    [
      'a platform is excluded',
      { conditions: { platforms: { includePlatforms: ['all'], excludePlatforms: ['android'] } } },
      ['platform-limited'],
    ],
    [
      'every known platform is listed',
      {
        conditions: {
          platforms: { includePlatforms: ['android', 'iOS', 'windows', 'windowsPhone', 'macOS', 'linux'] },
        },
      },
      ['platform-limited'],
    ],
    [
      'a device filter leaves devices out',
      { conditions: { devices: { deviceFilter: { mode: 'exclude', rule: 'device.isCompliant -eq "True"' } } } },
      ['device-filter-limited'],
    ],
    ['it is for high risk only', { conditions: { signInRiskLevels: ['high'] } }, ['risk-limited']],
    [
      'it is for the office only',
      { conditions: { locations: { includeLocations: [example.BRANCH] } } },
      ['not-any-location'],
    ],
    [
      'a network is excluded that is not trusted',
      { conditions: { locations: { includeLocations: ['All'], excludeLocations: [example.BRANCH] } } },
      ['excluded-untrusted-location'],
    ],
  ])('is partial when %s', (_case, parts, gaps) => {
    const branch = { ...office, id: example.BRANCH, isTrusted: false, ipRanges: [{ cidrAddress: '203.0.113.0/28' }] }
    const of = { ...withBlocks(policy(parts)), namedLocations: [office, branch] }
    expect(evaluateStatus(of).blocked).toBe('partial')
    expect(gapsOf(of)).toEqual(gaps)
  })

  it('names every condition that leaves something open', () => {
    const of = withBlocks(
      policy({ users: { excludeGroups: [example.ROOMS] }, conditions: { clientAppTypes: ['browser'] } }),
    )
    expect(gapsOf(of)).toEqual(['client-app-limited', 'excluded-groups'])
  })

  it('of a policy nobody is included in is no, with the reason', () => {
    const of = withBlocks(policy({ users: { includeUsers: ['None'] } }))
    expect(evaluateStatus(of).blocked).toBe('no')
    expect(gapsOf(of)).toEqual(['not-all-users'])
  })

  it.each([
    ['asks for MFA', { grant: { operator: 'OR', builtInControls: ['mfa'] } }, ['grant-not-block', 'no-block-policy']],
    [
      'is about the other flow',
      { conditions: { authenticationFlows: { transferMethods: 'authenticationTransfer' } } },
      ['no-block-policy', 'wrong-transfer-method'],
    ],
    [
      'blocks one country',
      { conditions: { authenticationFlows: null, locations: { includeLocations: [example.BRANCH] } } },
      ['incidental-blocks-only', 'no-block-policy'],
    ],
  ])('is no when the only policy %s', (_case, parts, gaps) => {
    const country = { id: example.BRANCH, displayName: 'FR', countriesAndRegions: ['FR'] }
    const of = { ...withBlocks(policy(parts)), namedLocations: [office, country] }
    expect(evaluateStatus(of)).toMatchObject({ blocked: 'no', residual: [] })
    expect(gapsOf(of)).toEqual(gaps)
  })

  it('of a block of everything that names no flow is yes', () => {
    expect(evaluateStatus(withBlocks(policy({ conditions: { authenticationFlows: null } }))).blocked).toBe('yes')
  })
})

describe('what is not a gap', () => {
  it('is a policy of another kind beside a full block', () => {
    const mfa = policy({ id: 'mfa', grant: { operator: 'OR', builtInControls: ['mfa'] } })
    const transfer = policy({
      id: 't',
      conditions: { authenticationFlows: { transferMethods: 'authenticationTransfer' } },
    })
    const off = policy({ id: 'off', state: 'disabled' })
    expect(evaluateStatus(withBlocks(policy(), mfa, transfer, off))).toMatchObject({ blocked: 'yes', gaps: [] })
  })

  it('is a condition of a policy that came less close than another', () => {
    const near = policy({
      id: 'near',
      conditions: { platforms: { includePlatforms: ['all'], excludePlatforms: ['linux'] } },
    })
    const far = policy({
      id: 'far',
      users: { includeUsers: ['None'] },
      applications: { includeApplications: ['None'] },
    })
    expect(gapsOf(withBlocks(near, far))).toEqual(['platform-limited'])
  })

  it('is a condition of an enabled policy that blocks nothing, beside a report-only one that would', () => {
    const idle = policy({ id: 'idle', users: { includeUsers: ['None'] } })
    const reporting = policy({ id: 'reporting', state: 'enabledForReportingButNotEnforced' })
    expect(evaluateStatus(withBlocks(idle, reporting))).toMatchObject({ blocked: 'report-only', gaps: ['report-only'] })
  })
})

describe('a suite of apps', () => {
  it('that is excluded is a hole, even if none of its apps is known', () => {
    const of = {
      ...withBlocks(policy({ applications: { excludeApplications: ['MicrosoftAdminPortals'] } })),
      catalog: {},
    }
    expect(evaluateStatus(of)).toMatchObject({ blocked: 'partial', gaps: ['excluded-apps'] })
  })
})

describe('report-only policies', () => {
  const reporting = { state: 'enabledForReportingButNotEnforced' }

  it('that name the flow count as soon as they would block some of it', () => {
    const pilot = policy({ ...reporting, users: { includeUsers: [], includeGroups: [example.FIELD] } })
    expect(evaluateStatus(withBlocks(pilot)).blocked).toBe('report-only')
    expect(gapsOf(withBlocks(pilot))).toEqual(['not-all-users', 'report-only'])
  })

  it('that do not name it count only if they would block all of it', () => {
    const all = policy({ ...reporting, conditions: { authenticationFlows: null } })
    expect(evaluateStatus(withBlocks(all)).blocked).toBe('report-only')
    expect(gapsOf(withBlocks(all))).toEqual(['no-block-policy', 'report-only'])
    const some = policy({ ...reporting, conditions: { authenticationFlows: null, clientAppTypes: ['browser'] } })
    expect(evaluateStatus(withBlocks(some)).blocked).toBe('no')
  })
})

describe('several policies together', () => {
  it.each([
    [
      'by app',
      { applications: { excludeApplications: [example.MAIL] } },
      { applications: { includeApplications: [example.MAIL] } },
    ],
    [
      'by group',
      { users: { excludeGroups: [example.FIELD] } },
      { users: { includeUsers: [], includeGroups: [example.FIELD] } },
    ],
    [
      'by the group around it',
      { users: { excludeGroups: [example.FIELD] } },
      { users: { includeUsers: [], includeGroups: [example.ENGINEERS] } },
    ],
    [
      'by guests',
      { users: { excludeUsers: [example.EMERGENCY_1, example.EMERGENCY_2, 'GuestsOrExternalUsers'] } },
      { users: { includeUsers: ['GuestsOrExternalUsers'] } },
    ],
    [
      'by risk',
      { conditions: { signInRiskLevels: ['none', 'low'] } },
      { conditions: { signInRiskLevels: ['medium', 'high'] } },
    ],
    [
      'by device',
      { conditions: { devices: { deviceFilter: { mode: 'include', rule: 'device.model -eq "A"' } } } },
      { conditions: { devices: { deviceFilter: { mode: 'include', rule: 'device.model -ne "A"' } } } },
    ],
    [
      'by platform',
      { conditions: { platforms: { includePlatforms: ['linux'] } } },
      { conditions: { platforms: { includePlatforms: ['all'], excludePlatforms: ['linux'] } } },
    ],
  ])('cover everything when they split it %s', (_case, one, other) => {
    const of = withBlocks(policy({ id: 'one', ...one }), policy({ id: 'other', ...other }))
    expect(evaluateStatus(of).blocked).toBe('yes')
    expect(evaluateStatus(withBlocks(policy({ id: 'one', ...one }))).blocked).toBe('partial')
  })

  it('are partial while the rest only reports', () => {
    const pilot = policy({ id: 'pilot', users: { includeUsers: [], includeGroups: [example.FIELD] } })
    const rest = policy({ id: 'rest', state: 'enabledForReportingButNotEnforced' })
    expect(evaluateStatus(withBlocks(pilot, rest)).blocked).toBe('partial')
    expect(gapsOf(withBlocks(pilot, rest))).toEqual(['not-all-users', 'report-only'])
  })
})

describe('emergency access', () => {
  it('may be a group whose known members are all declared accounts', () => {
    const memberships = [{ groupId: example.EMERGENCY_GROUP, memberId: example.EMERGENCY_1 }]
    const block = policy({ users: { excludeGroups: [example.EMERGENCY_GROUP] } })
    const of = { ...withBlocks(block), directory: { ...example.directory, memberships } }
    expect(evaluateStatus(of).blocked).toBe('yes')
    const mixed = [...memberships, { groupId: example.EMERGENCY_GROUP, memberId: example.ANNA }]
    expect(evaluateStatus({ ...of, directory: { ...example.directory, memberships: mixed } })).toMatchObject({
      blocked: 'partial',
      openUsers: [example.ANNA],
    })
  })

  it('is missed when a declared account is hit, or none is declared and nobody is excluded', () => {
    expect(gapsOf(withBlocks(policy({ users: { excludeUsers: [example.EMERGENCY_1] } })))).toEqual([
      'no-emergency-exclusion',
    ])
    const undeclared = { ...example.directory, emergencyAccess: { users: [], groups: [] } }
    expect(gapsOf({ ...withBlocks(policy({ users: { excludeUsers: [] } })), directory: undeclared })).toEqual([
      'no-emergency-exclusion',
    ])
    expect(
      gapsOf({
        ...withBlocks(policy({ users: { excludeUsers: [], excludeGroups: [example.ROOMS] } })),
        directory: undeclared,
      }),
    ).toEqual(['excluded-groups'])
  })
})

describe('trusted networks', () => {
  it('that do not exist make an exclusion of all of them a name without effect', () => {
    expect(evaluateStatus(tenant({ namedLocations: [] }))).toMatchObject({
      blocked: 'yes',
      gaps: ['no-trusted-location-defined'],
      residual: ['emergency-accounts-open'],
      openFrom: [],
    })
  })

  it('may be the MFA trusted IPs alone', () => {
    const of = tenant({ namedLocations: [], mfaTrustedIps: ['198.51.100.0/24'] })
    expect(evaluateStatus(of)).toMatchObject({ blocked: 'yes', gaps: [] })
  })

  it('are not what is open when another network is excluded', () => {
    const branch = { ...office, id: example.BRANCH, isTrusted: false, ipRanges: [{ cidrAddress: '203.0.113.0/28' }] }
    const block = policy({
      conditions: { locations: { includeLocations: ['All'], excludeLocations: [example.BRANCH] } },
    })
    expect(evaluateStatus({ ...withBlocks(block), namedLocations: [office, branch] })).toMatchObject({
      residual: ['emergency-accounts-open'],
      openFrom: [example.BRANCH],
    })
  })

  it('may be left out of the exclusion, which is stricter than recommended', () => {
    const of = withBlocks(policy({ conditions: { locations: null } }))
    expect(evaluateStatus(of)).toMatchObject({
      blocked: 'yes',
      gaps: [],
      residual: ['emergency-accounts-open'],
      openFrom: [],
    })
  })
})

describe('the sign-in risk policy', () => {
  it.each([
    ['is disabled', { state: 'disabled' }, ['no-signin-risk-policy']],
    ['asks for nothing', { grant: null }, ['no-signin-risk-policy']],
    ['starts at medium only', { conditions: { signInRiskLevels: ['medium'] } }, ['no-signin-risk-policy']],
    ['is for a group', { users: { includeUsers: [], includeGroups: [example.FIELD] } }, ['signin-risk-policy-limited']],
    ['also asks for user risk', { conditions: { userRiskLevels: ['high'] } }, ['signin-risk-policy-limited']],
    [
      'is for one network',
      { conditions: { locations: { includeLocations: [example.BRANCH] } } },
      ['signin-risk-policy-limited'],
    ],
    [
      'leaves out a network that is not trusted',
      { conditions: { locations: { includeLocations: ['All'], excludeLocations: [example.BRANCH] } } },
      ['signin-risk-policy-limited'],
    ],
    [
      'leaves out trusted networks',
      { conditions: { locations: { includeLocations: ['All'], excludeLocations: ['AllTrusted'] } } },
      [],
    ],
    ['is for the browser', { conditions: { clientAppTypes: ['browser'] } }, ['signin-risk-policy-limited']],
    ['asks for an authentication strength', { grant: { operator: 'OR', authenticationStrength: { id: 's' } } }, []],
  ])('that %s', (_case, parts, gaps) => {
    expect(gapsOf(tenant({ policies: [policy(), example.riskPolicy(parts)] }))).toEqual(gaps)
  })
})
