/** How a change of policy ends where Graph's answer was lost, its copies lag, or nobody comes back for it. */
import { beforeEach, expect, it } from 'vitest'
import { PosternError } from '../../../src/domain/errors.js'
import { giveUpWriting } from '../../../src/flows/jobs/writePolicy.js'
import { carryOut } from '../../../src/flows/policyWrites/carryOut.js'
import { confirmWrite, removeLeft, undoWrite } from '../../../src/flows/policyWrites/press.js'
import type { StoredWrite } from '../../../src/flows/ports.js'
import * as example from '../../domain/policyStatus/example.js'
import { describeOnEachEngine } from '../../support/engines.js'
import { DANA, SAM, startWriting, type Writing } from '../../support/policyWriting.js'

const MINUTE_MS = 60_000
const CRASH = 'the process dies here'

describeOnEachEngine('the end of a change of policy', (place) => {
  let writing: Writing
  beforeEach(async () => {
    writing = await startWriting(place.store)
  })

  /** The answer to the first such call is lost, or the call never leaves. */
  const dieAt = async (stored: StoredWrite, when: 'before' | 'after', call: string) => {
    let left = 1
    writing.hooks = {
      [when]: (name: string) => {
        if (name === call && left-- > 0) throw new Error(CRASH)
      },
    }
    await expect(carryOut(writing.ports, stored.writeId)).rejects.toThrow(CRASH)
  }
  const enabling = async () => {
    await writing.approve()
    await writing.work()
    await writing.assess()
    return writing.approve()
  }
  const undoing = async (applied: StoredWrite) => {
    const undo = await undoWrite(writing.ports, writing.world.actor(SAM), applied.writeId)
    if (undo.kind === 'refused') throw new Error(undo.why)
    return undo.stored
  }
  const edit = (change: (policy: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>) => {
    const mine = new Set(writing.made())
    writing.tenant.policies = writing.tenant.policies.map((one) => (mine.has(one) ? change(one) : one))
  }
  const unreadable = (call: string) => {
    if (call === 'policies' || call === 'policy') throw new PosternError('graph-forbidden', { status: 403 })
  }

  it('given up while it was being sent is what the tenant shows: in force', async () => {
    const stored = await enabling()
    await dieAt(stored, 'after', 'change')
    await giveUpWriting(writing.ports, stored.writeId)
    await writing.work()
    expect(writing.made()).toMatchObject([{ state: 'enabled' }])
    expect(await writing.read(stored)).toMatchObject({ state: 'applied', why: null })
    expect(writing.told().at(-1)).toBe('applied')
  })

  it('given up while it was being sent is what the tenant shows: as it was', async () => {
    const stored = await enabling()
    await dieAt(stored, 'before', 'change')
    writing.world.pass(4 * MINUTE_MS)
    await giveUpWriting(writing.ports, stored.writeId)
    expect(await writing.read(stored)).toMatchObject({ state: 'failed', why: 'not-taken' })
  })

  it('given up a moment after it was sent is not called undone, since copies lag', async () => {
    const stored = await enabling()
    await dieAt(stored, 'before', 'change')
    await giveUpWriting(writing.ports, stored.writeId)
    expect(await writing.read(stored)).toMatchObject({ state: 'unknown', why: 'not-taken' })
  })

  it('given up while it was being sent is taken back where Graph lost the flow', async () => {
    const stored = await enabling()
    writing.tenant.dropsAuthenticationFlows = true
    await dieAt(stored, 'after', 'change')
    await giveUpWriting(writing.ports, stored.writeId)
    expect(writing.made()).toMatchObject([{ state: 'enabledForReportingButNotEnforced' }])
    expect(await writing.read(stored)).toMatchObject({ state: 'rolled-back', why: 'flow-left' })
  })

  it('that cannot be read is unknown, and is told so', async () => {
    const stored = await enabling()
    await dieAt(stored, 'after', 'change')
    writing.hooks = { before: unreadable }
    await writing.workFor(MINUTE_MS)
    expect(await writing.read(stored)).toMatchObject({ state: 'unknown', why: 'not-readable' })
    expect(writing.told().at(-1)).toBe('unknown not-readable')
  })

  it('whose writing was switched off is read by a reading that began after it was sent', async () => {
    const stored = await enabling()
    await dieAt(stored, 'after', 'change')
    const snapshotAt = (takenAt: Date) => ({
      ...writing.ports,
      policyWriter: null,
      policies: {
        snapshot: async () => example.snapshot({ takenAt: takenAt.toISOString(), policies: writing.tenant.policies }),
      },
    })
    const now = writing.world.ports.clock.now()
    await expect(carryOut(snapshotAt(new Date(now.getTime() - MINUTE_MS)), stored.writeId)).rejects.toMatchObject({
      code: 'graph-unavailable',
    })
    expect(await writing.read(stored)).toMatchObject({ state: 'sending' })
    await carryOut(snapshotAt(now), stored.writeId)
    expect(await writing.read(stored)).toMatchObject({ state: 'applied' })
  })

  it('is left alone where two policies have the name of the one that was made', async () => {
    const stored = await writing.approve()
    await dieAt(stored, 'after', 'create')
    writing.tenant.policies = [...writing.tenant.policies, { ...writing.made()[0], id: 'its-double' }]
    await writing.work()
    expect(writing.made()).toHaveLength(2)
    expect(await writing.read(stored)).toMatchObject({ state: 'unknown', why: 'made-twice', policyId: null })
    expect(writing.told()).toEqual(['unknown made-twice'])
  })

  it.each([
    ['has its flow', false],
    ['has no flow either', true],
  ])('is left alone where what has its name is something else and %s', async (_title, drops) => {
    writing.tenant.dropsAuthenticationFlows = drops
    const stored = await writing.approve()
    await dieAt(stored, 'after', 'create')
    edit((policy) => ({ ...policy, state: 'enabled' }))
    await writing.work()
    expect(writing.made()).toMatchObject([{ state: 'enabled' }])
    expect(await writing.read(stored)).toMatchObject({ state: 'unknown', why: 'not-as-shown' })
  })

  it('is taken back where what was found by its name lost the flow alone', async () => {
    writing.tenant.dropsAuthenticationFlows = true
    const stored = await writing.approve()
    await dieAt(stored, 'after', 'create')
    await writing.work()
    expect(writing.made()).toEqual([])
    expect(await writing.read(stored)).toMatchObject({ state: 'rolled-back', why: 'flow-lost' })
  })

  it('that takes a policy away is not believed where a copy does not know the policy yet', async () => {
    const stored = await writing.approve()
    await writing.work()
    const undo = await undoing(stored)
    // A copy that lags: it knows nothing of the policy, by its id, for a while.
    let lags = 3
    const { made } = writing
    writing.hooks = {
      before: (call) => {
        if ((call === 'remove' || call === 'policy') && lags-- > 0)
          writing.tenant.fault({ kind: 'status', status: 404, code: 'ResourceNotFound', times: 1 })
      },
    }
    await writing.workFor(MINUTE_MS)
    expect(made()).toEqual([])
    expect(await writing.read(undo)).toMatchObject({ state: 'applied' })
    expect(writing.tenant.requests.filter(({ method, status }) => method === 'DELETE' && status === 204)).toHaveLength(
      1,
    )
  })

  it('that takes a policy away ends where the answer was lost and Graph then knows none', async () => {
    const stored = await writing.approve()
    await writing.work()
    const undo = await undoing(stored)
    await dieAt(undo, 'after', 'remove')
    await writing.workFor(5 * MINUTE_MS)
    expect(writing.made()).toEqual([])
    expect(await writing.read(undo)).toMatchObject({ state: 'applied' })
  })

  it('that takes a policy away ends in time where a copy lags for ever', async () => {
    const stored = await writing.approve()
    await writing.work()
    const undo = await undoing(stored)
    writing.hooks = {
      before: (call) => {
        if (call === 'remove') writing.tenant.fault({ kind: 'status', status: 404, times: 1 })
      },
    }
    await writing.workFor(25 * MINUTE_MS)
    expect(writing.made()).toHaveLength(1)
    expect(await writing.read(undo)).toMatchObject({ state: 'failed', why: 'not-taken' })
  })

  it('that left a policy without its flow is followed by its removal, if two ask for it', async () => {
    const stored = await enabling()
    writing.tenant.dropsAuthenticationFlows = true
    await writing.work()
    expect(await writing.read(stored)).toMatchObject({ state: 'rolled-back', why: 'flow-left' })
    const asked = await removeLeft(writing.ports, writing.world.actor(DANA), stored.writeId)
    if (asked.kind === 'refused') throw new Error(asked.why)
    expect(asked.stored).toMatchObject({ state: 'proposed', write: { action: 'remove', method: 'DELETE' } })
    expect(await writing.confirm(asked.stored, DANA)).toMatchObject({ why: 'same-admin' })
    await writing.work()
    expect(writing.made()).toHaveLength(1)
    expect(await writing.confirm(asked.stored, SAM)).toMatchObject({ kind: 'taken' })
    await writing.work()
    expect(writing.made()).toEqual([])
    expect(await writing.read(asked.stored)).toMatchObject({ state: 'applied' })
    expect(await removeLeft(writing.ports, writing.world.actor(DANA), stored.writeId)).toMatchObject({
      why: 'nothing-to-do',
    })
  })

  it('is no reason to remove what is in force or has its flow again', async () => {
    const stored = await enabling()
    writing.tenant.dropsAuthenticationFlows = true
    await writing.work()
    const press = () => removeLeft(writing.ports, writing.world.actor(DANA), stored.writeId)
    const left = writing.made()[0]
    edit((policy) => ({ ...policy, state: 'enabled' }))
    expect(await press()).toMatchObject({ why: 'changed-meanwhile' })
    const flow = { transferMethods: 'deviceCodeFlow' }
    edit(() => ({ ...left, conditions: { ...(left?.conditions as object), authenticationFlows: flow } }))
    expect(await press()).toMatchObject({ why: 'changed-meanwhile' })
    edit(() => ({ ...left }))
    const asked = await press()
    if (asked.kind === 'refused') throw new Error(asked.why)
    // Turned on between the two presses: no longer what was shown.
    edit((policy) => ({ ...policy, state: 'enabled' }))
    const { writeId, digest } = asked.stored
    expect(await confirmWrite(writing.ports, writing.world.actor(SAM), writeId, digest)).toMatchObject({ why: 'stale' })
    expect(writing.made()).toHaveLength(1)
  })
})
