/** The watch that a check opens, the card that tells of it, and what people reported of themselves. */
import { z } from 'zod/v4'
import { VERDICTS } from '../domain/codeCheck/index.js'
import type { AlertId, CheckId, UserId } from '../domain/ids.js'
import { WATCH_STATES } from '../domain/signInAlert/index.js'
import type { StoredWatch, WatchStore } from '../flows/ports.js'
import type { Sql } from './engine.js'
import { readRow, readRows, word } from './values.js'

const ROW = z
  .object({
    checkId: word<CheckId>(),
    userId: word<UserId>(),
    from: z.date(),
    openedAt: z.date(),
    until: z.date(),
    verdict: z.enum(VERDICTS),
    state: z.enum(WATCH_STATES),
    caseId: z.string().nullable(),
    seenAt: z.date().nullable(),
    concludedAt: z.date().nullable(),
    conversationId: z.string().nullable(),
    activityId: z.string().nullable(),
  })
  .transform(({ conversationId, activityId, ...watch }): StoredWatch => {
    const card = conversationId === null || activityId === null ? null : { conversationId, activityId }
    return { ...watch, card }
  })
const COLUMNS = `check_id as "checkId", user_id as "userId", from_at as "from", opened_at as "openedAt",
  until_at as "until", verdict, state, case_id as "caseId", seen_at as "seenAt", concluded_at as "concludedAt",
  conversation_id as "conversationId", activity_id as "activityId"`
const SELECT = `select ${COLUMNS} from sign_in_watch`
const COUNT = z.object({ count: z.number() })
const ALERT = z.object({ alertId: word<AlertId>() })

export const watches = (sql: Sql): WatchStore => ({
  async saveWatch({ checkId, userId, from, openedAt, until, verdict }) {
    await sql.query(
      `insert into sign_in_watch (check_id, user_id, from_at, opened_at, until_at, verdict)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (check_id) do update set opened_at = excluded.opened_at, until_at = excluded.until_at,
         verdict = excluded.verdict, concluded_at = null,
         state = case when sign_in_watch.state in ('case-seen', 'not-watched') then sign_in_watch.state else 'open' end`,
      [checkId, userId, from, openedAt, until, verdict],
    )
  },
  async watchById(checkId) {
    return readRow(ROW, await sql.query(`${SELECT} where check_id = $1`, [checkId]))
  },
  async watchesOf(userId, from, to) {
    const overlapping = `${SELECT} where user_id = $1 and from_at <= $3 and until_at >= $2 order by from_at, check_id`
    return readRows(ROW, await sql.query(overlapping, [userId, from, to]))
  },
  async markCaseSeen(checkId, { caseId, seenAt, at }) {
    const { count } = await sql.query(
      `update sign_in_watch set state = 'case-seen', case_id = $2, seen_at = $3, concluded_at = $4
       where check_id = $1 and state not in ('case-seen', 'not-watched')`,
      [checkId, caseId, seenAt, at],
    )
    return count === 1
  },
  async concludeWatches(state, { endedBy, at, limit }) {
    const concluded = await sql.query(
      // Apart, so that it runs once: a limit inside an `in (…)` is sought anew for each row.
      `with due as (
         select check_id as due_id from sign_in_watch where state = 'open' and until_at <= $2
           and ($1 <> 'nothing-seen' or not exists (
             select 1 from set_aside where set_aside.user_id = sign_in_watch.user_id
               or (set_aside.user_id is null and set_aside.at >= from_at)))
         order by until_at, check_id limit $4 for update skip locked
       )
       update sign_in_watch set state = $1, concluded_at = $3 from due where check_id = due_id
       returning ${COLUMNS}`,
      [state, endedBy, at, limit],
    )
    return readRows(ROW, concluded)
  },
  async stopWatch(checkId, at) {
    await sql.query("update sign_in_watch set state = 'not-watched', concluded_at = $2 where check_id = $1", [
      checkId,
      at,
    ])
  },
  async saveWatchCard(checkId, { conversationId, activityId }) {
    await sql.query(
      `update sign_in_watch set conversation_id = case when check_id = $1 then $2 end,
         activity_id = case when check_id = $1 then $3 end
       where check_id = $1 or (conversation_id = $2 and activity_id = $3)`,
      [checkId, conversationId, activityId],
    )
  },
  async forgetWatchCard(checkId) {
    const forget = 'update sign_in_watch set conversation_id = null, activity_id = null where check_id = $1'
    await sql.query(forget, [checkId])
  },

  async addOwnReport(checkId, alertId, at) {
    const insert = 'insert into own_report (check_id, alert_id, at) values ($1, $2, $3) on conflict do nothing'
    return (await sql.query(insert, [checkId, alertId, at])).count === 1
  },
  async ownReportOf(checkId) {
    const report = await sql.query('select alert_id as "alertId" from own_report where check_id = $1', [checkId])
    return readRow(ALERT, report)?.alertId ?? null
  },
  async ownReportsSince(userId, since) {
    const count = await sql.query(
      `select count(*) as count from alert join own_report using (alert_id)
       where alert.user_id = $1 and own_report.at >= $2`,
      [userId, since],
    )
    return readRow(COUNT, count)?.count ?? 0
  },
})
