/**
 * What goes when its time has passed. Checks, sealed texts and reports carry their own end. A lure goes with the last of
 * its reports, once no card shows its text any more. Sign-in rows are looked at for 30
 * days, and a job that was done is remembered as long, so that its effect is not owed twice. Cases and alerts stay: they
 * are the record of what was seen and done; of a warning its steps do.
 */
import { FLOWS_WANTED_MS } from '../flows/ports/wantedFlows.js'
import type { StoreTx } from '../flows/ports.js'
import type { Sql } from './engine.js'

const DAYS_KEPT = 31
const DAY_MS = 24 * 60 * 60 * 1000

const checks = async (sql: Sql, now: Date): Promise<number> =>
  (await sql.query('delete from code_check where expires_at <= $1', [now])).count

const sealedTexts = async (sql: Sql, now: Date): Promise<number> =>
  (await sql.query('delete from sealed_text where expires_at <= $1', [now])).count

const reports = async (sql: Sql, now: Date): Promise<number> =>
  (await sql.query('delete from report where expires_at <= $1', [now])).count

const lures = async (sql: Sql): Promise<number> =>
  (
    await sql.query(
      `delete from lure where text_until is null
         and not exists (select 1 from report where report.lure_id = lure.lure_id)`,
    )
  ).count

/** Whom nobody decided to warn. */
const forgetPlans = (sql: Sql, before: Date): Promise<unknown> =>
  sql.query("delete from warning_person where state = 'planned' and at < $1", [before])

const records = async (sql: Sql, before: Date): Promise<number> =>
  (await sql.query('delete from sign_in_record where at < $1', [before])).count

/** A pace of a person that nobody has asked for this long is at its full again, as a new one is. By the database's clock. */
const forgetPaces = (sql: Sql): Promise<unknown> =>
  sql.query(
    "delete from bucket where name like 'person:%' and refilled_at < clock_timestamp() - interval '2 hours'",
    [],
  )

/** By the database's clock, as they are written. */
const forgetFlows = (sql: Sql): Promise<unknown> =>
  sql.query("delete from wanted_flow where at < clock_timestamp() - $1 * interval '1 millisecond'", [FLOWS_WANTED_MS])

const doneJobs = async (sql: Sql, before: Date): Promise<number> =>
  (await sql.query("delete from job where state in ('done', 'cancelled') and run_at < $1", [before])).count

/** Read anew long before. */
const forgetLookups = (sql: Sql, before: Date): Promise<unknown> =>
  sql.query('delete from lookup where read_at < $1', [before])

/** Worked out anew when somebody asks. It names people. */
const forgetImpacts = (sql: Sql, before: Date): Promise<unknown> =>
  sql.query('delete from policy_impact where at < $1', [before])

/** Nobody goes on with a question of yesterday, nor counts by it. */
const forgetQuestions = (sql: Sql, before: Date): Promise<unknown> =>
  sql.query("delete from lookup where kind in ('last-question', 'earlier-uses') and read_at < $1", [before])

export const retention = (sql: Sql): Pick<StoreTx, 'purgeExpired'> => ({
  async purgeExpired(now) {
    const before = new Date(now.getTime() - DAYS_KEPT * DAY_MS)
    await forgetPaces(sql)
    await forgetFlows(sql)
    await forgetPlans(sql, new Date(now.getTime() - DAY_MS))
    await forgetLookups(sql, before)
    await forgetQuestions(sql, new Date(now.getTime() - DAY_MS))
    await forgetImpacts(sql, before)
    const texts = (await sealedTexts(sql, now)) + (await checks(sql, now)) + (await reports(sql, now))
    return texts + (await lures(sql)) + (await records(sql, before)) + (await doneJobs(sql, before))
  },
})
