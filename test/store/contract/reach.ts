import { expect, it } from 'vitest'
import type { Place } from '../../support/engines.js'
import { ADELE, AT, LIDIA, later } from '../examples.js'

export function reachContract(place: Place): void {
  const adele = { userId: ADELE, state: 'not-installed', why: 'graph-forbidden', at: AT } as const

  it('keeps how somebody is reached, and since when', async () => {
    const { store } = place
    expect(await store.reachOf(ADELE)).toBeNull()
    await store.saveReach([adele])
    await store.saveReach([{ ...adele, at: later(1000) }])
    expect(await store.reachOf(ADELE)).toEqual({ ...adele, at: later(1000), since: AT })
    await store.saveReach([{ ...adele, state: 'reachable', why: null, at: later(2000) }])
    expect(await store.reachOf(ADELE)).toMatchObject({ state: 'reachable', since: later(2000) })
  })

  it('lets an older sight change nothing', async () => {
    const { store } = place
    await store.saveReach([adele])
    await store.saveReach([{ ...adele, state: 'blocked', at: later(-1) }])
    expect(await store.reachOf(ADELE)).toMatchObject({ state: 'not-installed' })
  })

  it('counts every state, and lists one in pages', async () => {
    const { store } = place
    await store.saveReach([adele, { ...adele, userId: LIDIA }])
    expect(await store.reachCounts()).toMatchObject({ 'not-installed': 2, reachable: 0, left: 0 })
    const [first] = await store.reachIn('not-installed', { after: null, limit: 1 })
    const [second, ...more] = await store.reachIn('not-installed', { after: first?.userId ?? null, limit: 9 })
    expect(new Set([first?.userId, second?.userId])).toEqual(new Set([ADELE, LIDIA]))
    expect(more).toEqual([])
  })

  it('says who was not met any more, and forgets them in time', async () => {
    const { store } = place
    await store.saveReach([adele, { ...adele, userId: LIDIA, at: later(5000) }])
    await store.markLeft(later(1000), later(-9000))
    expect(await store.reachCounts()).toMatchObject({ left: 1, 'not-installed': 1 })
    await store.markLeft(later(1000), later(1000))
    expect(await store.reachOf(ADELE)).toBeNull()
  })
}
