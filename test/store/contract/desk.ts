import { beforeEach, expect, it } from 'vitest'
import { alertId, type CaseId, checkId, userId } from '../../../src/domain/ids.js'
import type { NewAlert, StoredCase } from '../../../src/flows/ports.js'
import type { Place } from '../../support/engines.js'
import { ADELE, ALERT, AT, CASE, CHECK, LIDIA, LURE, later, RECORD, REPORT } from '../examples.js'

const DAY_MS = 24 * 60 * 60 * 1000
const caseOf = (number: number, change: Partial<StoredCase> = {}): StoredCase => ({
  ...CASE,
  caseId: `case-${number}` as CaseId,
  ...change,
})

export function deskContract(place: Place): void {
  let number = 0
  beforeEach(() => {
    number = 0
  })
  /** An alert with a case of its own. */
  const raise = async (change: Partial<NewAlert> = {}, ofCase: Partial<StoredCase> = {}) => {
    number += 1
    const stored = caseOf(number, ofCase)
    const id = alertId(`b2b2b2b2-0000-4000-8000-${String(number).padStart(12, '0')}`)
    await place.store.saveCase(stored)
    await place.store.addAlert({ ...ALERT, alertId: id, caseId: stored.caseId, ...change })
    return id
  }
  const open = async (limit = 10, offset = 0) =>
    (await place.store.openAlerts({ limit, offset })).map(({ alertId: id }) => id)

  it('lists open alerts, the most severe first and then the newest, page by page', async () => {
    const elevated = await raise({ severity: 'elevated' })
    const older = await raise({ severity: 'high', createdAt: AT })
    const newer = await raise({ severity: 'high', createdAt: later(1) })
    const critical = await raise({ severity: 'critical' })
    expect(await open()).toEqual([critical, newer, older, elevated])
    expect(await open(2, 1)).toEqual([newer, older])
    expect(await place.store.openAlertCount()).toBe(4)
  })

  it('lists nothing that is over, was never asked or was settled by its owner', async () => {
    await raise({ severity: 'critical', state: 'closed' })
    await raise({ severity: 'critical', state: 'superseded' })
    await raise({ severity: 'low' })
    await raise({ severity: 'elevated', telling: 'coaching' })
    const settled = await raise({ severity: 'elevated', state: 'answered' })
    await place.store.addAnswer(settled, 'i-did', ADELE, AT)
    expect([await open(), await place.store.openAlertCount()]).toEqual([[], 0])
    await place.store.addAnswer(settled, 'unknown-to-me', ADELE, later(1))
    expect(await open()).toEqual([settled])
  })

  it('counts for the digest the questions that wait, however old, and the reports since', async () => {
    const asked = await raise({ severity: 'high', telling: 'question' })
    await raise({ severity: 'elevated', telling: 'question' })
    await raise({ severity: 'critical', telling: 'stop-now' })
    await raise({ severity: 'high', telling: 'question', state: 'closed' })
    expect(await place.store.digestTallies(AT)).toEqual({ unanswered: 2, reports: 0 })
    await place.store.addAnswer(asked, 'i-did', ADELE, AT)
    await place.store.saveCheck(CHECK)
    await place.store.saveLure(LURE)
    await place.store.addReport(REPORT)
    expect(await place.store.digestTallies(AT)).toEqual({ unanswered: 1, reports: 1 })
    expect(await place.store.digestTallies(later(1))).toEqual({ unanswered: 1, reports: 0 })
  })

  it('finds an alert by how its id begins, and takes no sign of a pattern for one', async () => {
    const one = await raise()
    const other = await raise()
    const found = async (prefix: string) => (await place.store.alertsByPrefix(prefix, 5)).map(({ alertId: id }) => id)
    expect(await found(one)).toEqual([one])
    expect(await found('b2b2b2b2')).toEqual([one, other])
    expect(await place.store.alertsByPrefix('b2b2b2b2', 1)).toHaveLength(1)
    expect(await found('b3')).toEqual([])
    expect(await found('b2b2b2b2-%1')).toEqual([])
  })

  it('gives a person’s cases of a span, the newest first, and counts them', async () => {
    for (const [index, at] of [-2, -1, 0].entries()) {
      await place.store.saveCase(caseOf(index, { firstSeen: later(at * DAY_MS) }))
    }
    await place.store.saveCase(caseOf(9, { userId: LIDIA }))
    const since = later(-DAY_MS)
    const found = await place.store.recentCasesOf(ADELE, since, 5)
    expect(found.map(({ caseId }) => caseId)).toEqual(['case-2', 'case-1'])
    expect(await place.store.recentCasesOf(ADELE, since, 1)).toHaveLength(1)
    expect(await place.store.countCasesOf(ADELE, since)).toBe(2)
  })

  it('finds the cases with a reason', async () => {
    await place.store.saveCase(caseOf(1, { reasons: ['campaign-same-source', 'broker-client'] }))
    await place.store.saveCase(caseOf(2, { reasons: ['broker-client'] }))
    const found = await place.store.recentCasesWith('campaign-same-source', AT, 5)
    expect(found.map(({ caseId }) => caseId)).toEqual(['case-1'])
    expect(await place.store.recentCasesWith('campaign-same-source', later(1), 5)).toEqual([])
  })

  it('finds people by a part of either name, an exact sign-in name alone, and nobody by a pattern', async () => {
    const named = (who: string, userPrincipalName: string, userDisplayName: string): Partial<StoredCase> => ({
      userId: userId(`a1a1a1a1-0000-4000-8000-00000000001${who}`),
      case: {
        ...CASE.case,
        userPrincipalName,
        legs: [{ record: { ...RECORD, userDisplayName }, kind: 'approval', inFlow: true, undecided: false }],
      },
    })
    await place.store.saveCase(caseOf(1, named('1', 'ann@fabrikam.example', 'Ann Smith')))
    await place.store.saveCase(caseOf(2, named('1', 'ann@fabrikam.example', 'Ann Smith')))
    await place.store.saveCase(caseOf(3, named('2', 'joann@fabrikam.example', 'Jo Ann 100%_Real')))
    const called = async (text: string) =>
      (await place.store.peopleCalled(text, AT, 5)).map(({ displayName }) => displayName)
    expect(await called('ann')).toEqual(['Ann Smith', 'Jo Ann 100%_Real'])
    expect(await called('SMITH')).toEqual(['Ann Smith'])
    expect(await called('Ann@Fabrikam.example')).toEqual(['Ann Smith'])
    expect(await called('%')).toEqual(['Jo Ann 100%_Real'])
    expect(await called('A_n')).toEqual([])
    expect(await called('\\')).toEqual([])
    expect(await place.store.peopleCalled('ann', later(1), 5)).toEqual([])
    expect(await place.store.peopleCalled('ann', AT, 1)).toHaveLength(1)
  })

  it('knows the lures that two people reported', async () => {
    await place.store.saveLure({ ...LURE, reporters: 2, lastAt: later(1) })
    await place.store.saveLure({ ...LURE, lureId: checkId('c3c3c3c3-0000-4000-8000-000000000009'), reporters: 1 })
    expect(await place.store.reportedCampaigns(AT, 5)).toEqual([
      { lureId: LURE.lureId, reporters: 2, firstAt: AT, lastAt: later(1) },
    ])
    expect(await place.store.reportedCampaigns(later(2), 5)).toEqual([])
  })

  it('counts cases, last answers and closings, and takes the medians of the times', async () => {
    const minute = 60_000
    for (const answerAfter of [1, 3, 20]) {
      const id = await raise({}, { highestSeverity: 'high' })
      await place.store.addAlertStep({ alertId: id, event: 'delivered', actor: 'postern', at: later(minute), why: '' })
      await place.store.addAnswer(id, 'i-did', ADELE, later((1 + answerAfter) * minute))
      await place.store.addAnswer(id, 'unknown-to-me', ADELE, later(50 * minute))
      await place.store.saveContainmentStep(id, {
        step: 'revoke-sessions',
        outcome: 'done',
        why: null,
        at: later((2 + answerAfter) * minute),
      })
    }
    const closed = await raise({ state: 'closed' }, { highestSeverity: 'low' })
    await place.store.addAlertStep({ alertId: closed, event: 'alert-closed', actor: LIDIA, at: AT, why: 'other: a: b' })
    const { cases, answers, closings, answeredMs, containedMs } = await place.store.tallies(AT)
    expect([...cases].sort((a, b) => b.count - a.count)).toEqual([
      { severity: 'high', outcome: 'completed', count: 3 },
      { severity: 'low', outcome: 'completed', count: 1 },
    ])
    expect(answers).toEqual([{ answer: 'unknown-to-me', count: 3 }])
    expect(closings).toEqual([{ why: 'other', count: 1 }])
    expect([answeredMs, containedMs]).toEqual([3 * minute, 5 * minute])
  })

  it('has no median of nothing, and counts nothing of before', async () => {
    await raise()
    expect(await place.store.tallies(later(1))).toEqual({
      cases: [],
      answers: [],
      closings: [],
      answeredMs: null,
      containedMs: null,
    })
  })

  it('knows the oldest sign-in it keeps', async () => {
    expect(await place.store.oldestRecordAt()).toBeNull()
    await place.store.saveRecords([RECORD, { ...RECORD, id: 'older', atMs: AT.getTime() - DAY_MS }])
    expect(await place.store.oldestRecordAt()).toEqual(later(-DAY_MS))
  })
}
