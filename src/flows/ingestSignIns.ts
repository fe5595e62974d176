/**
 * Rows of many people → each person's cases. One person's rows that cannot be worked with hold nobody else up: the fault
 * is marked, and the caller sets them aside so that they are tried again.
 */
import { errorFields, isPosternError } from '../domain/errors.js'
import { isGuid, type UserId, userId } from '../domain/ids.js'
import { recognise, type SignInRecord } from '../domain/signInAlert/index.js'
import { newRound, type RoundKnowledge } from './assessmentContext.js'
import { type AssessPorts, ingestPerson } from './assessPerson.js'

export interface Ingested {
  readonly alerts: number
  /** Cases of before the first start, which nobody is told of. */
  readonly old: number
  /** Rows that may be device code and belong to nobody or to no case. */
  readonly unplaced: number
  /** People whose rows could not be worked with this time. */
  readonly failed: number
  /** Who they are. */
  readonly failedPeople: readonly UserId[]
}

/** @throws PosternError `store-unavailable` and the like: what would fail for everybody */
export async function ingestSignIns(
  ports: AssessPorts,
  records: readonly SignInRecord[],
  round: RoundKnowledge = newRound(ports),
): Promise<Ingested> {
  const { byUser, homeless } = rowsByUser(records)
  let [alerts, old, unplaced] = [0, 0, homeless]
  const failedPeople: UserId[] = []
  for (const [owner, rows] of byUser) {
    try {
      const done = await ingestPerson(ports, round, owner, rows)
      alerts += done.alerts
      old += done.old
      unplaced += done.unplaced
    } catch (error) {
      if (isPosternError(error) && error.code.startsWith('store-')) throw error
      ports.log.error('sign-ins of a person not worked with', { userId: owner, ...errorFields(error) })
      failedPeople.push(owner)
    }
  }
  if (old > 0) {
    const from = (await round.alertsFrom())?.toISOString()
    ports.log.info('cases of before the first start are kept, and nobody is told of them', { cases: old, from })
  }
  return { alerts, old, unplaced, failed: failedPeople.length, failedPeople }
}

function rowsByUser(records: readonly SignInRecord[]): { byUser: Map<UserId, SignInRecord[]>; homeless: number } {
  const byUser = new Map<UserId, SignInRecord[]>()
  let homeless = 0
  for (const record of records) {
    if (!isGuid(record.userId)) {
      if (recognise(record) === 'device-code') homeless++
      continue
    }
    const owner = userId(record.userId)
    const rows = byUser.get(owner)
    if (rows === undefined) byUser.set(owner, [record])
    else rows.push(record)
  }
  return { byUser, homeless }
}
