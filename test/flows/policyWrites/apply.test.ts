/** From two presses to a policy that was read back, or taken back. */
import { beforeEach, expect, it } from 'vitest'
import { PosternError } from '../../../src/domain/errors.js'
import { member } from '../../../src/domain/policyStatus/index.js'
import { carryOut } from '../../../src/flows/policyWrites/carryOut.js'
import { undoWrite } from '../../../src/flows/policyWrites/press.js'
import { describeOnEachEngine } from '../../support/engines.js'
import { DANA, SAM, startWriting, type Writing } from '../../support/policyWriting.js'

const MINUTE_MS = 60_000
const CRASH = 'the process dies here'

describeOnEachEngine('an approved change of policy', (place) => {
  let writing: Writing
  beforeEach(async () => {
    writing = await startWriting(place.store)
  })

  const crashOnce = (when: 'before' | 'after', call: string) => {
    let left = 1
    writing.hooks = {
      [when]: (name: string) => {
        if (name === call && left-- > 0) throw new Error(CRASH)
      },
    }
  }

  it('is made in report-only, read back, and told with who did it', async () => {
    const stored = await writing.approve()
    await writing.work()
    expect(writing.made()).toMatchObject([
      {
        state: 'enabledForReportingButNotEnforced',
        displayName: `Block device code flow (Postern ${stored.writeId.slice(0, 8)})`,
        conditions: { authenticationFlows: { transferMethods: 'deviceCodeFlow' } },
        grantControls: { builtInControls: ['block'] },
      },
    ])
    expect(await writing.read(stored)).toMatchObject({
      state: 'applied',
      policyId: writing.made()[0]?.id,
      proposedBy: DANA,
      approvedBy: SAM,
    })
    expect(writing.told()).toEqual(['applied'])
    const trail = await place.store.listAudit({ limit: 50 })
    const steps = trail
      .filter(({ event }) => event === 'policy-write')
      .map(({ what, actorUserId }) => [what, actorUserId])
    expect(steps.reverse()).toEqual([
      ['proposed', DANA],
      ['approved', SAM],
      ['sending', null],
      ['checking', null],
      ['applied', null],
    ])
  })

  it('is taken back at once where Graph drops the flow, since that would block every sign-in', async () => {
    writing.tenant.dropsAuthenticationFlows = true
    const stored = await writing.approve()
    await writing.work()
    expect(writing.made()).toEqual([])
    expect(await writing.read(stored)).toMatchObject({ state: 'rolled-back', why: 'flow-lost' })
    expect(writing.told()).toEqual(['rolled-back flow-lost'])
  })

  it('says aloud that somebody must take it back by hand where Graph refuses that too', async () => {
    writing.tenant.dropsAuthenticationFlows = true
    writing.hooks = {
      after: (call) => {
        if (call === 'create') writing.tenant.withheld.add('Policy.ReadWrite.ConditionalAccess')
      },
    }
    const stored = await writing.approve()
    await writing.work()
    expect(await writing.read(stored)).toMatchObject({ state: 'not-rolled-back', why: 'flow-lost' })
    expect(writing.told()).toContain('not-rolled-back flow-lost')
  })

  it.each([
    ['before', 'create', 'failed', 0],
    ['after', 'create', 'applied', 1],
    ['before', 'policy', 'applied', 1],
    ['after', 'policy', 'applied', 1],
  ] as const)('goes on after a crash %s %s, and never makes two', async (when, call, state, count) => {
    const stored = await writing.approve()
    crashOnce(when, call)
    await writing.workFor(6 * MINUTE_MS)
    expect(await writing.read(stored)).toMatchObject({ state })
    expect(writing.made()).toHaveLength(count)
    expect(
      writing.tenant.requests.filter(({ method, url }) => method === 'POST' && url.endsWith('/policies')).length,
    ).toBe(count)
  })

  it.each([
    ['before', 'remove'],
    ['after', 'remove'],
  ] as const)('goes on with taking it back after a crash %s %s', async (when, call) => {
    writing.tenant.dropsAuthenticationFlows = true
    const stored = await writing.approve()
    crashOnce(when, call)
    await writing.workFor(6 * MINUTE_MS)
    expect(writing.made()).toEqual([])
    expect(await writing.read(stored)).toMatchObject({ state: 'rolled-back', why: 'flow-lost' })
  })

  it('is not sent again where the answer was lost, but found by its mark', async () => {
    const stored = await writing.approve()
    let isFirst = true
    writing.hooks = {
      after: (call) => {
        if (call === 'create' && isFirst) {
          isFirst = false
          // The policy is there, and the answer is not.
          throw new Error(CRASH)
        }
      },
    }
    await expect(carryOut(writing.ports, stored.writeId)).rejects.toThrow(CRASH)
    await carryOut(writing.ports, stored.writeId)
    expect(writing.made()).toHaveLength(1)
    expect(await writing.read(stored)).toMatchObject({ state: 'applied' })
  })

  it('ends as not done where Graph gave no answer and nothing of it is found', async () => {
    const stored = await writing.approve()
    writing.hooks = { before: (call) => call === 'create' && writing.tenant.fault({ kind: 'hang', times: 1 }) }
    await writing.workFor(6 * MINUTE_MS)
    expect(await writing.read(stored)).toMatchObject({ state: 'failed', why: 'outcome-unknown' })
    expect(writing.made()).toEqual([])
    expect(writing.told()).toEqual(['failed outcome-unknown'])
  })

  it('waits where Graph is busy and does not say for how long, and is then made once', async () => {
    const stored = await writing.approve()
    let times = 3
    writing.hooks = {
      before: (call) => {
        if (call === 'create' && times-- > 0) writing.tenant.fault({ kind: 'status', status: 429, times: 1 })
      },
    }
    await writing.workFor(5 * MINUTE_MS)
    expect(await writing.read(stored)).toMatchObject({ state: 'applied' })
    expect(writing.made()).toHaveLength(1)
  })

  it.each([
    [403, 'graph-forbidden'],
    [400, 'graph-refused'],
  ] as const)('is not done where Graph answers %i', async (status, why) => {
    const stored = await writing.approve()
    writing.hooks = {
      before: (call) => call === 'create' && writing.tenant.fault({ kind: 'status', status, times: 1 }),
    }
    await writing.work()
    expect(await writing.read(stored)).toMatchObject({ state: 'failed', why })
    expect(writing.told()).toEqual([`failed ${why}`])
  })

  it('is looked for after a 5xx, which says nothing of what was done', async () => {
    const stored = await writing.approve()
    writing.hooks = {
      before: (call) => call === 'create' && writing.tenant.fault({ kind: 'status', status: 503, times: 1 }),
    }
    await writing.workFor(6 * MINUTE_MS)
    expect(await writing.read(stored)).toMatchObject({ state: 'failed', why: 'outcome-unknown' })
    expect(writing.made()).toEqual([])
  })

  it('is not sent once the tenant has changed, nor long after the presses', async () => {
    const changed = await writing.approve()
    writing.tenant.policies = [...writing.tenant.policies, { id: 'other', displayName: 'Other', state: 'disabled' }]
    await writing.work()
    expect(await writing.read(changed)).toMatchObject({ state: 'failed', why: 'stale' })
    await writing.assess()
    const late = await writing.approve()
    writing.world.pass(16 * MINUTE_MS)
    await writing.work()
    expect(await writing.read(late)).toMatchObject({ state: 'failed', why: 'too-late' })
    expect(writing.made().filter(({ id }) => id !== 'other')).toEqual([])
  })

  it('is made once by two replicas that carry it out at the same time', async () => {
    const stored = await writing.approve()
    await Promise.allSettled([carryOut(writing.ports, stored.writeId), carryOut(writing.ports, stored.writeId)])
    await writing.workFor(MINUTE_MS)
    expect(writing.made()).toHaveLength(1)
    expect(await writing.read(stored)).toMatchObject({ state: 'applied' })
  })

  it('is enabled in the same way, and goes back to report-only where the flow is lost', async () => {
    await writing.approve()
    await writing.work()
    await writing.assess()
    const enabling = await writing.approve()
    expect(enabling.write).toMatchObject({ action: 'enable', body: { state: 'enabled' } })
    writing.tenant.dropsAuthenticationFlows = true
    await writing.work()
    expect(await writing.read(enabling)).toMatchObject({ state: 'rolled-back', why: 'flow-left' })
    expect(writing.made()).toMatchObject([{ state: 'enabledForReportingButNotEnforced' }])
    expect(writing.told().at(-1)).toBe('rolled-back flow-left')
  })

  it.each([
    ['gets the flow back as well where Graph keeps it then', null, 'deviceCodeFlow', 'flow-lost'],
    ['goes back to report-only also where Graph takes no conditions', 'refused', null, 'flow-left'],
  ] as const)('that was enabled %s', async (_title, refused, flow, why) => {
    await writing.approve()
    await writing.work()
    await writing.assess()
    const enabling = await writing.approve()
    writing.tenant.dropsAuthenticationFlows = true
    let changes = 0
    writing.hooks = {
      before: (call) => {
        if (call !== 'change' || ++changes <= 2) return
        writing.tenant.dropsAuthenticationFlows = false
        if (refused !== null) throw new PosternError('graph-shape', { status: 400 })
      },
    }
    await writing.work()
    expect(changes).toBe(3)
    expect(await writing.read(enabling)).toMatchObject({ state: 'rolled-back', why })
    const [policy] = writing.made()
    expect(policy).toMatchObject({ state: 'enabledForReportingButNotEnforced' })
    expect(member(member(policy?.conditions, 'authenticationFlows'), 'transferMethods') ?? null).toBe(flow)
  })

  it('is undone by either of the two alone for a quarter of an hour', async () => {
    const stored = await writing.approve()
    await writing.work()
    writing.world.pass(14 * MINUTE_MS)
    const undone = await undoWrite(writing.ports, writing.world.actor(SAM), stored.writeId)
    expect(undone).toMatchObject({ kind: 'taken', stored: { state: 'approved' } })
    await writing.work()
    expect(writing.made()).toEqual([])
    expect(writing.told()).toEqual(['applied', 'applied'])
  })

  it('is undone by two after that, and by two where it is neither of them', async () => {
    const stored = await writing.approve()
    await writing.work()
    writing.world.pass(16 * MINUTE_MS)
    const asked = await undoWrite(writing.ports, writing.world.actor(DANA), stored.writeId)
    if (asked.kind === 'refused') throw new Error(asked.why)
    expect(asked.stored.state).toBe('proposed')
    expect(await writing.confirm(asked.stored, DANA)).toMatchObject({ kind: 'refused', why: 'same-admin' })
    await writing.work()
    expect(writing.made()).toHaveLength(1)
    expect(await writing.confirm(asked.stored, SAM)).toMatchObject({ kind: 'taken' })
    await writing.work()
    expect(writing.made()).toEqual([])
  })

  it('is not undone over what somebody else changed since', async () => {
    const stored = await writing.approve()
    await writing.work()
    writing.tenant.policies = writing.tenant.policies.map((policy) => ({ ...policy, state: 'enabled' }))
    expect(await undoWrite(writing.ports, writing.world.actor(SAM), stored.writeId)).toMatchObject({
      kind: 'refused',
      why: 'changed-meanwhile',
    })
  })

  const enabled = async () => {
    await writing.approve()
    await writing.work()
    await writing.assess()
    const enabling = await writing.approve()
    await writing.work()
    expect(writing.made()).toMatchObject([{ state: 'enabled' }])
    return enabling
  }

  it('is never switched on again by an undo that goes wrong, since without its flow it would block everybody', async () => {
    const enabling = await enabled()
    writing.tenant.dropsAuthenticationFlows = true
    const undo = await undoWrite(writing.ports, writing.world.actor(SAM), enabling.writeId)
    if (undo.kind === 'refused') throw new Error(undo.why)
    await writing.work()
    expect(writing.made()).toMatchObject([{ state: 'enabledForReportingButNotEnforced' }])
    expect(await writing.read(undo.stored)).toMatchObject({ state: 'not-rolled-back', why: 'flow-left' })
    expect(writing.told().at(-1)).toBe('not-rolled-back flow-left')
  })

  it('is not switched on by one alone, who undoes the undoing', async () => {
    const enabling = await enabled()
    const undo = await undoWrite(writing.ports, writing.world.actor(SAM), enabling.writeId)
    if (undo.kind === 'refused') throw new Error(undo.why)
    await writing.work()
    for (const writeId of [undo.stored.writeId, enabling.writeId])
      expect(await undoWrite(writing.ports, writing.world.actor(SAM), writeId)).toMatchObject({
        kind: 'refused',
        why: 'not-open',
      })
    await writing.work()
    expect(writing.made()).toMatchObject([{ state: 'enabledForReportingButNotEnforced' }])
  })

  it('is read back after a lost answer, though Graph is busy when it is sent once more', async () => {
    await writing.approve()
    await writing.work()
    await writing.assess()
    const enabling = await writing.approve()
    writing.tenant.dropsAuthenticationFlows = true
    // It was taken at the first try, whose answer was lost; what came after was turned away.
    writing.hooks = {
      after: (call) => {
        if (call !== 'change') return
        writing.hooks = {}
        throw new PosternError('graph-throttled', { status: 429 })
      },
    }
    await writing.workFor(6 * MINUTE_MS)
    expect(await writing.read(enabling)).toMatchObject({ state: 'rolled-back', why: 'flow-left' })
    expect(writing.made()).toMatchObject([{ state: 'enabledForReportingButNotEnforced' }])
  })

  it('is looked for where Graph says that it took too long, since it may be there', async () => {
    const stored = await writing.approve()
    let times = 1
    writing.hooks = {
      after: (call) => {
        if (call === 'create' && times-- > 0) throw new PosternError('graph-shape', { status: 408 })
      },
    }
    await writing.workFor(MINUTE_MS)
    expect(await writing.read(stored)).toMatchObject({ state: 'applied' })
    expect(writing.made()).toHaveLength(1)
  })

  it('is looked for where the answer to it cannot be read', async () => {
    const stored = await writing.approve()
    let times = 1
    writing.hooks = {
      after: (call) => {
        if (call === 'create' && times-- > 0) throw new PosternError('graph-shape', { reason: 'not-json' })
      },
    }
    await writing.workFor(MINUTE_MS)
    expect(await writing.read(stored)).toMatchObject({ state: 'applied' })
    expect(writing.made()).toHaveLength(1)
  })
})
