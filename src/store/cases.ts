/** Device code cases: what was assembled, and the highest severity that people were told of. */
import { z } from 'zod/v4'
import type { CaseId, UserId } from '../domain/ids.js'
import { type DeviceCodeCase, type ReasonCode, SEVERITIES } from '../domain/signInAlert/index.js'
import type { StoredCase, StoreTx } from '../flows/ports.js'
import type { Sql } from './engine.js'
import { rowOf } from './gather.js'
import { json, readRows, stored, word } from './values.js'

export const CASE: z.ZodType<StoredCase> = z.object({
  caseId: word<CaseId>(),
  userId: word<UserId>(),
  firstSeen: z.date(),
  severity: z.enum(SEVERITIES),
  highestSeverity: z.enum(SEVERITIES),
  reasons: z.array(word<ReasonCode>()),
  case: stored<DeviceCodeCase>(),
})
export const SELECT_CASE = `select case_id as "caseId", user_id as "userId", first_seen as "firstSeen", severity,
  highest_severity as "highestSeverity", reasons, body as "case" from device_code_case`

export const cases = (sql: Sql): Pick<StoreTx, 'saveCase' | 'caseById' | 'casesOf' | 'casesBetween'> => ({
  async saveCase({ caseId, userId, firstSeen, severity, highestSeverity, reasons, case: body }) {
    await sql.query(
      `insert into device_code_case (case_id, user_id, first_seen, severity, highest_severity, reasons, body)
       values ($1, $2, $3, $4, $5, $6::jsonb, $7::jsonb)
       on conflict (case_id) do update set user_id = excluded.user_id, first_seen = excluded.first_seen,
         severity = excluded.severity, highest_severity = excluded.highest_severity, reasons = excluded.reasons,
         body = excluded.body`,
      [caseId, userId, firstSeen, severity, highestSeverity, json(reasons), json(body)],
    )
  },
  caseById: rowOf(sql, CASE, (key) => `${SELECT_CASE} where case_id = ${key}`),
  async casesOf(userId) {
    return readRows(CASE, await sql.query(`${SELECT_CASE} where user_id = $1 order by first_seen, case_id`, [userId]))
  },
  async casesBetween(from, to) {
    const between = `${SELECT_CASE} where first_seen between $1 and $2 order by first_seen, case_id`
    return readRows(CASE, await sql.query(between, [from, to]))
  },
})
