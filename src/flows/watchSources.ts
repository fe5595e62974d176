/**
 * Looks at the health marks and owes the security team a word where a source has a fault that lasts, and another when it
 * is over. A bot that sees nothing and says nothing is worse than none.
 *
 * What passes by itself (a throttled minute, a restart) is waited out; what somebody has to mend is told at once.
 */

import { jobOf } from './jobs.js'
import { isReadAgain } from './markRead.js'
import type { HealthMark, Ports, SourceFault } from './ports.js'
import { isInUse, isSilent, SIGN_IN_LOG } from './readiness.js'
import { HOLE_SHOWN_MS } from './sourceHoles.js'
import { isStreamMark, isStreamSilent, streamOfMark } from './streamMarks.js'
import { GROUP_CHANGES } from './watchGroups.js'

export type WatchSourcesPorts = Pick<Ports, 'clock' | 'settings' | 'store'>

const LEASE = 'watch-sources'
const LEASE_MS = 60_000
const WAITED_OUT_MS = 15 * 60 * 1000

/** Waiting mends none of these. */
const AT_ONCE: ReadonlySet<string> = new Set([
  'entra-refused',
  'graph-forbidden',
  'graph-unauthorized',
  'sign-in-fields-missing',
  'sign-in-hole',
  'stream-refused',
  'webhook-event-refused',
  'webhook-events-lost',
])

/** What is gone stays gone: shown for a while, and never called mended. */
const HOLES: ReadonlySet<string | null> = new Set(['sign-in-hole', 'webhook-events-lost'])

/** @param startedAt of this process: what was not read while nobody ran is not yet a fault */
export async function watchSources(ports: WatchSourcesPorts, owner: string, startedAt: Date): Promise<void> {
  if ((await ports.store.takeLease(LEASE, owner, LEASE_MS)) === null) return
  const now = ports.clock.now()
  const marks = await shownMarks(ports, now)
  const open = new Map((await ports.store.sourceFaults()).map((fault) => [fault.source, fault]))
  for (const [source, ofSource] of bySource(marks)) {
    const known = open.get(source)
    open.delete(source)
    const found = ofSource.flatMap((mark) => {
      const code = faultOf(ports, mark, now, startedAt)
      return code === null ? [] : [{ mark: { ...mark, name: source }, code }]
    })[0]
    if (found !== undefined) await seeFault(ports, found.mark, found.code, now)
    else if (known !== undefined) await seeEnd(ports, known, now)
  }
  // What is not read any more, because somebody set it so.
  for (const fault of open.values()) await seeEnd(ports, fault, now)
}

/**
 * A hole is shown for a while and stays unfilled; after that it would only hide the next one. What is read again is
 * over, though nobody is read at the time.
 */
async function shownMarks({ settings, store }: WatchSourcesPorts, now: Date): Promise<readonly HealthMark[]> {
  const shown: HealthMark[] = []
  for (const mark of await store.health()) {
    // Early notice only: the hourly reading sees the same, and doctor says it.
    if (!isInUse(settings, mark.name) || mark.name === GROUP_CHANGES) continue
    const isOld = HOLES.has(mark.code) && now.getTime() - mark.at.getTime() > HOLE_SHOWN_MS
    const isOver = isReadAgain(mark, now)
    const over = { ...mark, ok: true, code: null, at: now, ...(isOver ? { detail: {} } : {}) }
    if (isOld || isOver) await store.markHealth(over)
    shown.push(isOver ? over : mark)
  }
  return shown
}

/** A stream is one source, in however many partitions it shows. */
function bySource(marks: readonly HealthMark[]): ReadonlyMap<string, readonly HealthMark[]> {
  const sources = new Map<string, HealthMark[]>()
  for (const mark of marks) {
    const source = isStreamMark(mark.name) ? streamOfMark(mark.name) : mark.name
    sources.set(source, [...(sources.get(source) ?? []), mark])
  }
  return sources
}

function faultOf(
  { settings }: WatchSourcesPorts,
  { name, ok, code, at }: HealthMark,
  now: Date,
  startedAt: Date,
): string | null {
  const ageMs = now.getTime() - Math.max(at.getTime(), startedAt.getTime())
  if (HOLES.has(code)) return now.getTime() - at.getTime() > HOLE_SHOWN_MS ? null : code
  // A stream that was never read is silent from its first mark on.
  if (!ok && code !== 'not-read-yet') return code ?? 'internal'
  const silent = isStreamMark(name)
    ? isStreamSilent(ageMs)
    : name === SIGN_IN_LOG && isSilent(ageMs, settings.pollIntervalMs)
  return silent ? 'sign-ins-not-read' : null
}

async function seeFault(
  ports: WatchSourcesPorts,
  { name, detail }: HealthMark,
  code: string,
  now: Date,
): Promise<void> {
  await ports.store.transaction(async (tx) => {
    // One that is open keeps its beginning.
    const fault = await tx.openSourceFault({ source: name, code, since: now, detail })
    const lasted = now.getTime() - fault.since.getTime() >= WAITED_OUT_MS
    if (fault.toldCode !== code && (AT_ONCE.has(code) || lasted)) await tx.addJob(jobOf.tellSource(fault, now))
  })
}

/** The end of a fault that nobody was told of is no news either; that a hole is old does not fill it. */
async function seeEnd(ports: WatchSourcesPorts, fault: SourceFault, now: Date): Promise<void> {
  await ports.store.transaction(async (tx) => {
    await tx.endSourceFault(fault.faultId, now)
    const isNews = fault.toldCode !== null && !HOLES.has(fault.code)
    if (isNews) await tx.addJob(jobOf.tellSource({ ...fault, until: now }, now))
  })
}
