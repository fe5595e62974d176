/** What only the daily digest counts. Once a day: no index is kept for it. */
import { z } from 'zod/v4'
import type { DigestStore } from '../flows/ports.js'
import { OPEN } from './desk.js'
import type { Sql } from './engine.js'
import { readRow } from './values.js'

const COUNTS = z.object({ unanswered: z.coerce.number(), reports: z.coerce.number() })

export const digest = (sql: Sql): DigestStore => ({
  async digestTallies(since) {
    const counts = await sql.query(
      `select
         (select count(*) from alert where ${OPEN} and telling = 'question' and not exists (
           select 1 from alert_answer given where given.alert_id = alert.alert_id)) as unanswered,
         (select count(*) from report where at >= $1) as reports`,
      [since],
    )
    return readRow(COUNTS, counts) ?? { unanswered: 0, reports: 0 }
  },
})
