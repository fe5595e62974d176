import { expect, it } from 'vitest'
import type { Place } from '../../support/engines.js'
import { ADELE, AT, DRIFT_CHANGE, EMERGENCY_SIGN_IN, keepDrift, later } from '../examples.js'

const DAY_MS = 24 * 3_600_000

export function policyDriftContract(place: Place): void {
  it('keeps a change once, whatever it is found in, with its author and its card', async () => {
    const { store } = place
    await keepDrift(store)
    const again = await store.openDrift({ key: 'snapshot:2', dueAt: AT, foundAt: later(5), notCompared: ['users'] })
    const change = { change: DRIFT_CHANGE, topic: 'group:g' }
    await store.addChanges(again, [change], { from: null, to: AT, at: later(5) })
    expect((await store.driftById(again))?.changes).toEqual([])
    const first = await store.openDrift({ key: 'snapshot:1', dueAt: AT, foundAt: later(6), notCompared: [] })
    expect(await store.driftById(first)).toMatchObject({
      foundAt: AT,
      card: { conversationId: 'channel', activityId: 'drift' },
      changes: [{ change: DRIFT_CHANGE, from: AT, to: later(1), toldAt: later(3), author: { kind: 'known' } }],
    })
    expect(await store.unknownChanges([DRIFT_CHANGE.id, 'another'], AT)).toEqual(new Set(['another']))
  })

  it('counts in how many cards a thing has stood', async () => {
    const { store } = place
    await keepDrift(store)
    const driftId = await store.openDrift({ key: 'snapshot:2', dueAt: AT, foundAt: AT, notCompared: [] })
    const changes = ['a', 'b'].map((id) => ({ change: { ...DRIFT_CHANGE, id }, topic: 'group:g' }))
    await store.addChanges(driftId, changes, { from: AT, to: AT, at: later(DAY_MS) })
    expect(await store.topicTallies(['group:g', 'group:h'], AT)).toEqual(
      new Map([['group:g', { cards: 2, latest: driftId }]]),
    )
    expect(await store.topicTallies(['group:g'], later(60_000))).toEqual(
      new Map([['group:g', { cards: 1, latest: driftId }]]),
    )
    expect(await store.changesFoundSince(later(60_000), 1)).toMatchObject([{ change: { id: 'a' } }])
  })

  it('tells a sign-in that it has kept from one that is new', async () => {
    const { store } = place
    await keepDrift(store)
    const other = { ...EMERGENCY_SIGN_IN, signInId: 'another', at: null }
    expect(await store.addEmergencySignIns(ADELE, [EMERGENCY_SIGN_IN, other], later(1))).toEqual([other])
    await store.markEmergencyTold([EMERGENCY_SIGN_IN.signInId], later(2))
    expect((await store.emergencySignIns(ADELE, later(3))).map(({ signIn }) => signIn)).toEqual([other])
    expect(await store.emergencySignIns(ADELE, AT)).toHaveLength(2)
  })

  it('forgets a change that was not seen any more, and not one that still stands', async () => {
    const { store } = place
    await keepDrift(store)
    await store.unknownChanges([DRIFT_CHANGE.id], later(DAY_MS))
    await store.forgetDrift(later(DAY_MS - 1))
    expect(await store.changesFoundSince(AT, 10)).toHaveLength(1)
    await store.forgetDrift(later(DAY_MS + 1))
    expect(await store.changesFoundSince(AT, 10)).toEqual([])
    expect(await store.emergencySignIns(ADELE, AT)).toEqual([])
  })
}
