import { describe, expect, it } from 'vitest'
import { minutesBefore, NOON, startWorld } from './world.js'

const row = (id: string, minutesAgo: number, change: Record<string, unknown> = {}) => ({
  id,
  activityDateTime: minutesBefore(NOON, minutesAgo).toISOString(),
  activityDisplayName: 'Register device',
  category: 'Device',
  result: 'success',
  targetResources: [],
  ...change,
})
const WINDOW = { from: minutesBefore(NOON, 60), to: NOON }

describe('the directory audit', () => {
  it('gives the rows that bring a device, of anybody, and no others', async () => {
    const { graph, tenant } = await startWorld()
    tenant.directoryAudits.push(
      row('registered', 5),
      row('added', 4, { activityDisplayName: 'Add device' }),
      row('owned', 4, { activityDisplayName: 'Add registered owner to device' }),
      row('used', 4, { activityDisplayName: 'Add registered users to device' }),
      row('consent', 3, { activityDisplayName: 'Consent to application' }),
      row('yesterday', 24 * 60),
    )
    const ids = (await graph.deviceAudit.registrations(WINDOW)).map((one) => (one as { id: string }).id)
    expect(ids.sort()).toEqual(['added', 'owned', 'registered', 'used'])
  })

  it('is asked once for a crowd of cases of one hour, and anew after a minute', async () => {
    const { graph, tenant, pass } = await startWorld()
    const asked = () => tenant.requests.filter(({ url }) => url.includes('directoryAudits')).length
    await Promise.all([graph.deviceAudit.registrations(WINDOW), graph.deviceAudit.registrations(WINDOW)])
    await graph.deviceAudit.registrations(WINDOW)
    expect(asked()).toBe(1)
    pass(61_000)
    tenant.directoryAudits.push(row('registered', 5))
    expect(await graph.deviceAudit.registrations(WINDOW)).toHaveLength(1)
  })

  it('remembers no failure', async () => {
    const { graph, tenant } = await startWorld()
    tenant.withheld.add('AuditLog.Read.All')
    await expect(graph.deviceAudit.registrations(WINDOW)).rejects.toMatchObject({ code: 'graph-forbidden' })
    tenant.withheld.clear()
    expect(await graph.deviceAudit.registrations(WINDOW)).toEqual([])
  })
})
