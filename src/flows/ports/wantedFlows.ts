/** What the replicas that read a stream tell each other: the rows of one flow are spread over their partitions. */
import type { Flow } from '../../domain/signInAlert/index.js'

/** Rows come up to an hour late, on either side. */
export const FLOWS_WANTED_MS = 2 * 60 * 60 * 1000

export interface WantedFlowStore {
  /** A device code row was seen of these. The newest are kept, up to a number, until they are purged. */
  wantFlows(flows: readonly Flow[]): Promise<void>
  /** Those of the last `ms` by the database's clock, whoever has seen them. */
  flowsWanted(ms: number): Promise<readonly Flow[]>
}
