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
const ports = { clock: { now: () => new Date(60_000) } }
const storeWith = (...marks: readonly HealthMark[]) => ({ health: async () => marks }) as unknown as DoctorStore

describe('the doctor, of the changes of groups', () => {
  it('has nothing to say before there is a group to follow', async () => {
    expect(await groupChanges(ports, { state: 'open', store: storeWith() })).toEqual([])
    expect(await groupChanges(ports, { state: 'held', running: null })).toEqual([])
    expect(await groupChanges(ports, { state: 'failed', code: 'store-unavailable' })).toEqual([])
  })

  it('says how many are followed', async () => {
    const found = await groupChanges(ports, { state: 'open', store: storeWith(fine) })
    expect(found).toMatchObject([{ state: 'ok', facts: { groups: 2 } }])
  })

  it('calls nothing fine that was not asked for a while, in the database as in the running bot', async () => {
    const later = { clock: { now: () => new Date(16 * 60_000) } }
    const check = { ok: true, code: null, ageMs: 16 * 60_000 }
    const stale = { state: 'unknown', code: 'groups-not-followed', facts: { reason: 'not-asked-lately' } }
    expect(await groupChanges(later, { state: 'open', store: storeWith(fine) })).toMatchObject([stale])
    const running = { ready: true, checks: { [GROUP_CHANGES]: check } }
    expect(await groupChanges(ports, { state: 'held', running })).toMatchObject([stale])
    const young = { ready: true, checks: { [GROUP_CHANGES]: { ...check, ageMs: 60_000 } } }
    expect(await groupChanges(ports, { state: 'held', running: young })).toMatchObject([{ state: 'ok' }])
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
    const [finding, ...rest] = await groupChanges(ports, database)
    expect(rest).toEqual([])
    expect(finding).toMatchObject({ state: 'fault', code: 'groups-not-followed', facts: { reason: 'graph-forbidden' } })
    if (finding !== undefined) expect(mendingOf(finding).lost).toContain('at the next reading only')
  })
})
