import { expect, it } from 'vitest'
import type { Place } from '../../support/engines.js'
import { ADELE, ALERT, CASE, JOB, later, RECORD } from '../examples.js'

const DAY_MS = 24 * 60 * 60 * 1000

export function retentionContract(place: Place): void {
  it('lets sign-in rows go after a month, and keeps the case that was made of them', async () => {
    await place.store.saveRecords([RECORD, { ...RECORD, id: 'younger', atMs: later(2 * DAY_MS).getTime() }])
    await place.store.transaction(async (tx) => {
      await tx.saveCase(CASE)
      await tx.addAlert(ALERT)
    })
    expect(await place.store.purgeExpired(later(30 * DAY_MS))).toBe(0)
    expect(await place.store.purgeExpired(later(32 * DAY_MS))).toBe(1)
    expect((await place.store.recordsOf(ADELE, new Date(0))).map(({ id }) => id)).toEqual(['younger'])
    expect(await place.store.caseById(CASE.caseId)).not.toBeNull()
    expect(await place.store.alertById(ALERT.alertId)).not.toBeNull()
  })

  it('forgets after two hours in which flows a device code was seen', async () => {
    const flow = { userId: ADELE, correlationId: 'c0ffee00-0000-4000-8000-000000000001' }
    await place.store.wantFlows([flow])
    await place.store.purgeExpired(later(0))
    expect(await place.store.flowsWanted(3 * 60 * 60 * 1000)).toEqual([flow])
    await place.engine.query("update wanted_flow set at = at - interval '2 hours'", [])
    await place.store.purgeExpired(later(0))
    expect(await place.store.flowsWanted(3 * 60 * 60 * 1000)).toEqual([])
  })

  it('forgets done jobs after a month, and never what is still owed', async () => {
    await place.store.addJob(JOB)
    await place.store.addJob({ ...JOB, key: 'owed', runAt: later(1) })
    const [first] = await place.store.claimJobs({ owner: 'one', limit: 1, leaseMs: 60_000, now: JOB.runAt })
    await place.store.finishJob(first?.jobId ?? 0, 'one')
    expect(await place.store.purgeExpired(later(40 * DAY_MS))).toBe(1)
    expect(await place.store.jobCounts()).toMatchObject({ waiting: 1 })
  })
}
