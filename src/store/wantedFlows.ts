/** Ids alone, no rows: those stay with whoever read them. By the database's clock, which all replicas share. */
import { z } from 'zod/v4'
import type { Flow } from '../domain/signInAlert/index.js'
import type { WantedFlowStore } from '../flows/ports/wantedFlows.js'
import type { Sql } from './engine.js'
import { json, readRows } from './values.js'

/** Device code is rare; whoever floods the log pushes out the oldest only. */
export const WANTED_FLOWS_MAX = 20_000

const FLOW: z.ZodType<Flow> = z.object({ userId: z.string(), correlationId: z.string() })

export const wantedFlows = (sql: Sql): WantedFlowStore => ({
  async wantFlows(flows) {
    if (flows.length === 0) return
    await sql.query(
      `insert into wanted_flow (user_id, correlation_id, at)
       select distinct "userId", "correlationId", statement_timestamp()
       from jsonb_to_recordset($1::jsonb) as r("userId" text, "correlationId" text)
       on conflict (user_id, correlation_id) do update set at = excluded.at`,
      [json(flows)],
    )
    await sql.query(
      'delete from wanted_flow where at < (select at from wanted_flow order by at desc offset $1 limit 1)',
      [WANTED_FLOWS_MAX - 1],
    )
  },
  async flowsWanted(ms) {
    const found = await sql.query(
      `select user_id as "userId", correlation_id as "correlationId" from wanted_flow
       where at >= clock_timestamp() - $1 * interval '1 millisecond' order by at`,
      [ms],
    )
    return readRows(FLOW, found)
  },
})
