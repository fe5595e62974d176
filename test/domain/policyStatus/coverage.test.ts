import { describe, expect, it } from 'vitest'
import { answerPolicyQuestion, dateAgain, type PolicySnapshot } from '../../../src/domain/policyStatus/index.js'
import { ANNA, BEN, directory, ENGINEERS, FIELD, policy, riskPolicy, snapshot, TAKEN_AT } from './example.js'

const statusOf = (of: PolicySnapshot) => {
  const answer = answerPolicyQuestion({ kind: 'status' }, of, new Date(TAKEN_AT))
  if (answer.kind !== 'status') throw new Error(answer.kind)
  return answer
}
const coverageOf = (changes: Partial<PolicySnapshot> = {}) => statusOf(snapshot(changes)).coverage
const leaky = [policy({ users: { excludeGroups: [ENGINEERS] } }), riskPolicy()]
const count = (kind: string, open: number, unknown: number, blocked: number) => ({ kind, open, unknown, blocked })

describe('how many are covered', () => {
  it('counts members and guests, and leaves emergency access out', () => {
    expect(coverageOf()).toEqual({
      counts: [count('members', 0, 0, 2), count('guests', 0, 0, 1), count('resource-accounts', 0, 0, 0)],
      others: 'blocked',
    })
  })

  it('counts who is left open through a nested group', () => {
    expect(coverageOf({ policies: leaky })?.counts[0]).toEqual(count('members', 1, 0, 1))
  })

  it('counts accounts of Teams devices apart, and none that is switched off', () => {
    const users = [
      ...(directory.users ?? []).filter(({ id }) => id !== ANNA && id !== BEN),
      { id: ANNA, isSharedDevice: true },
      { id: BEN, accountEnabled: false },
    ]
    const memberships = [{ groupId: FIELD, memberId: BEN }]
    expect(coverageOf({ directory: { ...directory, users, memberships } })?.counts).toEqual([
      count('members', 0, 0, 0),
      count('guests', 0, 0, 1),
      count('resource-accounts', 0, 0, 1),
    ])
  })

  it('knows of nobody where what was not read could change the answer', () => {
    const covered = coverageOf({ unknowns: [{ what: 'group-members', why: 'Forbidden' }], policies: leaky })
    expect(covered?.others).toBe('unknown')
    expect(covered?.counts[0]).toEqual(count('members', 0, 2, 0))
  })

  it('says that everybody else is open where no policy blocks', () => {
    expect(coverageOf({ policies: [riskPolicy()] })?.others).toBe('open')
  })
})

describe('a snapshot that was judged', () => {
  it('is not judged again, nor when it is only seen again', () => {
    const judged = snapshot()
    const { open } = statusOf(judged)
    const again = statusOf(judged)
    const seenAgain = statusOf(dateAgain(judged, '2026-03-02T07:30:00Z'))
    expect([again.open === open, seenAgain.open === open]).toEqual([true, true])
    expect(seenAgain.takenAt).toBe('2026-03-02T07:30:00Z')
  })
})
