/** What kept snapshots say of one person. A policy is the organisation's, and names others: its id is enough. */
import { z } from 'zod/v4'
import type { UserId } from '../../domain/ids.js'
import type { Sql } from '../engine.js'
import { readRow, readRows } from '../values.js'
import { unpackLines } from './parts.js'

const DIGEST = z.object({ digest: z.string(), kind: z.string() })
const BODY = z.object({ body: z.string() })

export async function* thingsNaming(sql: Sql, userId: UserId): AsyncIterable<string> {
  const parts = await sql.query('select digest, kind from policy_part where people ? $1 order by digest', [userId])
  for (const { digest, kind } of readRows(DIGEST, parts)) {
    if (kind === 'header' || kind === 'policy') continue
    const found = await sql.query(`select encode(body, 'base64') as body from policy_part where digest = $1`, [digest])
    const lines = await unpackLines(readRow(BODY, found)?.body ?? '')
    for (const line of lines)
      if (line.toLowerCase().includes(userId)) yield `{"table":"policy_part","row":{"kind":"${kind}","thing":${line}}}`
  }
}
