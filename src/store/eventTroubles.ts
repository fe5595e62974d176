/** Events that the receiver did not take. */
import { z } from 'zod/v4'
import { PosternError } from '../domain/errors.js'
import type { EventTrouble, EventTroubleStore } from '../flows/ports.js'
import type { Sql } from './engine.js'
import { readRow, readRows } from './values.js'

const TROUBLE: z.ZodType<EventTrouble> = z.object({
  position: z.number(),
  state: z.enum(['held', 'set-aside', 'again']),
  status: z.number().nullable(),
  tries: z.number(),
  since: z.date(),
  at: z.date(),
})
const COLUMNS = 'position, state, status, tries, since, at'

export const eventTroubles = (sql: Sql): EventTroubleStore => ({
  async noteEventTrouble({ position, state, status, at }) {
    const noted = await sql.query(
      `insert into event_trouble (position, state, status, tries, since, at) values ($1, $2, $3, 1, $4, $4)
       on conflict (position) do update set state = excluded.state, status = excluded.status, at = excluded.at,
         tries = event_trouble.tries + 1 returning ${COLUMNS}`,
      [position, state, status, at],
    )
    const trouble = readRow(TROUBLE, noted)
    if (trouble === null) throw new PosternError('internal', { why: 'what was noted is not there' })
    return trouble
  },
  async eventTroubles(limit) {
    return readRows(
      TROUBLE,
      await sql.query(`select ${COLUMNS} from event_trouble order by position limit $1`, [limit]),
    )
  },
  async settleEvent(position) {
    await sql.query('delete from event_trouble where position = $1', [position])
  },
  async sendSetAsideAgain() {
    return (await sql.query("update event_trouble set state = 'again' where state = 'set-aside'")).count
  },
})
