/**
 * What could not be worked with: kept, so that it is neither lost nor in the way. What cannot be read is bounded in bytes
 * and number, the oldest goes first; rows of people are bounded by who sets them aside, and go when they were taken up.
 */
import { z } from 'zod/v4'
import type { UserId } from '../domain/ids.js'
import type { SignInRecord } from '../domain/signInAlert/index.js'
import type { StreamStore } from '../flows/ports.js'
import type { Sql } from './engine.js'
import { json, readRow, readRows, stored, word } from './values.js'

type SetAsideStore = Omit<
  StreamStore,
  'claimPartition' | 'partitionsOf' | 'releasePartitions' | 'checkpointsOf' | 'moveCheckpoint'
>

export const UNREAD_MAX = 1000
const BODY_MAX_CHARACTERS = 4096

const RECORD = z.object({ record: stored<SignInRecord>() })
const PERSON = z.object({ userId: word<UserId>() })
const COUNTS = z.object({ unread: z.number(), unassessed: z.number(), people: z.number() })

export const setAside = (sql: Sql): SetAsideStore => ({
  async setUnreadAside(events) {
    if (events.length === 0) return
    const rows = events.map(({ body, ...rest }) => ({ ...rest, body: body.slice(0, BODY_MAX_CHARACTERS) }))
    await sql.query(
      `insert into set_aside (key, reason, at, body)
       select key, reason, at, body from jsonb_to_recordset($1::jsonb) as r(key text, reason text, at timestamptz, body text)
       on conflict (key) do nothing`,
      [json(rows)],
    )
    await sql.query(
      `delete from set_aside where user_id is null and set_aside_id <= (
         select set_aside_id from set_aside where user_id is null order by set_aside_id desc offset $1 limit 1)`,
      [UNREAD_MAX],
    )
  },

  async setRowsAside(rows) {
    if (rows.length === 0) return
    // The newest copy of a row says the most; and one statement cannot write a row twice.
    const latest = [...new Map(rows.map((row) => [row.key, row])).values()]
    await sql.query(
      `insert into set_aside (key, reason, at, user_id, record)
       select key, reason, at, "userId", record
       from jsonb_to_recordset($1::jsonb) as r(key text, reason text, at timestamptz, "userId" text, record jsonb)
       on conflict (key) do update set record = excluded.record`,
      [json(latest)],
    )
  },

  async rowsSetAsideOf(userId) {
    const found = await sql.query(
      'select record from set_aside where user_id = $1 and record is not null order by set_aside_id',
      [userId],
    )
    return readRows(RECORD, found).map(({ record }) => record)
  },

  async peopleSetAside(limit) {
    const found = await sql.query(
      `select user_id as "userId" from set_aside where user_id is not null
       group by user_id order by min(set_aside_id) limit $1`,
      [limit],
    )
    return readRows(PERSON, found).map(({ userId }) => userId)
  },

  async takeUpRows(userId, rows) {
    await sql.query('delete from set_aside where user_id = $1 and record in (select jsonb_array_elements($2::jsonb))', [
      userId,
      json(rows),
    ])
  },

  async setAsideCounts() {
    const found = await sql.query(
      `select count(*) filter (where user_id is null) as unread, count(user_id) as unassessed,
         count(distinct user_id) as people from set_aside`,
    )
    return readRow(COUNTS, found) ?? { unread: 0, unassessed: 0, people: 0 }
  },

  async purgeSetAside(unreadBefore, rowsBefore) {
    const { count } = await sql.query(
      'delete from set_aside where at < case when user_id is null then $1::timestamptz else $2::timestamptz end',
      [unreadBefore, rowsBefore],
    )
    return count
  },

  async forgetMarks(prefix, before) {
    await sql.query('delete from health where starts_with(name, $1) and ($2::timestamptz is null or at < $2)', [
      prefix,
      before ?? null,
    ])
  },
})
