import { expect, it } from 'vitest'
import type { AlertId } from '../../../src/domain/ids.js'
import type { ImpactAnswer } from '../../../src/domain/policyStatus/index.js'
import { NAMING_NOBODY, PERSONAL_TABLES } from '../../../src/store/people.js'
import { TABLES } from '../../../src/store/tables.js'
import type { Place } from '../../support/engines.js'
import {
  ACTION,
  ADELE,
  ALERT,
  ALERT_ID,
  AT,
  CASE,
  CHECK,
  CHECK_ID,
  COLLECTION,
  CONVERSATION,
  JOB,
  keepDrift,
  LIDIA,
  LURE,
  later,
  OTHER_ALERT_ID,
  OTHER_CASE_ID,
  OWN_REPORT,
  POLICY_WRITE,
  READ_HEADER,
  READ_STEP,
  RECORD,
  REPORT,
  STEP,
  TRACE,
  WARNING,
  WARNING_ID,
  WARNING_STEP,
  WATCH,
} from '../examples.js'

const WEEK_MS = 7 * 24 * 60 * 60 * 1000
const THIRD_ALERT_ID = ALERT_ID.replace(/1$/, '3') as AlertId
const ERASURE = { at: later(WEEK_MS), force: false }

export function privacyContract(place: Place): void {
  /** Adele in every table that can name her, and Lidia's alerts, on which Adele has pressed. */
  async function fill(state: 'open' | 'closed' = 'closed'): Promise<void> {
    const { store } = place
    await store.saveRecords([RECORD])
    await store.wantFlows([{ userId: ADELE, correlationId: 'c0ffee00-0000-4000-8000-000000000001' }])
    await store.setRowsAside([{ key: 'row', reason: 'not-assessed', at: AT, userId: ADELE, record: RECORD }])
    await store.saveCase({ ...CASE, caseId: `case/${ADELE}` })
    await store.addAlert({ ...ALERT, caseId: `case/${ADELE}`, state })
    await store.addAnswer(ALERT_ID, 'unknown-to-me', ADELE, later(1))
    await store.addAlertStep(STEP)
    await store.saveCollection(ALERT_ID, COLLECTION)
    await store.transaction((tx) => tx.beginAction(ACTION, { most: 5, since: AT }))
    await store.saveContainmentStep(ALERT_ID, { step: 'revoke-sessions', outcome: 'done', why: null, at: later(2) })
    await store.addJob(JOB)
    await store.addJob({ ...JOB, key: `person:${ADELE}:reassess`, kind: 'reassess', subject: ADELE })
    await store.saveSent({ alertId: ALERT_ID, audience: 'owner', conversationId: 'a:adele', activityId: '1', at: AT })
    await store.saveConversation(CONVERSATION)
    const reference = { user: { aadObjectId: ADELE.toUpperCase(), name: 'Adele' }, locale: 'de' }
    await store.saveConversation({
      ...CONVERSATION,
      conversationId: '19:group',
      kind: 'group',
      userId: null,
      reference,
    })
    await store.saveCheck(CHECK)
    await store.saveWatch(WATCH)
    await store.saveLookup('sign-in-usage', ADELE, { readAt: AT, body: { networks: [] } })
    await store.saveLookup('group-members', 'a group', { readAt: AT, body: { people: [ADELE] } })
    await keepPolicies(store)
    await keepDrift(store)
    await keepWrite(store)
    await store.saveReading(await store.beginReading(later(1)), READ_STEP)
    await store.saveReach([{ userId: ADELE, state: 'reachable', why: null, at: AT }])
    await store.addAlert({ ...OWN_REPORT, alertId: THIRD_ALERT_ID, state: 'closed' })
    await store.addOwnReport(CHECK_ID, THIRD_ALERT_ID, AT)
    await store.saveSealed(CHECK_ID, 'sealed', later(60_000))
    await store.saveTraces(CHECK_ID, [TRACE])
    await store.saveLure(LURE)
    await store.addReport(REPORT)
    await store.addWarning({ ...WARNING, startedBy: ADELE })
    await store.planWarned(WARNING_ID, [ADELE], AT)
    await store.addWarningStep({ ...WARNING_STEP, actor: ADELE })
    await store.saveCase({
      ...CASE,
      caseId: OTHER_CASE_ID,
      userId: LIDIA,
      case: { ...CASE.case, userId: LIDIA, userPrincipalName: 'lidia@fabrikam.example', legs: [] },
    })
    await store.addAlert({ ...ALERT, alertId: OTHER_ALERT_ID, caseId: OTHER_CASE_ID, userId: LIDIA, state: 'closed' })
    await store.addAlertStep({ ...STEP, alertId: OTHER_ALERT_ID, actor: ADELE })
    await store.addAudit({ event: 'policy-asked', actor: LIDIA, at: AT, details: { question: 'status' } })
  }
  async function keepPolicies(store: Place['store']): Promise<void> {
    const saved = await store.saveReading(await store.beginReading(AT), READ_STEP)
    if (saved !== null) await store.keepSnapshot(saved, READ_HEADER)
  }
  async function keepWrite(store: Place['store']): Promise<void> {
    await store.saveImpact({ impact: { rows: [{ userId: ADELE, name: 'Adele' }] } as unknown as ImpactAnswer, at: AT })
    await store.addPolicyWrite({ ...POLICY_WRITE, proposedBy: ADELE })
    await store.movePolicyWrite(POLICY_WRITE.writeId, 1, { state: 'dropped', approvedBy: ADELE, endedAt: later(1) })
  }
  const linesOf = async (lines: AsyncIterable<string>) => {
    const all: string[] = []
    for await (const line of lines) all.push(line)
    return all
  }
  const everything = async () => (await linesOf(place.store.exportLines())).join('\n').toLowerCase()

  it('knows of every table whether it names people', () => {
    const known = new Set([...PERSONAL_TABLES.map(({ table }) => table), ...Object.keys(NAMING_NOBODY)])
    expect([...known].sort()).toEqual(TABLES.map(({ name }) => name).sort())
  })

  it('writes out what names a person, from every table that can, and nothing of others', async () => {
    await fill()
    const lines = await linesOf(place.store.exportPerson(ADELE, later(1)))
    const tables = new Set(lines.map((line) => JSON.parse(line).table))
    expect([...tables].sort()).toEqual([...new Set(PERSONAL_TABLES.map(({ table }) => table))].sort())
    expect(lines.join('\n')).not.toContain(LIDIA)
    expect(await linesOf(place.store.exportPerson(LIDIA, later(1)))).not.toContainEqual(
      expect.stringContaining('code_check'),
    )
    const [entry] = await place.store.listAudit({ limit: 1, user: ADELE })
    expect(entry).toMatchObject({ event: 'person-exported', actor: 'operator', aboutUserId: ADELE })
  })

  it('leaves no trace of who was erased, in no table, and the trail still holds', async () => {
    await fill()
    const anchor = await place.store.trailEnd()
    expect(await everything()).toContain(ADELE)
    const erasure = await place.store.erasePerson(ADELE, ERASURE)
    expect(erasure).toMatchObject({
      outcome: 'erased',
      deleted: { alert: 2, device_code_case: 1, sign_in_record: 1, code_check: 1, report: 1, job: 2, conversation: 1 },
      emptied: { alert_step: 1, warning: 1, warning_step: 1, conversation: 1 },
      kept: [
        { what: 'audit-chain', rows: 10 },
        { what: 'teams-messages', rows: 1 },
      ],
    })
    const left = await everything()
    expect(left).not.toContain(ADELE)
    expect(left).not.toContain('adele@')
    expect(await place.store.verifyTrail(anchor)).toMatchObject({ anchor: 'holds', faultCount: 0, emptied: 10 })
    // What is others' stays whole.
    expect(await place.store.alertById(OTHER_ALERT_ID)).toMatchObject({ userId: LIDIA })
    const [mine] = await place.store.listAudit({ limit: 1, user: LIDIA })
    expect(mine).toMatchObject({ event: 'policy-asked', details: { question: 'status' } })
  })

  it('writes out what a snapshot of the policies says of a person, and erases the snapshot', async () => {
    await keepPolicies(place.store)
    const lines = await linesOf(place.store.exportPerson(ADELE, later(1)))
    expect(lines.map((line) => JSON.parse(line))).toContainEqual({
      table: 'policy_part',
      row: { kind: 'user', thing: { id: ADELE, displayName: 'Adele', userPrincipalName: 'adele@fabrikam.example' } },
    })
    expect(lines.join('\n')).not.toContain('Lidia')
    await place.store.erasePerson(ADELE, ERASURE)
    expect(await place.store.newestSnapshot()).toBeNull()
    expect((await place.engine.query('select 1 from policy_part where people ? $1', [ADELE])).rows).toEqual([])
  })

  it('gives somebody who comes back another pseudonym', async () => {
    await fill()
    const [before] = await place.store.listAudit({ limit: 1, user: ADELE })
    await place.store.erasePerson(ADELE, ERASURE)
    await place.store.addAudit({ event: 'message-checked', actor: ADELE, at: later(WEEK_MS) })
    const [after] = await place.store.listAudit({ limit: 1, user: ADELE })
    expect(after?.actor).not.toBe(before?.about)
    expect(await place.store.listAudit({ limit: 99, user: ADELE })).toHaveLength(1)
    expect(await place.store.verifyTrail(null)).toMatchObject({ faultCount: 0 })
  })

  it('erases nothing while an alert is open, or a sign-in so young that its rows come again', async () => {
    await fill('open')
    const before = await everything()
    expect(await place.store.erasePerson(ADELE, { ...ERASURE, at: later(1) })).toEqual({
      outcome: 'blocked',
      blocks: [
        { why: 'open-alert', id: ALERT_ID },
        { why: 'recent-sign-in', id: `case/${ADELE}` },
      ],
    })
    expect(await everything()).toBe(before)
    expect(await place.store.erasePerson(ADELE, { ...ERASURE, force: true })).toMatchObject({ outcome: 'erased' })
    expect(await everything()).not.toContain(ADELE)
  })

  it('keeps presses on open alerts of others, and says so, until these are closed', async () => {
    await fill()
    await place.store.changeAlert(OTHER_ALERT_ID, 1, { state: 'open' })
    expect(await place.store.erasePerson(ADELE, ERASURE)).toMatchObject({
      kept: expect.arrayContaining([{ what: 'presses-on-open-alerts', rows: 1 }]),
    })
    expect(await place.store.alertSteps(OTHER_ALERT_ID)).toMatchObject([{ actor: ADELE }])
    await place.store.changeAlert(OTHER_ALERT_ID, 2, { state: 'closed' })
    await place.store.erasePerson(ADELE, ERASURE)
    expect(await place.store.alertSteps(OTHER_ALERT_ID)).not.toMatchObject([{ actor: ADELE }])
    expect(await everything()).not.toContain(ADELE)
  })

  it('brings the card in the channel up to date that showed the report', async () => {
    await fill()
    await place.store.erasePerson(ADELE, ERASURE)
    const [owed] = await place.store.claimJobs({ owner: 'one', limit: 9, leaseMs: 1000, now: later(WEEK_MS) })
    expect(owed).toMatchObject({ kind: 'refresh-report', subject: CHECK_ID })
  })

  it('finds nothing of somebody it never heard of, and says that in the trail alone', async () => {
    expect(await place.store.erasePerson(ADELE, ERASURE)).toEqual({
      outcome: 'erased',
      deleted: {},
      emptied: {},
      kept: [],
    })
    expect(await place.store.verifyTrail(null)).toMatchObject({ entries: 1, faultCount: 0 })
  })
}
