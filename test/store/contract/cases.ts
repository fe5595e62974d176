import { expect, it } from 'vitest'
import type { Place } from '../../support/engines.js'
import { ADELE, AT, CASE, CASE_ID, LIDIA, later, OTHER_CASE_ID } from '../examples.js'

export function casesContract(place: Place): void {
  it('gives back a case as it was written', async () => {
    await place.store.saveCase(CASE)
    expect(await place.store.caseById(CASE_ID)).toEqual(CASE)
  })

  it('has no case under an id that was never written', async () => {
    expect(await place.store.caseById(OTHER_CASE_ID)).toBeNull()
  })

  it('replaces a case that has grown', async () => {
    await place.store.saveCase(CASE)
    await place.store.saveCase({ ...CASE, severity: 'low', reasons: [] })
    expect(await place.store.casesOf(ADELE)).toEqual([{ ...CASE, severity: 'low', reasons: [] }])
  })

  it('finds the cases of a window by when they began, whoever’s they are', async () => {
    const ofLidia = { ...CASE, caseId: OTHER_CASE_ID, userId: LIDIA, firstSeen: later(1000) }
    await place.store.saveCase(ofLidia)
    await place.store.saveCase(CASE)
    expect(await place.store.casesBetween(AT, later(1000))).toEqual([CASE, ofLidia])
    expect(await place.store.casesBetween(AT, later(999))).toEqual([CASE])
    expect(await place.store.casesBetween(later(1), later(999))).toEqual([])
  })

  it('counts device code sign-ins by app, the most used first, those without an app as one', async () => {
    const [leg] = CASE.case.legs
    if (leg === undefined) throw new Error('the example has no leg')
    const by = (n: number, appId: string | undefined) => ({
      ...CASE,
      caseId: `tenant:adele:app-${n}`,
      case: { ...CASE.case, legs: [{ ...leg, record: { ...leg.record, appId } }] },
    })
    await place.store.saveCase({ ...CASE, firstSeen: later(-1) })
    for (const [n, appId] of ['b', 'a', 'b', undefined].entries()) await place.store.saveCase(by(n, appId))
    expect(await place.store.deviceCodeApps(AT, 9)).toEqual([
      { appId: 'b', signIns: 2 },
      { appId: 'a', signIns: 1 },
      { appId: null, signIns: 1 },
    ])
    expect(await place.store.deviceCodeApps(AT, 1)).toHaveLength(1)
  })
}
