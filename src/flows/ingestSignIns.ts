/**
 * Sign-in rows → cases → alerts. Everything is worked out again from all that is known of a person, so rows may come
 * in any order, late or twice: what was seen before changes nothing.
 *
 * Look-ups in Graph come first and the writes after, in one transaction a person: records, cases, the alert and what it
 * owes stand or fall together.
 */
import { type UserId, userId } from '../domain/ids.js'
import {
  assembleCases,
  assess,
  continueCases,
  type DeviceCodeCase,
  graver,
  hintsAtDeviceCode,
  mergeRecords,
  type SignInRecord,
} from '../domain/signInAlert/index.js'
import { type ContextPorts, gatherContext, type OwnerKnowledge } from './assessmentContext.js'
import type { Ports, StoredCase } from './ports.js'
import { raiseAlert, supersedeAlerts } from './raiseAlert.js'

export type IngestPorts = ContextPorts & Pick<Ports, 'ids'>

/** What is usual for a person, and the tail of a session, are looked at over this span. */
const MEMORY_MS = 30 * 24 * 60 * 60 * 1000
/** Campaigns are looked for among the cases of everybody within a day. */
const CAMPAIGN_MS = 24 * 60 * 60 * 1000

export async function ingestSignIns(
  ports: IngestPorts,
  records: readonly SignInRecord[],
): Promise<{ readonly alerts: number }> {
  let alerts = 0
  for (const [owner, rows] of deviceCodeRowsByUser(records)) alerts += await ingestForUser(ports, owner, rows)
  return { alerts }
}

/** Rows of people with a device code sign-in among them, cut down to those that share a correlation with one. */
function deviceCodeRowsByUser(records: readonly SignInRecord[]): Map<UserId, SignInRecord[]> {
  const keyOf = (record: SignInRecord): string => `${record.userId}/${record.correlationId ?? record.id}`
  const wanted = new Set(records.filter(hintsAtDeviceCode).map(keyOf))
  const byUser = new Map<UserId, SignInRecord[]>()
  for (const record of records) {
    if (record.userId === undefined || !wanted.has(keyOf(record))) continue
    const owner = userId(record.userId)
    const rows = byUser.get(owner)
    if (rows === undefined) byUser.set(owner, [record])
    else rows.push(record)
  }
  return byUser
}

async function ingestForUser(ports: IngestPorts, owner: UserId, fresh: readonly SignInRecord[]): Promise<number> {
  const since = new Date(ports.clock.now().getTime() - MEMORY_MS)
  const known = await ports.store.recordsOf(owner, since)
  const merged = mergeRecords([...known, ...fresh])
  const changed = changedRecords(known, merged)
  if (changed.length === 0) return 0
  const stored = await ports.store.casesOf(owner)
  const { cases } = assembleCases(merged, ports.settings.tenantId)
  const continued = continueCases(
    cases,
    stored.map((one) => one.case),
  )
  const touched = continued.filter(({ case: one }) => holdsAny(one, changed))
  const knowledge = await gatherContext(ports, owner, spanOf(touched.map(({ case: one }) => one)))
  const neighbours = await neighboursOf(
    ports,
    touched.map(({ case: one }) => one),
  )

  return ports.store.transaction(async (tx) => {
    await tx.saveRecords(changed)
    let alerts = 0
    for (const { case: one, absorbed } of touched) {
      const before = stored.find((earlier) => earlier.caseId === one.caseId)
      const assessed = assessCase(one, before, knowledge, neighbours)
      await tx.saveCase(assessed)
      await supersedeAlerts(ports, tx, absorbed, one.caseId)
      if (await raiseAlert(ports, tx, assessed, before, knowledge)) alerts++
    }
    return alerts
  })
}

/** A row read again that says the same costs nothing: this is what makes a second poll silent. */
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

async function neighboursOf(ports: IngestPorts, cases: readonly DeviceCodeCase[]): Promise<readonly DeviceCodeCase[]> {
  if (cases.length === 0) return []
  const { fromMs, toMs } = spanOf(cases)
  const found = await ports.store.casesBetween(new Date(fromMs - CAMPAIGN_MS), new Date(toMs + CAMPAIGN_MS))
  return found.map((one) => one.case)
}

function assessCase(
  one: DeviceCodeCase,
  before: StoredCase | undefined,
  knowledge: OwnerKnowledge,
  neighbours: readonly DeviceCodeCase[],
): StoredCase {
  const { severity, reasons } = assess(one, knowledge.context, neighbours)
  return {
    caseId: one.caseId,
    userId: userId(one.userId),
    firstSeen: new Date(one.firstSeenMs),
    severity,
    highestSeverity: before === undefined ? severity : graver(before.highestSeverity, severity),
    reasons,
    case: one,
  }
}
