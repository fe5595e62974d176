import { describe, expect, it } from 'vitest'
import { startWorld } from './world.js'

const WINDOW = { from: new Date('2026-11-02T08:00:00Z'), to: new Date('2026-11-02T12:00:00Z') }
const row = (change: Readonly<Record<string, unknown>> = {}) => ({
  id: 'row',
  activityDisplayName: 'Update conditional access policy',
  activityDateTime: '2026-11-02T10:00:00Z',
  result: 'success',
  initiatedBy: { user: { id: 'MARTA', displayName: null, userPrincipalName: 'marta@contoso.example' } },
  targetResources: [{ id: 'POLICY', displayName: 'x', type: 'Policy' }],
  ...change,
})

describe('the audit log about one thing', () => {
  it('is asked for that thing and that span alone', async () => {
    const { graph, tenant } = await startWorld()
    tenant.directoryAudits.push(
      row(),
      row({ targetResources: [{ id: 'other' }] }),
      row({ activityDateTime: '2026-11-02T07:00:00Z' }),
    )
    expect(await graph.policyAudit.about('POLICY', WINDOW)).toEqual({
      isComplete: true,
      entries: [
        {
          activity: 'Update conditional access policy',
          at: new Date('2026-11-02T10:00:00Z'),
          succeeded: true,
          targets: ['policy'],
          by: { kind: 'user', id: 'marta', name: null, signInName: 'marta@contoso.example' },
        },
      ],
    })
  })

  it('names the app where no person is named, and nobody where neither is', async () => {
    const { graph, tenant } = await startWorld()
    tenant.directoryAudits.push(
      row({ initiatedBy: { user: null, app: { appId: null, servicePrincipalId: 'SP', displayName: 'Joiner' } } }),
      row({ initiatedBy: null, result: 'failure', targetResources: [{ id: 'POLICY' }] }),
    )
    const { entries } = await graph.policyAudit.about('POLICY', WINDOW)
    expect(entries.map(({ by, succeeded }) => [by?.kind, by?.id, succeeded])).toEqual([
      ['app', 'sp', true],
      [undefined, undefined, false],
    ])
  })

  it('takes a quote in an id for a quote', async () => {
    const { graph, tenant } = await startWorld()
    tenant.directoryAudits.push(row())
    expect(await graph.policyAudit.about("' or t/id eq 'POLICY", WINDOW)).toEqual({ entries: [], isComplete: true })
  })

  it('says that it may not be read', async () => {
    const { graph, tenant } = await startWorld()
    tenant.withheld.add('AuditLog.Read.All')
    await expect(graph.policyAudit.about('POLICY', WINDOW)).rejects.toMatchObject({ code: 'graph-forbidden' })
  })
})
