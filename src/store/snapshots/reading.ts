/** The reading under way: what was read so far, and where it goes on. */
import { z } from 'zod/v4'
import type { OpenReading, PolicySnapshotStore, ReadingProgress } from '../../flows/ports.js'
import { type Engine, inTransaction } from '../engine.js'
import { json, readRow, stored } from '../values.js'

const OPEN: z.ZodType<OpenReading> = z.object({
  readingId: z.number(),
  beganAt: z.date(),
  version: z.number(),
  progress: stored<ReadingProgress>().nullable(),
})
const COLUMNS = 'reading_id as "readingId", began_at as "beganAt", version, progress'

export const readings = (
  engine: Engine,
): Pick<PolicySnapshotStore, 'openReading' | 'beginReading' | 'saveReading'> => ({
  async openReading() {
    return readRow(OPEN, await engine.query(`select ${COLUMNS} from policy_reading order by reading_id desc limit 1`))
  },
  beginReading(at) {
    return inTransaction(engine, async (tx) => {
      await tx.query('delete from policy_reading')
      const begun = await tx.query(`insert into policy_reading (began_at) values ($1) returning ${COLUMNS}`, [at])
      return readRow(OPEN, begun) as OpenReading
    })
  },
  saveReading({ readingId, version }, { things, progress }) {
    return inTransaction(engine, async (tx) => {
      const moved = await tx.query(
        `update policy_reading set version = version + 1, progress = $3::json
         where reading_id = $1 and version = $2 returning ${COLUMNS}`,
        [readingId, version, json(progress)],
      )
      const open = readRow(OPEN, moved)
      // A page can name a thing twice, and one statement may not write a row twice.
      const byKey = new Map(things.map((thing) => [`${thing.kind} ${thing.key}`, thing]))
      if (open !== null && byKey.size > 0) {
        await tx.query(
          `insert into policy_reading_thing (reading_id, kind, key, value)
           select $1, kind, key, value from json_to_recordset($2::json) as t(kind text, key text, value json)
           on conflict (reading_id, kind, key) do update set value = excluded.value`,
          [readingId, json([...byKey.values()])],
        )
      }
      return open
    })
  },
})
