/** Answers of Graph that are remembered with their age. */
import { z } from 'zod/v4'
import type { Lookup, LookupStore } from '../flows/ports.js'
import type { Sql } from './engine.js'
import { json, readRow, stored } from './values.js'

const LOOKUP: z.ZodType<Lookup> = z.object({ readAt: z.date(), body: stored<object>() })

export const lookups = (sql: Sql): LookupStore => ({
  async lookup(kind, subject) {
    const found = 'select read_at as "readAt", body from lookup where kind = $1 and subject = $2'
    return readRow(LOOKUP, await sql.query(found, [kind, subject]))
  },
  async saveLookup(kind, subject, { readAt, body }) {
    await sql.query(
      `insert into lookup (kind, subject, read_at, body) values ($1, $2, $3, $4::jsonb)
       on conflict (kind, subject) do update set read_at = excluded.read_at, body = excluded.body
       where lookup.read_at <= excluded.read_at`,
      [kind, subject, readAt, json(body)],
    )
  },
})
