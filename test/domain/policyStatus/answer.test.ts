import { describe, expect, it } from 'vitest'
import {
  answerPolicyQuestion,
  EXPIRED_AFTER_MS,
  type PolicyAnswer,
  type PolicyQuestion,
  type PolicySnapshot,
  STALE_AFTER_MS,
} from '../../../src/domain/policyStatus/index.js'
import * as example from './example.js'

const { policy, snapshot } = example
const at = (ageMs: number): Date => new Date(Date.parse(example.TAKEN_AT) + ageMs)
const answer = <K extends PolicyQuestion['kind']>(
  kind: K,
  of: PolicySnapshot,
  ageMs = 0,
): PolicyAnswer & { kind: K } => {
  const found = answerPolicyQuestion({ kind }, of, at(ageMs))
  if (found.kind !== kind) throw new Error(`answered ${found.kind}`)
  return found as PolicyAnswer & { kind: K }
}
const blocks = (...policies: readonly ReturnType<typeof policy>[]): Partial<PolicySnapshot> => ({
  policies: [...policies, example.riskPolicy()],
})
const unknown = (what: PolicySnapshot['unknowns'][number]['what']): Partial<PolicySnapshot> => ({
  unknowns: [{ what, why: 'Forbidden' }],
})

describe('"is device code flow blocked?"', () => {
  it('is answered with what is open by design', () => {
    const { blocked, gaps, residual } = answer('status', snapshot())
    expect({ blocked, gaps }).toEqual({ blocked: 'yes', gaps: [] })
    expect(residual.map(({ code, things }) => [code, things.map(({ displayName }) => displayName)])).toEqual([
      ['trusted-networks-open', ['Office']],
      ['emergency-accounts-open', ['Emergency 1', 'Emergency 2']],
    ])
  })

  it('names the policy, the group and how many are in it', () => {
    const { blocked, gaps } = answer(
      'status',
      snapshot(blocks(policy({ users: { excludeGroups: [example.ENGINEERS] } }))),
    )
    expect(blocked).toBe('partial')
    expect(gaps[0]).toMatchObject({
      code: 'excluded-groups',
      policies: [
        { id: example.BLOCK_ID, displayName: 'Block device code', state: 'enabled', namesDeviceCodeFlow: true },
      ],
      things: [{ kind: 'group', id: example.ENGINEERS, displayName: 'Engineers', memberCount: 1, emergency: false }],
    })
    expect(gaps[1]).toMatchObject({ code: 'excludes-non-emergency-users', peopleCount: 1 })
  })

  it('does not count the members of a group that was not read', () => {
    const open = snapshot({
      ...blocks(policy({ users: { excludeGroups: [example.ENGINEERS] } })),
      ...unknown('group-members'),
    })
    expect(answer('status', open).gaps[0]?.things[0]?.memberCount).toBeNull()
  })
})

describe('the age of the data', () => {
  it.each([
    ['exactly an hour', STALE_AFTER_MS, false, 'yes'],
    ['a little more', STALE_AFTER_MS + 1, true, 'yes'],
    ['exactly a day', EXPIRED_AFTER_MS, true, 'yes'],
    ['more than a day', EXPIRED_AFTER_MS + 1, true, 'unknown'],
    ['a minute in the future', -60_000, false, 'yes'],
    ['an hour in the future', -STALE_AFTER_MS, false, 'unknown'],
  ])('%s', (_case, ageMs, stale, blocked) => {
    expect(answer('status', snapshot(), ageMs)).toMatchObject({ ageMs, stale, blocked })
  })

  it('of more than a day answers no other question either', () => {
    expect(answerPolicyQuestion({ kind: 'excluded' }, snapshot(), at(EXPIRED_AFTER_MS + 1))).toMatchObject({
      kind: 'expired',
      question: { kind: 'excluded' },
      unknowns: [{ what: 'snapshot-expired' }],
    })
  })
})

describe('what could not be read', () => {
  const open = policy({ users: { excludeGroups: [example.ROOMS] } })
  const hole = policy({ conditions: { clientAppTypes: ['browser'] } })
  const elsewhere = policy({
    conditions: { locations: { includeLocations: ['All'], excludeLocations: [example.BRANCH] } },
  })

  it.each([
    ['a page of policies cannot undo a block', 'policies', blocks(policy()), 'yes'],
    ['a page of policies may hold the block', 'policies', blocks(open), 'unknown'],
    ['the members of an excluded group may all be emergency accounts', 'group-members', blocks(open), 'unknown'],
    ['nobody’s membership closes a hole for all', 'group-members', blocks(hole), 'partial'],
    [
      'excluded users may be undeclared emergency accounts',
      'emergency-access',
      { ...blocks(open), directory: {} },
      'unknown',
    ],
    ['undeclared accounts do not close a hole for all', 'emergency-access', blocks(hole), 'partial'],
    ['a location that a policy excludes', 'named-locations', blocks(elsewhere), 'unknown'],
    ['a location that no policy names', 'named-locations', blocks(policy()), 'yes'],
    ['the holders of roles', 'roles', blocks(policy()), 'yes'],
    ['the MFA trusted IPs, which are trusted either way', 'mfa-trusted-ips', blocks(policy()), 'yes'],
    ['the licence for sign-in risk', 'sign-in-risk-licence', blocks(policy()), 'yes'],
    [
      'the apps of a suite',
      'catalog',
      {
        ...blocks(
          policy({ id: 'a', applications: { excludeApplications: [example.CODE_HOST] } }),
          policy({ id: 'b', applications: { includeApplications: ['Office365'] } }),
        ),
      },
      'unknown',
    ],
  ] as const)('%s', (_case, what, changes, blocked) => {
    const found = answer('status', snapshot({ ...changes, ...unknown(what) }))
    expect(found.blocked).toBe(blocked)
    expect(found.because).toEqual(blocked === 'unknown' ? [what] : [])
    expect(found.unknowns).toContainEqual({ what, why: 'Forbidden' })
  })

  it.each([
    ['a condition nobody knows', { conditions: { times: { start: '08:00' } } }, 'unknown'],
    [
      'a device filter that is no rule',
      { conditions: { devices: { deviceFilter: { mode: 'exclude', rule: 'device.moon -eq "full"' } } } },
      'unknown',
    ],
    ['a state nobody knows', { state: 'partiallyEnabled' }, 'unknown'],
    ['an empty condition nobody knows', { conditions: { times: null, clients: [] } }, 'yes'],
  ])('in a policy: %s', (_case, parts, blocked) => {
    const found = answer('status', snapshot(blocks(policy(parts))))
    expect(found.blocked).toBe(blocked)
    expect(found.unknowns.map(({ what }) => what)).toEqual(blocked === 'unknown' ? ['policy-conditions'] : [])
  })

  it('in a named location that a policy excludes', () => {
    const odd = { ...example.office, id: example.BRANCH, isTrusted: false, ipRanges: [{ cidrAddress: 'somewhere' }] }
    const of = snapshot({ ...blocks(elsewhere), namedLocations: [example.office, odd] })
    expect(answer('status', of)).toMatchObject({ blocked: 'unknown', because: ['named-locations'] })
    expect(answer('status', snapshot({ namedLocations: [example.office, odd] })).blocked).toBe('yes')
  })

  it('in a policy that does not matter changes nothing', () => {
    const odd = policy({ id: 'odd', conditions: { times: { start: '08:00' } } })
    expect(answer('status', snapshot(blocks(policy(), odd))).blocked).toBe('yes')
  })
})

describe('the other questions', () => {
  it('"who is excluded?" lists them by policy, emergency accounts marked', () => {
    const { policies } = answer(
      'excluded',
      snapshot(blocks(policy({ users: { excludeGroups: [example.FIELD], excludeRoles: [example.ADMIN_ROLE] } }))),
    )
    expect(policies.map(({ excluded }) => excluded.map((thing) => [thing.displayName, thing.emergency]))).toEqual([
      [
        ['Emergency 1', true],
        ['Emergency 2', true],
        ['Field engineers', false],
        ['Global Administrator', false],
      ],
    ])
  })

  it('"who is left open?" names people, groups, guests and places', () => {
    const users = {
      excludeGroups: [example.FIELD],
      excludeGuestsOrExternalUsers: { guestOrExternalUserTypes: 'b2bCollaborationGuest' },
    }
    const found = answer('left-open', snapshot(blocks(policy({ users }))))
    expect(found).toMatchObject({ everyMember: false, blocked: 'partial', guestTypes: ['b2bcollaborationguest'] })
    expect(found.users.map(({ displayName }) => displayName)).toEqual(['Ben', 'Gia'])
    expect(found.groups.map(({ displayName }) => displayName)).toEqual(['Field engineers'])
    expect(found.from.map(({ displayName }) => displayName)).toEqual(['Office'])
    expect(
      answer('left-open', snapshot(blocks(policy({ conditions: { clientAppTypes: ['browser'] } })))).everyMember,
    ).toBe(true)
  })

  it('"trusted locations" tells their ranges, whether IPv6 is missing, and which policies rely on them', () => {
    const { locations } = answer('trusted-locations', snapshot({ mfaTrustedIps: ['2001:db8::/32'] }))
    expect(
      locations.map(({ location, cidrs, ipv4Only, policies }) => [
        location.displayName,
        cidrs,
        ipv4Only,
        policies.length,
      ]),
    ).toEqual([
      ['Office', ['198.51.100.0/24'], true, 1],
      ['MFA trusted IPs', ['2001:db8::/32'], false, 1],
    ])
  })

  it('"emergency accounts" tells who they are and which policy would lock one out', () => {
    expect(answer('emergency-accounts', snapshot())).toMatchObject({ declared: true, hitBy: [] })
    const found = answer(
      'emergency-accounts',
      snapshot(blocks(policy({ users: { excludeUsers: [example.EMERGENCY_1] } }))),
    )
    expect(found.users.map(({ displayName }) => displayName)).toEqual(['Emergency 1', 'Emergency 2'])
    expect(found.hitBy.map(({ id }) => id)).toEqual([example.BLOCK_ID])
  })

  it('"report-only" lists every policy in that state', () => {
    const reporting = policy({
      id: 'r',
      state: 'enabledForReportingButNotEnforced',
      conditions: { authenticationFlows: null },
    })
    expect(answer('report-only', snapshot(blocks(policy(), reporting))).policies).toEqual([
      { id: 'r', displayName: 'Block device code', state: 'report-only', namesDeviceCodeFlow: false },
    ])
  })

  it('"help" needs no data', () => {
    expect(answer('help', snapshot(), EXPIRED_AFTER_MS * 2).kind).toBe('help')
  })
})
