import { describe, expect, it } from 'vitest'
import { comesBack } from '../../src/demo/attacks.js'
import type { Graph } from '../../src/graph/index.js'
import { MARTA, minutesBefore, NOON, phishAt, RILEY, readWindow, startWorld } from './world.js'

describe('revoking sessions', () => {
  it('makes the thief, who comes back with a refresh token, fail with 50173', async () => {
    const { graph, tenant, now, pass } = await startWorld()
    const stolen = phishAt(minutesBefore(NOON, 5))
    tenant.addSignIns(stolen)
    tenant.addSignIns(comesBack(stolen, now()))
    await graph.containment.revokeSessions(RILEY)
    pass(60_000)
    tenant.addSignIns(comesBack(stolen, now()))
    const rows = await readWindow(graph, minutesBefore(NOON, 30), now())
    // Newest first: refused after the revocation, let in before it.
    expect(rows.slice(0, 2).map((row) => row.status.errorCode)).toEqual([50173, 0])
  })

  it('says which permission-shaped thing is in the way', async () => {
    const { graph, tenant } = await startWorld()
    tenant.withheld.add('User.RevokeSessions.All')
    await expect(graph.containment.revokeSessions(RILEY)).rejects.toMatchObject({
      code: 'graph-forbidden',
      detail: { graphCode: 'Authorization_RequestDenied' },
    })
    expect(tenant.sessionsValidFrom(RILEY)).toBeNull()
  })

  it('is not done where Graph does not say so', async () => {
    const { graph, tenant } = await startWorld()
    tenant.fault({ kind: 'body', body: { value: false }, on: 'revokeSignInSessions', times: 1 })
    await expect(graph.containment.revokeSessions(RILEY)).rejects.toMatchObject({ code: 'graph-shape' })
  })

  it('reports a person who is not there', async () => {
    const { graph } = await startWorld()
    const gone = '99999999-9999-4999-8999-999999999999' as never
    await expect(graph.containment.revokeSessions(gone)).rejects.toMatchObject({ code: 'graph-not-found' })
  })
})

describe('disabling and marking', () => {
  const DEVICE = 'd0000000-0000-4000-8000-000000000001'
  const withDevice = async () => {
    const world = await startWorld()
    world.tenant.accounts.devices.set(DEVICE, {
      id: DEVICE,
      ownerId: RILEY,
      displayName: 'DESKTOP-X1',
      operatingSystem: 'Windows',
      trustType: 'Workplace',
      registrationDateTime: NOON.toISOString(),
      accountEnabled: true,
    })
    return world
  }

  it('shows a revoke in the instant from which on tokens are valid', async () => {
    const { graph, now } = await startWorld()
    expect((await graph.containment.sessionsValidFrom(RILEY))?.getTime()).toBeLessThan(NOON.getTime())
    await graph.containment.revokeSessions(RILEY)
    expect(await graph.containment.sessionsValidFrom(RILEY)).toEqual(now())
  })

  it('disables an account and enables it again, and reads it back', async () => {
    const { graph } = await startWorld()
    for (const enabled of [false, true]) {
      await graph.containment.setAccountEnabled(RILEY, enabled)
      expect(await graph.containment.isAccountEnabled(RILEY)).toBe(enabled)
    }
  })

  it('disables a device and enables it again, and reads it back', async () => {
    const { graph } = await withDevice()
    for (const enabled of [false, true]) {
      await graph.containment.setDeviceEnabled(DEVICE, enabled)
      expect(await graph.containment.isDeviceEnabled(DEVICE)).toBe(enabled)
    }
  })

  it('marks somebody as compromised and takes it back', async () => {
    const { graph } = await startWorld()
    expect(await graph.containment.isConfirmedCompromised(RILEY)).toBe(false)
    await graph.containment.confirmCompromised(RILEY)
    expect(await graph.containment.isConfirmedCompromised(RILEY)).toBe(true)
    await graph.containment.dismissRisk(RILEY)
    expect(await graph.containment.isConfirmedCompromised(RILEY)).toBe(false)
  })

  it.each([
    ['User.EnableDisableAccount.All', (graph: Graph) => graph.containment.setAccountEnabled(RILEY, false)],
    ['Device.ReadWrite.All', (graph: Graph) => graph.containment.setDeviceEnabled(DEVICE, false)],
    ['IdentityRiskyUser.ReadWrite.All', (graph: Graph) => graph.containment.confirmCompromised(RILEY)],
  ])('is refused without %s', async (permission, act) => {
    const { graph, tenant } = await withDevice()
    tenant.withheld.add(permission)
    await expect(act(graph)).rejects.toMatchObject({ code: 'graph-forbidden' })
    expect(tenant.users.get(RILEY)?.accountEnabled).toBe(true)
    expect(tenant.accounts.devices.get(DEVICE)?.accountEnabled).toBe(true)
  })

  it('is refused for whoever holds a role, and without the licence for risk', async () => {
    const { graph, tenant } = await startWorld()
    await expect(graph.containment.setAccountEnabled(MARTA, false)).rejects.toMatchObject({ code: 'graph-forbidden' })
    tenant.accounts.hasRisk = false
    await expect(graph.containment.confirmCompromised(RILEY)).rejects.toMatchObject({ code: 'graph-forbidden' })
  })

  it('waits as long as Graph asks, and then does it', async () => {
    const { graph, tenant, waits } = await startWorld()
    tenant.fault({ kind: 'status', status: 429, retryAfter: '2', on: RILEY, times: 1 })
    await graph.containment.setAccountEnabled(RILEY, false)
    expect(waits).toContain(2_000)
    expect(tenant.users.get(RILEY)?.accountEnabled).toBe(false)
  })
})
