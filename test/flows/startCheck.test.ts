import { beforeEach, expect, it } from 'vitest'
import { userId } from '../../src/domain/ids.js'
import { startCheck } from '../../src/flows/startCheck.js'
import { describeOnEachEngine } from '../support/engines.js'
import { PEOPLE } from '../support/signInRows.js'
import { createWorld, type World } from '../support/world.js'

const DANA = userId(PEOPLE.dana)
const SAM = userId(PEOPLE.sam)

describeOnEachEngine('checks of one person', (place) => {
  let world: World
  beforeEach(() => {
    world = createWorld(place.store)
    world.settings = { ...world.settings, checksPerHourMax: 5 }
  })

  /** On a replica of its own: all they share is the database. */
  const start = (who = DANA) =>
    startCheck({ ...createWorld(place.store).ports, settings: world.settings }, world.actor(who))
  const refused = (results: readonly PromiseSettledResult<void>[]) =>
    results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []))

  it('are bounded by the hour, over replicas and at once, and it is said when to try again', async () => {
    const reasons = refused(await Promise.allSettled(Array.from({ length: 8 }, () => start())))
    expect(reasons).toHaveLength(3)
    for (const reason of reasons) expect(reason).toMatchObject({ code: 'checks-too-many' })
    const { retryAfterMs } = reasons[0] as { readonly retryAfterMs: number }
    expect(retryAfterMs).toBeGreaterThan(0)
    expect(retryAfterMs).toBeLessThanOrEqual(12 * 60_000)
  })

  it('are nobody else’s', async () => {
    await Promise.allSettled(Array.from({ length: 8 }, () => start()))
    await expect(start(SAM)).resolves.toBeUndefined()
  })
})
