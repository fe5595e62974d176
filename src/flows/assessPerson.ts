/**
 * One person's rows → cases → alerts. Everything is worked out again from all that is known, so rows may come in any
 * order, late or twice, and a check, a neighbour's case or a role that is known only later still counts.
 *
 * Look-ups in Graph come first and the writes after, in one transaction: records, cases, the alert and what it owes
 * stand or fall together.
 */
import { type UserId, userId } from '../domain/ids.js'
import {
  assembleCases,
  assess,
  continueCases,
  type DeviceCodeCase,
  graver,
  mergeRecords,
  type SignInRecord,
} from '../domain/signInAlert/index.js'
import { type ContextPorts, gatherContext, type OwnerKnowledge, type RoundKnowledge } from './assessmentContext.js'
import { retryOnConflict } from './conflict.js'
import { jobOf } from './jobs.js'
import type { Ports, StoredCase } from './ports.js'
import { raiseAlert } from './raiseAlert.js'

export type AssessPorts = ContextPorts & Pick<Ports, 'ids'>

/** What is usual for a person, and the tail of a session, are looked at over this span. */
const MEMORY_MS = 30 * 24 * 60 * 60 * 1000
/** Campaigns are looked for among the cases of everybody within a day, and cases of a day are assessed again. */
const DAY_MS = 24 * 60 * 60 * 1000
const LOOK_AGAIN_MS = 5 * 60 * 1000
const NEIGHBOURS_MAX = 50

export interface AssessedPerson {
  /** Alerts that are new or owe somebody something new. */
  readonly alerts: number
  /** Rows that belong to no case, though they may be device code: no time, no result, no telling field. */
  readonly unplaced: number
  /** False: a look-up failed, and another look is owed. */
  readonly isComplete: boolean
}

/** Rows that say nothing new cost nothing: this is what makes a second poll silent. */
export async function ingestPerson(
  ports: AssessPorts,
  round: RoundKnowledge,
  owner: UserId,
  fresh: readonly SignInRecord[],
): Promise<AssessedPerson> {
  const known = await recordsOf(ports, owner)
  const merged = mergeRecords([...known, ...fresh])
  const changed = changedRecords(known, merged)
  if (changed.length === 0) return { alerts: 0, unplaced: 0, isComplete: true }
  const assessed = await assessRecords(ports, round, owner, merged, changed)
  if (!assessed.isComplete) await ports.store.addJob(jobOf.reassess(owner, laterThan(ports, LOOK_AGAIN_MS)))
  return assessed
}

/** Nothing new in the log, but something else became known. */
export async function reassessPerson(
  ports: AssessPorts,
  round: RoundKnowledge,
  owner: UserId,
): Promise<AssessedPerson> {
  return assessRecords(ports, round, owner, await recordsOf(ports, owner), [])
}

const recordsOf = (ports: AssessPorts, owner: UserId): Promise<readonly SignInRecord[]> =>
  ports.store.recordsOf(owner, new Date(ports.clock.now().getTime() - MEMORY_MS))

async function assessRecords(
  ports: AssessPorts,
  round: RoundKnowledge,
  owner: UserId,
  records: readonly SignInRecord[],
  changed: readonly SignInRecord[],
): Promise<AssessedPerson> {
  const assembled = assembleCases(records, ports.settings.tenantId)
  const unplaced = assembled.errors.length
  const stored = await ports.store.casesOf(owner)
  const continued = continueCases(
    assembled.cases,
    stored.map((one) => one.case),
  )
  const recentMs = ports.clock.now().getTime() - DAY_MS
  const touched = continued.filter(({ case: one }) => one.lastSeenMs >= recentMs || holdsAny(one, changed))
  if (touched.length === 0) {
    await ports.store.saveRecords(changed)
    return { alerts: 0, unplaced, isComplete: true }
  }
  const cases = touched.map(({ case: one }) => one)
  const knowledge = await gatherContext(ports, round, owner, spanOf(cases))
  const neighbours = await neighboursOf(ports, cases)

  const alerts = await retryOnConflict(() =>
    ports.store.transaction(async (tx) => {
      if (changed.length > 0) await tx.saveRecords(changed)
      let raised = 0
      for (const { case: one, absorbed } of touched) {
        const before = stored.filter(({ caseId }) => caseId === one.caseId || absorbed.includes(caseId))
        const assessed = assessCase(one, before, knowledge, neighbours)
        await tx.saveCase(assessed)
        for (const neighbour of campaignNeighbours(assessed, neighbours)) {
          await tx.addJob(jobOf.reassessFor(neighbour, one.caseId, ports.clock.now()))
        }
        const own = before.find(({ caseId }) => caseId === one.caseId)
        if (await raiseAlert(ports, tx, { stored: assessed, before: own, absorbed, knowledge })) raised++
      }
      return raised
    }),
  )
  return { alerts, unplaced, isComplete: knowledge.isComplete }
}

function changedRecords(known: readonly SignInRecord[], merged: readonly SignInRecord[]): SignInRecord[] {
  const before = new Map(known.map((record) => [record.id, fingerprint(record)]))
  return merged.filter((record) => before.get(record.id) !== fingerprint(record))
}

/** Fields in a fixed order: a record that went through the database comes back with its keys in another. */
const fingerprint = (record: SignInRecord): string =>
  JSON.stringify(
    Object.entries(record)
      .filter(([, value]) => value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )

const holdsAny = (one: DeviceCodeCase, changed: readonly SignInRecord[]): boolean => {
  const ids = new Set(changed.map((record) => record.id))
  return one.legs.some((leg) => ids.has(leg.record.id))
}

function spanOf(cases: readonly DeviceCodeCase[]): { fromMs: number; toMs: number } {
  return {
    fromMs: Math.min(...cases.map((one) => one.firstSeenMs)),
    toMs: Math.max(...cases.map((one) => one.lastSeenMs)),
  }
}

async function neighboursOf(ports: AssessPorts, cases: readonly DeviceCodeCase[]): Promise<readonly StoredCase[]> {
  const { fromMs, toMs } = spanOf(cases)
  return ports.store.casesBetween(new Date(fromMs - DAY_MS), new Date(toMs + DAY_MS))
}

/** What a case had been, under its own id or before it turned out to be part of this one, it does not fall below. */
function assessCase(
  one: DeviceCodeCase,
  before: readonly StoredCase[],
  knowledge: OwnerKnowledge,
  neighbours: readonly StoredCase[],
): StoredCase {
  const others = neighbours.map((neighbour) => neighbour.case)
  const { severity, reasons } = assess(one, knowledge.context, others)
  return {
    caseId: one.caseId,
    userId: userId(one.userId),
    firstSeen: new Date(one.firstSeenMs),
    severity,
    highestSeverity: before.reduce((highest, { highestSeverity }) => graver(highest, highestSeverity), severity),
    reasons,
    case: one,
  }
}

/** The third person makes a campaign of the first two, who were assessed when it was none. */
function campaignNeighbours(assessed: StoredCase, neighbours: readonly StoredCase[]): readonly UserId[] {
  if (!assessed.reasons.includes('campaign-same-source')) return []
  const unaware = neighbours.filter(
    ({ userId: other, reasons, case: one }) =>
      other !== assessed.userId && one.outcome === 'completed' && !reasons.includes('campaign-same-source'),
  )
  return [...new Set(unaware.map(({ userId: other }) => other))].slice(0, NEIGHBOURS_MAX)
}

const laterThan = (ports: AssessPorts, byMs: number): Date => new Date(ports.clock.now().getTime() + byMs)
