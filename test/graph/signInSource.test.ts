import { describe, expect, it } from 'vitest'
import { minutesBefore, NOON, phishAt, readWindow, startWorld } from './world.js'

describe('the sign-in source', () => {
  it('reads both streams of a theft, since the redemption is never interactive', async () => {
    const { graph, tenant } = await startWorld()
    tenant.addSignIns(phishAt(minutesBefore(NOON, 5)))
    const rows = await readWindow(graph, minutesBefore(NOON, 60), NOON)
    expect(rows.map((row) => row.signInEventTypes[0]).sort()).toEqual([
      'interactiveUser',
      'interactiveUser',
      'nonInteractiveUser',
      'nonInteractiveUser',
    ])
  })

  it('asks beta with enum values of the newer kind, ge and le, and the largest page', async () => {
    const { graph, tenant } = await startWorld()
    await readWindow(graph, minutesBefore(NOON, 60), NOON)
    const [, request] = tenant.requests
    const url = new URL(request?.url ?? '', 'http://127.0.0.1')
    expect(url.pathname).toBe('/beta/auditLogs/signIns')
    expect(url.searchParams.get('$top')).toBe('1000')
    expect(url.searchParams.get('$filter')).toBe(
      'createdDateTime ge 2026-11-02T11:00:00.000Z and createdDateTime le 2026-11-02T12:00:00.000Z and ' +
        "signInEventTypes/any(t: t eq 'interactiveUser' or t eq 'nonInteractiveUser')",
    )
    expect(request?.headers.prefer).toBe('include-unknown-enum-members')
  })

  it('leaves out what lies outside the window and keeps its edges', async () => {
    const { graph, tenant } = await startWorld()
    const early = phishAt(minutesBefore(NOON, 61))
    const atEdge = phishAt(minutesBefore(NOON, 60))
    tenant.addSignIns([...early, ...atEdge])
    const rows = await readWindow(graph, minutesBefore(NOON, 60), NOON)
    expect(new Set(rows.map((row) => row.id))).toEqual(new Set(atEdge.map((row) => row.id)))
  })

  it('asks for the window alone, in one request, however long the log is behind it', async () => {
    const { graph, tenant } = await startWorld()
    const [one] = phishAt(NOON)
    tenant.addSignIns(
      Array.from({ length: 100_000 }, (_, index) => ({
        ...one!,
        id: `old-${index}`,
        createdDateTime: minutesBefore(NOON, 61 + index / 10).toISOString(),
      })),
    )
    tenant.addSignIns(phishAt(minutesBefore(NOON, 5)))
    const before = tenant.requests.length
    expect(await readWindow(graph, minutesBefore(NOON, 60), NOON)).toHaveLength(4)
    expect(tenant.requests.slice(before).filter(({ url }) => url.includes('/auditLogs/signIns'))).toHaveLength(1)
  })

  it('follows pages to the end, each row once', async () => {
    const { graph, tenant } = await startWorld()
    const written = Array.from({ length: 600 }, (_, minute) => phishAt(minutesBefore(NOON, 5 + minute / 60))).flat()
    tenant.addSignIns(written)
    const pages: number[] = []
    for await (const page of graph.signIns.read({ from: minutesBefore(NOON, 60), to: NOON })) pages.push(page.length)
    expect(pages).toEqual([1000, 1000, 400])
    const rows = await readWindow(graph, minutesBefore(NOON, 60), NOON)
    expect(new Set(rows.map((row) => row.id)).size).toBe(2400)
  })

  it('gives a later, overlapping window the record that was late', async () => {
    const { graph, tenant, now, pass } = await startWorld()
    const late = phishAt(minutesBefore(NOON, 5))
    tenant.addSignIns(late, { visibleFrom: new Date(NOON.getTime() + 120_000) })
    expect(await readWindow(graph, minutesBefore(NOON, 30), NOON)).toEqual([])
    pass(180_000)
    expect(await readWindow(graph, minutesBefore(now(), 30), now())).toHaveLength(late.length)
  })

  it('passes duplicates and revisions on as they stand: joining them is not its business', async () => {
    const { graph, tenant } = await startWorld()
    const [first, ...rest] = phishAt(minutesBefore(NOON, 5))
    if (first === undefined) throw new Error('no rows')
    tenant.addSignIns([first, first, ...rest])
    tenant.reviseSignIn(first.id, { riskLevelDuringSignIn: 'high' })
    const rows = await readWindow(graph, minutesBefore(NOON, 30), NOON)
    expect(rows.filter((row) => row.id === first.id).map((row) => row.riskLevelDuringSignIn)).toEqual(['high', 'high'])
  })

  it('says that the tenant has no licence for the log', async () => {
    const { graph, tenant } = await startWorld()
    tenant.premium = false
    await expect(readWindow(graph, minutesBefore(NOON, 30), NOON)).rejects.toMatchObject({
      code: 'graph-forbidden',
      detail: { status: 403, graphCode: 'Authentication_RequestFromNonPremiumTenantOrB2CTenant' },
    })
  })
})
