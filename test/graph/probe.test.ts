import { describe, expect, it } from 'vitest'
import { PERMISSIONS } from '../../src/graph/permissions.js'
import { startWorld } from './world.js'

describe('probing permissions', () => {
  it('finds everything granted that can be asked for without changing anything', async () => {
    const { graph, tenant } = await startWorld()
    const outcomes = (await graph.probe()).map(({ permission, outcome }) => [permission, outcome])
    expect(Object.fromEntries(outcomes)).toEqual({
      'AuditLog.Read.All': 'granted',
      'Policy.Read.All': 'granted',
      'User.Read.All': 'granted',
      'GroupMember.Read.All': 'granted',
      'RoleManagement.Read.Directory': 'granted',
      'CrossTenantInformation.ReadBasic.All': 'granted',
      'Domain.Read.All': 'granted',
      'Policy.Read.DeviceConfiguration': 'granted',
      'Policy.Read.ConditionalAccess': 'unknown',
      'DeviceManagementServiceConfig.Read.All': 'granted',
      'AttackSimulation.Read.All': 'granted',
      'Application.Read.All': 'granted',
      'CustomSecAttributeAssignment.Read.All': 'unknown',
      'Organization.Read.All': 'granted',
      'AppCatalog.Read.All': 'granted',
      'TeamsAppInstallation.ReadWriteSelfForUser.All': 'unknown',
      'Calendars.ReadBasic.All': 'unknown',
      'OnlineMeetings.Read.All': 'unknown',
      'Chat.Read.All': 'unknown',
      'ChannelMessage.Read.All': 'unknown',
      'ThreatHunting.Read.All': 'unknown',
      'User.RevokeSessions.All': 'unknown',
      'Device.Read.All': 'granted',
      'UserAuthenticationMethod.Read.All': 'unknown',
      'DelegatedPermissionGrant.Read.All': 'granted',
      'MailboxSettings.Read': 'unknown',
      'User.EnableDisableAccount.All': 'unknown',
      'Device.ReadWrite.All': 'unknown',
      'IdentityRiskyUser.ReadWrite.All': 'unknown',
    })
    expect(tenant.requests.filter(({ method, url }) => method !== 'GET' && !url.endsWith('/token'))).toEqual([])
  })

  it.each(PERMISSIONS.filter(({ probe }) => probe !== null).map(({ name }) => name))(
    'misses %s alone',
    async (name) => {
      const { graph, tenant } = await startWorld()
      tenant.withheld.add(name)
      const missing = (await graph.probe()).filter(({ outcome }) => outcome === 'missing')
      expect(missing).toMatchObject([{ permission: name, code: 'Authorization_RequestDenied' }])
    },
  )

  it.each([
    ['not at all where policy is not written', undefined, []],
    ['of the bot’s own app where that writes', null, [{ ofPolicyApp: false }]],
    ['of the app of its own where there is one', async () => 'a token', [{ ofPolicyApp: true }]],
  ])('asks for the writing of policy %s', async (_case, tokens, expected) => {
    const { graph } = await startWorld(tokens === undefined ? {} : { writing: { tokens } })
    const found = (await graph.probe()).filter(({ permission }) => permission === 'Policy.ReadWrite.ConditionalAccess')
    expect(found).toMatchObject(expected)
    expect(found).toHaveLength(expected.length)
  })

  const beside = async (byOwnApp: boolean) => {
    const { graph } = await startWorld({ writing: { tokens: byOwnApp ? async () => 'a token' : null } })
    return (await graph.probe()).filter(({ lostWithout }) => lostWithout.includes('no policy is written'))
  }

  it('asks of the app that writes all three permissions that creating a policy takes', async () => {
    const names = ['Policy.ReadWrite.ConditionalAccess', 'Policy.Read.All', 'Application.Read.All']
    const ofOwn = await beside(true)
    expect(ofOwn.map(({ permission }) => permission)).toEqual(names)
    expect(ofOwn.every(({ ofPolicyApp, code }) => ofPolicyApp && code === 'no-harmless-request')).toBe(true)
    const ofBot = await beside(false)
    expect(ofBot.map(({ permission }) => permission).sort()).toEqual([...names].sort())
    expect(ofBot.some(({ ofPolicyApp }) => ofPolicyApp)).toBe(false)
  })

  it('tells a missing licence from a missing permission', async () => {
    const { graph, tenant } = await startWorld()
    tenant.premium = false
    const [signIns] = await graph.probe()
    expect(signIns).toMatchObject({ permission: 'AuditLog.Read.All', outcome: 'unlicensed' })
  })

  it('says unknown, not missing, where Graph did not answer', async () => {
    const { graph, running } = await startWorld()
    await running.close()
    for (const { outcome } of await graph.probe()) expect(outcome).toBe('unknown')
  })
})
