/** This machine's clock against Graph's. */
import { type Finding, fault, look, ok, unknown } from './finding.js'
import type { DoctorPorts } from './ports.js'

/**
 * Entra and the Bot Framework refuse tokens whose times are more than five minutes off. Two minutes are told early, while
 * everything still works: a clock that drifts that far goes on drifting.
 */
const SKEW_MAX_MS = 2 * 60 * 1000

export function clock(ports: DoctorPorts): Promise<readonly Finding[]> {
  return look('clock', 'system clock', async () => {
    const theirs = await ports.inspection.serverTime()
    if (theirs === null) return unknown('clock', 'system clock', 'no-server-time')
    const skewMs = ports.clock.now().getTime() - theirs.getTime()
    return Math.abs(skewMs) > SKEW_MAX_MS
      ? fault('clock', 'system clock', 'clock-skew', { skewMs })
      : ok('clock', 'system clock', { skewMs })
  })
}
