/**
 * How far the sign-in log was read, by whichever way it comes. Each source brings all of it, so one with a fault says
 * nothing and holds nobody up while another is sound; of those that are sound the slowest counts.
 */
import type { WatchFault } from '../domain/notices.js'
import type { HealthMark, Ports, Settings } from './ports.js'
import { isSilent, SIGN_IN_LOG } from './readiness.js'
import { hubMark, isStreamSilent, partitionMark } from './streamMarks.js'

/**
 * Event Hubs tells how far a partition was written, not how late Entra writes a sign-in there. No current document gives a
 * number; most come within five minutes, and a quarter of an hour is what a row may take here.
 */
export const STREAM_LATE_MS = 15 * 60 * 1000
/** A night without sign-ins and a diagnostic setting that was deleted look alike: from here on nothing is called read. */
const QUIET_MAX_MS = 60 * 60 * 1000

export interface LogReach {
  /** Null: not known. */
  readonly reach: Date | null
  /** Why no source shows anything, whatever happens; null where one does. */
  readonly fault: WatchFault | null
}

interface Source {
  readonly reachMs: number | null
  readonly fault: WatchFault | null
}

export async function logReach({
  clock,
  settings,
  store,
}: Pick<Ports, 'clock' | 'settings' | 'store'>): Promise<LogReach> {
  const marks = new Map((await store.health()).map((mark) => [mark.name, mark]))
  const nowMs = clock.now().getTime()
  const polled = settings.isPolled ? [polledSource(marks.get(SIGN_IN_LOG), settings, nowMs)] : []
  const streamed = settings.streamHubs.length > 0 ? [streamedSource(marks, settings.streamHubs, nowMs)] : []
  const sources: readonly Source[] = [...polled, ...streamed]
  const sound = sources.filter(({ fault }) => fault === null)
  // What was read before a source fell silent was read.
  const telling = sound.length > 0 ? sound : sources.filter(({ fault }) => fault === 'not-read-lately')
  return { reach: slowest(telling), fault: sound.length > 0 ? null : (sources[0]?.fault ?? 'not-read-yet') }
}

function slowest(sources: readonly Source[]): Date | null {
  const reaches = sources.map(({ reachMs }) => reachMs).filter((ms) => ms !== null)
  return sources.length === 0 || reaches.length < sources.length ? null : new Date(Math.min(...reaches))
}

function polledSource(mark: HealthMark | undefined, { pollIntervalMs }: Settings, nowMs: number): Source {
  const fault = faultOf(mark, (ageMs) => isSilent(ageMs, pollIntervalMs), nowMs)
  return { fault, reachMs: mark === undefined ? null : newestRowMs(mark) }
}

/** The newest row of the last round; null where it had none, or where older ones are still to be read. A row from the future is somebody's wrong clock. */
const newestRowMs = ({ at, detail: { isWhole, newestAgeMs } }: HealthMark): number | null =>
  isWhole === false || typeof newestAgeMs !== 'number' ? null : at.getTime() - Math.max(0, newestAgeMs)

/**
 * All partitions of all event hubs: the legs of a flow may lie on any. One that was read to its end counts as read up to
 * when that was seen, however long nothing came.
 */
function streamedSource(marks: ReadonlyMap<string, HealthMark>, hubs: readonly string[], nowMs: number): Source {
  const parts = hubs.flatMap((hub) => {
    const connection = marks.get(hubMark(hub))
    const count = connection?.detail.partitions
    const partitions = Array.from({ length: typeof count === 'number' ? count : 1 }, (_, id) =>
      // Event Hubs numbers them so (Microsoft Learn, "Features and terminology in Azure Event Hubs").
      marks.get(partitionMark(hub, String(id))),
    )
    return [connection, ...partitions]
  })
  const faults = parts.map((mark) => faultOf(mark, isStreamSilent, nowMs)).filter((fault) => fault !== null)
  const fault = faults.find((one) => one !== 'not-read-lately') ?? faults[0] ?? null
  return { fault, reachMs: partitionsReachMs(parts.filter((mark) => typeof mark?.detail.lagMs === 'number')) }
}

function partitionsReachMs(partitions: readonly (HealthMark | undefined)[]): number | null {
  const ago = (key: string): number[] =>
    partitions.flatMap((mark) => {
      const ageMs = mark?.detail[key]
      return mark === undefined || typeof ageMs !== 'number' ? [] : [mark.at.getTime() - Math.max(0, ageMs)]
    })
  const newest = ago('newestAgeMs')
  // No event ever: an event hub that nothing writes to.
  return newest.length === 0 ? null : Math.min(...ago('lagMs'), Math.max(...newest) + QUIET_MAX_MS) - STREAM_LATE_MS
}

function faultOf(mark: HealthMark | undefined, silent: (ageMs: number) => boolean, nowMs: number): WatchFault | null {
  if (mark === undefined) return 'not-read-yet'
  // Late is not unseen: how far it was read stands there.
  if (!mark.ok && mark.code !== 'poll-too-slow') return FAULTS.get(mark.code ?? '') ?? 'out-of-reach'
  return silent(nowMs - mark.at.getTime()) ? 'not-read-lately' : null
}

const FAULTS: ReadonlyMap<string, WatchFault> = new Map<string, WatchFault>([
  ['not-read-yet', 'not-read-yet'],
  ['graph-forbidden', 'no-permission'],
  ['graph-unauthorized', 'no-permission'],
  ['entra-refused', 'no-permission'],
  ['stream-refused', 'no-permission'],
  ['sign-in-fields-missing', 'incomplete'],
  ['sign-ins-unreadable', 'incomplete'],
  ['sign-ins-not-assessed', 'incomplete'],
])
