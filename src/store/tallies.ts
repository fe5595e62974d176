/** The last days in figures. Each begins at the index of what began since, and looks beside it from there. */
import { z } from 'zod/v4'
import { ANSWERS, type Outcome, SEVERITIES } from '../domain/signInAlert/index.js'
import type { DeskStore } from '../flows/ports.js'
import type { Sql } from './engine.js'
import { readRow, readRows, word } from './values.js'

const CASES = z.object({ severity: z.enum(SEVERITIES), outcome: word<Outcome>(), count: z.coerce.number() })
const ANSWERED = z.object({ answer: z.enum(ANSWERS), count: z.coerce.number() })
const CLOSED = z.object({ why: z.string(), count: z.coerce.number() })
const MEDIAN = z.object({ ms: z.coerce.number().nullable() })

export const tallies = (sql: Sql): Pick<DeskStore, 'tallies'> => ({
  async tallies(since) {
    const cases = await sql.query(
      `select highest_severity as severity, body->>'outcome' as outcome, count(*) as count from device_code_case
       where first_seen >= $1 group by 1, 2`,
      [since],
    )
    // An alert counts once, with what its owner said last.
    const answers = await sql.query(
      `select last.answer, count(*) as count from alert
       join lateral (select answer from alert_answer where alert_answer.alert_id = alert.alert_id
         order by answer_id desc limit 1) as last on true
       where alert.created_at >= $1 group by 1`,
      [since],
    )
    const closings = await sql.query(
      `select split_part(last.why, ': ', 1) as why, count(*) as count from alert
       join lateral (select why from alert_step where alert_step.alert_id = alert.alert_id and event = 'alert-closed'
         order by step_id desc limit 1) as last on true
       where alert.created_at >= $1 and alert.state = 'closed' group by 1`,
      [since],
    )
    const answered = await sql.query(
      `select percentile_cont(0.5) within group (order by extract(epoch from said.at - told.at) * 1000) as ms from alert
       join lateral (select min(at) as at from alert_answer where alert_answer.alert_id = alert.alert_id) as said on true
       join lateral (select min(at) as at from alert_step
         where alert_step.alert_id = alert.alert_id and event = 'delivered') as told on true
       where alert.created_at >= $1 and said.at >= told.at`,
      [since],
    )
    const contained = await sql.query(
      `select percentile_cont(0.5) within group (order by extract(epoch from done.at - first_seen) * 1000) as ms
       from device_code_case join alert on alert.case_id = device_code_case.case_id
       join lateral (select min(at) as at from containment_step where containment_step.alert_id = alert.alert_id
         and step = 'revoke-sessions' and outcome = 'done') as done on true
       where first_seen >= $1 and done.at >= first_seen`,
      [since],
    )
    return {
      cases: readRows(CASES, cases),
      answers: readRows(ANSWERED, answers),
      closings: readRows(CLOSED, closings),
      answeredMs: readRow(MEDIAN, answered)?.ms ?? null,
      containedMs: readRow(MEDIAN, contained)?.ms ?? null,
    }
  },
})
