/**
 * The tenant's policies, kept: read by one replica at a time, step by step, so that a reading that was cut goes on from
 * where it was; answered from the newest snapshot by everybody, with its age.
 */
import { errorCodeOf, isPosternError } from '../domain/errors.js'
import { changedSince, dateAgain, type PolicySnapshot } from '../domain/policyStatus/index.js'
import { readWatch } from './groupWatch.js'
import type { KeptSnapshot, OpenReading, PolicySource, Ports, TenantReader } from './ports.js'

export type KeptPolicyPorts = Pick<Ports, 'clock' | 'deadlines' | 'log' | 'store'> & { readonly reader: TenantReader }

export const POLICY_READING = 'policy-reading'
/** Far above what one step takes, Graph's patience included. */
const LEASE_MS = 5 * 60 * 1000
/** What is older was begun under another day's directory, and is begun again. */
const READING_AGE_MAX_MS = 6 * 60 * 60 * 1000
/** Whoever asks waits so long for a reading, and then gets the older snapshot; a large tenant takes minutes. */
const WAIT_MAX_MS = 20_000
const LOOK_EVERY_MS = 1_000
const BEING_READ = 'being-read'
/** After a reading that a change made due, the next such one; and a group that changes all day costs a quarter of it at most. */
const EARLY_EVERY_MS = 5 * 60 * 1000
const EARLY_EVERY_READINGS = 3

export type ReadingOutcome =
  | { readonly kind: 'kept'; readonly kept: KeptSnapshot }
  /** Somebody else reads, or has gone on with what was ours. */
  | { readonly kind: 'not-our-turn' }

/**
 * One reading, from where the last one came to. Errors: `graph-*`, and then the next call goes on; `store-*`.
 */
export async function readTenant(ports: KeptPolicyPorts, owner: string): Promise<ReadingOutcome> {
  const { store, clock, reader } = ports
  const holds = async () => (await store.takeLease(POLICY_READING, owner, LEASE_MS)) !== null
  if (!(await holds())) return { kind: 'not-our-turn' }
  try {
    let reading: OpenReading = await openOrBegin(ports)
    const from = { steps: reading.version, at: clock.now() }
    for await (const step of reader.read(reading.progress, { patient: true })) {
      const saved = (await holds()) ? await store.saveReading(reading, step) : null
      if (saved === null) return { kind: 'not-our-turn' }
      reading = saved
      if (step.end === null) continue
      const kept = await store.keepSnapshot(reading, step.end.header)
      if (kept === null) return { kind: 'not-our-turn' }
      await markRead(ports, kept, paceOf(reading, from, clock.now()))
      return { kind: 'kept', kept }
    }
    throw new TypeError('a reading without an end')
  } catch (error) {
    // Whatever it was: without a mark the last good reading would stay green for ever. Of a database that fails others tell.
    const code = errorCodeOf(error)
    if (!code.startsWith('store-'))
      await store.markHealth({ name: POLICY_READING, ok: false, code, at: clock.now(), detail: {} })
    throw error
  } finally {
    await store.releaseLease(POLICY_READING, owner)
  }
}

async function openOrBegin({ store, clock }: KeptPolicyPorts): Promise<OpenReading> {
  const now = clock.now()
  const open = await store.openReading()
  const isYoung = open !== null && now.getTime() - open.beganAt.getTime() < READING_AGE_MAX_MS
  return open !== null && isYoung ? open : store.beginReading(now)
}

/** Of a reading that went on after it was cut, only the end tells how long a step takes. */
interface Pace {
  readonly steps: number
  readonly stepMs: number
}

function paceOf({ version }: OpenReading, from: { readonly steps: number; readonly at: Date }, now: Date): Pace {
  return { steps: version, stepMs: (now.getTime() - from.at.getTime()) / Math.max(1, version - from.steps) }
}

async function markRead(
  { store, clock, log }: KeptPolicyPorts,
  { snapshotId, firstSeenAt, lastSeenAt }: KeptSnapshot,
  took: Pace,
) {
  const isNew = firstSeenAt.getTime() === lastSeenAt.getTime()
  log.info('policies read', { snapshotId, isNew })
  const detail = { snapshotId, isNew, ...took }
  await store.markHealth({ name: POLICY_READING, ok: true, code: null, at: clock.now(), detail })
}

export interface KeptPolicies extends PolicySource {
  /**
   * In the background: reads where the newest is older than it may be, a group was told to have changed since, or a
   * reading was cut. Never throws for what Graph does. The newest then; null: there never was one.
   */
  refresh(options: { readonly everyMs: number }): Promise<PolicySnapshot | null>
}

/** `owner` names the process. A snapshot once loaded stays in memory until another takes its place. */
export function createKeptPolicies(ports: KeptPolicyPorts, owner: string): KeptPolicies {
  const { store, clock, deadlines, log } = ports
  let loaded: { readonly kept: KeptSnapshot; readonly snapshot: PolicySnapshot } | undefined
  let reading: Promise<string | null> | undefined
  /** Another replica had the turn when we last tried. */
  let isReadElsewhere = false

  async function newest(): Promise<PolicySnapshot | null> {
    const kept = await store.newestSnapshot()
    if (kept === null) return null
    if (loaded?.kept.snapshotId !== kept.snapshotId) {
      const snapshot = await store.loadSnapshot(kept.snapshotId)
      loaded = snapshot === null ? undefined : { kept, snapshot }
    } else if (loaded.kept.lastSeenAt.getTime() !== kept.lastSeenAt.getTime()) {
      loaded = { kept, snapshot: dateAgain(loaded.snapshot, seenIn(kept)) }
    }
    return loaded?.snapshot ?? null
  }

  /** Null: it was read, by us or somebody else; else why it was not. Who asks at the same time shares one reading. */
  function readNow(): Promise<string | null> {
    reading ??= readTenant(ports, owner)
      .then(
        ({ kind }) => {
          isReadElsewhere = kind === 'not-our-turn'
          return null
        },
        (error: unknown) => {
          isReadElsewhere = false
          if (!isPosternError(error) || error.code.startsWith('store-')) throw error
          log.warn('policies not read', { code: error.code })
          return String(error.detail.graphCode ?? error.code)
        },
      )
      .finally(() => {
        reading = undefined
      })
    return reading
  }

  return {
    async refresh({ everyMs }) {
      const kept = await store.newestSnapshot()
      const ageMs = kept === null ? Number.POSITIVE_INFINITY : clock.now().getTime() - kept.lastSeenAt.getTime()
      const isDue = ageMs >= everyMs || (await store.openReading()) !== null
      if (isDue || (kept !== null && (await isDueEarly(ports, kept)))) await readNow()
      return newest()
    },
    held(snapshotId) {
      return loaded?.kept.snapshotId === snapshotId ? loaded.snapshot : null
    },
    async snapshot({ maxAgeMs }) {
      const before = await newest()
      if (before !== null && clock.now().getTime() - Date.parse(before.takenAt) <= maxAgeMs) return before
      const why = await Promise.race([readNow(), passed(deadlines.after(WAIT_MAX_MS)).then(() => BEING_READ)])
      let after = await newest()
      // Another replica reads: there is nothing to answer from until it has.
      for (let waitedMs = 0; after === null && why === null && waitedMs < WAIT_MAX_MS; waitedMs += LOOK_EVERY_MS) {
        await passed(deadlines.after(LOOK_EVERY_MS))
        after = await newest()
      }
      return after ?? nothingRead(clock.now(), why ?? BEING_READ)
    },
    async underWay() {
      const open = reading === undefined && !isReadElsewhere ? null : await store.openReading()
      if (open === null) return null
      const last = (await store.health()).find(({ name }) => name === POLICY_READING)
      const { steps, stepMs } = last?.detail ?? {}
      const stepsLeft = typeof steps === 'number' ? steps - open.version : 0
      return { beganAt: open.beganAt, leftMs: typeof stepMs === 'number' && stepsLeft > 0 ? stepsLeft * stepMs : null }
    },
  }
}

/** A snapshot is dated by when its reading began: what changed while it was read may be missing from it. */
async function isDueEarly({ store, clock, log }: KeptPolicyPorts, { lastSeenAt }: KeptSnapshot): Promise<boolean> {
  const changedAt = changedSince(await readWatch(store))
  if (changedAt === null || changedAt <= lastSeenAt) return false
  const last = (await store.health()).find(({ name }) => name === POLICY_READING)
  const { steps, stepMs } = last?.detail ?? {}
  const tookMs = typeof steps === 'number' && typeof stepMs === 'number' ? steps * stepMs : 0
  const restMs = Math.max(EARLY_EVERY_MS, EARLY_EVERY_READINGS * tookMs)
  const isRested = last === undefined || clock.now().getTime() - last.at.getTime() >= restMs
  if (isRested) log.info('policies are read early: a group has changed')
  return isRested
}

const seenIn = ({ lastSeenAt, accounts }: KeptSnapshot) => ({
  takenAt: lastSeenAt.toISOString(),
  ...(accounts === null ? {} : { accounts }),
})

function passed(deadline: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (deadline.aborted) resolve()
    else deadline.addEventListener('abort', () => resolve(), { once: true })
  })
}

/** There never was a reading that came to its end: nothing is known, which is an answer. */
const nothingRead = (now: Date, why: string): PolicySnapshot => ({
  takenAt: now.toISOString(),
  policies: [],
  namedLocations: [],
  mfaTrustedIps: [],
  directory: {},
  catalog: {},
  unknowns: (['policies', 'named-locations', 'users', 'group-members', 'roles'] as const).map((what) => ({
    what,
    why,
  })),
})
