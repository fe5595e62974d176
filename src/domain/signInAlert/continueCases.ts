/**
 * Cases grow: later legs can move a case's first flow, or show that two cases are one. What people were told hangs on
 * the case id, so the id that was stored first stays.
 */
import type { CaseId } from '../ids.js'
import type { DeviceCodeCase } from './case.js'

export interface Continued {
  /** Under the id it was first stored with. */
  readonly case: DeviceCodeCase
  /** Stored cases that turned out to be part of this one. */
  readonly absorbed: readonly string[]
}

/**
 * @param assembled the cases of one user as all records now give them
 * @param stored the same user's cases as they were stored, oldest first
 * @param retired ids that must not come back: their alerts have ended in older ones
 */
export function continueCases(
  assembled: readonly DeviceCodeCase[],
  stored: readonly DeviceCodeCase[],
  retired: ReadonlySet<string> = new Set(),
): Continued[] {
  const ownerOf = new Map(stored.flatMap((one) => one.legs.map((leg) => [leg.record.id, one.caseId] as const)))
  const rank = new Map(stored.map((one, index) => [one.caseId, index]))
  const taken = new Set<string>(retired)
  return assembled.map((one) => {
    const earlier = [...new Set(one.legs.flatMap((leg) => ownerOf.get(leg.record.id) ?? []))]
      // A stored case that was cut in two gives its id to the first part only.
      .filter((caseId) => !taken.has(caseId))
      .sort((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0))
    for (const caseId of earlier) taken.add(caseId)
    const [keeps, ...absorbed] = earlier
    const caseId = keeps ?? freeId(one.caseId, taken)
    taken.add(caseId)
    return { case: caseId === one.caseId ? one : { ...one, caseId }, absorbed }
  })
}

/** The natural id of a part may be the one under which the whole was stored, and which another part has kept. */
function freeId(natural: CaseId, taken: ReadonlySet<string>): CaseId {
  let free: string = natural
  for (let part = 2; taken.has(free); part++) free = `${natural}/${part}`
  return free as CaseId
}
