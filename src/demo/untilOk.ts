/**
 * Waits until a process of the demo answers over HTTP, or says why it will not.
 */
import { setTimeout as delay } from 'node:timers/promises'
import type { Child } from './child.js'
import { DemoFault } from './fault.js'

const PAUSE_MS = 150

/** @throws DemoFault with the last lines of a process that ended, or that did not answer within `patienceMs`. */
export async function untilOk(url: string, child: Child, patienceMs: number): Promise<void> {
  const deadlineMs = Date.now() + patienceMs
  let isOver = false
  const ended = child.ended.then(({ lastLines }) => {
    isOver = true
    throw new DemoFault([`${child.name} ended before it was ready. Its last words:`, ...lastLines].join('\n  '))
  })
  const answered = async () => {
    while (!isOver && Date.now() < deadlineMs) {
      if (await isOk(url)) return
      await delay(PAUSE_MS)
    }
    throw new DemoFault(`${child.name} did not answer within ${patienceMs / 1000} seconds.`)
  }
  // A process that ended takes the waiting with it, which then has nobody to tell.
  await Promise.race([ended, answered()])
}

const isOk = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    (response) => response.ok,
    () => false,
  )
