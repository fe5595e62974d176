/**
 * What `/readyz` says. Not ready means: this instance cannot do its work and should get no traffic. A fault that
 * another instance would share (a permission, the log's lag) does not take the bot away from the people who ask it
 * something; it stands in the answer for the monitor to shout about.
 */
import { errorCodeOf } from '../domain/errors.js'
import type { HealthMark, Ports, Readiness, ReadinessCheck, Settings } from './ports.js'
import { hubMark, isStreamMark, isStreamSilent, SIGN_IN_STREAM, streamOfMark } from './streamMarks.js'

/** The name under which the reading of the sign-in log is marked. */
export const SIGN_IN_LOG = 'sign-in-log'

/** A log that has not been read for this many poll intervals is a fault even where nothing failed. */
const SILENT_ROUNDS_MAX = 5

export const isSilent = (ageMs: number, pollIntervalMs: number): boolean => ageMs > SILENT_ROUNDS_MAX * pollIntervalMs

type Sources = Pick<Settings, 'isPolled' | 'streamHubs'>

/** Marks of a source that was read once, and that somebody switched off since, say nothing any more. */
export function isInUse({ isPolled, streamHubs }: Sources, name: string): boolean {
  if (name === SIGN_IN_LOG) return isPolled
  if (name === SIGN_IN_STREAM) return !isPolled
  return !isStreamMark(name) || streamHubs.some((hub) => hubMark(hub) === streamOfMark(name))
}

/** The marks without which nothing is known of the sources. */
const sourcesOf = ({ isPolled, streamHubs }: Sources): readonly string[] => [
  ...(isPolled ? [SIGN_IN_LOG] : []),
  ...streamHubs.map(hubMark),
]

export async function readiness(ports: Pick<Ports, 'clock' | 'store' | 'settings'>): Promise<Readiness> {
  const nowMs = ports.clock.now().getTime()
  try {
    await ports.store.ping()
    const marks = (await ports.store.health()).filter(({ name }) => isInUse(ports.settings, name))
    const checks = Object.fromEntries(
      marks.map((mark) => [mark.name, checkOf(mark, nowMs, ports.settings.pollIntervalMs)]),
    )
    // Before the first reading nothing is known of a source, and unknown is not green.
    const unread = Object.fromEntries(
      sourcesOf(ports.settings).map((name) => [name, { ok: false, code: 'not-read-yet' }]),
    )
    return { ready: true, checks: { store: { ok: true, code: null }, ...unread, ...checks } }
  } catch (error) {
    return { ready: false, checks: { store: { ok: false, code: errorCodeOf(error) } } }
  }
}

function checkOf({ name, ok, code, at, detail }: HealthMark, nowMs: number, pollIntervalMs: number): ReadinessCheck {
  const ageMs = nowMs - at.getTime()
  const silent = isStreamMark(name) ? isStreamSilent(ageMs) : name === SIGN_IN_LOG && isSilent(ageMs, pollIntervalMs)
  const { newestAgeMs } = detail
  return {
    ok: ok && !silent,
    code: code ?? (silent ? 'not-read-lately' : null),
    ageMs,
    ...(typeof newestAgeMs === 'number' ? { newestAgeMs } : {}),
    ...(name === SIGN_IN_LOG || Object.keys(detail).length === 0 ? {} : { detail }),
  }
}
