/** What is known of a person's sign-ins with fresh rows among them, and which cases that changes. */
import type { UserId } from '../domain/ids.js'
import {
  assembleCases,
  type Continued,
  continueCases,
  type DeviceCodeCase,
  mergeRecords,
  type SignInRecord,
} from '../domain/signInAlert/index.js'
import type { Ports, StoredCase, StoreTx } from './ports.js'

/** What is usual for a person, and the tail of a session, are looked at over this span. */
const MEMORY_MS = 30 * 24 * 60 * 60 * 1000
/** A refresh token that is used lives on; one that is not ends after 90 days (Microsoft Learn, "Refresh tokens"). */
const SESSION_MS = 90 * 24 * 60 * 60 * 1000
/** Cases of this span are assessed again when something becomes known: longer than a second look is tried for. */
const RECENT_MS = 3 * 24 * 60 * 60 * 1000

export interface PersonSeen {
  /** Rows that say something new, merged with what was known of them. */
  readonly changed: readonly SignInRecord[]
  /** As they were stored, but for those whose alert has ended in an older one. */
  readonly stored: readonly StoredCase[]
  /** The cases to assess: changed, or recent enough for something else to bear on them. */
  readonly touched: readonly Continued[]
  /** Of the fresh rows. */
  readonly unplaced: number
}

export async function lookAt(
  ports: Pick<Ports, 'clock' | 'settings'>,
  store: StoreTx,
  owner: UserId,
  fresh: readonly SignInRecord[],
): Promise<PersonSeen> {
  const nowMs = ports.clock.now().getTime()
  const alerts = await store.alertsOf(owner)
  const ended = new Set(
    alerts.flatMap(({ state, caseId }) => (state === 'superseded' && caseId !== null ? [caseId] : [])),
  )
  const stored = (await store.casesOf(owner)).filter(({ caseId }) => !ended.has(caseId))
  const recent = await store.recordsOf(owner, new Date(nowMs - MEMORY_MS))
  const known = mergeRecords([...recent, ...legsOf(stored, nowMs)])
  const merged = mergeRecords([...known, ...fresh])
  const changed = changedRecords(known, merged)
  const { cases, errors } = assembleCases(merged, ports.settings.tenantId)
  const earlier = stored.map((one) => one.case)
  const continued = continueCases(cases, earlier, ended)
  const freshIds = new Set(fresh.map(({ id }) => id))
  return {
    changed,
    stored,
    touched: continued.filter(({ case: one }) => one.lastSeenMs >= nowMs - RECENT_MS || holdsAny(one, changed)),
    unplaced: errors.filter(({ recordId }) => recordId !== undefined && freshIds.has(recordId)).length,
  }
}

/** A session may live for months: its tail belongs to a case whose rows are no longer kept by themselves. */
const legsOf = (stored: readonly StoredCase[], nowMs: number): readonly SignInRecord[] =>
  stored
    .filter((one) => one.case.lastSeenMs >= nowMs - SESSION_MS)
    .flatMap((one) => one.case.legs.map(({ record }) => record))

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
