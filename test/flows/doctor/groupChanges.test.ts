import { describe, expect, it } from 'vitest'
import { mendingOf } from '../../../src/cli/doctorWords.js'
import { groupChanges } from '../../../src/flows/doctor/groupChanges.js'
import type { DoctorStore } from '../../../src/flows/doctor/ports.js'
import type { HealthMark } from '../../../src/flows/ports.js'
import { GROUP_CHANGES } from '../../../src/flows/watchGroups.js'

const fine: HealthMark = {
  name: GROUP_CHANGES,
  ok: true,
  code: null,
  at: new Date(0),
  detail: { groups: 2, links: 1 },
}
const refused: HealthMark = { ...fine, ok: false, code: 'graph-forbidden', detail: {} }
const storeWith = (...marks: readonly HealthMark[]) => ({ health: async () => marks }) as unknown as DoctorStore

describe('the doctor, of the changes of groups', () => {
  it('has nothing to say before there is a group to follow', async () => {
    expect(await groupChanges({ state: 'open', store: storeWith() })).toEqual([])
    expect(await groupChanges({ state: 'held', running: null })).toEqual([])
    expect(await groupChanges({ state: 'failed', code: 'store-unavailable' })).toEqual([])
  })

  it('says how many are followed', async () => {
    const found = await groupChanges({ state: 'open', store: storeWith(fine) })
    expect(found).toMatchObject([{ state: 'ok', facts: { groups: 2 } }])
  })

  it.each([
    ['from the database', { state: 'open' as const, store: storeWith(refused) }],
    [
      'from the running bot',
      {
        state: 'held' as const,
        running: { ready: true, checks: { [GROUP_CHANGES]: { ok: false, code: 'graph-forbidden' } } },
      },
    ],
  ])('says once that they are seen at the next reading only, %s', async (_where, database) => {
    const [finding, ...rest] = await groupChanges(database)
    expect(rest).toEqual([])
    expect(finding).toMatchObject({ state: 'fault', code: 'groups-not-followed', facts: { reason: 'graph-forbidden' } })
    if (finding !== undefined) expect(mendingOf(finding).lost).toContain('at the next reading only')
  })
})
