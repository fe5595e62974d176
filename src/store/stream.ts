/**
 * Whose partition is whose and how far each was worked with. Ages are taken by the database's clock, and a claim counts
 * only over the epoch that the claimant saw: two replicas can want the same partition, one gets it.
 */
import { z } from 'zod/v4'
import type { Checkpoint, OwnedPartition, StreamStore } from '../flows/ports.js'
import type { Sql } from './engine.js'
import { readRow, readRows } from './values.js'

type Partitions = Pick<
  StreamStore,
  'claimPartition' | 'partitionsOf' | 'releasePartitions' | 'checkpointsOf' | 'moveCheckpoint'
>

const POSITION = {
  sequenceNumber: z.number(),
  offset: z.string(),
  enqueuedAt: z.date(),
}
const OWNED: z.ZodType<OwnedPartition> = z.object({
  stream: z.string(),
  partition: z.string(),
  owner: z.string(),
  epoch: z.number(),
  ageMs: z.number(),
})
const CHECKPOINT = z.union([z.object(POSITION), z.object({ sequenceNumber: z.null() }).transform(() => null)])
const PLACED = z.object({ stream: z.string(), partition: z.string(), ...POSITION })

const OWNED_COLUMNS = `stream, partition_id as partition, owner, epoch,
  (extract(epoch from clock_timestamp() - claimed_at) * 1000)::float8 as "ageMs"`
const POSITION_COLUMNS = 'sequence_number as "sequenceNumber", event_offset as "offset", enqueued_at as "enqueuedAt"'

export const partitions = (sql: Sql): Partitions => ({
  async claimPartition({ stream, partition }, owner, epoch) {
    const returning = `returning ${OWNED_COLUMNS}, ${POSITION_COLUMNS}`
    const claimed =
      epoch === null
        ? await sql.query(
            `insert into stream_partition (stream, partition_id, owner, epoch, claimed_at)
             values ($1, $2, $3, 1, clock_timestamp()) on conflict do nothing ${returning}`,
            [stream, partition, owner],
          )
        : await sql.query(
            `update stream_partition set owner = $3, epoch = epoch + 1, claimed_at = clock_timestamp()
             where stream = $1 and partition_id = $2 and epoch = $4 ${returning}`,
            [stream, partition, owner, epoch],
          )
    const owned = readRow(OWNED, claimed)
    return owned === null ? null : { owned, checkpoint: readRow(CHECKPOINT, claimed) as Checkpoint }
  },

  async partitionsOf(stream) {
    const found = await sql.query(
      `select ${OWNED_COLUMNS} from stream_partition where stream = $1 order by partition_id`,
      [stream],
    )
    return readRows(OWNED, found)
  },

  async releasePartitions(stream) {
    await sql.query("update stream_partition set owner = '', epoch = epoch + 1 where stream = $1", [stream])
  },

  async checkpointsOf(stream) {
    const found = await sql.query(
      `select stream, partition_id as partition, ${POSITION_COLUMNS} from stream_partition
       where stream = $1 and sequence_number is not null order by partition_id`,
      [stream],
    )
    return readRows(PLACED, found)
  },

  async moveCheckpoint({ stream, partition }, owner, { sequenceNumber, offset, enqueuedAt }) {
    const { count } = await sql.query(
      `update stream_partition set sequence_number = $4, event_offset = $5, enqueued_at = $6
       where stream = $1 and partition_id = $2 and owner = $3`,
      [stream, partition, owner, sequenceNumber, offset, enqueuedAt],
    )
    return count === 1
  },
})
