/**
 * The library's `CheckpointStore` over our database, so that no storage account is needed.
 *
 * Where to begin is not told by a checkpoint's offset but by the time of its event, a while earlier: an offset whose event
 * has expired, or that was of an event hub since made anew, is refused; and the rows that were held back when the last
 * owner ended (`CorrelationSieve`) are seen again. Reading a row twice changes nothing.
 */
import type {
  CheckpointStore,
  Checkpoint as ClientCheckpoint,
  EventPosition,
  PartitionOwnership,
} from '@azure/event-hubs'
import type { Checkpoint, OwnedPartition, Store } from '../flows/ports.js'

export type ClaimStore = Pick<Store, 'claimPartition' | 'partitionsOf' | 'releasePartitions'>

/** A code lives for a quarter of an hour, and renewals come up to half an hour later than sign-ins with a person. */
const READ_AGAIN_MS = 45 * 60 * 1000

export interface PartitionClaims extends CheckpointStore {
  /** Filled as partitions are claimed, which is before the library looks. */
  readonly startPositions: { [partition: string]: EventPosition }
  /** What was worked with last when this process claimed the partition. */
  checkpointAt(partition: string): Checkpoint
}

export interface ClaimOptions {
  readonly stream: string
  readonly store: ClaimStore
  /** From where a partition is read that was never read before. */
  readonly firstFrom: () => Promise<Date>
  /** Whenever the library has been to the event hub and now comes to the database. */
  readonly onRound: () => Promise<void>
}

export function createPartitionClaims({ stream, store, firstFrom, onRound }: ClaimOptions): PartitionClaims {
  const startPositions: { [partition: string]: EventPosition } = {}
  const checkpoints = new Map<string, Checkpoint>()

  async function startFrom(partition: string, checkpoint: Checkpoint): Promise<void> {
    checkpoints.set(partition, checkpoint)
    const fromMs = checkpoint === null ? (await firstFrom()).getTime() : checkpoint.enqueuedAt.getTime() - READ_AGAIN_MS
    startPositions[partition] = { enqueuedOn: fromMs }
  }

  return {
    startPositions,
    checkpointAt: (partition) => checkpoints.get(partition) ?? null,

    async listOwnership(namespace, eventHub, consumerGroup) {
      const found = await store.partitionsOf(stream)
      await onRound()
      return found.map((owned) => ownershipOf({ namespace, eventHub, consumerGroup }, owned))
    },

    async claimOwnership(wanted) {
      const claimed: PartitionOwnership[] = []
      for (const one of wanted) {
        const epoch = one.etag === undefined ? null : Number(one.etag)
        const claim = await store.claimPartition({ stream, partition: one.partitionId }, one.ownerId, epoch)
        if (claim === null) continue
        await startFrom(one.partitionId, claim.checkpoint)
        const place = {
          namespace: one.fullyQualifiedNamespace,
          eventHub: one.eventHubName,
          consumerGroup: one.consumerGroup,
        }
        claimed.push(ownershipOf(place, claim.owned))
      }
      return claimed
    },

    // The positions above stand in their place.
    listCheckpoints: async (): Promise<ClientCheckpoint[]> => [],
    // Moved by the flow, with the batch that it stands for.
    updateCheckpoint: async () => undefined,
  }
}

interface HubNames {
  readonly namespace: string
  readonly eventHub: string
  readonly consumerGroup: string
}

/** Ages are the database's; the library reckons with `Date.now()` whatever our clock is, so they are told in its time. */
const ownershipOf = (hub: HubNames, { partition, owner, epoch, ageMs }: OwnedPartition) => ({
  fullyQualifiedNamespace: hub.namespace,
  eventHubName: hub.eventHub,
  consumerGroup: hub.consumerGroup,
  partitionId: partition,
  ownerId: owner,
  etag: String(epoch),
  lastModifiedTimeInMs: Date.now() - ageMs,
})
