/**
 * Token buckets shared by all replicas: the limit is the tenant's, not the process's. By the database's clock.
 */
import { z } from 'zod/v4'
import type { Store } from '../flows/ports.js'
import type { Sql } from './engine.js'
import { readRow } from './values.js'

/** What was in the bucket before this try, and for how long it is still paused. */
const TRY = z.object({ tokens: z.number(), pausedMs: z.number() })

/** The row is locked before it is read, so that two takers never see the same token. */
const TAKE = `
  with before as (
    select name, greatest(0, extract(epoch from paused_until - clock_timestamp()) * 1000)::float8 as paused_ms,
      least($2::float8, tokens + $3::float8 * greatest(0, extract(epoch from clock_timestamp() - refilled_at))::float8)
        as tokens
    from bucket where name = $1 for update
  )
  update bucket set refilled_at = clock_timestamp(),
    tokens = before.tokens - case when before.paused_ms = 0 and before.tokens >= 1 then 1 else 0 end
  from before where bucket.name = before.name
  returning before.tokens, before.paused_ms as "pausedMs"`

export const buckets = (sql: Sql): Pick<Store, 'takeToken' | 'pauseBucket'> => ({
  async takeToken(bucket, { capacity, perSecond }) {
    const take = async () => readRow(TRY, await sql.query(TAKE, [bucket, capacity, perSecond]))
    const found = (await take()) ?? (await fill(sql, bucket, capacity).then(take))
    const { tokens, pausedMs } = found ?? { tokens: 0, pausedMs: 0 }
    if (pausedMs > 0) return Math.max(1, Math.ceil(pausedMs))
    return tokens >= 1 ? 0 : Math.max(1, Math.ceil(((1 - tokens) / perSecond) * 1000))
  },
  async pauseBucket(bucket, pauseMs) {
    // A shorter pause that is heard of later does not cut a longer one short.
    await sql.query(
      `insert into bucket (name, tokens, refilled_at, paused_until)
       values ($1, 0, clock_timestamp(), clock_timestamp() + $2 * interval '1 millisecond')
       on conflict (name) do update set paused_until = greatest(bucket.paused_until, excluded.paused_until)`,
      [bucket, pauseMs],
    )
  },
})

async function fill(sql: Sql, bucket: string, capacity: number): Promise<void> {
  await sql.query(
    `insert into bucket (name, tokens, refilled_at, paused_until)
     values ($1, $2, clock_timestamp(), to_timestamp(0)) on conflict (name) do nothing`,
    [bucket, capacity],
  )
}
