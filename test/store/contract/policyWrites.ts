/** Changes of policies: one at a time, and each step under its version. */
import { expect, it } from 'vitest'
import { policyWriteId } from '../../../src/domain/ids.js'
import type { ImpactAnswer } from '../../../src/domain/policyStatus/index.js'
import type { Place } from '../../support/engines.js'
import { ADELE, AT, LIDIA, later, POLICY_WRITE } from '../examples.js'

const OTHER = policyWriteId('9a110000-0000-4000-8000-000000000002')
const { writeId } = POLICY_WRITE

export function policyWritesContract(place: Place): void {
  it('keeps a change as it was asked for, and one at a time', async () => {
    expect(await place.store.addPolicyWrite(POLICY_WRITE)).toBe(true)
    expect(await place.store.addPolicyWrite({ ...POLICY_WRITE, writeId: OTHER })).toBe(false)
    const kept = { ...POLICY_WRITE, version: 1, approvedBy: null, sentAt: null, endedAt: null, why: null }
    expect(await place.store.policyWriteById(writeId)).toEqual(kept)
    expect(await place.store.openPolicyWrite()).toEqual(kept)
    expect(await place.store.policyWriteById(OTHER)).toBeNull()
  })

  it('moves under its version only, and makes room when it ends', async () => {
    await place.store.addPolicyWrite(POLICY_WRITE)
    const approved = { state: 'approved', approvedBy: ADELE, approvedAt: later(1) } as const
    const both = [1, 2].map(() => place.store.movePolicyWrite(writeId, 1, approved))
    expect((await Promise.all(both)).sort()).toEqual([false, true])
    expect(await place.store.policyWriteById(writeId)).toMatchObject({ ...approved, version: 2, proposedBy: LIDIA })
    await place.store.movePolicyWrite(writeId, 2, { state: 'applied', endedAt: later(2), policyId: 'p', why: null })
    expect(await place.store.openPolicyWrite()).toBeNull()
    expect(await place.store.lastApplied()).toMatchObject({ writeId, policyId: 'p' })
    const undo = { ...POLICY_WRITE, writeId: OTHER, undoes: writeId, proposedAt: AT }
    expect(await place.store.addPolicyWrite(undo)).toBe(true)
    await place.store.movePolicyWrite(OTHER, 1, { state: 'applied', endedAt: later(3) })
    expect(await place.store.lastApplied()).toBeNull()
  })

  it('keeps the newest impact, whatever stands in it', async () => {
    const impact = (key: string) => ({ kind: 'impact', candidate: { key } }) as unknown as ImpactAnswer
    expect(await place.store.newestImpact()).toBeNull()
    for (const key of ['a', 'b', 'c\u001ed']) await place.store.saveImpact({ impact: impact(key), at: AT })
    expect(await place.store.newestImpact()).toEqual({ impact: impact('c\u001ed'), at: AT })
  })
}
