import { expect, it, vi } from 'vitest'
import type { Place } from '../../support/engines.js'

/** So slow that nothing is refilled while a test runs: one token in about 17 minutes. */
const SLOW = { capacity: 3, perSecond: 0.001 }
const REFILL_MS = 1_000_000

export function bucketsContract(place: Place): void {
  it('gives as many tokens as it holds, then says how long to wait', async () => {
    const waits: number[] = []
    for (let index = 0; index < 4; index += 1) waits.push(await place.store.takeToken('teams', SLOW))
    expect(waits.slice(0, 3)).toEqual([0, 0, 0])
    expect(waits[3]).toBeGreaterThan(REFILL_MS * 0.9)
    expect(waits[3]).toBeLessThanOrEqual(REFILL_MS)
  })

  it('never gives the same token to two who ask at the same moment', async () => {
    const asked = Array.from({ length: 20 }, () => place.store.takeToken('teams', SLOW))
    expect((await Promise.all(asked)).filter((waitMs) => waitMs === 0)).toHaveLength(3)
  })

  it('refills with time', async () => {
    const fast = { capacity: 1, perSecond: 1_000_000 }
    expect(await place.store.takeToken('teams', fast)).toBe(0)
    // The clock of the embedded database moves by whole milliseconds, so the next token may not be there at once.
    await vi.waitFor(async () => expect(await place.store.takeToken('teams', fast)).toBe(0))
  })

  it('gives nothing while it is paused, and a shorter pause does not cut a longer one short', async () => {
    await place.store.pauseBucket('teams', 60_000)
    await place.store.pauseBucket('teams', 1000)
    const waitMs = await place.store.takeToken('teams', SLOW)
    expect(waitMs).toBeGreaterThan(50_000)
    expect(waitMs).toBeLessThanOrEqual(60_000)
  })

  it('keeps buckets apart', async () => {
    await place.store.pauseBucket('teams', 60_000)
    expect(await place.store.takeToken('graph', SLOW)).toBe(0)
  })
}
