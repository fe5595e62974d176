import { describe, expect, it } from 'vitest'
import { CLIENTS, RESOURCES } from '../../src/demo/tenant/catalog.js'
import { PEOPLE } from '../../src/demo/tenant/seed.js'
import { signInRow } from '../../src/demo/tenant/signInRow.js'
import { OFFICE } from '../../src/demo/tenant/vantages.js'
import { MARTA, minutesBefore, NOON, phishAt, RILEY, startWorld } from './world.js'

const DAY = 24 * 60
const WINDOW = { from: minutesBefore(NOON, 30 * DAY), to: NOON }
const work = (id: string, days: number, interactive = true) =>
  signInRow({
    id,
    at: minutesBefore(NOON, days * DAY),
    who: PEOPLE.employee,
    from: OFFICE,
    app: CLIENTS.teams,
    resource: RESOURCES.graph,
    correlationId: `c-${id}`,
    sessionId: `s-${id}`,
    interactive,
    protocol: 'none',
    transfer: 'none',
  })

const idsOf = (rows: readonly unknown[]): string[] => rows.map((row) => (row as { id: string }).id)

describe('the history of a person', () => {
  it('is their interactive sign-ins and their device code ones, and nobody else’s', async () => {
    const { graph, tenant } = await startWorld()
    const theft = phishAt(minutesBefore(NOON, DAY))
    tenant.addSignIns([work('office', 3), work('refresh', 3, false), work('long-ago', 31), ...theft])
    const { rows, allDeviceCodes } = await graph.history.rowsOf(RILEY, WINDOW)
    const ids = new Set(idsOf(rows))
    expect(ids.has('office')).toBe(true)
    expect(ids.has('refresh')).toBe(false)
    expect(ids.has('long-ago')).toBe(false)
    expect(
      theft
        .filter(({ authenticationProtocol }) => authenticationProtocol === 'deviceCode')
        .every(({ id }) => ids.has(id)),
    ).toBe(true)
    expect(allDeviceCodes).toBe(true)
    expect((await graph.history.rowsOf(MARTA, WINDOW)).rows).toEqual([])
  })

  it('is a part where Graph refuses the filter that it does not document', async () => {
    const { graph, tenant } = await startWorld()
    tenant.addSignIns([work('office', 3)])
    tenant.unfilterable.add('authenticationProtocol')
    const { rows, allDeviceCodes } = await graph.history.rowsOf(RILEY, WINDOW)
    expect(idsOf(rows)).toEqual(['office'])
    expect(allDeviceCodes).toBe(false)
  })

  it('says that the permission is missing', async () => {
    const { graph, tenant } = await startWorld()
    tenant.withheld.add('AuditLog.Read.All')
    await expect(graph.history.rowsOf(RILEY, WINDOW)).rejects.toMatchObject({ code: 'graph-forbidden' })
  })
})
