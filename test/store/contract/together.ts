import { expect, it } from 'vitest'
import type { CaseId } from '../../../src/domain/ids.js'
import type { Alert, StoreTx } from '../../../src/flows/ports.js'
import type { Place } from '../../support/engines.js'
import { ALERT, ALERT_ID, AT, CASE, JOB, later, OTHER_ALERT_ID } from '../examples.js'

const OTHER_CASE = { ...CASE, caseId: 'another-case' as CaseId }
const STEP = { event: 'telling-started', actor: 'postern', at: AT, why: 'the card is on its way' } as const

export function togetherContract(place: Place): void {
  const twoAlerts = async (): Promise<void> => {
    await place.store.saveCase(CASE)
    await place.store.saveCase(OTHER_CASE)
    await place.store.addAlert(ALERT)
    await place.store.addAlert({ ...ALERT, alertId: OTHER_ALERT_ID, caseId: OTHER_CASE.caseId })
  }
  const tell = (alertId: Alert['alertId'], version: number) => async (tx: StoreTx) => {
    if (!(await tx.changeAlert(alertId, version, { state: 'telling' }))) throw new Error('somebody was faster')
    await tx.addAlertStep({ ...STEP, alertId })
  }
  const historyOf = async (alertId: Alert['alertId']) =>
    (await place.store.alertSteps(alertId)).map(({ event }) => event)

  it('writes what each of them does, and into the trail too', async () => {
    await twoAlerts()
    const before = (await place.store.verifyTrail(null)).entries
    await Promise.all([ALERT_ID, OTHER_ALERT_ID].map((alertId) => place.store.together(tell(alertId, 1))))
    for (const alertId of [ALERT_ID, OTHER_ALERT_ID]) {
      expect(await place.store.alertById(alertId)).toMatchObject({ state: 'telling', version: 2 })
      expect(await historyOf(alertId)).toEqual(['telling-started'])
    }
    expect((await place.store.verifyTrail(null)).entries).toBe(before + 2)
  })

  it('lets none fail for another, and writes nothing of the one that failed', async () => {
    await twoAlerts()
    const ends = await Promise.allSettled([
      place.store.together(tell(ALERT_ID, 1)),
      place.store.together(tell(OTHER_ALERT_ID, 7)),
      place.store.together((tx) => tx.addJob(JOB)),
      place.store.together((tx) => tx.addJob({ ...JOB, key: 'odd', priority: 0.5 })),
    ])
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected'])
    expect(await historyOf(ALERT_ID)).toEqual(['telling-started'])
    expect(await historyOf(OTHER_ALERT_ID)).toEqual([])
    expect((await place.store.alertById(OTHER_ALERT_ID))?.version).toBe(1)
    expect((await place.store.jobCounts()).waiting).toBe(1)
  })

  it('lets one of two win who change the same version', async () => {
    await twoAlerts()
    const tries = [1, 2, 3].map(() => place.store.together(tell(ALERT_ID, 1)))
    const ends = await Promise.allSettled(tries)
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await place.store.alertById(ALERT_ID))?.version).toBe(2)
    expect(await historyOf(ALERT_ID)).toEqual(['telling-started'])
  })

  it('is refused inside an open transaction, which it would wait for', async () => {
    const nested = place.store.transaction(() => place.store.together(async () => true))
    await expect(nested).rejects.toMatchObject({ code: 'internal' })
  })

  it('answers each who asks at once with his own, also where one asks what cannot be', async () => {
    await twoAlerts()
    await place.store.addJob(JOB)
    const [job] = await place.store.claimJobs({ owner: 'one', limit: 1, leaseMs: 60_000, now: AT })
    const jobId = job?.jobId ?? 0
    const ends = await Promise.allSettled([
      place.store.startJob(jobId, 'one'),
      place.store.startJob(jobId, 'another'),
      place.store.startJob(2 ** 70, 'one'),
      place.store.startJob(jobId + 1, 'one'),
    ])
    expect(ends.map((end) => (end.status === 'fulfilled' ? end.value : end.status))).toEqual([
      true,
      false,
      'rejected',
      false,
    ])
    const alerts = await Promise.all(
      [OTHER_ALERT_ID, ALERT_ID, 'nobody' as typeof ALERT_ID, ALERT_ID].map((id) => place.store.alertById(id)),
    )
    expect(alerts.map((alert) => alert?.alertId)).toEqual([OTHER_ALERT_ID, ALERT_ID, undefined, ALERT_ID])
  })

  it('keeps the order of rows of each who asks at once', async () => {
    await twoAlerts()
    const whys = ['first', 'second', 'third']
    for (const why of whys)
      for (const alertId of [ALERT_ID, OTHER_ALERT_ID]) await place.store.addAlertStep({ ...STEP, alertId, why })
    const both = await Promise.all([ALERT_ID, OTHER_ALERT_ID].map((id) => place.store.alertSteps(id)))
    expect(both.map((steps) => steps.map(({ why }) => why))).toEqual([whys, whys])
  })

  it('keeps the newest where a person or a chat is written twice at once', async () => {
    const reach = { userId: ALERT.userId, why: null, at: AT } as const
    await Promise.all([
      place.store.saveReach([{ ...reach, state: 'reachable', at: later(1) }]),
      place.store.saveReach([{ ...reach, state: 'blocked' }]),
    ])
    expect((await place.store.reachOf(ALERT.userId))?.state).toBe('reachable')
  })
}
