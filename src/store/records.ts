/** Sign-in records, each under its id. The log repeats itself, so most of what is written is already there. */
import { z } from 'zod/v4'
import type { SignInRecord } from '../domain/signInAlert/index.js'
import type { StoreTx } from '../flows/ports.js'
import type { Sql } from './engine.js'
import { json, readRows, stored } from './values.js'

const BATCH_MAX = 500
/** Years that a timestamp and a JavaScript date both know. A record from outside of them has no usable time. */
const EARLIEST_MS = Date.UTC(1970, 0)
const LATEST_MS = Date.UTC(9999, 0)

const RECORD = z.object({ record: stored<SignInRecord>() })

export const records = (sql: Sql): Pick<StoreTx, 'lockPerson' | 'saveRecords' | 'recordsOf'> => ({
  /** The number is of our own choosing: it keeps these locks apart from that of the migrations. */
  async lockPerson(userId) {
    await sql.query('select pg_advisory_xact_lock(7306, hashtext($1))', [userId])
  },

  async saveRecords(all) {
    // One statement cannot write a row twice; and two writers that take rows in the same order never wait in a circle.
    const latest = [...new Map(all.map((record) => [record.id, record]))].sort(([a], [b]) => (a < b ? -1 : 1))
    for (let from = 0; from < latest.length; from += BATCH_MAX) {
      const batch = latest.slice(from, from + BATCH_MAX).map(([, record]) => ({ at: timeOf(record), record }))
      await sql.query(
        `insert into sign_in_record (record_id, user_id, at, record)
         select r.record->>'id', r.record->>'userId', r.at, r.record
         from jsonb_to_recordset($1::jsonb) as r(at timestamptz, record jsonb)
         on conflict (record_id) do update set user_id = excluded.user_id, at = excluded.at, record = excluded.record
         where sign_in_record.record is distinct from excluded.record`,
        [json(batch)],
      )
    }
  },

  async recordsOf(userId, since) {
    const found = await sql.query(
      'select record from sign_in_record where user_id = $1 and (at >= $2 or at is null) order by at, record_id',
      [userId, since],
    )
    return readRows(RECORD, found).map((row) => row.record)
  },
})

function timeOf({ atMs }: SignInRecord): string | null {
  return atMs !== undefined && atMs >= EARLIEST_MS && atMs < LATEST_MS ? new Date(atMs).toISOString() : null
}
