/** What was disabled or marked, and what was found to be added, beside the alert it belongs to. */
import { z } from 'zod/v4'
import type { AlertId, UserId } from '../domain/ids.js'
import {
  ADDITION_KINDS,
  type Addition,
  type Collection,
  type ContainmentStep,
  RULE_EFFECTS,
} from '../domain/signInAlert/index.js'
import type { ContainmentAction, StoreTx } from '../flows/ports.js'
import type { Sql } from './engine.js'
import { rowsOf } from './gather.js'
import { json, readRows, word } from './values.js'

const ACTION: z.ZodType<ContainmentAction> = z.object({
  alertId: word<AlertId>(),
  step: word<ContainmentStep>(),
  target: z.string(),
  automatic: z.boolean(),
  actor: word<UserId | 'postern'>(),
  state: word<ContainmentAction['state']>(),
  at: z.date(),
})
const ADDITION: z.ZodType<Addition> = z.object({
  id: z.string(),
  name: z.string().nullable(),
  // Dates inside JSON are text.
  at: z.coerce.date().nullable(),
  detail: z.string().nullable(),
  effects: z.array(z.enum(RULE_EFFECTS)),
  enabled: z.boolean().nullable(),
})
const COLLECTION: z.ZodType<Collection> = z.object({
  kind: z.enum(ADDITION_KINDS),
  why: z.string().nullable(),
  found: z.array(ADDITION),
  at: z.date(),
})
const COUNT = z.object({ count: z.number() })

/**
 * One at a time counts and adds, over all replicas; ends with the transaction. The number is this file's own. It is
 * taken before any row of an action is touched: whoever held a row and waited for it would wait for whoever has it and
 * wants the row.
 */
const LOCK = 'select pg_advisory_xact_lock(7311)'

export const containment = (
  sql: Sql,
): Pick<
  StoreTx,
  'beginAction' | 'endAction' | 'containmentActions' | 'automaticActions' | 'saveCollection' | 'collectionsOf'
> => {
  async function automaticActions(since: Date): Promise<number> {
    const counted = await sql.query('select count(*) as count from containment_action where automatic and at > $1', [
      since,
    ])
    return readRows(COUNT, counted)[0]?.count ?? 0
  }
  const findings = rowsOf(
    sql,
    COLLECTION,
    (key) => `select kind, why, found, at from containment_finding where alert_id = ${key}`,
  )
  return {
    automaticActions,
    async beginAction({ alertId, step, target, automatic, actor, at }, { most, since, again = false }) {
      await sql.query(LOCK)
      const standing = await sql.query(
        `select 1 as found from containment_action
         where alert_id = $1 and step = $2 and target = $3 and state <> 'undone' and not (state = 'done' and $4)`,
        [alertId, step, target, again],
      )
      if (standing.rows.length > 0) return true
      if (automatic && (await automaticActions(since)) >= most) return false
      await sql.query(
        `insert into containment_action (alert_id, step, target, automatic, actor, state, at)
         values ($1, $2, $3, $4, $5, 'begun', $6)
         on conflict (alert_id, step, target) do update set automatic = excluded.automatic, actor = excluded.actor,
           state = 'begun', at = excluded.at`,
        [alertId, step, target, automatic, actor, at],
      )
      return true
    },
    async endAction({ alertId, step, target }, state) {
      const end = 'update containment_action set state = $4 where alert_id = $1 and step = $2 and target = $3'
      await sql.query(end, [alertId, step, target, state])
    },
    containmentActions: rowsOf(
      sql,
      ACTION,
      (key) => `select alert_id as "alertId", step, target, automatic, actor, state, at from containment_action
        where alert_id = ${key} order by at, step, target`,
    ),
    async saveCollection(alertId, { kind, why, found, at }) {
      await sql.query(
        `insert into containment_finding (alert_id, kind, why, found, at) values ($1, $2, $3, $4::jsonb, $5)
         on conflict (alert_id, kind) do update set why = excluded.why, found = excluded.found, at = excluded.at
         where excluded.why is null or (containment_finding.why is not null
           and (jsonb_array_length(excluded.found) > 0 or jsonb_array_length(containment_finding.found) = 0))`,
        [alertId, kind, why, json(found), at],
      )
    },
    async collectionsOf(alertId) {
      const collections = await findings(alertId)
      return ADDITION_KINDS.flatMap((kind) => collections.filter((one) => one.kind === kind))
    },
  }
}
