/** Where the policy commands have their snapshots from: a file, the tenant itself, or the database. */
import { PosternError } from '../domain/errors.js'
import { isGuid } from '../domain/ids.js'
import type { PolicySnapshot } from '../domain/policyStatus/index.js'
import { type CliIo, inputOf } from './io.js'
import { readSnapshotFile } from './policySnapshotFile.js'

export { readJson } from './policySnapshotFile.js'

export const NONE_KEPT =
  'No snapshot is kept of that time. The bot reads the tenant every POSTERN_POLICY_REFRESH_MINUTES while it runs, and keeps what it read for POSTERN_POLICY_RETENTION_DAYS.'

/**
 * A snapshot from a file of either form, or from standard input where none is named; `live`: from the tenant itself.
 * Errors: `input-invalid`, also for a file together with `live`, `input-too-large`, what reading a file or the tenant
 * throws.
 */
export async function readSnapshot(io: CliIo, file: string | undefined, live = false): Promise<PolicySnapshot> {
  if (!live) return readSnapshotFile(inputOf(io, file))
  if (file !== undefined)
    throw new PosternError('input-invalid', { what: 'a snapshot file and --live: name one of the two' })
  return readLive(io)
}

/** Errors: `graph-*`, `config-*`. */
export async function readLive(io: CliIo): Promise<PolicySnapshot> {
  if (io.liveSnapshot === undefined) throw new PosternError('internal', { why: 'no way to the tenant' })
  return io.liveSnapshot()
}

/** Null: none. Errors: `input-invalid` where it is no instant, `store-*`. */
export async function readKept(io: CliIo, before: string | undefined): Promise<PolicySnapshot | null> {
  const at = before === undefined ? undefined : new Date(before)
  if (at !== undefined && Number.isNaN(at.getTime()))
    throw new PosternError('input-invalid', { what: '--before: a time as ISO 8601 has it, such as 2026-11-20T08:00Z' })
  if (io.keptSnapshot === undefined) throw new PosternError('internal', { why: 'no way to the database' })
  return io.keptSnapshot(at)
}

/** A group that is none would leave nobody out, and stand in the policy all the same. Errors: `input-invalid`. */
export function groupIds(ids: readonly string[] = []): readonly string[] {
  const faults = ids.filter((id) => !isGuid(id)).map((id) => `${id}: not the object id of a group`)
  if (faults.length > 0) throw new PosternError('input-invalid', { what: '--except-group', faults })
  return ids
}
