/** Presses that come twice, too late, or on something else than was shown. */
import { beforeEach, expect, it } from 'vitest'
import { confirmWrite, type PressOutcome, proposeWrite, undoWrite } from '../../../src/flows/policyWrites/press.js'
import type { StoredWrite } from '../../../src/flows/ports.js'
import * as example from '../../domain/policyStatus/example.js'
import { describeOnEachEngine } from '../../support/engines.js'
import { DANA, SAM, startWriting, type Writing } from '../../support/policyWriting.js'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

describeOnEachEngine('a change of policy that is pressed for wrongly', (place) => {
  let writing: Writing
  beforeEach(async () => {
    writing = await startWriting(place.store)
  })

  const taken = (outcome: PressOutcome): StoredWrite => {
    if (outcome.kind === 'refused') throw new Error(`refused: ${outcome.why} ${outcome.refusals}`)
    return outcome.stored
  }
  const kinds = (outcomes: readonly PressOutcome[]) =>
    outcomes.map((one) => (one.kind === 'refused' ? one.why : one.kind)).sort()
  const undo = (who: typeof DANA, stored: StoredWrite) =>
    undoWrite(writing.ports, writing.world.actor(who), stored.writeId)

  it('by both on a card of before is asked for once, and never made twice', async () => {
    const shown = await writing.shown()
    const stored = await writing.approve()
    const press = (who: typeof DANA) => proposeWrite(writing.ports, writing.world.actor(who), shown)
    expect(kinds(await Promise.all([press(DANA), press(SAM)]))).toEqual(['another-open', 'another-open'])
    await writing.work()
    expect(kinds(await Promise.all([press(DANA), press(SAM)]))).toEqual(['stale', 'stale'])
    const again = (who: typeof DANA) =>
      confirmWrite(writing.ports, writing.world.actor(who), stored.writeId, stored.digest)
    expect(kinds(await Promise.all([again(DANA), again(SAM)]))).toEqual(['not-open', 'not-open'])
    await writing.work()
    expect(writing.made()).toHaveLength(1)
  })

  it('by both at once as an approval counts for the one who may', async () => {
    const stored = taken(await writing.propose())
    expect(kinds(await Promise.all([writing.confirm(stored, DANA), writing.confirm(stored, SAM)]))).toEqual([
      'same-admin',
      'taken',
    ])
    await writing.work()
    expect(writing.made()).toHaveLength(1)
  })

  it('by both at once as an undo is undone once', async () => {
    const stored = await writing.approve()
    await writing.work()
    expect(kinds(await Promise.all([undo(DANA, stored), undo(SAM, stored)]))).toEqual(['another-open', 'taken'])
    await writing.work()
    expect(writing.made()).toEqual([])
    expect(await undo(SAM, stored)).toMatchObject({ why: 'not-open' })
    expect(writing.tenant.requests.filter(({ method }) => method === 'DELETE')).toHaveLength(1)
  })

  it('by one of the two who lost the role since is not undone', async () => {
    const stored = await writing.approve()
    await writing.work()
    writing.world.roles.set(SAM, [])
    expect(await undo(SAM, stored)).toMatchObject({ why: 'no-role' })
    writing.world.pass(20 * MINUTE_MS)
    const asked = taken(await undo(DANA, stored))
    writing.world.roles.set(SAM, writing.world.roles.get(DANA) ?? [])
    writing.world.roles.set(DANA, [])
    expect(await writing.confirm(asked, SAM)).toMatchObject({ why: 'role-lost' })
    await writing.work()
    expect(writing.made()).toHaveLength(1)
  })

  it('is not sent where the impact became too old after the second press', async () => {
    writing.world.pass(DAY_MS - MINUTE_MS)
    const stored = await writing.approve()
    writing.world.pass(2 * MINUTE_MS)
    await writing.work()
    expect(writing.made()).toEqual([])
    expect(await writing.read(stored)).toMatchObject({ state: 'failed', why: 'stale' })
  })

  it.each([
    [
      'a network became trusted',
      'stale',
      () => {
        const wide = { ...example.office, id: 'wide', ipRanges: [{ cidrAddress: '0.0.0.0/1' }] }
        writing.tenant.namedLocations = [...writing.tenant.namedLocations, wide]
      },
    ],
    [
      'the emergency accounts were disabled',
      'plan-refused',
      () => {
        const users = (example.directory.users ?? []).map((user) => ({ ...user, accountEnabled: false }))
        writing.snapshot = { directory: { ...example.directory, users } }
      },
    ],
    [
      'one of the emergency accounts was disabled',
      'stale',
      () => {
        const users = (example.directory.users ?? []).map((user) =>
          user.id === example.EMERGENCY_2 ? { ...user, accountEnabled: false } : user,
        )
        writing.snapshot = { directory: { ...example.directory, users } }
      },
    ],
  ] as const)('is refused where between the presses %s', async (_title, why, change) => {
    const stored = taken(await writing.propose())
    change()
    expect(await writing.confirm(stored)).toMatchObject({ kind: 'refused', why })
    await writing.work()
    expect(writing.made()).toEqual([])
  })
})
