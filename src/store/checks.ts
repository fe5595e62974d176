/** Checks of messages, by the codes of their findings: neither the text nor an excerpt of it is stored in the clear. */
import { z } from 'zod/v4'
import type { CheckId, UserId } from '../domain/ids.js'
import type { StoredCheck, StoreTx } from '../flows/ports.js'
import type { Sql } from './engine.js'
import { json, readRow, readRows, stored, word } from './values.js'

const CHECK: z.ZodType<StoredCheck> = z.object({
  checkId: word<CheckId>(),
  userId: word<UserId>(),
  at: z.date(),
  check: stored<StoredCheck['check']>(),
  expiresAt: z.date(),
})
const INSTANT = z.object({ at: z.date() })

export const checks = (sql: Sql): Pick<StoreTx, 'saveCheck' | 'checkById' | 'phishingChecksOf'> => ({
  async saveCheck({ checkId, userId, at, check, expiresAt }) {
    const { verdict, confidence, signals, advice } = check
    await sql.query(
      `insert into code_check (check_id, user_id, at, verdict, findings, expires_at)
       values ($1, $2, $3, $4, $5::jsonb, $6)
       on conflict (check_id) do update set verdict = excluded.verdict, findings = excluded.findings`,
      // Named one by one: whatever else the caller's object holds, the text of the message among it, stays out.
      [checkId, userId, at, verdict, json({ verdict, confidence, signals: signals.map(codeAlone), advice }), expiresAt],
    )
  },
  async checkById(checkId) {
    const check = await sql.query(
      `select check_id as "checkId", user_id as "userId", at, findings as "check", expires_at as "expiresAt"
       from code_check where check_id = $1`,
      [checkId],
    )
    return readRow(CHECK, check)
  },
  async phishingChecksOf(userId, from, to) {
    const instants = await sql.query(
      `select at from code_check where user_id = $1 and verdict = 'phishing' and at between $2 and $3
       union select opened_at from sign_in_watch
         where user_id = $1 and verdict = 'phishing' and opened_at between $2 and $3
       order by at`,
      [userId, from, to],
    )
    return readRows(INSTANT, instants).map((row) => row.at)
  },
})

/** The evidence is an excerpt of what was pasted. */
const codeAlone = ({ code }: StoredCheck['check']['signals'][number]) => ({ code, evidence: '' })
