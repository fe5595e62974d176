/** Who may press, what for, and what stands in the way. */
import { beforeEach, expect, it } from 'vitest'
import { PosternError } from '../../../src/domain/errors.js'
import { tenantId, type UserId } from '../../../src/domain/ids.js'
import { confirmWrite, type PressOutcome, proposeWrite, withdrawWrite } from '../../../src/flows/policyWrites/press.js'
import type { StoredWrite } from '../../../src/flows/ports.js'
import * as example from '../../domain/policyStatus/example.js'
import { describeOnEachEngine } from '../../support/engines.js'
import { DANA, SAM, startWriting, type Writing } from '../../support/policyWriting.js'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const READER = '5d6b6bb7-de71-4623-b4af-96380a352509'

describeOnEachEngine('a press for a change of policy', (place) => {
  let writing: Writing
  beforeEach(async () => {
    writing = await startWriting(place.store)
  })

  const taken = (outcome: PressOutcome): StoredWrite => {
    if (outcome.kind === 'refused') throw new Error(`refused: ${outcome.why} ${outcome.refusals}`)
    return outcome.stored
  }
  const nothingDone = async () => {
    await writing.work()
    expect(writing.made()).toEqual([])
    expect(writing.tenant.requests.filter(({ method }) => method === 'PATCH' || method === 'DELETE')).toEqual([])
  }

  it('asks for it, shows it to the security channel, and does nothing yet', async () => {
    const stored = taken(await writing.propose())
    await nothingDone()
    expect(writing.told()).toEqual(['proposed'])
    expect(await writing.read(stored)).toMatchObject({ state: 'proposed', proposedBy: DANA, approvedBy: null })
  })

  it('is refused where the operator did not enable writing, or no channel hears of it', async () => {
    const shown = await writing.shown()
    const press = (change: object) => proposeWrite({ ...writing.ports, ...change }, writing.world.actor(DANA), shown)
    expect(await press({ policyWriter: null })).toMatchObject({ kind: 'refused', why: 'writing-off' })
    const settings = { ...writing.ports.settings, securityChannelId: null }
    expect(await press({ settings })).toMatchObject({ kind: 'refused', why: 'no-channel' })
    await nothingDone()
  })

  it('is refused to whoever may only read, to another tenant, and where roles cannot be read', async () => {
    writing.world.roles.set(DANA, [READER])
    expect(await writing.propose()).toMatchObject({ why: 'no-role' })
    writing.world.roles.set(DANA, writing.world.roles.get(SAM) ?? [])
    const stranger = { ...writing.world.actor(DANA), tenantId: tenantId('7e4a4700-0000-4000-8000-00000000000f') }
    expect(await proposeWrite(writing.ports, stranger, await writing.shown())).toMatchObject({ why: 'no-role' })
    writing.world.faults.graph = new PosternError('graph-unavailable')
    expect(await writing.propose()).toMatchObject({ why: 'roles-unknown' })
    const trail = await place.store.listAudit({ limit: 10 })
    expect(trail.filter(({ event }) => event === 'policy-write-refused').map(({ what }) => what)).toEqual([
      'roles-unknown',
      'no-role',
      'no-role',
    ])
  })

  it('never rests on a role that was remembered', async () => {
    // Asked a question before, and lost the role since.
    await writing.ports.directory.activeRoles(DANA)
    writing.world.roles.set(DANA, [])
    expect(await writing.propose()).toMatchObject({ why: 'no-role' })
  })

  it('is refused to the same person twice, and to nobody else', async () => {
    const stored = taken(await writing.propose())
    expect(await writing.confirm(stored, DANA)).toMatchObject({ kind: 'refused', why: 'same-admin' })
    await nothingDone()
    expect(await writing.confirm(stored, SAM)).toMatchObject({ kind: 'taken', stored: { state: 'approved' } })
  })

  it('is refused where who asked has lost the role, or who approves has none', async () => {
    const stored = taken(await writing.propose())
    const roles = writing.world.roles.get(SAM) ?? []
    writing.world.roles.set(SAM, [])
    expect(await writing.confirm(stored)).toMatchObject({ why: 'no-role' })
    writing.world.roles.set(SAM, roles)
    writing.world.roles.set(DANA, [])
    expect(await writing.confirm(stored)).toMatchObject({ why: 'role-lost' })
    expect(await writing.read(stored)).toMatchObject({ state: 'dropped', why: 'role-lost' })
    await nothingDone()
  })

  it('is refused a quarter of an hour after the first, and can then be asked for anew', async () => {
    const stored = taken(await writing.propose())
    writing.world.pass(16 * MINUTE_MS)
    expect(await writing.confirm(stored)).toMatchObject({ why: 'expired' })
    expect(await writing.propose()).toMatchObject({ kind: 'taken' })
    await nothingDone()
  })

  it('is refused where the tenant is no longer as it was shown', async () => {
    const shown = await writing.shown()
    const stored = taken(await writing.propose())
    writing.tenant.policies = [...writing.tenant.policies, { id: 'other', displayName: 'Other', state: 'disabled' }]
    expect(await writing.confirm(stored)).toMatchObject({ why: 'stale' })
    expect(await writing.read(stored)).toMatchObject({ state: 'dropped', why: 'stale' })
    expect(await proposeWrite(writing.ports, writing.world.actor(DANA), shown)).toMatchObject({ why: 'stale' })
    writing.tenant.policies = writing.tenant.policies.filter(({ id }) => id !== 'other')
    await nothingDone()
  })

  it('is refused under another digest than the one that was asked for', async () => {
    const stored = taken(await writing.propose())
    const press = confirmWrite(writing.ports, writing.world.actor(SAM), stored.writeId, 'something else')
    expect(await press).toMatchObject({ why: 'stale' })
  })

  it.each([
    [
      'no emergency account is declared',
      'emergency-not-declared',
      { directory: { ...example.directory, emergencyAccess: { users: [], groups: [] } } },
    ],
    [
      'none of them is found',
      'emergency-not-found',
      { directory: { ...example.directory, emergencyAccess: { users: [example.PARTNER], groups: [] } } },
    ],
    ['not all policies were read', 'policies-incomplete', { unknowns: [{ what: 'policies', why: 'Forbidden' }] }],
  ] as const)('is refused while %s', async (_title, refusal, snapshot) => {
    writing.snapshot = snapshot
    await writing.assess()
    expect(await writing.propose()).toMatchObject({ why: 'plan-refused', refusals: expect.arrayContaining([refusal]) })
    await nothingDone()
  })

  it('is refused once the impact is older than a day, also between the two presses', async () => {
    writing.world.pass(24 * HOUR_MS - 5 * MINUTE_MS)
    const stored = taken(await writing.propose())
    writing.world.pass(6 * MINUTE_MS)
    expect(await writing.confirm(stored)).toMatchObject({ why: 'plan-refused', refusals: ['impact-expired'] })
    expect(await writing.propose()).toMatchObject({ why: 'plan-refused', refusals: ['impact-expired'] })
    await nothingDone()
  })

  it('is refused while another change is open, and it can be withdrawn', async () => {
    const stored = taken(await writing.propose())
    expect(await writing.propose(SAM)).toMatchObject({ why: 'another-open' })
    await withdrawWrite(writing.ports, writing.world.actor(SAM), stored.writeId)
    expect(await writing.confirm(stored)).toMatchObject({ why: 'not-open' })
    expect(await writing.propose(SAM)).toMatchObject({ kind: 'taken' })
  })

  it('counts once where two replicas take it at the same time', async () => {
    const proposed = await Promise.all([writing.propose(DANA), writing.propose(SAM)])
    expect(proposed.map(({ kind }) => kind).sort()).toEqual(['refused', 'taken'])
    const [stored] = proposed.flatMap((one) => (one.kind === 'taken' ? [one.stored] : []))
    const other = stored?.proposedBy === DANA ? SAM : DANA
    const approved = await Promise.all([writing.confirm(stored!, other), writing.confirm(stored!, other)])
    expect(approved.map((one) => (one.kind === 'refused' ? one.why : one.kind)).sort()).toEqual(['not-open', 'taken'])
    await writing.work()
    expect(writing.made()).toHaveLength(1)
  })

  it('is refused where the policies cannot be read', async () => {
    const shown = await writing.shown()
    writing.tenant.withheld.add('Policy.Read.All')
    expect(await proposeWrite(writing.ports, writing.world.actor(DANA), shown)).toMatchObject({
      why: 'graph-out-of-reach',
    })
  })

  it('stands while the roles of who asked cannot be read, and says so', async () => {
    const stored = taken(await writing.propose())
    const directory = {
      ...writing.ports.directory,
      activeRoles: async (who: UserId) => {
        if (who === DANA) throw new PosternError('graph-unavailable')
        return writing.world.roles.get(who) ?? []
      },
    }
    const press = confirmWrite({ ...writing.ports, directory }, writing.world.actor(SAM), stored.writeId, stored.digest)
    expect(await press).toMatchObject({ why: 'roles-unknown' })
    expect(await writing.read(stored)).toMatchObject({ state: 'proposed' })
    await nothingDone()
  })
})
