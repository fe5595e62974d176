import { describe, expect, it } from 'vitest'
import { PEOPLE } from '../../src/demo/tenant/seed.js'
import { userId } from '../../src/domain/ids.js'
import { RILEY, startWorld } from './world.js'

const patient = () => ({ signal: new AbortController().signal })
const NOBODY = userId('99999999-9999-4999-8999-999999999999')
const ONEIL = { ...PEOPLE.finance, id: 'a1000000-0000-4000-8000-000000000099', mail: "shea.o'neil@halyard.example" }

describe('somebody by object id', () => {
  it('is a member, a guest, or nobody of ours', async () => {
    const { graph } = await startWorld()
    expect(await graph.senders.byId(RILEY, patient())).toEqual({ kind: 'member' })
    expect(await graph.senders.byId(userId(PEOPLE.guest.id), patient())).toEqual({ kind: 'guest' })
    expect(await graph.senders.byId(NOBODY, patient())).toBeNull()
  })

  it('is a guest where an outsider was made a member', async () => {
    const { graph, tenant } = await startWorld()
    tenant.users.set(PEOPLE.guest.id, { ...PEOPLE.guest, userType: 'Member' })
    expect(await graph.senders.byId(userId(PEOPLE.guest.id), patient())).toEqual({ kind: 'guest' })
  })

  it('is not guessed at without the permission, or without the field that tells', async () => {
    const { graph, tenant } = await startWorld()
    tenant.fault({ kind: 'body', body: { id: RILEY }, on: '/users/', times: 1 })
    await expect(graph.senders.byId(RILEY, patient())).rejects.toMatchObject({ code: 'graph-forbidden' })
    tenant.withheld.add('User.Read.All')
    await expect(graph.senders.byId(RILEY, patient())).rejects.toMatchObject({ code: 'graph-forbidden' })
  })
})

describe('somebody by address', () => {
  it.each([
    ['the main address', {}, PEOPLE.finance.mail],
    ['a sign-in name', { mail: 'other@halyard.example' }, PEOPLE.finance.userPrincipalName],
    ['an alias', { proxyAddresses: ['SMTP:x@halyard.example', 'smtp:elena@halyard.example'] }, 'elena@halyard.example'],
    ['a main alias', { proxyAddresses: ['SMTP:elena@halyard.example'] }, 'elena@halyard.example'],
    ['another mail', { otherMails: ['elena@home.example'] }, 'elena@home.example'],
  ])('is found by %s', async (_, change, address) => {
    const { graph, tenant } = await startWorld()
    tenant.users.set(PEOPLE.finance.id, { ...PEOPLE.finance, ...change })
    expect(await graph.senders.byAddress(address, patient())).toEqual({ kind: 'member' })
  })

  it('is a guest by the address at home', async () => {
    const { graph } = await startWorld()
    expect(await graph.senders.byAddress(PEOPLE.guest.mail, patient())).toEqual({ kind: 'guest' })
  })

  it('is a group where several write from it', async () => {
    const { graph, tenant } = await startWorld()
    tenant.groups.set('g', { id: 'g', displayName: 'Yard', members: [], mail: 'yard@halyard.example' })
    expect(await graph.senders.byAddress('yard@halyard.example', patient())).toEqual({ kind: 'group' })
  })

  it('is nobody where nobody has it', async () => {
    const { graph } = await startWorld()
    expect(await graph.senders.byAddress('it-help@halyard.example', patient())).toBeNull()
  })

  it('is found with a quote in the name, and by that name only', async () => {
    const { graph, tenant } = await startWorld()
    tenant.users.set(ONEIL.id, ONEIL)
    expect(await graph.senders.byAddress(ONEIL.mail, patient())).toEqual({ kind: 'member' })
    const filter = new URL(tenant.requests.at(-1)?.url ?? '', 'http://127.0.0.1').searchParams.get('$filter')
    expect(filter).toContain("mail eq 'shea.o''neil@halyard.example'")
    expect(await graph.senders.byAddress("x'or(mail)ne'y@halyard.example", patient())).toBeNull()
  })

  it.each(['', 'marta', 'a b@halyard.example', `${'x'.repeat(65)}@halyard.example`, 'a@b@halyard.example'])(
    'is not asked for where it is no address: %j',
    async (address) => {
      const { graph, tenant } = await startWorld()
      expect(await graph.senders.byAddress(address, patient())).toBeNull()
      expect(tenant.requests).toEqual([])
    },
  )
})

describe('the organisation', () => {
  it('is its name and its domains, asked for once in a quarter of an hour', async () => {
    const { graph, tenant, pass } = await startWorld()
    const asked = () => tenant.requests.filter(({ url }) => url.includes('/organization')).length
    const expected = { displayName: 'Halyard Marine', domains: ['halyard.example', 'halyard.onmicrosoft.example'] }
    expect(await graph.senders.organisation(patient())).toEqual(expected)
    expect(await graph.senders.organisation(patient())).toEqual(expected)
    expect(asked()).toBe(1)
    pass(15 * 60_000)
    await graph.senders.organisation(patient())
    expect(asked()).toBe(2)
  })

  it('is an error without the permission, and is asked for again', async () => {
    const { graph, tenant } = await startWorld()
    tenant.withheld.add('Organization.Read.All')
    await expect(graph.senders.organisation(patient())).rejects.toMatchObject({ code: 'graph-forbidden' })
    tenant.withheld.clear()
    expect(await graph.senders.organisation(patient())).toMatchObject({ displayName: 'Halyard Marine' })
  })
})
