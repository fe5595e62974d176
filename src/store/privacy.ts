/** `postern privacy`: everything of one person written out, or erased. */
import { z } from 'zod/v4'
import type { UserId } from '../domain/ids.js'
import type { Erasure, ErasureBlock, KeptCode } from '../flows/ports.js'
import { append, lockHead } from './audit/append.js'
import { type Engine, inTransaction, type OpenTransaction, type Sql } from './engine.js'
import { PERSONAL_TABLES } from './people.js'
import { records } from './records.js'
import { reports } from './reports.js'
import { thingsNaming } from './snapshots/naming.js'
import { readRow, readRows } from './values.js'

const LINE = z.object({ row: z.string() })
const COUNT = z.object({ count: z.number() })
const BLOCK = z.object({ id: z.string() })
const LURE = z.object({ lureId: z.string() })
/** The poll reads back over hours that it has read before. */
const RECENT_MS = 24 * 60 * 60 * 1000

/** The asking is in the trail before the first line leaves. Bounded by what one person can have: read in one go a table. */
export async function* exportPerson(
  engine: Engine,
  auditKey: string | null,
  userId: UserId,
  at: Date,
): AsyncIterable<string> {
  await inTransaction(engine, (tx) =>
    append(tx, auditKey, [{ event: 'person-exported', actor: 'operator', about: userId, at }]),
  )
  const tx = await engine.begin()
  try {
    await tx.run('set transaction isolation level repeatable read, read only')
    for (const { table, names, shown = 'to_jsonb(t)' } of PERSONAL_TABLES) {
      const found = await tx.query(`select (${shown})::text as row from ${table} t where ${names}`, [userId])
      for (const { row } of readRows(LINE, found)) yield `{"table":"${table}","row":${row}}`
    }
    yield* thingsNaming(tx, userId)
  } finally {
    await tx.rollback()
  }
}

export function erasePerson(
  engine: Engine,
  auditKey: string | null,
  userId: UserId,
  { at, force }: { readonly at: Date; readonly force: boolean },
): Promise<Erasure> {
  return inTransaction(engine, async (tx): Promise<Erasure> => {
    await records(tx).lockPerson(userId)
    await reports(tx).lockReports()
    const blocks = await blocksOf(tx, userId, at)
    if (blocks.length > 0 && !force) return { outcome: 'blocked', blocks }
    const messages = await count(
      tx,
      'sent_notice where alert_id in (select alert_id from alert where user_id = $1)',
      userId,
    )
    const lures = await tx.query('select distinct lure_id as "lureId" from report where by_user = $1', [userId])
    const deleted: Record<string, number> = {}
    const emptied: Record<string, number> = {}
    let presses = 0
    for (const { table, names, empty, except } of PERSONAL_TABLES) {
      if (except === 'true') continue
      if (except !== undefined) presses += await count(tx, `${table} where (${names}) and ${except}`, userId)
      const spared = except === undefined ? '' : ` and not (${except})`
      const rows = await tx.query(`${empty ?? `delete from ${table}`} where (${names})${spared}`, [userId])
      const into = empty === undefined ? deleted : emptied
      if (rows.count > 0) into[table] = (into[table] ?? 0) + rows.count
    }
    await refreshCards(tx, readRows(LURE, lures), at)
    const entries = await emptyTrail(tx, auditKey, userId, at, emptied)
    const kept: [KeptCode, number][] = [
      ['audit-chain', entries],
      ['presses-on-open-alerts', presses],
      ['teams-messages', messages],
    ]
    return {
      outcome: 'erased',
      deleted,
      emptied,
      kept: kept.filter(([, rows]) => rows > 0).map(([what, rows]) => ({ what, rows })),
    }
  })
}

async function blocksOf(sql: Sql, userId: UserId, at: Date): Promise<readonly ErasureBlock[]> {
  const open = "select alert_id as id from alert where user_id = $1 and state not in ('closed', 'superseded')"
  const recent = 'select case_id as id from device_code_case where user_id = $1 and first_seen > $2'
  return [
    ...readRows(BLOCK, await sql.query(`${open} order by 1`, [userId])).map(({ id }) => ({
      why: 'open-alert' as const,
      id,
    })),
    ...readRows(BLOCK, await sql.query(`${recent} order by 1`, [userId, new Date(at.getTime() - RECENT_MS)])).map(
      ({ id }) => ({ why: 'recent-sign-in' as const, id }),
    ),
  ]
}

const count = async (sql: Sql, from: string, userId: UserId): Promise<number> =>
  readRow(COUNT, await sql.query(`select count(*) as count from ${from}`, [userId]))?.count ?? 0

/** A card in the channel that shows the person's report is made anew without it. */
async function refreshCards(sql: Sql, lures: readonly { readonly lureId: string }[], at: Date): Promise<void> {
  for (const { lureId } of lures)
    await sql.query(
      `insert into job (key, kind, subject, priority, run_at) values ($1, 'refresh-report', $2, 0, $3)
       on conflict (key) do nothing`,
      [`lure:${lureId}:erased:${at.toISOString()}`, lureId, at],
    )
}

/**
 * The last thing of the transaction, like every append. The entries stay in the chain, under a pseudonym that leads to
 * nobody any more, with digests whose salt is gone. The entry that says so is the last under that pseudonym.
 */
async function emptyTrail(
  tx: OpenTransaction,
  auditKey: string | null,
  userId: UserId,
  at: Date,
  emptied: Record<string, number>,
): Promise<number> {
  // In the order of every append.
  await tx.query('select 1 from audit_person where user_id = $1 for update', [userId])
  await lockHead(tx)
  const named = `audit_entry e join audit_person p on p.pseudonym in (e.actor, e.about) where p.user_id = $1`
  const entries = await count(tx, named, userId)
  const gone = await tx.query(`delete from audit_detail where position in (select e.position from ${named})`, [userId])
  if (gone.count > 0) emptied.audit_detail = gone.count
  await append(tx, auditKey, [{ event: 'person-erased', actor: 'operator', about: userId, at }])
  await tx.query('delete from audit_person where user_id = $1', [userId])
  return entries
}
