/**
 * What happens without anybody asking: polling, deliveries, sweeping. Each is a loop that never overlaps itself, goes
 * on after a fault, and ends only when its round in hand is done.
 */
import { setTimeout as waitFor } from 'node:timers/promises'
import { errorFields } from './domain/errors.js'
import type { Log } from './flows/ports.js'

export interface Loop {
  readonly name: string
  readonly everyMs: number
  /** One round. `again` asks for the next round at once: there is more to do. */
  round(): Promise<{ readonly again: boolean }>
}

export interface Background {
  /** Starts no further round; resolves when those in hand are done. */
  stop(): Promise<void>
}

/** Waits, and ends early, without an error, where it is told to stop. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>

const realWait: Wait = (ms, signal) => waitFor(ms, undefined, { signal }).catch(() => undefined)

/** @param wait between two rounds: the clock's, but for tests */
export function startBackground(loops: readonly Loop[], log: Log, wait: Wait = realWait): Background {
  const stopping = new AbortController()
  const running = loops.map((loop) => run(loop, stopping.signal, log, wait))
  return {
    stop: async () => {
      stopping.abort()
      await Promise.all(running)
    },
  }
}

async function run(loop: Loop, signal: AbortSignal, log: Log, wait: Wait): Promise<void> {
  while (!signal.aborted) {
    const again = await loop.round().then(
      (done) => done.again,
      (error: unknown) => {
        log.error('background round failed', { loop: loop.name, ...errorFields(error) })
        return false
      },
    )
    if (!again) await wait(loop.everyMs, signal)
  }
}
