import { beforeEach, expect, it } from 'vitest'
import type { ContainmentAction } from '../../../src/flows/ports.js'
import type { Place } from '../../support/engines.js'
import { ACTION, ALERT, ALERT_ID, AT, CASE, COLLECTION, LIDIA, later } from '../examples.js'

export function containmentContract(place: Place): void {
  beforeEach(async () => {
    await place.store.saveCase(CASE)
    await place.store.addAlert(ALERT)
  })

  const begin = (change: Partial<ContainmentAction> = {}, most = 5, since = AT) =>
    place.store.transaction((tx) => tx.beginAction({ ...ACTION, ...change }, { most, since }))

  it('begins an action once, and ends it', async () => {
    expect(await begin()).toBe(true)
    expect(await begin({ at: later(9), actor: LIDIA })).toBe(true)
    expect(await place.store.containmentActions(ALERT_ID)).toEqual([{ ...ACTION, state: 'begun' }])
    await place.store.endAction(ACTION, 'done')
    expect(await place.store.containmentActions(ALERT_ID)).toEqual([{ ...ACTION, state: 'done' }])
  })

  it('begins anew what was taken back', async () => {
    await begin()
    await place.store.endAction(ACTION, 'undone')
    await begin({ automatic: false, actor: LIDIA, at: later(9) })
    expect(await place.store.containmentActions(ALERT_ID)).toMatchObject([
      { actor: LIDIA, state: 'begun', at: later(9) },
    ])
  })

  it('begins anew what was done and somebody else has taken back, and only that', async () => {
    const again = (action: Partial<ContainmentAction>) =>
      place.store.transaction((tx) => tx.beginAction({ ...ACTION, ...action }, { most: 5, since: AT, again: true }))
    await begin()
    await again({ at: later(9) })
    expect(await place.store.containmentActions(ALERT_ID)).toMatchObject([{ state: 'begun', at: ACTION.at }])
    await place.store.endAction(ACTION, 'done')
    await again({ at: later(9) })
    expect(await place.store.containmentActions(ALERT_ID)).toMatchObject([{ state: 'begun', at: later(9) }])
  })

  it('counts what the machine did within the span, and what people did not', async () => {
    await begin({ target: 'old', at: AT })
    await begin({ target: 'person', automatic: false })
    await begin({ target: 'machine' })
    expect(await place.store.automaticActions(AT)).toBe(1)
    expect(await begin({ target: 'next' }, 1)).toBe(false)
    expect(await begin({ target: 'next', automatic: false }, 1)).toBe(true)
    // It stands already.
    expect(await begin({ target: 'machine' }, 1)).toBe(true)
  })

  it('lets no more than the limit through, however many ask at once', async () => {
    const asked = await Promise.all(Array.from({ length: 12 }, (_, index) => begin({ target: `device-${index}` })))
    expect(asked.filter(Boolean)).toHaveLength(5)
  })

  it('keeps the newest of each kind, in the order of the kinds', async () => {
    const rules = { ...COLLECTION, kind: 'mailbox-rule', found: [] } as const
    await place.store.saveCollection(ALERT_ID, rules)
    await place.store.saveCollection(ALERT_ID, { ...COLLECTION, found: [] })
    await place.store.saveCollection(ALERT_ID, COLLECTION)
    expect(await place.store.collectionsOf(ALERT_ID)).toEqual([COLLECTION, rules])
  })

  it('does not forget what was read over a reading that failed', async () => {
    await place.store.saveCollection(ALERT_ID, COLLECTION)
    await place.store.saveCollection(ALERT_ID, { ...COLLECTION, why: 'graph-throttled', found: [], at: later(9) })
    expect(await place.store.collectionsOf(ALERT_ID)).toEqual([COLLECTION])
  })

  it('does not forget what was read in part over a reading that failed', async () => {
    const cut = { ...COLLECTION, why: 'too-many-to-read' }
    await place.store.saveCollection(ALERT_ID, cut)
    await place.store.saveCollection(ALERT_ID, { ...COLLECTION, why: 'graph-throttled', found: [], at: later(9) })
    expect(await place.store.collectionsOf(ALERT_ID)).toEqual([cut])
  })

  it('takes names that no database holds', async () => {
    const [found] = COLLECTION.found
    const odd = { ...COLLECTION, found: [{ ...found!, name: 'a\u0000b\ud800' }] }
    await place.store.saveCollection(ALERT_ID, odd)
    expect(await place.store.collectionsOf(ALERT_ID)).toMatchObject([{ found: [{ name: 'a\ufffdb\ufffd' }] }])
  })
}
