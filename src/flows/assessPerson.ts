/**
 * One person's rows → cases → alerts. Everything is worked out again from all that is known, so rows may come in any
 * order, late or twice, and a check, a neighbour's case or a role that is known only later still counts.
 *
 * Look-ups in Graph come first and the writes after, in one transaction: records, cases, the alert and what it owes
 * stand or fall together.
 */
import { type UserId, userId } from '../domain/ids.js'
import {
  assess,
  type Continued,
  type DeviceCodeCase,
  findCampaigns,
  graver,
  type SignInRecord,
} from '../domain/signInAlert/index.js'
import {
  type ContextPorts,
  gatherContext,
  type OwnerKnowledge,
  type RoundKnowledge,
  spanOf,
} from './assessmentContext.js'
import { type CaseHistories, historiesOf } from './caseHistories.js'
import { retryOnConflict } from './conflict.js'
import { jobOf } from './jobs.js'
import { lookAt, type PersonSeen } from './lookAtPerson.js'
import { lookForDevices } from './lookForDevices.js'
import type { Ports, StoredCase, StoreTx } from './ports.js'
import { raiseAlert } from './raiseAlert.js'
import { noteCase } from './watches.js'

export type AssessPorts = ContextPorts & Pick<Ports, 'ids'>

/** Campaigns are looked for among the cases of everybody within a day. */
const DAY_MS = 24 * 60 * 60 * 1000
const LOOK_AGAIN_MS = 5 * 60 * 1000
const NEIGHBOURS_MAX = 50

export interface AssessedPerson {
  /** Alerts that are new or owe somebody something new; cases that are new, and too old for one. */
  readonly alerts: number
  readonly old: number
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
  const seen = await lookAt(ports, ports.store, owner, fresh)
  if (seen.changed.length === 0) return { alerts: 0, old: 0, unplaced: seen.unplaced, isComplete: true }
  const assessed = await assessCases(ports, round, owner, fresh, seen)
  if (!assessed.isComplete) await ports.store.oweAgain(jobOf.reassessLater(owner, laterThan(ports, LOOK_AGAIN_MS)))
  return assessed
}

/** Nothing new in the log, but something else became known. */
export async function reassessPerson(
  ports: AssessPorts,
  round: RoundKnowledge,
  owner: UserId,
): Promise<AssessedPerson> {
  return assessCases(ports, round, owner, [], await lookAt(ports, ports.store, owner, []))
}

/**
 * Graph is asked with what was seen a moment ago. What is written is worked out anew under the person's lock: a poll and
 * a second look at the same person must not overwrite each other's cases.
 */
async function assessCases(
  ports: AssessPorts,
  round: RoundKnowledge,
  owner: UserId,
  fresh: readonly SignInRecord[],
  before: PersonSeen,
): Promise<AssessedPerson> {
  const { unplaced } = before
  const touched = before.touched.length > 0 ? before.touched : await keepLoneRows(ports, owner, fresh)
  if (touched.length === 0) return { alerts: 0, old: 0, unplaced, isComplete: true }
  const cases = touched.map(({ case: one }) => one)
  const knowledge = await gatherContext(ports, round, owner, cases)
  const neighbours = await neighboursOf(ports, cases)
  const alertsFromMs = (await round.alertsFrom())?.getTime() ?? 0
  const histories = await historiesOf(ports, { owner, cases, knowledge, neighbours })
  const { alerts, old } = await retryOnConflict(() =>
    ports.store.transaction(async (tx) => {
      await tx.lockPerson(owner)
      const seen = await lookAt(ports, tx, owner, fresh)
      if (seen.changed.length > 0) await tx.saveRecords(seen.changed)
      const done = { alerts: 0, old: 0 }
      for (const continued of seen.touched) {
        const about = { stored: seen.stored, knowledge, neighbours, histories, alertsFromMs }
        if (await writeCase(ports, tx, { ...continued, ...about })) done.alerts++
        else if (isOld(continued.case, alertsFromMs, seen.stored)) done.old++
      }
      return done
    }),
  )
  return { alerts, old, unplaced, isComplete: knowledge.isComplete }
}

/**
 * Rows of no case are kept for the one that they may yet belong to. Under the person's lock too: another replica may be
 * about to write that case without them, and then nobody would look again.
 */
const keepLoneRows = (
  ports: AssessPorts,
  owner: UserId,
  fresh: readonly SignInRecord[],
): Promise<readonly Continued[]> =>
  ports.store.transaction(async (tx) => {
    await tx.lockPerson(owner)
    const { touched, changed } = await lookAt(ports, tx, owner, fresh)
    if (touched.length === 0) await tx.saveRecords(changed)
    return touched
  })

async function writeCase(
  ports: AssessPorts,
  tx: StoreTx,
  known: Continued & {
    readonly stored: readonly StoredCase[]
    readonly knowledge: OwnerKnowledge
    readonly neighbours: readonly StoredCase[]
    readonly histories: CaseHistories
    readonly alertsFromMs: number
  },
): Promise<boolean> {
  const { case: one, absorbed, stored, neighbours, alertsFromMs } = known
  const knowledge = { ...known.knowledge, context: known.histories.contextFor(one) }
  const earlier = stored.filter(({ caseId }) => caseId === one.caseId || absorbed.includes(caseId))
  const assessed = assessCase(one, earlier, knowledge, neighbours)
  await tx.saveCase(assessed)
  await lookForDevices(ports, tx, assessed)
  await noteCase(tx, assessed, ports.clock.now())
  for (const neighbour of campaignNeighbours(assessed, knowledge, neighbours)) {
    await tx.addJob(jobOf.reassessFor(neighbour, one.caseId, ports.clock.now()))
  }
  const before = earlier.find(({ caseId }) => caseId === one.caseId)
  return raiseAlert(ports, tx, { stored: assessed, before, absorbed, knowledge, alertsFromMs })
}

const isOld = (one: DeviceCodeCase, alertsFromMs: number, stored: readonly StoredCase[]): boolean =>
  one.lastSeenMs < alertsFromMs && stored.every(({ caseId }) => caseId !== one.caseId)

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
function campaignNeighbours(
  assessed: StoredCase,
  { context }: OwnerKnowledge,
  neighbours: readonly StoredCase[],
): readonly UserId[] {
  if (!assessed.reasons.includes('campaign-same-source')) return []
  const inCampaign = findCampaigns([assessed.case, ...neighbours.map((neighbour) => neighbour.case)], context)
  const unaware = neighbours.filter(
    ({ userId: other, caseId, reasons }) =>
      other !== assessed.userId && inCampaign.has(caseId) && !reasons.includes('campaign-same-source'),
  )
  return [...new Set(unaware.map(({ userId: other }) => other))].slice(0, NEIGHBOURS_MAX)
}

const laterThan = (ports: AssessPorts, byMs: number): Date => new Date(ports.clock.now().getTime() + byMs)
