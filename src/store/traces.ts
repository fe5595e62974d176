/** Texts under a key that is not here, and the keyed hashes that a lure is recognised by. */
import { z } from 'zod/v4'
import type { CheckId } from '../domain/ids.js'
import { TRACE_KINDS, type Trace } from '../domain/lures/index.js'
import type { LureMatch, ReportStore } from '../flows/ports.js'
import type { Sql } from './engine.js'
import { json, readRow, readRows, word } from './values.js'

/** More traces than this make a lure no better known, and many reports could make it grow without end. */
const LURE_TRACES_MAX = 300

const SEALED = z.object({ sealed: z.string() })
const TRACE: z.ZodType<Trace> = z.object({ kind: z.enum(TRACE_KINDS), hash: z.string() })
const MATCH: z.ZodType<LureMatch> = z.object({
  lureId: word<CheckId>(),
  kind: z.enum(TRACE_KINDS),
  count: z.number(),
})
const ROWS = 'jsonb_to_recordset($2::jsonb) as t(kind text, hash text)'

type Statements = Pick<
  ReportStore,
  'saveSealed' | 'sealedText' | 'dropSealed' | 'saveTraces' | 'tracesOfCheck' | 'luresLike' | 'addLureTraces'
>

export const traces = (sql: Sql): Statements => ({
  async saveSealed(checkId, sealed, expiresAt) {
    await sql.query('insert into sealed_text (check_id, sealed, expires_at) values ($1, $2, $3)', [
      checkId,
      sealed,
      expiresAt,
    ])
  },
  async sealedText(checkId, now) {
    const sealed = 'select sealed from sealed_text where check_id = $1 and expires_at > $2'
    return readRow(SEALED, await sql.query(sealed, [checkId, now]))?.sealed ?? null
  },
  async dropSealed(checkId) {
    await sql.query('delete from sealed_text where check_id = $1', [checkId])
  },

  async saveTraces(checkId, all) {
    if (all.length === 0) return
    await sql.query(
      `insert into check_trace (check_id, kind, hash) select $1, t.kind, t.hash from ${ROWS} on conflict do nothing`,
      [checkId, json(all)],
    )
  },
  async tracesOfCheck(checkId) {
    const found = 'select kind, hash from check_trace where check_id = $1 order by kind, hash'
    return readRows(TRACE, await sql.query(found, [checkId]))
  },
  async luresLike(all, since) {
    if (all.length === 0) return []
    const matches = await sql.query(
      `select lure.lure_id as "lureId", lure_trace.kind, count(distinct lure_trace.hash) as count
       from ${ROWS} join lure_trace on lure_trace.hash = t.hash and lure_trace.kind = t.kind
         join lure on lure.lure_id = lure_trace.lure_id
       where lure.last_at >= $1
       group by lure.lure_id, lure.first_at, lure_trace.kind order by lure.first_at, lure.lure_id, lure_trace.kind`,
      [since, json(all)],
    )
    return readRows(MATCH, matches)
  },
  async addLureTraces(lureId, all) {
    if (all.length === 0) return
    await sql.query(
      `insert into lure_trace (lure_id, kind, hash) select $1, t.kind, t.hash from ${ROWS}
       where (select count(*) from lure_trace where lure_id = $1) < ${LURE_TRACES_MAX} on conflict do nothing`,
      [lureId, json(all)],
    )
  },
})
