/**
 * What must run once among all replicas: polling, sweeping, the digest. By the database's clock alone.
 *
 * The epoch rises whenever the lease goes to a new holder, or back to one who had let it lapse; what is written under
 * an older epoch is refused. So a holder that was paused for an hour cannot move the watermark when it wakes.
 */
import { z } from 'zod/v4'
import type { Store } from '../flows/ports.js'
import type { Sql } from './engine.js'
import { readRow } from './values.js'

const EPOCH = z.object({ epoch: z.number() })
const WATERMARK = z.object({ watermark: z.date().nullable() })

export const leases = (sql: Sql): Pick<Store, 'takeLease' | 'releaseLease' | 'watermark' | 'setWatermark'> => ({
  async takeLease(name, owner, leaseMs) {
    const taken = await sql.query(
      `insert into lease (name, owner, until, epoch)
       values ($1, $2, clock_timestamp() + $3 * interval '1 millisecond', 1)
       on conflict (name) do update set owner = excluded.owner, until = excluded.until,
         epoch = lease.epoch + case when lease.until >= clock_timestamp() then 0 else 1 end
       where lease.until < clock_timestamp() or lease.owner = excluded.owner
       returning epoch`,
      [name, owner, leaseMs],
    )
    return readRow(EPOCH, taken)?.epoch ?? null
  },
  async releaseLease(name, owner) {
    // Let to lapse and not deleted: the row keeps the epoch and the watermark.
    await sql.query('update lease set until = to_timestamp(0) where name = $1 and owner = $2', [name, owner])
  },
  async watermark(name) {
    return readRow(WATERMARK, await sql.query('select watermark from lease where name = $1', [name]))?.watermark ?? null
  },
  async setWatermark(name, at, epoch) {
    const { count } = await sql.query(
      'update lease set watermark = $2 where name = $1 and epoch = $3 and (watermark is null or watermark <= $2)',
      [name, at, epoch],
    )
    return count === 1
  },
})
