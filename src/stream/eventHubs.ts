/**
 * Sign-ins that Entra's diagnostic settings write to Azure Event Hubs, read over AMQP with Microsoft's own library. It
 * spreads the partitions over the replicas; whose is whose stands in our database. One client an event hub: where the
 * diagnostic setting names none, Azure makes one for each log category.
 */
import { randomUUID } from 'node:crypto'
import { EventHubConsumerClient } from '@azure/event-hubs'
import type { StreamReader } from '../flows/readStream.js'
import { CLIENT_OPTIONS, credentialOf, type StreamAccess } from './access.js'
import { type HubReading, readHub } from './hubReading.js'
import type { EventHubsOptions, StreamPace } from './options.js'

const PACE: StreamPace = { claimEveryMs: 10_000, ownershipMs: 30_000, idleMs: 30_000, batchMax: 20 }

/** Behind this port any broker may stand. */
export interface SignInStream {
  /** Reads until it is closed; whatever happens there is marked and tried again. */
  start(makeReader: (owner: string) => StreamReader): RunningStream
}

export interface RunningStream {
  /** Lets go of the partitions, when the batches in hand are kept. */
  close(): Promise<void>
}

export function createEventHubs(options: EventHubsOptions): SignInStream {
  const { access, hubs, consumerGroup, pace = PACE } = options
  return {
    start(makeReader) {
      // The owner that the library claims partitions under, and the only one under which checkpoints move.
      const owner = randomUUID()
      const reader = makeReader(owner)
      const readings = hubs.map((hub): HubReading => {
        const stream = `${namespaceOf(access)}/${hub}/${consumerGroup}`
        return readHub({
          ...options,
          stream,
          pace,
          reader,
          connect: (claims) => {
            const settings = {
              ...CLIENT_OPTIONS,
              identifier: owner,
              loadBalancingOptions: {
                strategy: 'greedy' as const,
                updateIntervalInMs: pace.claimEveryMs,
                partitionOwnershipExpirationIntervalInMs: pace.ownershipMs,
              },
            }
            return access.kind === 'connection-string'
              ? new EventHubConsumerClient(consumerGroup, access.connectionString, hub, claims, settings)
              : new EventHubConsumerClient(
                  consumerGroup,
                  access.namespace,
                  hub,
                  credentialOf(access.tokens),
                  claims,
                  settings,
                )
          },
        })
      })
      return {
        close: async () => {
          await Promise.all(readings.map((reading) => reading.close()))
        },
      }
    },
  }
}

function namespaceOf(access: StreamAccess): string {
  if (access.kind === 'identity') return access.namespace
  return /Endpoint=sb:\/\/([^/;]+)/i.exec(access.connectionString)?.[1]?.toLowerCase() ?? 'event-hubs'
}
