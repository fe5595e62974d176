import { beforeEach, expect, it } from 'vitest'
import { checkId } from '../../../src/domain/ids.js'
import type { Place } from '../../support/engines.js'
import {
  ADELE,
  ALERT,
  ALERT_ID,
  AT,
  CASE,
  CASE_ID,
  CHECK,
  CHECK_ID,
  LIDIA,
  later,
  OWN_REPORT,
  WATCH,
} from '../examples.js'

const OTHER_ID = checkId('c3c3c3c3-0000-4000-8000-000000000002')
const OPEN = { ...WATCH, state: 'open', caseId: null, seenAt: null, concludedAt: null, card: null } as const
const CARD = { conversationId: 'a:adele', activityId: '1' }

export function watchesContract(place: Place): void {
  beforeEach(async () => {
    await place.store.saveCheck(CHECK)
    await place.store.saveCheck({ ...CHECK, checkId: OTHER_ID })
    await place.store.saveWatch(WATCH)
  })

  it('gives back a watch by its check, and by its person and span', async () => {
    const { store } = place
    expect(await store.watchById(CHECK_ID)).toEqual(OPEN)
    expect(await store.watchById(OTHER_ID)).toBeNull()
    expect(await store.watchesOf(ADELE, WATCH.until, later(99_000))).toEqual([OPEN])
    expect(await store.watchesOf(ADELE, later(-1000), AT)).toEqual([OPEN])
    expect(await store.watchesOf(ADELE, later(20_001), later(99_000))).toEqual([])
    expect(await store.watchesOf(ADELE, later(-1000), later(-1))).toEqual([])
    expect(await store.watchesOf(LIDIA, AT, AT)).toEqual([])
  })

  it('opens a watch anew, but for one that has seen a case', async () => {
    const { store } = place
    await store.concludeWatches('nothing-seen', { endedBy: WATCH.until, at: AT, limit: 9 })
    const anew = { ...WATCH, openedAt: later(5000), until: later(25_000), verdict: 'suspicious' } as const
    await store.saveWatch(anew)
    expect(await store.watchById(CHECK_ID)).toEqual({ ...OPEN, ...anew })
    await store.markCaseSeen(CHECK_ID, { caseId: CASE_ID, seenAt: AT, at: later(1) })
    await store.saveWatch(anew)
    expect(await store.watchById(CHECK_ID)).toMatchObject({ state: 'case-seen', caseId: CASE_ID })
  })

  it('counts a watch that was opened anew as phishing among the person’s checks from then on', async () => {
    const { store } = place
    await store.saveWatch({ ...WATCH, openedAt: later(5000) })
    expect(await store.phishingChecksOf(ADELE, later(1), later(9000))).toEqual([later(5000)])
    await store.saveWatch({ ...WATCH, openedAt: later(5000), verdict: 'legitimate-device-login' })
    expect(await store.phishingChecksOf(ADELE, later(1), later(9000))).toEqual([])
  })

  it('keeps the first case that was seen, also after the conclusion', async () => {
    const { store } = place
    await store.concludeWatches('nothing-seen', { endedBy: WATCH.until, at: AT, limit: 9 })
    const seen = { caseId: CASE_ID, seenAt: later(3), at: later(4) }
    expect(await store.markCaseSeen(CHECK_ID, seen)).toBe(true)
    expect(await store.markCaseSeen(CHECK_ID, { ...seen, caseId: 'another' })).toBe(false)
    expect(await store.watchById(CHECK_ID)).toEqual({
      ...OPEN,
      state: 'case-seen',
      caseId: CASE_ID,
      seenAt: later(3),
      concludedAt: later(4),
    })
  })

  it('concludes what has ended, once, and no more than asked for', async () => {
    const { store } = place
    await store.saveWatch({ ...WATCH, checkId: OTHER_ID })
    const conclude = (endedBy: Date, limit: number) =>
      store.concludeWatches('nothing-seen', { endedBy, at: later(7), limit })
    expect(await conclude(later(19_999), 9)).toEqual([])
    expect(await conclude(later(20_000), 1)).toEqual([{ ...OPEN, state: 'nothing-seen', concludedAt: later(7) }])
    expect((await conclude(later(20_000), 9)).map((one) => one.checkId)).toEqual([OTHER_ID])
    expect(await conclude(later(20_000), 9)).toEqual([])
  })

  it('stops for good, whatever is seen', async () => {
    const { store } = place
    await store.stopWatch(CHECK_ID, AT)
    await store.saveWatch(WATCH)
    expect(await store.markCaseSeen(CHECK_ID, { caseId: CASE_ID, seenAt: AT, at: AT })).toBe(false)
    expect(await store.watchById(CHECK_ID)).toMatchObject({ state: 'not-watched' })
  })

  it('has a card that tells of one watch, the newest that took it', async () => {
    const { store } = place
    await store.saveWatch({ ...WATCH, checkId: OTHER_ID })
    await store.saveWatchCard(CHECK_ID, CARD)
    expect(await store.watchById(CHECK_ID)).toMatchObject({ card: CARD })
    await store.saveWatchCard(OTHER_ID, CARD)
    expect(await store.watchById(CHECK_ID)).toMatchObject({ card: null })
    expect(await store.watchById(OTHER_ID)).toMatchObject({ card: CARD })
    await store.forgetWatchCard(OTHER_ID)
    expect(await store.watchById(OTHER_ID)).toMatchObject({ card: null })
  })

  it('goes with its check', async () => {
    await place.store.purgeExpired(later(60_000))
    expect(await place.store.watchById(CHECK_ID)).toBeNull()
  })

  it('takes an alert without a case only for a person’s own report', async () => {
    const { store } = place
    expect(await store.addAlert(OWN_REPORT)).toBe(true)
    expect(await store.alertById(ALERT_ID)).toEqual({ ...OWN_REPORT, answers: [], version: 1 })
    await expect(
      store.addAlert({ ...OWN_REPORT, kind: 'case', alertId: 'x' as typeof ALERT_ID }),
    ).rejects.toMatchObject({
      code: 'internal',
    })
  })

  it('gives an own report the case that was seen, for good', async () => {
    const { store } = place
    await store.saveCase(CASE)
    await store.addAlert(OWN_REPORT)
    expect(await store.changeAlert(ALERT_ID, 1, { state: 'answered', caseId: CASE_ID })).toBe(true)
    expect(await store.alertByCase(CASE_ID)).toMatchObject({ alertId: ALERT_ID, kind: 'own-report', version: 2 })
    await store.changeAlert(ALERT_ID, 2, { state: 'answered', caseId: 'another' })
    expect(await store.alertById(ALERT_ID)).toMatchObject({ caseId: CASE_ID })
    // One case, one alert.
    expect(await store.addAlert({ ...ALERT, alertId: 'x' as typeof ALERT_ID })).toBe(false)
  })

  it('counts a check as told of once', async () => {
    const { store } = place
    await store.addAlert(OWN_REPORT)
    expect(await store.ownReportOf(CHECK_ID)).toBeNull()
    expect(await store.addOwnReport(CHECK_ID, ALERT_ID, AT)).toBe(true)
    expect(await store.addOwnReport(CHECK_ID, ALERT_ID, AT)).toBe(false)
    expect(await store.ownReportOf(CHECK_ID)).toBe(ALERT_ID)
  })

  it('counts what a person told of since an instant, and nobody else’s', async () => {
    const { store } = place
    await store.addAlert(OWN_REPORT)
    await store.addOwnReport(CHECK_ID, ALERT_ID, AT)
    await store.addOwnReport(OTHER_ID, ALERT_ID, later(1))
    expect(await store.ownReportsSince(ADELE, AT)).toBe(2)
    expect(await store.ownReportsSince(ADELE, later(1))).toBe(1)
    expect(await store.ownReportsSince(LIDIA, AT)).toBe(0)
  })
}
