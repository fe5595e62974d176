/** The newest outcome of everything that is tried again and again: what the operator looks at first. */
import { z } from 'zod/v4'
import type { HealthMark, StoreTx } from '../flows/ports.js'
import type { Sql } from './engine.js'
import { json, readRows, stored } from './values.js'

const MARK: z.ZodType<HealthMark> = z.object({
  name: z.string(),
  ok: z.boolean(),
  code: z.string().nullable(),
  at: z.date(),
  detail: stored<HealthMark['detail']>(),
})

/** A fault over which a success says nothing yet. */
const HELD = '(excluded.ok and not health.ok and coalesce(health.at >= $6::timestamptz, false))'

export const health = (sql: Sql): Pick<StoreTx, 'markHealth' | 'health'> => ({
  async markHealth({ name, ok, code, at, detail }, failedSince) {
    await sql.query(
      `insert into health (name, ok, code, at, detail) values ($1, $2, $3, $4, $5::jsonb)
       on conflict (name) do update set ok = excluded.ok, code = excluded.code, at = excluded.at,
         detail = excluded.detail
       where health.at <= excluded.at and not ${HELD}`,
      [name, ok, code, at, json(detail), failedSince ?? null],
    )
    if (ok && failedSince !== undefined)
      await sql.query(
        `update health set detail = detail || '{"readAgain": true}' where name = $1 and not ok and at >= $2`,
        [name, failedSince],
      )
  },
  async health() {
    return readRows(MARK, await sql.query('select name, ok, code, at, detail from health order by name'))
  },
})
