/** Whom the bot can reach, and why not. */
import { z } from 'zod/v4'
import type { UserId } from '../domain/ids.js'
import { type KnownReach, REACH_STATES, type ReachState, type ReachStore } from '../flows/ports.js'
import type { Sql } from './engine.js'
import { gather, rowOf } from './gather.js'
import { json, readRows, word } from './values.js'

const REACH: z.ZodType<KnownReach> = z.object({
  userId: word<UserId>(),
  state: z.enum(REACH_STATES),
  why: z.string().nullable(),
  at: z.date(),
  since: z.date(),
})
const SELECT = 'select user_id as "userId", state, why, at, since from reach'
const COUNT = z.object({ state: z.enum(REACH_STATES), people: z.number() })

export const reach = (sql: Sql): ReachStore => ({
  saveReach: gather(sql, async (batches: readonly Parameters<ReachStore['saveReach']>[0][]) => {
    // One statement writes a row once: the newest of each person stands.
    const byAge = batches.flat().sort((one, other) => one.at.getTime() - other.at.getTime())
    const newest = [...new Map(byAge.map((one) => [one.userId, one])).values()]
    const sorted = newest.sort((one, other) => (one.userId < other.userId ? -1 : 1))
    await sql.query(
      `insert into reach (user_id, state, why, at, since)
       select r."userId", r.state, r.why, r.at, r.at
       from jsonb_to_recordset($1::jsonb) as r("userId" text, state text, why text, at timestamptz)
       on conflict (user_id) do update set state = excluded.state, why = excluded.why, at = excluded.at,
         since = case when reach.state = excluded.state then reach.since else excluded.since end
       where reach.at <= excluded.at`,
      [json(sorted)],
    )
    return batches.map(() => undefined)
  }),
  reachOf: rowOf(sql, REACH, (key) => `${SELECT} where user_id = ${key}`),
  async markLeft(since, forgetBefore) {
    await sql.query("delete from reach where state = 'left' and at < $1", [forgetBefore])
    await sql.query("update reach set state = 'left', why = null, since = $1 where state <> 'left' and at < $1", [
      since,
    ])
  },
  async reachCounts() {
    const counted = await sql.query('select state, count(*)::int as people from reach group by state')
    const known = new Map(readRows(COUNT, counted).map(({ state, people }) => [state, people]))
    return Object.fromEntries(REACH_STATES.map((state) => [state, known.get(state) ?? 0])) as Record<ReachState, number>
  },
  async reachIn(state, { after, limit }) {
    const behind = `${SELECT} where state = $1 and user_id > $2 order by user_id limit $3`
    return readRows(REACH, await sql.query(behind, [state, after ?? '', limit]))
  },
})
