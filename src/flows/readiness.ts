/**
 * What `/readyz` says. Not ready means: this instance cannot do its work and should get no traffic. A fault that
 * another instance would share (a permission, the log's lag) does not take the bot away from the people who ask it
 * something; it stands in the answer for the monitor to shout about.
 */
import { isPosternError } from '../domain/errors.js'
import type { HealthMark, Ports, Readiness } from './ports.js'

export type { Readiness } from './ports.js'

/** A source that has not been read for this many poll intervals is a fault even where nothing failed. */
const SILENT_ROUNDS_MAX = 5

export async function readiness(ports: Pick<Ports, 'clock' | 'store'>, pollIntervalMs: number): Promise<Readiness> {
  const nowMs = ports.clock.now().getTime()
  try {
    await ports.store.ping()
    const marks = await ports.store.health()
    return { ready: true, checks: { store: { ok: true, code: null }, ...sourceChecks(marks, nowMs, pollIntervalMs) } }
  } catch (error) {
    const code = isPosternError(error) ? error.code : 'internal'
    return { ready: false, checks: { store: { ok: false, code } } }
  }
}

function sourceChecks(marks: readonly HealthMark[], nowMs: number, pollIntervalMs: number): Readiness['checks'] {
  const seen = Object.fromEntries(
    marks.map((mark) => {
      const ageMs = nowMs - mark.at.getTime()
      const isSilent = mark.name === 'sign-in-log' && ageMs > SILENT_ROUNDS_MAX * pollIntervalMs
      return [mark.name, { ok: mark.ok && !isSilent, code: mark.code ?? (isSilent ? 'not-read-lately' : null), ageMs }]
    }),
  )
  // Before the first poll nothing is known of the source, and unknown is not green.
  return 'sign-in-log' in seen ? seen : { ...seen, 'sign-in-log': { ok: false, code: 'not-read-yet' } }
}
