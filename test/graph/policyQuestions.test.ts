import { describe, expect, it } from 'vitest'
import type { SimulatedUser } from '../../src/demo/tenant/model.js'
import { PEOPLE } from '../../src/demo/tenant/seed.js'
import type { SignIn } from '../../src/domain/policyStatus/index.js'
import { startWorld } from './world.js'

const { employee, guest } = PEOPLE
const signIn: SignIn = {
  userId: employee.id,
  appId: '00000003-0000-0000-c000-000000000000',
  authenticationFlow: 'deviceCodeFlow',
  clientAppType: 'mobileAppsAndDesktopClients',
  devicePlatform: 'windows',
  ipAddress: '192.0.2.10',
  device: null,
}

function somebody(count: number, givenName: string, surname: string): SimulatedUser {
  const id = `00000000-0000-4000-8000-0000000009${count}0`
  const mail = `${count === 2 ? 'asa.oberg' : `u${count}`}@halyard.example`
  return { ...employee, id, givenName, surname, displayName: `${givenName} ${surname}`, userPrincipalName: mail, mail }
}

describe('people by their name', () => {
  it('are found by how it begins, by sign-in name and by id, guests as guests', async () => {
    const { graph } = await startWorld()
    const ids = async (text: string) => (await graph.people.called(text, 6)).map(({ id }) => id)
    expect(await ids(employee.displayName.slice(0, 4))).toContain(employee.id)
    expect(await ids(employee.userPrincipalName)).toEqual([employee.id])
    expect(await ids(employee.id)).toEqual([employee.id])
    expect((await graph.people.called(guest.id, 1))[0]?.guestOrExternalUserType).toBe('b2bCollaborationGuest')
  })

  it('are found where the words have another order, no accents or another case, and nobody is called so', async () => {
    const { graph, tenant } = await startWorld()
    for (const one of [
      somebody(1, 'Marta', 'Kowalska'),
      somebody(2, 'Åsa', 'Öberg'),
      somebody(3, '太郎', '田中'),
      somebody(4, '花子', '𠮷田'),
    ])
      tenant.users.set(one.id, one)
    const names = async (text: string) => (await graph.people.called(text, 6)).map(({ displayName }) => displayName)
    expect(await names('Marty Kowalskiej')).toEqual(['Marta Kowalska'])
    expect(await names('Kowalska, Marta')).toEqual(['Marta Kowalska'])
    expect(await names('asa oberg')).toEqual(['Åsa Öberg'])
    expect(await names('田中太郎')).toEqual(['太郎 田中'])
    expect(await names('𠮷田花子')).toEqual(['花子 𠮷田'])
    expect(await names('Maria Kowalska')).toEqual([])
    expect(tenant.requests.filter(({ status }) => status >= 400)).toEqual([])
  })

  it.each(["O'Hara", "x') or startswith(displayName,'", 'a%27', '100% & more?', '"Miles"', '𠮷', '𠮷 𠮷', 'zq\ud842'])(
    'takes %j for a name and nothing else',
    async (name) => {
      const { graph, tenant } = await startWorld()
      expect(await graph.people.called(name, 6)).toEqual([])
      expect(tenant.requests.filter(({ status }) => status >= 400)).toEqual([])
    },
  )
})

describe("Graph's own what-if", () => {
  it('is asked in the documented shape and tells which policies apply', async () => {
    const { graph, tenant } = await startWorld()
    tenant.policies = [blocking('enabled'), { ...blocking('enabledForReportingButNotEnforced'), id: 'b' }]
    expect(await graph.evaluator.applied(signIn)).toEqual([
      { id: 'a', state: 'enabled', blocks: true },
      { id: 'b', state: 'report-only', blocks: true },
    ])
  })

  it('is a refusal where the permission is missing', async () => {
    const { graph, tenant } = await startWorld()
    tenant.withheld.add('Policy.Read.ConditionalAccess')
    await expect(graph.evaluator.applied(signIn)).rejects.toMatchObject({ code: 'graph-forbidden' })
  })

  it('is a fault where a page is missing, since the policy on it might block', async () => {
    const { graph, tenant } = await startWorld()
    tenant.fault({
      kind: 'body',
      body: { value: [], '@odata.nextLink': 'https://graph.microsoft.com/v1.0/x' },
      times: 1,
    })
    await expect(graph.evaluator.applied(signIn)).rejects.toMatchObject({ code: 'graph-shape' })
  })
})

const blocking = (state: string) => ({
  id: 'a',
  displayName: 'Block',
  state,
  conditions: {
    clientAppTypes: ['all'],
    users: { includeUsers: ['All'] },
    applications: { includeApplications: ['All'] },
    authenticationFlows: { transferMethods: 'deviceCodeFlow' },
  },
  grantControls: { operator: 'OR', builtInControls: ['block'] },
})
