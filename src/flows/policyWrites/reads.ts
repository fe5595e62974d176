/**
 * Reading what a change of policy has become. The directory is read from copies that lag, so one answer of "not there" is
 * none: the list is asked as well.
 */
import { PosternError } from '../../domain/errors.js'
import { lacksFlowOnly, member, namedAs, readBack, text, type WriteReason } from '../../domain/policyStatus/index.js'
import type { PolicyWriter, StoredWrite } from '../ports.js'
import type { Move, WritePorts } from './steps.js'

/** What was just made or taken away may not show so for so long. */
export const LAG_MS = 2 * 60 * 1000
/** So long a policy may take to show, far above what Graph's copies lag. */
export const SHOWS_WITHIN_MS = 3 * 60 * 1000

export const ageMs = (since: Date | null, at: Date): number => at.getTime() - (since?.getTime() ?? 0)

/** Null: neither by its id nor in the list. */
export async function policyAnywhere(writer: PolicyWriter, id: string): Promise<unknown> {
  return (await writer.policy(id)) ?? inList(await writer.policies(), id)
}

export const inList = (policies: readonly unknown[], id: string): unknown =>
  policies.find((policy) => text(member(policy, 'id'))?.toLowerCase() === id.toLowerCase()) ?? null

/**
 * What of a policy that was to be made is in a list: the move that follows, or null where nothing of it is. What only has
 * its name is not touched: it may be somebody else's.
 */
export function moveFor({ write }: StoredWrite, policies: readonly unknown[]): Move | null {
  const named = namedAs(write, policies)
  if (named.length > 1) return { state: 'unknown', why: 'made-twice' }
  const policyId = text(member(named[0], 'id'))
  if (policyId === null) return null
  const shown = readBack(write, named[0])
  if (shown === 'as-shown') return { state: 'checking', policyId }
  if (shown === 'flow-lost' && lacksFlowOnly(write, named[0])) return { state: 'rolling-back', policyId, why: shown }
  return { state: 'unknown', policyId, why: 'not-as-shown' satisfies WriteReason }
}

/**
 * All policies as they are, also where none may be written any more: then by a whole reading that was begun after `since`.
 * Errors: `graph-*`, also where that cannot be had.
 */
export async function policiesSince(
  { policies, policyWriter }: Pick<WritePorts, 'policies' | 'policyWriter'>,
  since: Date | null,
): Promise<readonly unknown[]> {
  if (policyWriter !== null) return policyWriter.policies()
  const snapshot = await policies.snapshot({ maxAgeMs: 0 })
  const isOlder = !(Date.parse(snapshot.takenAt) >= (since?.getTime() ?? 0))
  if (isOlder || snapshot.unknowns.some(({ what }) => what === 'policies'))
    throw new PosternError('graph-unavailable', { reason: 'not-read' })
  return snapshot.policies
}
