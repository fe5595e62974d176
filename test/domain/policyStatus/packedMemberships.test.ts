import { expect, it } from 'vitest'
import { headerOf, PackedMemberships, SnapshotBuilder, thingsOf } from '../../../src/domain/policyStatus/index.js'
import * as example from './example.js'

const given = Array.from({ length: 5_000 }, (_, index) => ({
  groupId: `group ${index % 7}`,
  memberId: `member ${index}`,
}))
const packed = (() => {
  const made = new PackedMemberships()
  for (const one of given) made.add(one)
  return made.close()
})()

it('packed memberships are those that were given, in their order, as often as they are walked', () => {
  expect(packed.length).toBe(given.length)
  expect([...packed]).toEqual(given)
  expect([...packed]).toEqual(given)
  expect(JSON.parse(JSON.stringify(packed))).toEqual(given)
})

it.each([1, 100, 100_000])('they are the same after they were sent in slices of %i', (size) => {
  const received = new PackedMemberships()
  for (const slice of packed.slices(size)) received.addSlice(structuredClone(slice))
  expect([...received.close()]).toEqual(given)
})

it('a snapshot of millions holds them packed, and says the same as one that holds a list', () => {
  const memberships = Array.from({ length: 30_000 }, (_, index) => ({
    groupId: index % 2 === 0 ? example.ROOMS : example.ENGINEERS,
    memberId: `member ${index}`,
  }))
  const whole = example.snapshot({ directory: { ...example.directory, memberships } })
  const builder = new SnapshotBuilder()
  for (const { kind, value } of thingsOf(whole)) builder.add(kind, value)
  const built = builder.build(headerOf(whole))
  expect(built.directory.memberships).toBeInstanceOf(PackedMemberships)
  expect(JSON.parse(JSON.stringify(built))).toEqual(JSON.parse(JSON.stringify(whole)))
  // A file is checked as it is read, list by list.
  expect((builder.raw(headerOf(whole)) as typeof whole).directory.memberships).toEqual(memberships)
})
