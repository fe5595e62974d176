import { describe, expect, it } from 'vitest'
import { ROLES } from '../../src/demo/tenant/catalog.js'
import { GROUPS, PEOPLE } from '../../src/demo/tenant/seed.js'
import { NOON, RILEY, startWorld } from './world.js'

describe('a snapshot', () => {
  it('holds policies and named locations as Graph returned them, and says when', async () => {
    const { graph, tenant } = await startWorld()
    const snapshot = await graph.policies.snapshot({ maxAgeMs: 0 })
    expect(snapshot.takenAt).toBe(NOON.toISOString())
    expect(snapshot.policies).toEqual(tenant.policies)
    expect(snapshot.namedLocations).toEqual(tenant.namedLocations)
    expect(snapshot.unknowns).toEqual([])
  })

  it('names the members of an excluded group through its nested groups', async () => {
    const { graph } = await startWorld()
    const { directory } = await graph.policies.snapshot({ maxAgeMs: 0 })
    expect(directory.groups).toEqual([{ id: GROUPS.fieldEngineers, displayName: 'Field Engineers' }])
    const members = [...(directory.memberships ?? [])].map(({ memberId }) => memberId)
    expect(members).toHaveLength(4)
    expect(members).toEqual(expect.arrayContaining([RILEY, PEOPLE.fieldEngineer.id]))
  })

  it('names who actively holds a mentioned role, through groups, and at which scope', async () => {
    const { graph } = await startWorld()
    const { directory } = await graph.policies.snapshot({ maxAgeMs: 0 })
    const holders = directory.roles?.filter((role) => role.roleTemplateId === ROLES.securityAdministrator)
    expect(holders).toContainEqual({
      roleTemplateId: ROLES.securityAdministrator,
      principalId: PEOPLE.admin.id,
      assignmentType: 'active',
      scope: 'tenant',
    })
    expect(holders?.find(({ principalId }) => principalId === PEOPLE.helpdesk.id)?.scope).toBe('administrativeUnit')
    // Named too: the expanded principal alone does not say whether somebody is a guest.
    expect(directory.users?.find(({ id }) => id === PEOPLE.helpdesk.id)).toMatchObject({
      displayName: 'Jonas Brandt',
      userType: 'Member',
    })
  })

  it('tells where guests come from when a policy names partner tenants', async () => {
    const { graph, tenant } = await startWorld()
    const [first] = tenant.groups.values()
    if (first === undefined) throw new Error('no groups')
    tenant.groups.set(first.id, { ...first, members: [...first.members, PEOPLE.guest.id, PEOPLE.consultant.id] })
    const { directory, unknowns } = await graph.policies.snapshot({ maxAgeMs: 0 })
    const noor = directory.users?.find(({ id }) => id === PEOPLE.guest.id)
    expect(noor).toMatchObject({ guestOrExternalUserType: 'b2bCollaborationGuest' })
    expect(noor?.homeTenantId).toBe(tenant.partnerDomains['northquay.example'])
    // A domain that is no Entra tenant's: known to have no home tenant.
    expect(directory.users?.find(({ id }) => id === PEOPLE.consultant.id)?.homeTenantId).toBeNull()
    expect(unknowns).toEqual([])
  })

  it.each([
    ['has not signed in yet', [], 'not-redeemed'],
    [
      'has an Entra account under a domain that is no tenant',
      [{ signInType: 'federated', issuer: 'ExternalAzureAD' }],
      'home-tenant-not-found',
    ],
  ])('guesses no home tenant for a guest who %s', async (_, identities, why) => {
    const { graph, tenant } = await startWorld()
    const [first] = tenant.groups.values()
    if (first === undefined) throw new Error('no groups')
    tenant.users.set(PEOPLE.consultant.id, { ...PEOPLE.consultant, identities })
    tenant.groups.set(first.id, { ...first, members: [...first.members, PEOPLE.consultant.id] })
    const { directory, unknowns } = await graph.policies.snapshot({ maxAgeMs: 0 })
    expect(directory.users?.find(({ id }) => id === PEOPLE.consultant.id)?.homeTenantId).toBeUndefined()
    expect(unknowns).toEqual([{ what: 'guests', why }])
  })

  it('says of nobody whose fields were not readable that they are a member, or of no other tenant', async () => {
    const { graph, tenant } = await startWorld()
    const [first] = tenant.groups.values()
    if (first === undefined) throw new Error('no groups')
    const { userType: _, ...untyped } = PEOPLE.consultant
    tenant.users.set(PEOPLE.consultant.id, untyped as typeof PEOPLE.consultant)
    tenant.groups.set(first.id, { ...first, members: [...first.members, PEOPLE.consultant.id] })
    const { directory, unknowns } = await graph.policies.snapshot({ maxAgeMs: 0 })
    const sam = directory.users?.find(({ id }) => id === PEOPLE.consultant.id)
    expect([sam?.guestOrExternalUserType, sam?.homeTenantId]).toEqual([undefined, undefined])
    expect(unknowns).toEqual([{ what: 'guests', why: 'user-fields-missing' }])
  })

  it('looks nobody up whom no policy mentions', async () => {
    const { graph, tenant } = await startWorld()
    tenant.policies = []
    const { directory } = await graph.policies.snapshot({ maxAgeMs: 0 })
    const users = directory.users?.map(({ id, isSharedDevice }) => [id, isSharedDevice])
    // A room is no person, and would be stopped first by a policy that blocks everybody.
    expect(users).toEqual([
      [PEOPLE.room.id, true],
      [PEOPLE.emergencyOne.id, null],
      [PEOPLE.emergencyTwo.id, null],
    ])
    expect(tenant.requests.filter(({ url }) => /groups|roleManagement/.test(url))).toEqual([])
  })

  it('is kept as long as the caller accepts, and read once for callers at the same time', async () => {
    const { graph, tenant, pass } = await startWorld()
    const [first, second] = await Promise.all([
      graph.policies.snapshot({ maxAgeMs: 0 }),
      graph.policies.snapshot({ maxAgeMs: 0 }),
    ])
    expect(second).toBe(first)
    const before = tenant.requests.length
    pass(50_000)
    expect(await graph.policies.snapshot({ maxAgeMs: 600_000 })).toBe(first)
    expect(tenant.requests).toHaveLength(before)
    expect(await graph.policies.snapshot({ maxAgeMs: 30_000 })).not.toBe(first)
  })
})

describe('what could not be read is said', () => {
  it.each([
    ['Policy.Read.All', ['policies', 'named-locations']],
    ['GroupMember.Read.All', ['group-members', 'roles']],
    ['RoleManagement.Read.Directory', ['roles']],
    ['User.Read.All', ['users']],
  ])('without %s', async (permission, what) => {
    const { graph, tenant } = await startWorld()
    tenant.withheld.add(permission)
    const { unknowns } = await graph.policies.snapshot({ maxAgeMs: 0 })
    expect(unknowns).toEqual(what.map((each) => ({ what: each, why: 'Authorization_RequestDenied' })))
  })

  it('when guests cannot be traced to their tenants', async () => {
    const { graph, tenant } = await startWorld()
    tenant.withheld.add('CrossTenantInformation.ReadBasic.All')
    const [first] = tenant.groups.values()
    if (first === undefined) throw new Error('no groups')
    tenant.groups.set(first.id, { ...first, members: [PEOPLE.guest.id] })
    const { unknowns } = await graph.policies.snapshot({ maxAgeMs: 0 })
    expect(unknowns).toEqual([{ what: 'guests', why: 'Authorization_RequestDenied' }])
  })

  it('when the operator has not declared what Graph cannot tell', async () => {
    const { graph } = await startWorld({ emergencyAccounts: [], mfaTrustedIps: [] })
    const { unknowns } = await graph.policies.snapshot({ maxAgeMs: 0 })
    expect(unknowns).toEqual([
      { what: 'emergency-access', why: 'not-declared' },
      { what: 'mfa-trusted-ips', why: 'not-declared' },
    ])
  })

  it('but a group that was deleted holds nobody, which is known', async () => {
    const { graph, tenant } = await startWorld()
    tenant.groups.delete(GROUPS.fieldEngineers)
    const { unknowns, directory } = await graph.policies.snapshot({ maxAgeMs: 0 })
    expect(unknowns).toEqual([])
    expect(directory.groups).toEqual([])
  })

  it('and a passing trouble is not kept', async () => {
    const { graph, tenant } = await startWorld()
    tenant.fault({ kind: 'status', status: 503, on: 'namedLocations', times: 4 })
    const first = await graph.policies.snapshot({ maxAgeMs: 600_000 })
    expect(first.unknowns).toEqual([{ what: 'named-locations', why: 'generalException' }])
    expect((await graph.policies.snapshot({ maxAgeMs: 600_000 })).unknowns).toEqual([])
  })
})
