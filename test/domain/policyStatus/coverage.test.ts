import { describe, expect, it } from 'vitest'
import { answerPolicyQuestion, dateAgain, type PolicySnapshot } from '../../../src/domain/policyStatus/index.js'
import {
  ANNA,
  BEN,
  directory,
  ENGINEERS,
  FIELD,
  GUEST,
  PARTNER,
  policy,
  riskPolicy,
  snapshot,
  TAKEN_AT,
} from './example.js'

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
      enabled: { unread: 'not-counted' },
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

describe('a guest of whom it is not known from where', () => {
  const externalTenants = { membershipKind: 'enumerated', members: [PARTNER] }
  const excludeGuestsOrExternalUsers = { guestOrExternalUserTypes: 'b2bCollaborationGuest', externalTenants }
  const sorting = [policy({ users: { excludeGuestsOrExternalUsers } }), riskPolicy()]
  const users = (directory.users ?? []).map(({ homeTenantId: _, ...user }) => user)
  const nameless = { ...directory, users }

  it('is neither open nor blocked where policies tell tenants apart, and blocked where none does', () => {
    expect(coverageOf({ policies: sorting })?.counts[1]).toEqual(count('guests', 1, 0, 0))
    expect(coverageOf({ policies: sorting, directory: nameless })?.counts[1]).toEqual(count('guests', 0, 1, 0))
    expect(coverageOf({ directory: nameless })?.counts[1]).toEqual(count('guests', 0, 0, 1))
  })

  it('makes the whole answer unknown only where it hangs on that guest', () => {
    expect(statusOf(snapshot({ policies: sorting, directory: nameless })).blocked).toBe('partial')
    // Guests of the partner are covered, but by a policy that leaves out the group this one guest is in.
    const others = policy({ id: 'others', users: { excludeGuestsOrExternalUsers } })
    const partners = policy({
      id: 'partners',
      users: {
        includeUsers: [],
        includeGuestsOrExternalUsers: excludeGuestsOrExternalUsers,
        excludeGroups: [ENGINEERS],
      },
    })
    const memberships = [{ groupId: ENGINEERS, memberId: GUEST }]
    const policies = [others, partners, riskPolicy()]
    const answer = (of: typeof directory) => statusOf(snapshot({ policies, directory: { ...of, memberships } }))
    expect(answer(directory).blocked).toBe('partial')
    expect(answer(nameless)).toMatchObject({ blocked: 'unknown', because: ['guests'] })
    expect(answer(directory).coverage?.counts[1]).toEqual(count('guests', 1, 0, 0))
    expect(answer(nameless).coverage?.counts[1]).toEqual(count('guests', 0, 1, 0))
  })
})

describe('where the accounts of the tenant were counted', () => {
  const accounts = { read: { enabled: 12_340, members: 12_000, guests: 300 } }
  const untyped = 40
  const membersBeside = 12_000 - 4
  const guestsBeside = 300 - 1
  const excludingGuests = (types: string) =>
    policy({ users: { excludeGuestsOrExternalUsers: { guestOrExternalUserTypes: types } } })

  it('counts everybody, listed or not, by the fate of somebody whom nothing mentions', () => {
    expect(coverageOf({ accounts })).toEqual({
      counts: [
        count('members', 0, 0, 2 + membersBeside + untyped),
        count('guests', 0, 0, 1 + guestsBeside),
        count('resource-accounts', 0, 0, 0),
      ],
      others: 'blocked',
      enabled: { read: 12_340 },
    })
  })

  it('tells who is open through a group from those who are only counted', () => {
    expect(coverageOf({ accounts, policies: leaky })?.counts[0]).toEqual(
      count('members', 1, 0, 1 + membersBeside + untyped),
    )
  })

  it('says of nobody what differs between those whom a number cannot tell apart', () => {
    const policies = [excludingGuests('internalGuest'), riskPolicy()]
    expect(coverageOf({ accounts, policies })?.counts.slice(0, 2)).toEqual([
      // Without a type they could be guests.
      count('members', 0, untyped, 2 + membersBeside),
      count('guests', 0, guestsBeside, 1),
    ])
    const members = coverageOf({ accounts, policies: [excludingGuests('b2bCollaborationMember'), riskPolicy()] })
    expect(members?.counts[0]).toEqual(count('members', 0, membersBeside + untyped, 2))
  })

  it.each(['users', 'group-members', 'roles'] as const)(
    'says nothing of them where %s were not all read, among whom they could be',
    (what) => {
      const unknowns = [{ what, why: 'Forbidden' }]
      expect(coverageOf({ accounts, unknowns })?.counts[0]).toEqual(count('members', 0, membersBeside + untyped, 2))
    },
  )

  it('leaves out who is switched off, and never falls below nobody', () => {
    const users = (directory.users ?? []).map((user) => (user.id === ANNA ? { ...user, accountEnabled: false } : user))
    const few = { read: { enabled: 5, members: 4, guests: 0 } }
    expect(coverageOf({ accounts: few, directory: { ...directory, users } })?.counts.slice(0, 2)).toEqual([
      count('members', 0, 0, 1 + 1 + 1),
      count('guests', 0, 0, 1),
    ])
  })

  it('says why they were not', () => {
    expect(coverageOf({ accounts: { unread: 'Forbidden' } })?.enabled).toEqual({ unread: 'Forbidden' })
  })

  it('counts anew where the snapshot is only seen again', () => {
    const judged = snapshot({ accounts })
    statusOf(judged)
    const again = dateAgain(judged, { takenAt: '2026-03-02T07:30:00Z', accounts: { unread: 'Forbidden' } })
    expect(statusOf(again).coverage?.enabled).toEqual({ unread: 'Forbidden' })
  })
})

describe('a snapshot that was judged', () => {
  it('is not judged again, nor when it is only seen again', () => {
    const judged = snapshot()
    const { open } = statusOf(judged)
    const again = statusOf(judged)
    const seenAgain = statusOf(dateAgain(judged, { takenAt: '2026-03-02T07:30:00Z' }))
    expect([again.open === open, seenAgain.open === open]).toEqual([true, true])
    expect(seenAgain.takenAt).toBe('2026-03-02T07:30:00Z')
  })
})
