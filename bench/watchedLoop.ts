/** Measures how long the event loop stands still while something goes on beside it. */
export async function stallDuring(
  work: () => Promise<unknown>,
): Promise<{ readonly ms: number; readonly stallMs: number }> {
  let stallMs = 0
  let lastMs = performance.now()
  let isWatching = true
  const watch = (): void => {
    const ms = performance.now()
    stallMs = Math.max(stallMs, ms - lastMs)
    lastMs = ms
    if (isWatching) setImmediate(watch)
  }
  watch()
  const startMs = performance.now()
  await work()
  const ms = performance.now() - startMs
  // What stood still last is seen by the next turn.
  await new Promise((resolve) => setImmediate(resolve))
  isWatching = false
  return { ms, stallMs }
}

export const mostBytes = (): number => process.resourceUsage().maxRSS * 1024
