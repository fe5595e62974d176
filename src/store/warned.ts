/** The people of a warning: planned, owed a card, told. A page of thousands is one statement. */
import { z } from 'zod/v4'
import { WARNED_STATES, type WarnedState } from '../domain/warnings/index.js'
import type { WarningStore } from '../flows/ports.js'
import type { Sql } from './engine.js'
import { json, readRow, readRows } from './values.js'

const COUNT = z.object({ state: z.enum(WARNED_STATES), count: z.number() })
const STATE = z.object({ state: z.enum(WARNED_STATES) })
const BATCH_MAX = 1000

const HAS_CHAT = `exists (select 1 from conversation c where c.kind = 'personal' and c.user_id = p.user_id)`
const TOLD_BEFORE = `exists (select 1 from warning_person o where o.lure_id = p.lure_id and o.user_id = p.user_id
  and o.state in ('owed', 'sent'))`

type Statements = Pick<
  WarningStore,
  'planWarned' | 'dropPlanned' | 'warnedCounts' | 'oweWarned' | 'warnedState' | 'settleWarned'
>

export const warned = (sql: Sql): Statements => ({
  async planWarned(warningId, people, at) {
    await sql.query("delete from warning_person where warning_id = $1 and state = 'planned'", [warningId])
    let planned = 0
    for (let from = 0; from < people.length; from += BATCH_MAX) {
      const { count } = await sql.query(
        `insert into warning_person (warning_id, user_id, lure_id, state, at)
         select p.warning_id, p.user_id, p.lure_id, 'planned', $3::timestamptz
         from (select w.warning_id, w.lure_id, wanted.id as user_id
           from warning w cross join jsonb_array_elements_text($2::jsonb) as wanted(id) where w.warning_id = $1) as p
         where not ${TOLD_BEFORE} on conflict do nothing`,
        [warningId, json(people.slice(from, from + BATCH_MAX)), at],
      )
      planned += count
    }
    return { planned }
  },
  async dropPlanned(warningId) {
    await sql.query("delete from warning_person where warning_id = $1 and state = 'planned'", [warningId])
  },
  async warnedCounts(warningId) {
    const rows = await sql.query(
      `select case when state = 'planned' and not ${HAS_CHAT} then 'no-chat' else state end as state, count(*) as count
       from warning_person p where warning_id = $1 group by 1`,
      [warningId],
    )
    const counts = new Map(readRows(COUNT, rows).map(({ state, count }) => [state, count]))
    return Object.fromEntries(WARNED_STATES.map((state) => [state, counts.get(state) ?? 0])) as Record<
      WarnedState,
      number
    >
  },
  async oweWarned(warningId, priority, at) {
    await sql.query(
      `update warning_person p set state = case when ${HAS_CHAT} then 'owed' else 'no-chat' end, at = $2
       where warning_id = $1 and state = 'planned' and not ${TOLD_BEFORE}`,
      [warningId, at],
    )
    await sql.query("delete from warning_person where warning_id = $1 and state = 'planned'", [warningId])
    await sql.query(
      `insert into job (key, kind, subject, priority, run_at)
       select 'warning:' || warning_id || ':person:' || user_id, 'warn-person', warning_id || '/' || user_id,
         $2::integer, $3::timestamptz
       from warning_person where warning_id = $1 and state = 'owed' order by user_id on conflict (key) do nothing`,
      [warningId, priority, at],
    )
  },
  async warnedState(warningId, person) {
    const state = 'select state from warning_person where warning_id = $1 and user_id = $2'
    return readRow(STATE, await sql.query(state, [warningId, person]))?.state ?? null
  },
  async settleWarned(warningId, person, state, at) {
    const { count } = await sql.query(
      `update warning_person set state = $3, at = $4 where warning_id = $1 and user_id = $2 and state = 'owed'`,
      [warningId, person, state, at],
    )
    return count === 1
  },
})
