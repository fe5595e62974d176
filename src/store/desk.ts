/** What the security team asks: open alerts, somebody's sign-ins, campaigns. Read only, bounded, each on an index. */
import { z } from 'zod/v4'
import type { CheckId, UserId } from '../domain/ids.js'
import type { DeskStore, NamedPerson, ReportedCampaign } from '../flows/ports.js'
import { ALERT, SELECT_ALERT } from './alerts.js'
import { CASE, SELECT_CASE } from './cases.js'
import type { Sql } from './engine.js'
import { readRow, readRows, word } from './values.js'

/**
 * Elevated cases that only coached somebody, or that the owner settled, are nobody's to look at. The index says the rest
 * in the same words.
 */
export const OPEN = `state not in ('closed', 'superseded') and severity in ('elevated', 'high', 'critical')
  and (severity <> 'elevated' or (telling in ('question', 'nothing') and (state <> 'answered' or exists (
    select 1 from alert_answer worry where worry.alert_id = alert.alert_id and worry.answer <> 'i-did'))))`
const GRAVITY = "array_position(array['critical', 'high', 'elevated'], severity)"

const COUNT = z.object({ count: z.coerce.number() })
const PERSON: z.ZodType<NamedPerson> = z.object({
  userId: word<UserId>(),
  displayName: z.string().nullable(),
  userPrincipalName: z.string().nullable(),
})
const CAMPAIGN: z.ZodType<ReportedCampaign> = z.object({
  lureId: word<CheckId>(),
  reporters: z.coerce.number(),
  firstAt: z.date(),
  lastAt: z.date(),
})
const OLDEST = z.object({ at: z.date().nullable() })

/** A text inside of a pattern: its own signs for "anything" mean themselves. */
const contained = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`

export const desk = (sql: Sql): Omit<DeskStore, 'tallies'> => ({
  async openAlerts({ limit, offset }) {
    const open = `${SELECT_ALERT} where ${OPEN} order by ${GRAVITY}, created_at desc, alert_id limit $1 offset $2`
    return readRows(ALERT, await sql.query(open, [limit, offset]))
  },
  async openAlertCount() {
    const count = await sql.query(`select count(*) as count from alert where ${OPEN}`, [])
    return readRow(COUNT, count)?.count ?? 0
  },
  async alertsByPrefix(prefix, limit) {
    const like = `${SELECT_ALERT} where alert_id like $1 order by alert_id limit $2`
    return readRows(ALERT, await sql.query(like, [`${prefix.replace(/[^0-9a-f-]/g, '')}%`, limit]))
  },
  async recentCasesOf(userId, since, limit) {
    const own = `${SELECT_CASE} where user_id = $1 and first_seen >= $2 order by first_seen desc, case_id limit $3`
    return readRows(CASE, await sql.query(own, [userId, since, limit]))
  },
  async countCasesOf(userId, since) {
    const count = 'select count(*) as count from device_code_case where user_id = $1 and first_seen >= $2'
    return readRow(COUNT, await sql.query(count, [userId, since]))?.count ?? 0
  },
  async recentCasesWith(reason, since, limit) {
    const cases = `${SELECT_CASE} where first_seen >= $2 and jsonb_exists(reasons, $1)
      order by first_seen desc, case_id limit $3`
    return readRows(CASE, await sql.query(cases, [reason, since, limit]))
  },
  async peopleCalled(text, since, limit) {
    const people = await sql.query(
      `select user_id as "userId", max(name) as "displayName", max(upn) as "userPrincipalName" from (
         select user_id, body->>'userPrincipalName' as upn, body->'legs'->0->'record'->>'userDisplayName' as name
         from device_code_case where first_seen >= $2) as seen
       where upn ilike $1 or name ilike $1 or user_id = lower($4)
       group by user_id
       order by bool_or(lower(upn) = lower($4)) desc, max(name), user_id limit $3`,
      [contained(text), since, limit, text],
    )
    const found = readRows(PERSON, people)
    const exact = found.filter(({ userPrincipalName }) => userPrincipalName?.toLowerCase() === text.toLowerCase())
    return exact.length > 0 ? exact : found
  },
  async reportedCampaigns(since, limit) {
    const lures = await sql.query(
      `select lure_id as "lureId", reporters, first_at as "firstAt", last_at as "lastAt" from lure
       where last_at >= $1 and reporters >= 2 order by last_at desc, lure_id limit $2`,
      [since, limit],
    )
    return readRows(CAMPAIGN, lures)
  },
  async oldestRecordAt() {
    return readRow(OLDEST, await sql.query('select min(at) as at from sign_in_record', []))?.at ?? null
  },
})
