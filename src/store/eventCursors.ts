/** How far each reader of the audit trail has come. */
import { z } from 'zod/v4'
import type { EventStore } from '../flows/ports.js'
import type { Sql } from './engine.js'
import { readRow } from './values.js'

const ROW = z.object({ position: z.number() })

export const eventCursors = (sql: Sql): EventStore => ({
  async cursor(reader) {
    const at = await sql.query('select position from event_cursor where reader = $1', [reader])
    return readRow(ROW, at)?.position ?? null
  },
  async moveCursor(reader, position) {
    await sql.query(
      `insert into event_cursor (reader, position) values ($1, $2)
       on conflict (reader) do update set position = greatest(event_cursor.position, excluded.position)`,
      [reader, position],
    )
  },
})
