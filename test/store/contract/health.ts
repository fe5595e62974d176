import { expect, it } from 'vitest'
import type { HealthMark } from '../../../src/flows/ports.js'
import type { Place } from '../../support/engines.js'
import { AT, later } from '../examples.js'

const MARK: HealthMark = { name: 'sign-in-log', ok: true, code: null, at: AT, detail: { lagMs: 1200 } }

export function healthContract(place: Place): void {
  it('keeps the newest mark of each name', async () => {
    const failed = { ...MARK, ok: false, code: 'graph-forbidden', at: later(1), detail: {} }
    await place.store.markHealth(MARK)
    await place.store.markHealth(failed)
    await place.store.markHealth(MARK)
    await place.store.markHealth({ ...MARK, name: 'purge' })
    expect(await place.store.health()).toEqual([{ ...MARK, name: 'purge' }, failed])
  })

  it('answers a ping', async () => {
    await expect(place.store.ping()).resolves.toBeUndefined()
  })
}
