import { expect, it } from 'vitest'
import type { Place } from '../../support/engines.js'
import { ADELE, AT, later } from '../examples.js'

export function lookupsContract(place: Place): void {
  it('remembers an answer with its age, each kind and subject by itself', async () => {
    const { store } = place
    expect(await store.lookup('sign-in-usage', ADELE)).toBeNull()
    await store.saveLookup('sign-in-usage', ADELE, { readAt: AT, body: { networks: [] } })
    expect(await store.lookup('sign-in-usage', ADELE)).toEqual({ readAt: AT, body: { networks: [] } })
    expect(await store.lookup('group-members', ADELE)).toBeNull()
  })

  it('keeps the newer of two answers, whichever is written last', async () => {
    const { store } = place
    await store.saveLookup('group-members', 'g', { readAt: later(1000), body: { people: ['new'] } })
    await store.saveLookup('group-members', 'g', { readAt: AT, body: { people: ['old'] } })
    expect(await store.lookup('group-members', 'g')).toMatchObject({ body: { people: ['new'] } })
  })

  it('forgets what is older than a month', async () => {
    const { store } = place
    await store.saveLookup('sign-in-usage', ADELE, { readAt: AT, body: {} })
    await store.purgeExpired(later(30 * 24 * 3_600_000))
    expect(await store.lookup('sign-in-usage', ADELE)).not.toBeNull()
    await store.purgeExpired(later(32 * 24 * 3_600_000))
    expect(await store.lookup('sign-in-usage', ADELE)).toBeNull()
  })
}
