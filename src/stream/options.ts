/** What reading a stream takes. */
import type { Clock, Log } from '../flows/ports.js'
import type { StreamAccess } from './access.js'
import type { ClaimStore } from './partitionClaims.js'

/** Resolves early, without an error, where it is told to stop. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>

/** How often and how much: the product's own, but for tests. */
export interface StreamPace {
  readonly claimEveryMs: number
  /** A replica that did not renew for so long is taken for dead. */
  readonly ownershipMs: number
  /** How long a partition without events is waited at before that is told. */
  readonly idleMs: number
  readonly batchMax: number
}

export interface EventHubsOptions {
  readonly access: StreamAccess
  readonly hubs: readonly string[]
  readonly consumerGroup: string
  /** Nobody else can read into this database: whoever had partitions before is dead, and is not waited for. */
  readonly isAlone: boolean
  readonly store: ClaimStore
  readonly clock: Clock
  readonly log: Log
  readonly wait: Wait
  readonly pace?: StreamPace
}
