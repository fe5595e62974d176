/** Whether a comparison says that something opened is held against every sign-in, looked at one by one. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compareSnapshots } from '../../../../src/domain/policyStatus/drift/compare.js'
import type { PolicySnapshot } from '../../../../src/domain/policyStatus/index.js'
import { blocks } from '../generated.js'
import { opensOneByOne, tenantOf } from '../oneByOne.js'

const snapshotOf = (policies: readonly unknown[], takenAt: string): PolicySnapshot => ({
  ...tenantOf(policies),
  takenAt,
  unknowns: [],
})

it('a comparison of policies says that something opened exactly where it did', () => {
  const numbered = (count: number) => fc.array(blocks, { minLength: count, maxLength: count })
  const found = { opens: 0, keeps: 0 }
  fc.assert(
    fc.property(numbered(3), numbered(3), fc.constantFrom(1, 2, 4, 3, 7), (first, second, edited) => {
      const withIds = (policies: readonly object[]) =>
        policies.map((policy, index) => ({ ...policy, id: `policy-${index}` }))
      const before = withIds(first)
      const after = before.map((policy, index) => ((edited >> index) & 1 ? (withIds(second)[index] ?? policy) : policy))
      const expected = opensOneByOne(before, after)
      found[expected ? 'opens' : 'keeps'] += 1
      const diff = compareSnapshots(
        snapshotOf(before, '2026-03-01T08:00:00Z'),
        snapshotOf(after, '2026-03-02T08:00:00Z'),
      )
      expect(diff.opens).toBe(expected)
    }),
    { numRuns: 30, seed: 9 },
  )
  expect(Math.min(found.opens, found.keeps)).toBeGreaterThan(4)
})
