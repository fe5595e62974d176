/** A change of policy as cards show it. */
import { isGuid, type UserId, userId as userIdOf } from '../../domain/ids.js'
import {
  CONFIRM_WITHIN_MS,
  member,
  type PolicyWriteView,
  text,
  UNDO_ALONE_WITHIN_MS,
  type WriteBeside,
  type WritePerson,
} from '../../domain/policyStatus/index.js'
import type { Ports, StoredWrite } from '../ports.js'

export async function viewOfWrite(
  { directory }: Pick<Ports, 'directory'>,
  { writeId, digest, state, write, why, undoes, policyId, impact, ...stored }: StoredWrite,
): Promise<PolicyWriteView> {
  const named = async (userId: UserId): Promise<WritePerson> => {
    const found = await directory.person(userId).catch(() => null)
    return { userId, displayName: found?.displayName ?? null, userPrincipalName: found?.userPrincipalName ?? null }
  }
  // Groups by the name that was kept; the directory knows people only.
  const spared = async ({ groupName, ...one }: WriteBeside['emergency'][number]) => {
    const found = groupName === null && isGuid(one.id) ? await named(userIdOf(one.id)) : null
    return { ...one, name: groupName ?? found?.displayName ?? found?.userPrincipalName ?? null }
  }
  const { action, fields, before, after, beside } = write
  const until = (since: Date | null, ms: number): Date | null =>
    since === null ? null : new Date(since.getTime() + ms)
  return {
    writeId,
    digest,
    state,
    action,
    isDeletion: after === null,
    why,
    isUndo: undoes !== null,
    policyId,
    policyName: text(member(after ?? before, 'displayName')),
    policyState: text(member(after, 'state')),
    fields,
    beside: beside === undefined ? null : { ...beside, emergency: await Promise.all(beside.emergency.map(spared)) },
    impact,
    proposedBy: await named(stored.proposedBy),
    approvedBy: stored.approvedBy === null ? null : await named(stored.approvedBy),
    confirmUntil: until(stored.proposedAt, CONFIRM_WITHIN_MS) ?? stored.proposedAt,
    undoAloneUntil: state === 'applied' ? until(stored.endedAt, UNDO_ALONE_WITHIN_MS) : null,
  }
}
