/**
 * Token buckets shared by all replicas: the limit is the tenant's, not the process's. By the database's clock.
 */
import { z } from 'zod/v4'
import type { Store } from '../flows/ports.js'
import type { Sql } from './engine.js'
import { gather } from './gather.js'
import { readRow } from './values.js'

/** What was in the bucket before this try, and for how long it is still paused. */
const TRY = z.object({ tokens: z.number(), pausedMs: z.number() })

/** The row is locked before it is read, so that two takers never see the same token. Whole tokens only, `$4` at most. */
const TAKE = `
  with before as (
    select name, greatest(0, extract(epoch from paused_until - clock_timestamp()) * 1000)::float8 as paused_ms,
      least($2::float8, tokens + $3::float8 * greatest(0, extract(epoch from clock_timestamp() - refilled_at))::float8)
        as tokens
    from bucket where name = $1 for update
  )
  update bucket set refilled_at = clock_timestamp(),
    tokens = before.tokens - case when before.paused_ms = 0 then least($4::float8, floor(before.tokens)) else 0 end
  from before where bucket.name = before.name
  returning before.tokens, before.paused_ms as "pausedMs"`

interface Wanted {
  readonly bucket: string
  readonly capacity: number
  readonly perSecond: number
}

export const buckets = (sql: Sql): Pick<Store, 'takeToken' | 'pauseBucket'> => {
  /** Those who ask together are served in their order; whoever gets none is told when his own will be there. */
  async function takeTokens({ bucket, capacity, perSecond }: Wanted, wanted: number): Promise<readonly number[]> {
    const take = async () => readRow(TRY, await sql.query(TAKE, [bucket, capacity, perSecond, wanted]))
    const found = (await take()) ?? (await fill(sql, bucket, capacity).then(take))
    const { tokens, pausedMs } = found ?? { tokens: 0, pausedMs: 0 }
    return Array.from({ length: wanted }, (_, index) => {
      if (pausedMs > 0) return Math.max(1, Math.ceil(pausedMs))
      return tokens >= index + 1 ? 0 : Math.max(1, Math.ceil(((index + 1 - tokens) / perSecond) * 1000))
    })
  }
  const take = gather(sql, async (asked: readonly Wanted[]) => {
    const byBucket = new Map<string, number[]>()
    for (const [index, one] of asked.entries()) {
      const key = `${one.capacity} ${one.perSecond} ${one.bucket}`
      byBucket.set(key, [...(byBucket.get(key) ?? []), index])
    }
    const waitsMs: number[] = []
    const serve = async (indexes: readonly number[]): Promise<void> => {
      const [first = 0] = indexes
      const answers = await takeTokens(asked[first] as Wanted, indexes.length)
      for (const [place, index] of indexes.entries()) waitsMs[index] = answers[place] ?? 0
    }
    await Promise.all([...byBucket.values()].map(serve))
    return waitsMs
  })
  return {
    takeToken: (bucket, { capacity, perSecond }) => take({ bucket, capacity, perSecond }),
    async pauseBucket(bucket, pauseMs) {
      // A shorter pause that is heard of later does not cut a longer one short.
      await sql.query(
        `insert into bucket (name, tokens, refilled_at, paused_until)
       values ($1, 0, clock_timestamp(), clock_timestamp() + $2 * interval '1 millisecond')
       on conflict (name) do update set paused_until = greatest(bucket.paused_until, excluded.paused_until)`,
        [bucket, pauseMs],
      )
    },
  }
}

async function fill(sql: Sql, bucket: string, capacity: number): Promise<void> {
  await sql.query(
    `insert into bucket (name, tokens, refilled_at, paused_until)
     values ($1, $2, clock_timestamp(), to_timestamp(0)) on conflict (name) do nothing`,
    [bucket, capacity],
  )
}
