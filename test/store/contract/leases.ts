import { expect, it } from 'vitest'
import type { Place } from '../../support/engines.js'
import { AT, later } from '../examples.js'

const LEASE_MS = 60_000
/** A lease that has ended the moment it was given. */
const ENDED_MS = -1000

export function leasesContract(place: Place): void {
  it('has one holder at a time', async () => {
    expect(await place.store.takeLease('poll', 'one', LEASE_MS)).toBe(1)
    expect(await place.store.takeLease('poll', 'two', LEASE_MS)).toBeNull()
    expect(await place.store.takeLease('digest', 'two', LEASE_MS)).toBe(1)
  })

  it('lets one of many win who try at the same moment', async () => {
    const owners = ['one', 'two', 'three', 'four', 'five']
    const epochs = await Promise.all(owners.map((owner) => place.store.takeLease('poll', owner, LEASE_MS)))
    expect(epochs.filter((epoch) => epoch !== null)).toEqual([1])
  })

  it('is renewed under the same epoch while it lasts', async () => {
    await place.store.takeLease('poll', 'one', LEASE_MS)
    expect(await place.store.takeLease('poll', 'one', LEASE_MS)).toBe(1)
  })

  it('rises to a new epoch for whoever takes it after it has ended, be it the same owner', async () => {
    await place.store.takeLease('poll', 'one', ENDED_MS)
    expect(await place.store.takeLease('poll', 'two', ENDED_MS)).toBe(2)
    expect(await place.store.takeLease('poll', 'two', LEASE_MS)).toBe(3)
  })

  it('is free at once when its holder gives it back, and only he can', async () => {
    await place.store.takeLease('poll', 'one', LEASE_MS)
    await place.store.releaseLease('poll', 'two')
    expect(await place.store.takeLease('poll', 'two', LEASE_MS)).toBeNull()
    await place.store.releaseLease('poll', 'one')
    expect(await place.store.takeLease('poll', 'two', LEASE_MS)).toBe(2)
  })

  it('moves the watermark forward only', async () => {
    await place.store.takeLease('poll', 'one', LEASE_MS)
    expect(await place.store.watermark('poll')).toBeNull()
    expect(await place.store.setWatermark('poll', later(1), 1)).toBe(true)
    expect(await place.store.setWatermark('poll', AT, 1)).toBe(false)
    expect(await place.store.watermark('poll')).toEqual(later(1))
  })

  it('refuses the watermark of an epoch that has passed', async () => {
    await place.store.takeLease('poll', 'one', ENDED_MS)
    await place.store.setWatermark('poll', AT, 1)
    await place.store.takeLease('poll', 'two', LEASE_MS)
    expect(await place.store.setWatermark('poll', later(1), 1)).toBe(false)
    expect(await place.store.watermark('poll')).toEqual(AT)
    expect(await place.store.setWatermark('poll', later(1), 2)).toBe(true)
  })

  it('has no watermark without a lease', async () => {
    expect(await place.store.setWatermark('poll', AT, 1)).toBe(false)
    expect(await place.store.watermark('poll')).toBeNull()
  })
}
