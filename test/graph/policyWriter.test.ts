/** Writing policy against the simulated tenant, over HTTP. */
import { describe, expect, it } from 'vitest'
import type { PolicyWriter } from '../../src/flows/ports.js'
import { phishAt, startWorld } from './world.js'

const BODY = {
  displayName: 'Block device code flow',
  state: 'enabledForReportingButNotEnforced',
  conditions: {
    users: { includeUsers: ['All'] },
    applications: { includeApplications: ['All'] },
    authenticationFlows: { transferMethods: 'deviceCodeFlow' },
  },
  grantControls: { operator: 'OR', builtInControls: ['block'] },
}

async function start() {
  const world = await startWorld({ writing: { tokens: null } })
  return { ...world, writer: world.graph.policyWriter as PolicyWriter }
}
const idOf = (policy: unknown): string => String(Object(policy).id)

describe('writing policy', () => {
  it('is not there where the operator did not enable it', async () => {
    expect((await startWorld()).graph.policyWriter).toBeNull()
  })

  it('makes, changes, reads and removes a policy', async () => {
    const { writer } = await start()
    const id = idOf(await writer.create(BODY))
    expect(await writer.policy(id)).toMatchObject(BODY)
    await writer.change(id, { state: 'disabled' })
    expect(await writer.policy(id)).toMatchObject({ ...BODY, state: 'disabled' })
    expect((await writer.policies()).map(idOf)).toContain(id)
    expect(await writer.remove(id)).toBe(true)
    expect(await writer.policy(id)).toBeNull()
    expect(await writer.remove(id)).toBe(false)
  })

  it.each([
    [429, 'graph-throttled'],
    [503, 'graph-unavailable'],
    [403, 'graph-forbidden'],
  ] as const)('sends what makes a policy once, whatever comes back: %i', async (status, code) => {
    const { writer, tenant } = await start()
    const before = tenant.policies.length
    tenant.fault({ kind: 'status', status, times: 1, on: '/policies' })
    await expect(writer.create(BODY)).rejects.toMatchObject({ code })
    expect(tenant.policies).toHaveLength(before)
    expect(tenant.requests.filter(({ method, url }) => method === 'POST' && url.includes('/policies'))).toHaveLength(1)
  })

  it('tries again what may be repeated', async () => {
    const { writer, tenant } = await start()
    const id = idOf(await writer.create(BODY))
    tenant.fault({ kind: 'status', status: 429, times: 2, on: '/policies/' })
    await writer.change(id, { state: 'disabled' })
    expect(await writer.policy(id)).toMatchObject({ state: 'disabled' })
  })

  it('is refused without the permission, which reading does not give', async () => {
    const { writer, tenant } = await start()
    tenant.withheld.add('Policy.ReadWrite.ConditionalAccess')
    await expect(writer.create(BODY)).rejects.toMatchObject({ code: 'graph-forbidden' })
    expect(await writer.policies()).not.toEqual([])
  })

  it('goes out under the token of the app that may write, and reads under the other', async () => {
    const world = await startWorld()
    const tokens = async () => world.tenant.issueToken()
    const { graph } = await startWorld({
      simulatedOrigin: world.running.origin,
      writing: { tokens },
      clock: { now: world.now },
      wait: async (ms) => world.pass(ms),
    })
    const writer = graph.policyWriter as PolicyWriter
    await writer.policies()
    await writer.create(BODY)
    const used = world.tenant.requests
      .filter(({ url }) => url.includes('/policies'))
      .map(({ headers }) => headers.authorization)
    expect(new Set(used).size).toBe(2)
  })
})

describe('the log of device codes', () => {
  it('holds the rows of both streams in the window, and says where the filter is refused', async () => {
    const { graph, tenant, now, pass } = await start()
    tenant.addSignIns(phishAt(now()))
    pass(60 * 60_000)
    const window = { from: new Date(now().getTime() - 2 * 60 * 60_000), to: now() }
    const signal = new AbortController().signal
    const read = await graph.deviceCodeLog.rows(window, { signal })
    expect(read.isWhole).toBe(true)
    expect(read.rows.length).toBeGreaterThan(0)
    tenant.unfilterable.add('authenticationProtocol')
    expect(await graph.deviceCodeLog.rows(window, { signal })).toEqual({ rows: [], isWhole: false })
  })
})
