/** Alerts: their state, and beside it everything that was done and said about them, which is only ever added to. */
import { z } from 'zod/v4'
import type { AlertId, CaseId, UserId } from '../domain/ids.js'
import type { StepOutcome, StepView } from '../domain/notices.js'
import { ALERT_STATES, type AlertEvent, ANSWERS, type OwnerTelling, SEVERITIES } from '../domain/signInAlert/index.js'
import type { Alert, AlertStep, StoreTx } from '../flows/ports.js'
import type { Sql } from './engine.js'
import { firstsIn, gather, rowOf, rowsOf } from './gather.js'
import { json, readRow, readRows, word } from './values.js'

export const ALERT: z.ZodType<Alert> = z.object({
  alertId: word<AlertId>(),
  kind: word<Alert['kind']>(),
  caseId: word<CaseId>().nullable(),
  userId: word<UserId>(),
  state: z.enum(ALERT_STATES),
  severity: z.enum(SEVERITIES),
  telling: word<OwnerTelling>(),
  // Dates inside JSON are text.
  answers: z.array(z.object({ answer: z.enum(ANSWERS), by: word<UserId>(), at: z.coerce.date() })),
  createdAt: z.date(),
  version: z.number(),
})
export const SELECT_ALERT = `select alert_id as "alertId", kind, case_id as "caseId", user_id as "userId", state, severity, telling,
  created_at as "createdAt", version, coalesce((
    select jsonb_agg(jsonb_build_object('answer', answer, 'by', by_user, 'at', at) order by answer_id)
    from alert_answer where alert_answer.alert_id = alert.alert_id), '[]') as answers
  from alert`

const STEP: z.ZodType<AlertStep> = z.object({
  alertId: word<AlertId>(),
  event: word<AlertEvent>(),
  actor: word<UserId | 'postern'>(),
  at: z.date(),
  why: z.string(),
})
const CONTAINMENT: z.ZodType<StepView> = z.object({
  step: z.string(),
  outcome: word<StepOutcome>(),
  why: z.string().nullable(),
  at: z.date(),
})

type Change = Parameters<StoreTx['changeAlert']>[2] & Pick<Alert, 'alertId' | 'version'>

export const alerts = (
  sql: Sql,
): Pick<
  StoreTx,
  | 'addAlert'
  | 'alertById'
  | 'alertByCase'
  | 'alertsOf'
  | 'changeAlert'
  | 'addAlertStep'
  | 'alertSteps'
  | 'addAnswer'
  | 'saveContainmentStep'
  | 'containmentSteps'
> => {
  const changeAlerts = gather(sql, async (changes: readonly Change[]) =>
    firstsIn(
      changes,
      ({ alertId, version }) => `${alertId} ${version}`,
      await sql.query(
        `update alert set state = c.state, severity = coalesce(c.severity, alert.severity),
           telling = coalesce(c.telling, alert.telling), case_id = coalesce(alert.case_id, c."caseId"),
           version = alert.version + 1
         from jsonb_to_recordset($1::jsonb)
           as c("alertId" text, version int, state text, severity text, telling text, "caseId" text)
         where alert.alert_id = c."alertId" and alert.version = c.version
         returning c."alertId" || ' ' || c.version as key`,
        [json(changes)],
      ),
    ),
  )
  return {
    async addAlert({ alertId, kind, caseId, userId, state, severity, telling, createdAt }) {
      const { count } = await sql.query(
        `insert into alert (alert_id, kind, case_id, user_id, state, severity, telling, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
        [alertId, kind, caseId, userId, state, severity, telling, createdAt],
      )
      return count === 1
    },
    alertById: rowOf(sql, ALERT, (key) => `${SELECT_ALERT} where alert_id = ${key}`),
    async alertByCase(caseId) {
      return readRow(ALERT, await sql.query(`${SELECT_ALERT} where case_id = $1`, [caseId]))
    },
    async alertsOf(userId) {
      return readRows(
        ALERT,
        await sql.query(`${SELECT_ALERT} where user_id = $1 order by created_at, alert_id`, [userId]),
      )
    },
    changeAlert: (alertId, version, change) => changeAlerts({ alertId, version, ...change }),

    addAlertStep: gather(sql, async (steps: readonly AlertStep[]) => {
      await sql.query(
        `insert into alert_step (alert_id, event, actor, at, why)
       select s."alertId", s.event, s.actor, s.at, s.why from jsonb_array_elements($1::jsonb) with ordinality as e(step, position),
         jsonb_to_record(e.step) as s("alertId" text, event text, actor text, at timestamptz, why text)
       order by e.position`,
        [json(steps)],
      )
      return steps.map(() => undefined)
    }),
    alertSteps: rowsOf(
      sql,
      STEP,
      (key) =>
        `select alert_id as "alertId", event, actor, at, why from alert_step where alert_id = ${key} order by step_id`,
    ),
    async addAnswer(alertId, answer, by, at) {
      const insert = 'insert into alert_answer (alert_id, answer, by_user, at) values ($1, $2, $3, $4)'
      await sql.query(insert, [alertId, answer, by, at])
    },

    async saveContainmentStep(alertId, { step, outcome, why, at }) {
      await sql.query(
        `insert into containment_step (alert_id, step, outcome, why, at) values ($1, $2, $3, $4, $5)
       on conflict (alert_id, step) do update set outcome = excluded.outcome, why = excluded.why, at = excluded.at
       where containment_step.at <= excluded.at`,
        [alertId, step, outcome, why, at],
      )
    },
    containmentSteps: rowsOf(
      sql,
      CONTAINMENT,
      (key) => `select step, outcome, why, at from containment_step where alert_id = ${key} order by at, step`,
    ),
  }
}
