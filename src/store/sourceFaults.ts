/** What could not be seen, and since when. */
import { z } from 'zod/v4'
import type { SourceFault, SourceFaultId, SourceFaultStore } from '../flows/ports.js'
import type { Sql } from './engine.js'
import { json, readRow, readRows, stored } from './values.js'

const ROW: z.ZodType<SourceFault> = z.object({
  faultId: z.number().transform((id) => String(id) as SourceFaultId),
  source: z.string(),
  code: z.string(),
  since: z.date(),
  until: z.date().nullable(),
  detail: stored<SourceFault['detail']>(),
  toldCode: z.string().nullable(),
})
const COLUMNS = 'fault_id as "faultId", source, code, since, until, detail, told_code as "toldCode"'

export const sourceFaults = (sql: Sql): SourceFaultStore => ({
  async sourceFaults() {
    const open = await sql.query(`select ${COLUMNS} from source_fault where until is null order by fault_id`)
    return readRows(ROW, open)
  },
  async sourceFaultById(faultId) {
    return readRow(ROW, await sql.query(`select ${COLUMNS} from source_fault where fault_id = $1`, [Number(faultId)]))
  },
  async openSourceFault({ source, code, since, detail }) {
    const opened = await sql.query(
      `insert into source_fault (source, code, since, detail) values ($1, $2, $3, $4::jsonb)
       on conflict (source) where until is null do update set code = excluded.code, detail = excluded.detail
       returning ${COLUMNS}`,
      [source, code, since, json(detail)],
    )
    return readRows(ROW, opened)[0] as SourceFault
  },
  async endSourceFault(faultId, until) {
    await sql.query('update source_fault set until = $2 where fault_id = $1 and until is null', [
      Number(faultId),
      until,
    ])
  },
  async markSourceFaultTold(faultId, code) {
    await sql.query('update source_fault set told_code = $2 where fault_id = $1', [Number(faultId), code])
  },
})
