import { describe, expect, it } from 'vitest'
import { compileTenant, evaluateWhatIf } from '../../../src/domain/policyStatus/index.js'
import * as example from './example.js'

const { policy, signIn, tenant, withBlocks } = example

const outcome = (block: ReturnType<typeof policy>, changes: Parameters<typeof signIn>[0] = {}): string =>
  evaluateWhatIf(withBlocks(block), signIn(changes)).outcome

describe('one sign-in', () => {
  it('by device code from home is blocked by the recommended policy', () => {
    expect(evaluateWhatIf(tenant(), signIn())).toEqual({
      outcome: 'block',
      applied: [example.BLOCK_ID],
      reportOnly: [],
      controls: ['block'],
    })
  })

  it.each([
    ['from a trusted network', { ipAddress: example.OFFICE_ADDRESS }],
    ['without device code flow', { authenticationFlow: 'none' }],
    ['of an emergency account', { userId: example.EMERGENCY_1 }],
  ])('%s is not', (_case, changes) => {
    expect(evaluateWhatIf(tenant(), signIn(changes)).outcome).toBe('allow')
  })

  it('stays blocked in a session that began by device code', () => {
    const later = signIn({ authenticationFlow: 'none', originalTransferMethod: 'deviceCodeFlow' })
    expect(evaluateWhatIf(tenant(), later).outcome).toBe('block')
  })

  it('is the same for a tenant, its compiled form, and ids in other letter case', () => {
    const compiled = compileTenant(tenant())
    expect(evaluateWhatIf(compiled, signIn({ userId: example.ANNA.toUpperCase() })).outcome).toBe('block')
    expect(evaluateWhatIf(compiled, signIn({ userId: example.EMERGENCY_1.toUpperCase() })).outcome).toBe('allow')
    expect(compileTenant(compiled)).toBe(compiled)
  })
})

describe('who a policy is for', () => {
  it.each([
    ['a nested group', { includeUsers: [], includeGroups: [example.ENGINEERS] }, example.BEN, 'block'],
    ['a group one is not in', { includeUsers: [], includeGroups: [example.ENGINEERS] }, example.ANNA, 'allow'],
    ['an active role', { includeUsers: [], includeRoles: [example.ADMIN_ROLE] }, example.ANNA, 'block'],
    ['nobody', { includeUsers: ['None'] }, example.ANNA, 'allow'],
    ['an empty selection', { includeUsers: [] }, example.ANNA, 'allow'],
    ['all but a group', { excludeGroups: [example.FIELD] }, example.BEN, 'allow'],
    ['all but guests, the old way', { excludeUsers: ['GuestsOrExternalUsers'] }, example.GUEST, 'allow'],
    ['all but guests, for a member', { excludeUsers: ['GuestsOrExternalUsers'] }, example.ANNA, 'block'],
  ])('%s', (_case, users, userId, expected) => {
    expect(outcome(policy({ users }), { userId })).toBe(expected)
  })

  it.each([
    ['eligible', 'tenant'],
    ['active', 'administrativeUnit'],
  ])('a role that is %s at %s scope does not count', (assignmentType, scope) => {
    const roles = [{ roleTemplateId: example.ADMIN_ROLE, principalId: example.ANNA, assignmentType, scope }]
    const block = policy({ users: { includeUsers: [], includeRoles: [example.ADMIN_ROLE] } })
    const with_ = { ...withBlocks(block), directory: { ...example.directory, roles } }
    expect(evaluateWhatIf(with_, signIn()).outcome).toBe('allow')
  })

  it('groups nested in a circle end', () => {
    const memberships = [
      { groupId: example.ENGINEERS, memberId: example.FIELD },
      { groupId: example.FIELD, memberId: example.ENGINEERS },
      { groupId: example.FIELD, memberId: example.ANNA },
    ]
    const block = policy({ users: { includeUsers: [], includeGroups: [example.ENGINEERS] } })
    const circle = { ...withBlocks(block), directory: { ...example.directory, memberships } }
    expect(evaluateWhatIf(circle, signIn()).outcome).toBe('block')
  })

  it.each([
    ['of that tenant', example.PARTNER, 'allow'],
    ['of another tenant', example.OTHER_PARTNER, 'block'],
  ])('a partner’s guests are excluded, and the guest is %s', (_case, tenantId, expected) => {
    const excludeGuestsOrExternalUsers = {
      guestOrExternalUserTypes: 'b2bCollaborationMember,b2bCollaborationGuest',
      externalTenants: { membershipKind: 'enumerated', members: [tenantId] },
    }
    expect(outcome(policy({ users: { excludeGuestsOrExternalUsers } }), { userId: example.GUEST })).toBe(expected)
  })

  it('an internal guest has no tenant, so an exclusion of some tenants covers them', () => {
    const users = [{ id: example.GUEST, guestOrExternalUserType: 'internalGuest', homeTenantId: null }]
    const excludeGuestsOrExternalUsers = {
      guestOrExternalUserTypes: 'internalGuest',
      externalTenants: { membershipKind: 'enumerated', members: [example.PARTNER] },
    }
    const of = {
      ...withBlocks(policy({ users: { excludeGuestsOrExternalUsers } })),
      directory: { ...example.directory, users },
    }
    expect(evaluateWhatIf(of, signIn({ userId: example.GUEST })).outcome).toBe('allow')
  })

  it('a policy about workload identities never reaches a person', () => {
    const clientApplications = { includeServicePrincipals: ['ServicePrincipalsInMyTenant'] }
    expect(outcome(policy({ conditions: { clientApplications } }))).toBe('allow')
  })
})

describe('what is asked for', () => {
  it.each([
    ['the app', { includeApplications: [example.MAIL] }, 'block'],
    ['another app', { includeApplications: [example.CODE_HOST] }, 'allow'],
    ['the suite it belongs to', { includeApplications: ['Office365'] }, 'block'],
    ['everything but the app', { excludeApplications: [example.MAIL] }, 'allow'],
    ['none', { includeApplications: ['None'] }, 'allow'],
    [
      'an authentication context only',
      { includeApplications: [], includeAuthenticationContextClassReferences: ['c1'] },
      'allow',
    ],
  ])('%s', (_case, applications, expected) => {
    expect(outcome(policy({ applications }))).toBe(expected)
  })

  it('a user action meets its own policies and those for all resources', () => {
    const registration = policy({
      applications: { includeApplications: [], includeUserActions: ['urn:user:registersecurityinfo'] },
    })
    const action = { appId: null, userAction: 'registerSecurityInformation' }
    expect(outcome(registration, action)).toBe('block')
    expect(outcome(policy(), action)).toBe('block')
    expect(outcome(policy({ applications: { includeApplications: [example.MAIL] } }), action)).toBe('allow')
  })

  it('an authentication context meets its own policies and those for all resources', () => {
    const own = policy({
      applications: { includeApplications: [], includeAuthenticationContextClassReferences: ['c1'] },
    })
    const context = { appId: null, authContext: 'c1' }
    expect(outcome(own, context)).toBe('block')
    expect(outcome(policy(), context)).toBe('block')
    expect(outcome(own, { ...context, authContext: 'c2' })).toBe('allow')
    expect(outcome(policy({ applications: { includeApplications: [example.MAIL] } }), context)).toBe('allow')
  })

  it.each([
    ['-eq "0"', ['0'], 'block'],
    ['-contains "0"', ['0', '1'], 'block'],
    ['-in ["2","3"]', '0', 'allow'],
    ['-ne "0"', undefined, 'block'],
    ['-notIn ["0"]', undefined, 'block'],
    ['-notContains "0"', undefined, 'block'],
    ['-eq "0"', undefined, 'allow'],
    ['-contains "0"', undefined, 'allow'],
  ])('an app filter %s on %j', (comparison, value, expected) => {
    const applicationFilter = { mode: 'include', rule: `CustomSecurityAttribute.Zone_Tier ${comparison}` }
    const block = policy({ applications: { includeApplications: [], applicationFilter } })
    const apps = [{ appId: example.MAIL, customSecurityAttributes: value === undefined ? {} : { Zone_Tier: value } }]
    expect(evaluateWhatIf({ ...withBlocks(block), catalog: { apps } }, signIn()).outcome).toBe(expected)
  })
})

describe('the other conditions', () => {
  it.each([
    ['a platform that is listed', { platforms: { includePlatforms: ['windows'] } }, {}, 'block'],
    [
      'a platform nobody knows, against a list',
      { platforms: { includePlatforms: ['windows', 'linux'] } },
      { devicePlatform: 'unknown' },
      'allow',
    ],
    [
      'a platform nobody knows, against all',
      { platforms: { includePlatforms: ['all'] } },
      { devicePlatform: 'unknown' },
      'block',
    ],
    ['legacy clients only', { clientAppTypes: ['exchangeActiveSync', 'other'] }, {}, 'allow'],
    [
      'ActiveSync, for its supported clients',
      { clientAppTypes: ['exchangeActiveSync'] },
      { clientAppType: 'easSupported' },
      'block',
    ],
    ['a risk level that is listed', { signInRiskLevels: ['none'] }, {}, 'block'],
    ['a user risk that is not', { userRiskLevels: ['high'] }, {}, 'allow'],
    ['insider risk as flags', { insiderRiskLevels: 'minor,moderate' }, { insiderRiskLevel: 'moderate' }, 'block'],
    [
      'both flows in one string',
      { authenticationFlows: { transferMethods: 'authenticationTransfer,deviceCodeFlow' } },
      {},
      'block',
    ],
    ['the other flow only', { authenticationFlows: { transferMethods: 'authenticationTransfer' } }, {}, 'allow'],
    ['no flow at all', { authenticationFlows: null }, {}, 'block'],
    ['flows “none”', { authenticationFlows: { transferMethods: 'none' } }, {}, 'block'],
  ])('%s', (_case, conditions, changes, expected) => {
    expect(outcome(policy({ conditions }), changes)).toBe(expected)
  })

  it.each([
    ['an unregistered device and a positive operator', 'device.isCompliant -eq "True"', null, 'block'],
    ['a compliant device', 'device.isCompliant -eq "True"', { isCompliant: true }, 'allow'],
    ['an unregistered device and a negative operator', 'device.trustType -ne "ServerAD"', null, 'allow'],
    [
      'an attribute of a compliant device',
      'device.extensionAttribute1 -eq "SAW"',
      { extensionAttribute1: 'saw', isCompliant: true },
      'allow',
    ],
    [
      'an attribute that does not count',
      'device.extensionAttribute1 -eq "SAW"',
      { extensionAttribute1: 'SAW', trustType: 'Workplace' },
      'block',
    ],
    ['a whole label', 'device.systemLabels -contains "MultiUser"', { systemLabels: ['MultiUser'] }, 'allow'],
    ['part of a label', 'device.systemLabels -contains "Multi"', { systemLabels: ['MultiUser'] }, 'block'],
  ])('a device filter that excludes %s', (_case, rule, device, expected) => {
    expect(outcome(policy({ conditions: { devices: { deviceFilter: { mode: 'exclude', rule } } } }), { device })).toBe(
      expected,
    )
  })
})

describe('what policies do together', () => {
  const ask = (...builtInControls: readonly string[]): ReturnType<typeof policy> =>
    policy({ id: 'ask', conditions: { authenticationFlows: null }, grant: { operator: 'OR', builtInControls } })

  it('a block wins over other controls, and both policies apply', () => {
    const result = evaluateWhatIf(withBlocks(ask('mfa'), policy()), signIn())
    expect(result).toMatchObject({ outcome: 'block', applied: ['ask', example.BLOCK_ID], controls: ['block'] })
  })

  it('alternatives are one control, requirements are several', () => {
    expect(evaluateWhatIf(withBlocks(ask('mfa', 'compliantDevice')), signIn()).controls).toEqual([
      'compliantDevice|mfa',
    ])
    // Without an operator all are required, as Microsoft's default has it.
    const silent = { builtInControls: ['mfa', 'compliantDevice'] }
    const unsaid = policy({ conditions: { authenticationFlows: null }, grant: silent })
    expect(evaluateWhatIf(withBlocks(unsaid), signIn()).controls).toEqual(['mfa', 'compliantDevice'])
    const grant = {
      operator: 'AND',
      builtInControls: ['mfa'],
      authenticationStrength: { id: 's1' },
      termsOfUse: ['t1'],
    }
    const all = policy({ conditions: { authenticationFlows: null }, grant })
    expect(evaluateWhatIf(withBlocks(all), signIn()).controls).toEqual([
      'mfa',
      'authenticationStrength:s1',
      'termsOfUse:t1',
    ])
  })

  it('session controls are asked for by themselves, when they are on', () => {
    const session = {
      signInFrequency: { isEnabled: true },
      persistentBrowser: { isEnabled: false },
      disableResilienceDefaults: true,
    }
    const result = evaluateWhatIf(withBlocks(policy({ grant: null, session })), signIn())
    expect(result).toMatchObject({
      outcome: 'allow-with-controls',
      controls: ['session:signInFrequency', 'session:disableResilienceDefaults'],
    })
  })

  it('a report-only policy is told and not enforced, a disabled one is not even told', () => {
    const reporting = policy({ id: 'report', state: 'enabledForReportingButNotEnforced' })
    const result = evaluateWhatIf(withBlocks(reporting, policy({ id: 'off', state: 'disabled' })), signIn())
    expect(result).toEqual({ outcome: 'allow', applied: [], reportOnly: ['report'], controls: [] })
  })

  it('more policies than one machine word holds are all looked at', () => {
    const many = Array.from({ length: 70 }, (_, index) => policy({ id: `p${index}` }))
    expect(evaluateWhatIf(withBlocks(...many), signIn()).applied).toHaveLength(70)
  })
})
