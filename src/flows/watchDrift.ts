/**
 * Looks at each snapshot that was kept since the last look: what changed is written down once, by its id, and the
 * security channel is owed a card. Which snapshot was compared last is written after that, so that a crash compares the
 * same two again and finds the changes written.
 *
 * The first look tells what it found, as things that stood before anybody looked.
 */

import { errorCodeOf } from '../domain/errors.js'
import type { UserId } from '../domain/ids.js'
import {
  type CompareOptions,
  canonical,
  DRIFT_PARTS,
  type DriftChange,
  type PolicyDiff,
  type PolicySnapshot,
} from '../domain/policyStatus/index.js'
import { type FoundDrift, keepDrift } from './keepDrift.js'
import type { KeptSnapshot, Ports } from './ports.js'
import { loadWhole, wholeSnapshot } from './wholeSnapshot.js'

export const DRIFT = 'policy-drift'
const STANDING = 'policy-drift-standing'
/** The newest of those that were looked at in which everything could be read. */
const WHOLE = 'policy-drift-whole'
/** A tenant of hundreds of thousands of people is judged twice. */
const LEASE_MS = 5 * 60 * 1000
const DAY_MS = 24 * 60 * 60 * 1000
const DEVICES_MAX = 2_000

export type DriftPorts = Pick<Ports, 'clock' | 'judge' | 'log' | 'policies' | 'settings' | 'store'>

/** One snapshot a round. `again`: there may be another. */
export async function watchDrift(ports: DriftPorts, owner: string): Promise<{ readonly again: boolean }> {
  const { store, clock, log } = ports
  const newest = await store.newestSnapshot()
  if (newest === null) return { again: false }
  const compared = await store.watermark(DRIFT)
  if (compared !== null && compared >= newest.firstSeenAt && !(await isNewDay(ports))) return { again: false }
  const epoch = await store.takeLease(DRIFT, owner, LEASE_MS)
  if (epoch === null) return { again: false }
  try {
    const from = await store.watermark(DRIFT)
    if (from === null) {
      await lookAtStanding(ports, newest, owner, 'first-look')
      await store.setWatermark(DRIFT, newest.firstSeenAt, epoch)
      log.info('policies are watched for changes from here on', { snapshotId: newest.snapshotId })
      return { again: false }
    }
    const [next] = await store.snapshotsAfter(from, 1)
    if (next === undefined) {
      if (await isNewDay(ports)) await lookAtStanding(ports, newest, owner, 'standing')
      return { again: false }
    }
    await lookAtChange(ports, from, next, newest, owner)
    await store.setWatermark(DRIFT, next.firstSeenAt, epoch)
    return { again: true }
  } catch (error) {
    const code = errorCodeOf(error)
    // Of a database that fails others tell, and a mark could not be written.
    if (!code.startsWith('store-'))
      await store.markHealth({ name: DRIFT, ok: false, code, at: clock.now(), detail: {} })
    throw error
  } finally {
    await store.releaseLease(DRIFT, owner)
  }
}

async function lookAtChange(
  ports: DriftPorts,
  from: Date,
  is: KeptSnapshot,
  newest: KeptSnapshot,
  owner: string,
): Promise<void> {
  const { store, judge, clock } = ports
  // The next reading may put right what is lost of the newest. Any other is passed over, and the one behind it is
  // compared with what was before both.
  const isNewest = is.snapshotId === newest.snapshotId
  const loaded = ports.policies.held?.(is.snapshotId) ?? null
  const after = loaded ?? (isNewest ? await store.loadSnapshot(is.snapshotId) : await loadWhole(ports, is))
  if (after === null) return
  const options = await compareOptions(ports)
  const key = `snapshot:${is.snapshotId}`
  const compared = await compareWith(ports, from, after, options)
  const found = compared ?? { diff: await judge.judge('standing', after, clock.now(), options), from: null }
  const to = is.firstSeenAt
  const looks: FoundDrift[] = [{ diff: found.diff, span: { from: found.from, to } }]
  const unread = new Set(after.unknowns.map(({ what }) => what))
  const readAgain = found.diff.notCompared.filter((part) => !unread.has(part))
  const wholeAt = await store.watermark(WHOLE)
  if (readAgain.length > 0 && wholeAt !== null && wholeAt < from) {
    // What came about while a part could not be read would never be told: the last whole reading tells.
    const missed = await compareWith(ports, wholeAt, after, { ...options, onlyOf: readAgain })
    if (missed !== null) looks.push({ diff: without(missed.diff, found.diff), span: { from: missed.from, to } })
  }
  await keep(ports, looks, key)
  if (!DRIFT_PARTS.some((part) => unread.has(part))) await mark(ports, WHOLE, is.firstSeenAt, owner)
}

/** Of some changes the id goes by the reading before as well: what was found beside it already is not told twice. */
function without(missed: PolicyDiff, found: PolicyDiff): PolicyDiff {
  const contentOf = ({ id: _, ...change }: DriftChange): string => canonical(change)
  const told = new Set(found.changes.flatMap((change) => [change.id, contentOf(change)]))
  const isTold = (change: DriftChange): boolean => told.has(change.id) || told.has(contentOf(change))
  return { ...missed, changes: missed.changes.filter((change) => !isTold(change)) }
}

/** With what was kept then or before. Null: nothing was. */
export async function compareWith(
  ports: Pick<Ports, 'judge' | 'log' | 'store'>,
  atOrBefore: Date,
  after: PolicySnapshot,
  options: CompareOptions,
): Promise<{ readonly diff: PolicyDiff; readonly from: Date } | null> {
  const kept: KeptSnapshot[] = []
  const loadBefore = async (): Promise<PolicySnapshot | null> => {
    const was = await wholeSnapshot(ports, atOrBefore)
    if (was !== null) kept.push(was.kept)
    return was?.snapshot ?? null
  }
  const diff = await ports.judge.compare(loadBefore, after, options)
  const [was] = kept
  return diff === null || was === undefined ? null : { diff, from: was.lastSeenAt }
}

async function mark({ store }: DriftPorts, name: string, at: Date, owner: string): Promise<void> {
  const epoch = await store.takeLease(name, owner, LEASE_MS)
  if (epoch !== null) await store.setWatermark(name, at, epoch)
}

/** What is in report-only for a while grows old without any change; days count, so once a day is enough. */
async function lookAtStanding(
  ports: DriftPorts,
  newest: KeptSnapshot,
  owner: string,
  look: 'first-look' | 'standing',
): Promise<void> {
  const { store, clock } = ports
  const snapshot = ports.policies.held?.(newest.snapshotId) ?? (await store.loadSnapshot(newest.snapshotId))
  if (snapshot === null) return
  const diff = await ports.judge.judge(look, snapshot, clock.now(), await compareOptions(ports))
  if (look === 'first-look' && diff.notCompared.length === 0) await mark(ports, WHOLE, newest.firstSeenAt, owner)
  const span = { from: null, to: newest.lastSeenAt }
  await keep(ports, [{ diff, span }], `standing:${newest.lastSeenAt.toISOString()}`)
  await mark(ports, STANDING, dayOf(clock.now()), owner)
}

const dayOf = (at: Date): Date => new Date(Math.floor(at.getTime() / DAY_MS) * DAY_MS)

async function isNewDay({ store, clock }: Pick<Ports, 'store' | 'clock'>): Promise<boolean> {
  const looked = await store.watermark(STANDING)
  return looked === null || looked < dayOf(clock.now())
}

/** With the accounts of phones and rooms that are known, so that a person among them stands out. */
export async function compareOptions({ settings, store }: Pick<Ports, 'settings' | 'store'>): Promise<CompareOptions> {
  const known = await store.reachIn('shared-device', { after: null, limit: DEVICES_MAX })
  const deviceAccounts = new Set<UserId>([...settings.sharedDeviceAccounts, ...known.map(({ userId }) => userId)])
  return { deviceAccounts, reportOnlyDaysMax: settings.reportOnlyDaysMax }
}

async function keep(ports: DriftPorts, found: readonly FoundDrift[], key: string): Promise<void> {
  const detail = await keepDrift(ports, found, key)
  await ports.store.markHealth({ name: DRIFT, ok: true, code: null, at: ports.clock.now(), detail })
}
