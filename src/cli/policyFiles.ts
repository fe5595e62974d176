/** Files that the policy commands read. */
import type { PolicySnapshot } from '../domain/policyStatus/index.js'
import { type CliIo, inputOf } from './io.js'
import { readLive } from './policySnapshot.js'
import { readSnapshotFile } from './policySnapshotFile.js'

export { readJson } from './policySnapshotFile.js'

/**
 * A snapshot from a file of either form, or from standard input where none is named; `live`: from the tenant itself.
 * Errors: `input-invalid`, `input-too-large`, what reading a file or the tenant throws.
 */
export const readSnapshot = (io: CliIo, file: string | undefined, live = false): Promise<PolicySnapshot> =>
  live ? readLive(io) : readSnapshotFile(inputOf(io, file))
