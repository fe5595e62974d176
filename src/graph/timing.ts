/**
 * Time as the Graph adapter needs it: an instant and a wait. Both are handed in, so that tests run without sleeping.
 */
import type { Clock } from '../flows/ports.js'

export interface Timing extends Clock {
  /** Resolves after `ms` milliseconds. */
  wait(ms: number): Promise<void>
}

/** A wait on the process's own timer; it does not keep a process alive that is otherwise done. */
export function withRealWaits(clock: Clock): Timing {
  return {
    now: () => clock.now(),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  }
}
