import { describe, expect, it } from 'vitest'
import { comesBack } from '../../src/demo/attacks.js'
import { minutesBefore, NOON, phishAt, RILEY, readWindow, startWorld } from './world.js'

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
