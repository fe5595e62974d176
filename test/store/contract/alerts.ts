import { beforeEach, expect, it } from 'vitest'
import type { Place } from '../../support/engines.js'
import {
  ADELE,
  ALERT,
  ALERT_ID,
  AT,
  CASE,
  CASE_ID,
  LIDIA,
  later,
  OTHER_ALERT_ID,
  OTHER_CASE_ID,
  STEP,
} from '../examples.js'

export function alertsContract(place: Place): void {
  beforeEach(() => place.store.saveCase(CASE))

  it('gives back an alert by its id, its case and its owner', async () => {
    expect(await place.store.addAlert(ALERT)).toBe(true)
    const alert = { ...ALERT, answers: [], version: 1 }
    expect(await place.store.alertById(ALERT_ID)).toEqual(alert)
    expect(await place.store.alertByCase(CASE_ID)).toEqual(alert)
    expect(await place.store.alertsOf(ADELE)).toEqual([alert])
    expect(await place.store.alertsOf(LIDIA)).toEqual([])
  })

  it('takes one alert a case', async () => {
    await place.store.addAlert(ALERT)
    expect(await place.store.addAlert({ ...ALERT, alertId: OTHER_ALERT_ID })).toBe(false)
    expect(await place.store.alertById(OTHER_ALERT_ID)).toBeNull()
  })

  it('does not take an alert about a case that is not there', async () => {
    await expect(place.store.addAlert({ ...ALERT, caseId: OTHER_CASE_ID })).rejects.toMatchObject({ code: 'internal' })
    expect(await place.store.alertById(ALERT_ID)).toBeNull()
  })

  it('takes an alert before its case within a transaction', async () => {
    const owed = await place.store.transaction(async (tx) => {
      const added = await tx.addAlert({ ...ALERT, caseId: OTHER_CASE_ID })
      await tx.saveCase({ ...CASE, caseId: OTHER_CASE_ID })
      return added
    })
    expect(owed).toBe(true)
  })

  it('changes an alert under its current version only', async () => {
    await place.store.addAlert(ALERT)
    expect(await place.store.changeAlert(ALERT_ID, 1, { state: 'telling' })).toBe(true)
    expect(await place.store.changeAlert(ALERT_ID, 1, { state: 'closed' })).toBe(false)
    expect(await place.store.alertById(ALERT_ID)).toMatchObject({ state: 'telling', severity: 'high', version: 2 })
  })

  it('lets one of two writers win', async () => {
    await place.store.addAlert(ALERT)
    const outcomes = await Promise.all([
      place.store.changeAlert(ALERT_ID, 1, { state: 'answered', severity: 'critical' }),
      place.store.changeAlert(ALERT_ID, 1, { state: 'expired', telling: 'notice' }),
    ])
    expect(outcomes.sort()).toEqual([false, true])
  })

  it('keeps answers in the order in which they came', async () => {
    await place.store.addAlert(ALERT)
    await place.store.addAnswer(ALERT_ID, 'i-did', ADELE, later(2))
    await place.store.addAnswer(ALERT_ID, 'unknown-to-me', LIDIA, later(1))
    expect((await place.store.alertById(ALERT_ID))?.answers).toEqual([
      { answer: 'i-did', by: ADELE, at: later(2) },
      { answer: 'unknown-to-me', by: LIDIA, at: later(1) },
    ])
  })

  it('keeps the history of an alert', async () => {
    await place.store.addAlert(ALERT)
    const answered = { ...STEP, event: 'worrying-answer', actor: ADELE, why: 'unknown-to-me' } as const
    await place.store.addAlertStep(STEP)
    await place.store.addAlertStep(answered)
    expect(await place.store.alertSteps(ALERT_ID)).toEqual([STEP, answered])
  })

  it('keeps the newest outcome of each step of containment', async () => {
    await place.store.addAlert(ALERT)
    const failed = { step: 'revoke-sessions', outcome: 'failed', why: 'graph-unavailable', at: AT } as const
    const done = { step: 'revoke-sessions', outcome: 'done', why: null, at: later(1000) } as const
    await place.store.saveContainmentStep(ALERT_ID, failed)
    await place.store.saveContainmentStep(ALERT_ID, done)
    await place.store.saveContainmentStep(ALERT_ID, failed)
    expect(await place.store.containmentSteps(ALERT_ID)).toEqual([done])
  })
}
