import { describe, expect, it } from 'vitest'
import { PEOPLE } from '../../src/demo/tenant/seed.js'
import { startWorld } from './world.js'

const asked = (requests: readonly { url: string; status: number }[], part: string) =>
  requests.filter(({ url }) => url.includes(part))

describe('requests in a batch', () => {
  it('are asked again alone where Graph was busy, after as long as it wants', async () => {
    const { graph, tenant, waits } = await startWorld()
    tenant.fault({ kind: 'status', status: 429, retryAfter: '7', on: '/transitiveMembers', times: 1 })
    const { directory, unknowns } = await graph.policies.snapshot({ maxAgeMs: 0 })
    expect(unknowns).toEqual([])
    expect(directory.memberships).toHaveLength(4)
    expect(waits).toContain(7_000)
    // The group of the policy and the one that holds a role: one of them twice.
    expect(
      asked(tenant.requests, '/transitiveMembers')
        .map(({ status }) => status)
        .sort(),
    ).toEqual([200, 200, 429])
  })

  it('fail each by itself', async () => {
    const { graph, tenant } = await startWorld()
    tenant.fault({ kind: 'status', status: 500, on: '/transitiveMembers', times: 4 })
    const { directory, unknowns } = await graph.policies.snapshot({ maxAgeMs: 0 })
    expect(unknowns).toEqual([{ what: 'group-members', why: 'generalException' }])
    // The other group's people are there.
    expect(directory.roles?.map(({ principalId }) => principalId)).toContain(PEOPLE.admin.id)
  })

  it('cost one request for twenty', async () => {
    const { graph, tenant } = await startWorld()
    const groups = Array.from(
      { length: 45 },
      (_, index) => `b2000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    )
    const [policy] = tenant.policies
    const users = { includeUsers: ['All'], excludeGroups: groups }
    tenant.policies = [{ ...policy, conditions: { users } }]
    await graph.policies.snapshot({ maxAgeMs: 0 })
    const names = asked(tenant.requests, '/groups/').filter(({ url }) => url.includes('visibility'))
    expect(names).toHaveLength(45)
    // Three for the names; members of those that exist, and the emergency accounts, take one each.
    expect(asked(tenant.requests, '$batch')).toHaveLength(5)
  })
})
