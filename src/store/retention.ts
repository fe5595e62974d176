/**
 * What goes when its time has passed. Checks carry their own end, with their reports. Sign-in rows are looked at for 30
 * days, and a job that was done is remembered as long, so that its effect is not owed twice. Cases and alerts stay: they
 * are the record of what was seen and done.
 */
import type { StoreTx } from '../flows/ports.js'
import type { Sql } from './engine.js'

const DAYS_KEPT = 31
const DAY_MS = 24 * 60 * 60 * 1000

const checks = async (sql: Sql, now: Date): Promise<number> =>
  (await sql.query('delete from code_check where expires_at <= $1', [now])).count

const records = async (sql: Sql, before: Date): Promise<number> =>
  (await sql.query('delete from sign_in_record where at < $1', [before])).count

const doneJobs = async (sql: Sql, before: Date): Promise<number> =>
  (await sql.query("delete from job where state in ('done', 'cancelled') and run_at < $1", [before])).count

export const retention = (sql: Sql): Pick<StoreTx, 'purgeExpired'> => ({
  async purgeExpired(now) {
    const before = new Date(now.getTime() - DAYS_KEPT * DAY_MS)
    return (await checks(sql, now)) + (await records(sql, before)) + (await doneJobs(sql, before))
  },
})
