import { expect, it } from 'vitest'
import { writeAnchor } from '../../../src/domain/audit/index.js'
import type { AuditEntry } from '../../../src/flows/ports.js'
import { composeStore } from '../../../src/store/compose.js'
import type { Place } from '../../support/engines.js'
import { ADELE, ALERT, ALERT_ID, AT, CASE, CHECK, CHECK_ID, LIDIA, later, REPORT, STEP, WATCH } from '../examples.js'

const DAY_MS = 24 * 60 * 60 * 1000
const ENTRY: AuditEntry = {
  event: 'message-checked',
  what: 'phishing',
  actor: ADELE,
  at: AT,
  details: { checkId: CHECK_ID },
}

export function auditContract(place: Place): void {
  const written = async (count: number) => {
    for (let index = 0; index < count; index++)
      await place.store.addAudit({ ...ENTRY, actor: index % 2 === 0 ? ADELE : LIDIA, at: later(index) })
  }
  const codes = async () => (await place.store.verifyTrail(null)).faults.map(({ code, position }) => [code, position])
  const change = (statement: string) => place.engine.query(statement)

  it('holds while it is empty', async () => {
    expect(await place.store.verifyTrail(null)).toMatchObject({ entries: 0, end: null, faultCount: 0 })
    expect(await place.store.trailEnd()).toBeNull()
  })

  it('lists what was done, newest first, by whom and about whom', async () => {
    await place.store.addAudit(ENTRY)
    await place.store.addAudit({ event: 'press-refused', what: 'close', actor: LIDIA, about: ADELE, at: later(1) })
    const [newest, first] = await place.store.listAudit({ limit: 9 })
    expect(newest).toMatchObject({ position: 2, actorUserId: LIDIA, aboutUserId: ADELE, event: 'press-refused' })
    expect(first).toMatchObject({ position: 1, at: AT, actorUserId: ADELE, what: 'phishing', details: ENTRY.details })
    expect(await place.store.listAudit({ limit: 1 })).toEqual([newest])
    expect(await place.store.listAudit({ limit: 9, user: LIDIA })).toEqual([newest])
    expect(await place.store.lastAudited('message-checked')).toBe('phishing')
    expect(await place.store.lastAudited('bot-started')).toBeNull()
  })

  it('names nobody in the chain itself', async () => {
    await written(2)
    const { rows } = await place.engine.query('select to_jsonb(e)::text as row from audit_entry e')
    expect(JSON.stringify(rows)).not.toContain(ADELE)
    expect(JSON.stringify(rows)).not.toContain(CHECK_ID)
  })

  it('has an entry for every piece of history, without being asked', async () => {
    await place.store.transaction(async (tx) => {
      await tx.saveCase(CASE)
      await tx.addAlert(ALERT)
      await tx.addAlertStep({ ...STEP, actor: LIDIA })
      await tx.addAnswer(ALERT_ID, 'unknown-to-me', ADELE, later(1))
    })
    await place.store.saveContainmentStep(ALERT_ID, { step: 'revoke-sessions', outcome: 'failed', why: null, at: AT })
    const entries = await place.store.listAudit({ limit: 9 })
    const shown = entries.map(({ event, what, actorUserId, aboutUserId }) => [event, what, actorUserId, aboutUserId])
    expect(shown.reverse()).toEqual([
      ['alert-raised', 'high', null, ADELE],
      ['alert-step', 'telling-started', LIDIA, ADELE],
      ['alert-answered', 'unknown-to-me', ADELE, ADELE],
      ['containment-step', 'failed', null, ADELE],
    ])
  })

  it('says nothing of what changed nothing', async () => {
    await place.store.saveCase(CASE)
    await place.store.addAlert(ALERT)
    await place.store.addAlert(ALERT)
    await place.store.settleWarned('none' as never, ADELE, 'sent', AT)
    expect(await place.store.listAudit({ limit: 9 })).toHaveLength(1)
  })

  it('forgets what was rolled back, and goes on without a gap', async () => {
    await written(1)
    const failed = place.store.transaction(async (tx) => {
      await tx.addAudit(ENTRY)
      throw new Error('stop')
    })
    await expect(failed).rejects.toThrow('stop')
    await written(1)
    expect(await place.store.verifyTrail(null)).toMatchObject({ entries: 2, first: 1, faultCount: 0 })
  })

  it('stays one chain where many write at once, each holding what the other waits for', async () => {
    const people = [ADELE, LIDIA]
    const all = Array.from({ length: 40 }, (_, index) =>
      place.store.transaction(async (tx) => {
        // An entry first and a lock after it: the order in which a head that was taken at once would deadlock.
        await tx.addAudit({ ...ENTRY, actor: people[index % 2]!, at: later(index) })
        await tx.lockPerson(people[(index + 1) % 2]!)
        if (index % 3 === 0) await tx.lockReports()
      }),
    )
    await Promise.all(all)
    expect(await place.store.verifyTrail(null)).toMatchObject({ entries: 40, faultCount: 0 })
  })

  it.each([
    ['changed', "update audit_entry set what = 'harmless' where position = 3", ['entry-changed', 3]],
    ['given to somebody else', "update audit_entry set actor = 'operator' where position = 3", ['entry-changed', 3]],
    ['dated back', "update audit_entry set at = at - interval '1 hour' where position = 3", ['entry-changed', 3]],
    ['removed', 'delete from audit_entry where position = 3', ['entry-missing', 4]],
    [
      'removed, and the gap closed',
      `delete from audit_entry where position = 3;
       alter table audit_detail drop constraint audit_detail_position_fkey;
       update audit_entry set position = position - 1 where position = 4;
       update audit_entry set position = position - 1 where position = 5;
       update audit_detail set position = position - 1 where position = 4;
       update audit_detail set position = position - 1 where position = 5;
       alter table audit_detail add constraint audit_detail_position_fkey
         foreign key (position) references audit_entry on delete cascade`,
      ['entry-changed', 3],
    ],
    ['removed at the beginning', 'delete from audit_entry where position = 1', ['beginning-missing', 2]],
    ['cut off at the end', 'delete from audit_entry where position = 5', ['end-missing', 4]],
    [
      'exchanged with another',
      `update audit_entry e set at = o.at, event = o.event, what = o.what, actor = o.actor, about = o.about,
         digest = o.digest, seal = o.seal from audit_entry o
       where (e.position, o.position) in ((2, 4), (4, 2))`,
      ['entry-changed', 2],
    ],
    [
      'forged without the key',
      `insert into audit_entry select 6, at, event, what, actor, about, digest, anchor, seal
         from audit_entry where position = 5;
       update audit_head set position = 6`,
      ['entry-changed', 6],
    ],
    ['altered in its details', "update audit_detail set details = '{}' where position = 3", ['details-changed', 3]],
    ['emptied without a word', 'delete from audit_detail where position = 3', ['details-missing', 3]],
    [
      'given to another person by its pseudonym',
      `update audit_person p set pseudonym = 'was ' || p.pseudonym;
       update audit_person p set pseudonym = (select substr(o.pseudonym, 5) from audit_person o where o.user_id <> p.user_id)`,
      ['person-changed', null],
    ],
    ['made nobody’s', `delete from audit_person where user_id = '${ADELE}'`, ['person-missing', null]],
    ['left without its key', "update secret set value = 'YW5vdGhlcg' where name = 'audit-key'", ['entry-changed', 1]],
  ])('shows an entry that was %s', async (_what, script, fault) => {
    await written(5)
    expect(await codes()).toEqual([])
    for (const statement of script.split(';')) await change(statement)
    expect(await codes()).toContainEqual(fault)
  })

  it('shows a trail that was cut off with its head set back, or begun anew, by an anchor kept elsewhere', async () => {
    await written(5)
    const anchor = (await place.store.verifyTrail(null)).end
    expect(await place.store.trailEnd()).toEqual(anchor)
    expect(await place.store.verifyTrail(anchor)).toMatchObject({ anchor: 'holds', faultCount: 0 })
    await change('delete from audit_entry where position > 3')
    await change('update audit_head set position = 3, seal = (select seal from audit_entry where position = 3)')
    expect(await place.store.verifyTrail(null)).toMatchObject({ faultCount: 0 })
    expect((await place.store.verifyTrail(anchor)).faults).toEqual([{ code: 'anchor-missing', position: 5 }])
    await written(3)
    expect((await place.store.verifyTrail(anchor)).faults).toEqual([{ code: 'anchor-differs', position: 5 }])
  })

  it('lets old entries go by a beginning, says so in itself, and holds', async () => {
    await written(4)
    const old = await place.store.trailEnd()
    await place.store.addAudit({ ...ENTRY, actor: LIDIA, at: later(10 * DAY_MS) })
    // Older than what stands before it: it has to wait for that.
    await place.store.addAudit({ ...ENTRY, actor: LIDIA, at: later(5) })
    expect(await place.store.trimTrail(later(2 * DAY_MS), later(11 * DAY_MS))).toBe(4)
    expect(await place.store.trimTrail(later(2 * DAY_MS), later(11 * DAY_MS))).toBe(0)
    expect(await place.store.verifyTrail(old)).toMatchObject({
      entries: 3,
      first: 5,
      trimmedThrough: 4,
      anchor: 'holds',
      faultCount: 0,
    })
    expect(await place.store.verifyTrail({ position: 2, seal: 'x' })).toMatchObject({
      anchor: 'trimmed',
      faultCount: 0,
    })
    // Whom nothing names any more is forgotten.
    expect((await place.engine.query('select user_id from audit_person')).rows).toEqual([{ user_id: LIDIA }])
    expect(await place.store.trimTrail(later(20 * DAY_MS), later(20 * DAY_MS))).toBe(3)
    expect(await place.store.verifyTrail(null)).toMatchObject({ entries: 1, trimmedThrough: 7, faultCount: 0 })
    await change('delete from audit_entry')
    expect(await codes()).toEqual([['end-missing', null]])
  })

  it('shows a beginning that was removed further than the trimming says', async () => {
    await written(4)
    await place.store.addAudit({ ...ENTRY, at: later(10 * DAY_MS) })
    await place.store.trimTrail(later(2 * DAY_MS), later(10 * DAY_MS))
    await change('delete from audit_entry where position = 5')
    expect(await codes()).toContainEqual(['beginning-missing', 6])
    await change("update audit_entry set anchor = (select '5:' || rpad('', 43, 'A'))")
    expect(await codes()).toContainEqual(['entry-changed', 6])
  })

  it('takes a key of the operator, from which on the key in the database is good for nothing more', async () => {
    await written(2)
    const auditKey = Buffer.alloc(32, 7).toString('base64url')
    const guarded = composeStore(place.engine, 1, { auditKey })
    expect((await guarded.verifyTrail(null)).faults).toEqual([{ code: 'end-under-replaced-key', position: 2 }])
    await guarded.addAudit(ENTRY)
    expect(await guarded.verifyTrail(null)).toMatchObject({ entries: 3, faultCount: 0 })
    expect(await codes()).toContainEqual(['entry-changed', 3])
    // Somebody with the database alone adds to the end.
    await place.store.addAudit(ENTRY)
    expect((await guarded.verifyTrail(null)).faults).toContainEqual({ code: 'entry-changed', position: 4 })
  })

  it('is in the transaction of what it is about', async () => {
    await place.store.saveCase(CASE)
    await place.store.addAlert(ALERT)
    const before = writeAnchor((await place.store.trailEnd())!)
    const failed = place.store.transaction(async (tx) => {
      await tx.addAnswer(ALERT_ID, 'started-it-myself' as never, ADELE, AT)
      await tx.addReport(REPORT).catch(() => false)
    })
    await expect(failed).rejects.toMatchObject({ code: 'internal' })
    expect((await place.store.alertById(ALERT_ID))?.answers).toEqual([])
    expect(writeAnchor((await place.store.trailEnd())!)).toBe(before)
  })

  it('tells of watches', async () => {
    await place.store.saveCheck(CHECK)
    await place.store.saveWatch(WATCH)
    await place.store.concludeWatches('nothing-seen', { endedBy: later(30_000), at: later(30_000), limit: 9 })
    const entries = await place.store.listAudit({ limit: 9, user: ADELE })
    expect(entries.map(({ event, what }) => [event, what])).toEqual([
      ['watch-ended', 'nothing-seen'],
      ['watch-opened', 'phishing'],
    ])
  })
}
