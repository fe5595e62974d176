/** The keys of the trail: one that the operator keeps outside of the database, or one that the store keeps itself. */
import { createHmac, randomBytes } from 'node:crypto'
import { z } from 'zod/v4'
import type { Seal } from '../../domain/audit/index.js'
import type { Sql } from '../engine.js'
import { secrets } from '../secrets.js'
import { readRow } from '../values.js'

const NAME = 'audit-key'
const KEPT = z.object({ value: z.string() })

export const random = (bytes: number): string => randomBytes(bytes).toString('base64url')

const sealUnder =
  (key: string): Seal =>
  (text) =>
    createHmac('sha256', Buffer.from(key, 'base64url')).update(text).digest('base64url')

/** What is written now is sealed with this. Inside the transaction that appends: a key that is rolled back was never used. */
export async function currentSeal(sql: Sql, configured: string | null, kept: string | null): Promise<Seal> {
  return sealUnder(configured ?? kept ?? (await secrets(sql).keepSecret(NAME, random(32))))
}

/** For reading: the configured key before the one of the store, which it has replaced. None where nothing was written. */
export async function allSeals(sql: Sql, configured: string | null): Promise<readonly Seal[]> {
  return [configured, await keptKey(sql)].flatMap((key) => (key === null ? [] : [sealUnder(key)]))
}

const keptKey = async (sql: Sql): Promise<string | null> =>
  readRow(KEPT, await sql.query('select value from secret where name = $1', [NAME]))?.value ?? null
