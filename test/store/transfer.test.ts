/** Out of one store as lines, into another. */
import { expect, it } from 'vitest'
import type { Store } from '../../src/flows/ports.js'
import { openStore } from '../../src/store/index.js'
import { readMigrations } from '../../src/store/migrate.js'
import { describeOnEachEngine, describeOnPostgres, freshDatabase, temporaryDirectory } from '../support/engines.js'
import {
  ACTION,
  ADELE,
  ALERT,
  ALERT_ID,
  AT,
  CASE,
  CASE_ID,
  CHECK,
  CHECK_ID,
  COLLECTION,
  CONVERSATION,
  JOB,
  keepDrift,
  LURE,
  later,
  OTHER_ALERT_ID,
  OWN_REPORT,
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
} from './examples.js'

const FLOW = { userId: ADELE, correlationId: 'c0ffee00-0000-4000-8000-000000000001' }

async function fill(store: Store): Promise<void> {
  await store.saveRecords(Array.from({ length: 1100 }, (_, index) => ({ ...RECORD, id: `record ${index}` })))
  await store.saveCase(CASE)
  await store.noteEventTrouble({ position: 7, state: 'set-aside', status: 422, at: AT })
  await store.addAlert(ALERT)
  await store.addAnswer(ALERT_ID, 'unknown-to-me', ADELE, later(1))
  await store.addAlertStep(STEP)
  await store.saveContainmentStep(ALERT_ID, { step: 'revoke-sessions', outcome: 'done', why: null, at: later(2) })
  await store.transaction((tx) => tx.beginAction(ACTION, { most: 5, since: AT }))
  await store.saveCollection(ALERT_ID, COLLECTION)
  await store.addJob(JOB)
  await store.claimJobs({ owner: 'one', limit: 1, leaseMs: -1000, now: AT })
  await store.saveSent({ alertId: ALERT_ID, audience: 'owner', conversationId: 'a:adele', activityId: '1', at: AT })
  await store.saveConversation(CONVERSATION)
  await store.saveCheck(CHECK)
  await store.saveWatch(WATCH)
  await store.addAlert({ ...OWN_REPORT, alertId: OTHER_ALERT_ID })
  await store.addOwnReport(CHECK_ID, OTHER_ALERT_ID, AT)
  await store.saveSealed(CHECK_ID, 'sealed', later(60_000))
  await store.saveTraces(CHECK_ID, [TRACE])
  await store.saveLure(LURE)
  await store.addLureTraces(CHECK_ID, [TRACE])
  await store.saveLureCard(CHECK_ID, { conversationId: 'channel', activityId: '1' }, AT)
  await store.addReport(REPORT)
  await store.addWarning(WARNING)
  await store.planWarned(WARNING_ID, [ADELE], AT)
  await store.addWarningStep(WARNING_STEP)
  await store.claimPartition({ stream: 'hub', partition: '0' }, 'one', null)
  await store.moveCheckpoint({ stream: 'hub', partition: '0' }, 'one', {
    sequenceNumber: 7,
    offset: '9',
    enqueuedAt: AT,
  })
  await store.wantFlows([FLOW])
  await store.setRowsAside([{ key: 'row', reason: 'not-assessed', at: AT, userId: ADELE, record: RECORD }])
  const read = await store.saveReading(await store.beginReading(AT), READ_STEP)
  if (read !== null) await store.keepSnapshot(read, READ_HEADER)
  await keepDrift(store)
  await store.saveReading(await store.beginReading(later(1)), READ_STEP)
  await store.keepSecret('trace-key', 'a key')
  const epoch = await store.takeLease('poll', 'one', -1000)
  await store.setWatermark('poll', AT, epoch ?? 0)
  await store.markHealth({ name: 'sign-in-log', ok: true, code: null, at: AT, detail: { lagMs: 0 } })
}

async function collect(lines: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = []
  for await (const line of lines) all.push(line)
  return all
}

async function* stream(lines: readonly string[]): AsyncIterable<string> {
  yield* lines
}

async function assertSame(store: Store): Promise<void> {
  expect(await store.recordsOf(ADELE, AT)).toHaveLength(1100)
  expect(await store.caseById(CASE_ID)).toEqual(CASE)
  expect(await store.eventTroubles(9)).toMatchObject([{ position: 7, state: 'set-aside', status: 422, tries: 1 }])
  expect(await store.alertById(ALERT_ID)).toEqual({
    ...ALERT,
    answers: [{ answer: 'unknown-to-me', by: ADELE, at: later(1) }],
    version: 1,
  })
  expect(await store.alertSteps(ALERT_ID)).toEqual([STEP])
  expect(await store.containmentActions(ALERT_ID)).toEqual([{ ...ACTION, state: 'begun' }])
  expect(await store.collectionsOf(ALERT_ID)).toEqual([COLLECTION])
  expect(await store.containmentSteps(ALERT_ID)).toHaveLength(1)
  expect(await store.sentFor(ALERT_ID, 'owner')).toHaveLength(1)
  expect(await store.personalConversation(ADELE)).toEqual(CONVERSATION)
  expect(await store.checkById(CHECK_ID)).toEqual(CHECK)
  expect(await store.watchById(CHECK_ID)).toMatchObject(WATCH)
  expect(await store.alertById(OTHER_ALERT_ID)).toMatchObject({ kind: 'own-report', caseId: null })
  expect(await store.ownReportOf(CHECK_ID)).toBe(OTHER_ALERT_ID)
  expect(await store.sealedText(CHECK_ID, AT)).toBe('sealed')
  expect(await store.tracesOfCheck(CHECK_ID)).toEqual([TRACE])
  expect(await store.luresLike([TRACE], AT)).toHaveLength(1)
  expect(await store.lureCards(CHECK_ID)).toHaveLength(1)
  expect(await store.shownReport(CHECK_ID, AT)).toEqual(REPORT)
  expect(await store.warningById(WARNING_ID)).toEqual({ ...WARNING, card: null, version: 1 })
  expect(await store.warnedState(WARNING_ID, ADELE)).toBe('planned')
  expect(await store.warningSteps(CHECK_ID)).toEqual([WARNING_STEP])
  expect(await store.checkpointsOf('hub')).toMatchObject([{ partition: '0', sequenceNumber: 7 }])
  expect(await store.claimPartition({ stream: 'hub', partition: '0' }, 'two', 1)).toMatchObject({ owned: { epoch: 2 } })
  expect(await store.flowsWanted(600_000)).toEqual([FLOW])
  expect(await store.rowsSetAsideOf(ADELE)).toEqual([RECORD])
  const kept = await store.newestSnapshot()
  expect(kept).toMatchObject({ firstSeenAt: AT, lastSeenAt: AT })
  expect(await store.loadSnapshot(kept?.snapshotId ?? 0)).toMatchObject({
    takenAt: AT.toISOString(),
    directory: { memberships: [{ groupId: 'g', memberId: ADELE }] },
  })
  expect(await store.openReading()).toMatchObject({ beganAt: later(1), version: 1, progress: { next: ADELE } })
  expect(await store.keepSecret('trace-key', 'another')).toBe('a key')
  expect(await store.watermark('poll')).toEqual(AT)
  expect(await store.health()).toHaveLength(1)
  // The trail of all this came along, with its key.
  expect(await store.verifyTrail(null)).toMatchObject({ entries: 9, emptied: 0, faultCount: 0 })
  // What was in somebody's hands is taken up again, new jobs get new numbers, and old epochs stay old.
  expect(await store.addJob({ ...JOB, key: 'new' })).toBe(true)
  const jobs = await store.claimJobs({ owner: 'two', limit: 9, leaseMs: 1000, now: AT })
  expect(jobs.map(({ jobId, key, attempts }) => ({ jobId, key, attempts }))).toEqual([
    { jobId: 1, key: JOB.key, attempts: 2 },
    { jobId: 2, key: 'new', attempts: 1 },
  ])
  expect(await store.takeLease('poll', 'two', 1000)).toBe(2)
}

describeOnEachEngine('an export', (place) => {
  const exported = async () => {
    await fill(place.store)
    const lines = await collect(place.store.exportLines())
    await place.empty()
    return lines
  }
  const importing = (lines: readonly string[]) => place.store.importLines(stream(lines))

  it('begins with what it is and ends with how much it holds', async () => {
    const lines = await exported()
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      postern: 'store',
      format: 1,
      migration: (await readMigrations()).length,
    })
    expect(JSON.parse(lines.at(-1) ?? '')).toEqual({ end: true, rows: lines.length - 2 })
  })

  it('comes back whole', async () => {
    const written = await importing(await exported())
    expect(written).toMatchObject({ sign_in_record: 1100, device_code_case: 1, alert: 2, job: 1, lease: 1, report: 1 })
    await assertSame(place.store)
  })

  it('does not go into a store that holds something', async () => {
    const lines = await exported()
    await place.store.saveConversation(CONVERSATION)
    await expect(importing(lines)).rejects.toMatchObject({ code: 'store-format', detail: { table: 'conversation' } })
  })

  it('leaves nothing behind where a line in the middle is broken, and names the line', async () => {
    const lines = await exported()
    await expect(importing(lines.with(1000, '{"table":"sign_in_record","row":'))).rejects.toMatchObject({
      code: 'store-format',
      detail: { line: 1001 },
    })
    expect(await place.store.recordsOf(ADELE, AT)).toEqual([])
  })

  it('names the line of a row that its table does not take', async () => {
    const lines = await exported()
    const twice = lines.with(700, lines[699] ?? '')
    await expect(importing(twice)).rejects.toMatchObject({ code: 'store-format', detail: { line: 701 } })
  })

  it.each([
    ['of a newer form', 0, '{"postern":"store","format":2,"migration":1}', 1],
    ['of a newer version', 0, '{"postern":"store","format":1,"migration":99}', 1],
    ['of something else', 0, '{"table":"job","row":{}}', 1],
    ['with a table that is not known', 1, '{"table":"pg_authid","row":{"rolname":"x"}}', 2],
    ['with a column that is not known', 1, '{"table":"health","row":{"name) select 1; --":1}}', 2],
    ['with a row that is not an object', 1, '{"table":"health","row":[]}', 2],
  ])('is refused where it is %s', async (_what, index, line, at) => {
    const lines = ['{"postern":"store","format":1,"migration":1}', '{"end":true,"rows":0}']
    const changed = index === 0 ? lines.with(0, line) : lines.toSpliced(1, 0, line)
    await expect(importing(changed)).rejects.toMatchObject({ code: 'store-format', detail: { line: at } })
  })

  it('is refused where it was cut short', async () => {
    const lines = await exported()
    await expect(importing(lines.slice(0, -1))).rejects.toMatchObject({ code: 'store-format' })
    await expect(importing(lines.toSpliced(5, 1))).rejects.toMatchObject({ code: 'store-format' })
    await expect(importing([])).rejects.toMatchObject({ code: 'store-format' })
  })

  it('is refused where a row names another that is not there', async () => {
    const lines = (await exported()).filter((line) => !line.startsWith('{"table":"device_code_case"'))
    const end = JSON.stringify({ end: true, rows: lines.length - 2 })
    await expect(importing(lines.with(-1, end))).rejects.toMatchObject({ code: 'store-format' })
  })

  it('lets others work on while nobody has asked for its first line, and after it was given up', async () => {
    await place.store.saveConversation(CONVERSATION)
    const lines = place.store.exportLines()
    await place.store.ping()
    for await (const _ of lines) break
    await place.store.ping()
    expect(await place.store.addJob(JOB)).toBe(true)
  })
})

describeOnPostgres('the way from one engine to the other', () => {
  it('goes from embedded to PostgreSQL and back without a difference', async () => {
    const here = temporaryDirectory()
    const back = temporaryDirectory()
    const database = await freshDatabase()
    const embedded = await openStore({ dataDir: here.path, owner: 'test' })
    const server = await openStore({ databaseUrl: database.url, dataDir: here.path, owner: 'test' })
    const again = await openStore({ dataDir: back.path, owner: 'test' })
    try {
      expect([embedded.engine, server.engine]).toEqual(['embedded', 'postgres'])
      await fill(embedded)
      await server.importLines(embedded.exportLines())
      await again.importLines(server.exportLines())
      const there = await collect(server.exportLines())
      expect(await collect(again.exportLines())).toEqual(there)
      await assertSame(server)
      await assertSame(again)
    } finally {
      await Promise.all([embedded.close(), server.close(), again.close()])
      await database.drop()
      here.remove()
      back.remove()
    }
  })
})
