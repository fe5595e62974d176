/** What one of two readings lacks is neither gone nor new, whichever of the two it is. */
import { describe, expect, it } from 'vitest'
import {
  type CompareOptions,
  compareSnapshots,
  type PolicySnapshot,
} from '../../../../src/domain/policyStatus/index.js'
import * as example from '../example.js'

const { directory } = example
const LATER = '2026-03-03T08:00:00Z'
const ROOMS_ONLY = { includeUsers: [], includeGroups: [example.ROOMS] }
const users = { excludeGroups: [example.ROOMS], excludeRoles: [example.ADMIN_ROLE], excludeUsers: [] }
const whole = example.snapshot({
  policies: [example.policy({ users }), example.riskPolicy()],
  directory: {
    ...directory,
    memberships: [
      ...(directory.memberships ?? []),
      { groupId: example.ROOMS, memberId: example.FIELD },
      { groupId: example.EMERGENCY_GROUP, memberId: example.EMERGENCY_1 },
      { groupId: example.ROOMS, memberId: example.EMERGENCY_1 },
    ],
    groups: [...(directory.groups ?? []), { id: example.EMERGENCY_GROUP, displayName: 'Emergency' }],
    emergencyAccess: { users: [example.EMERGENCY_2], groups: [example.EMERGENCY_GROUP] },
  },
})
type What = PolicySnapshot['unknowns'][number]['what']
const without = (what: What, changes: Partial<PolicySnapshot>): PolicySnapshot => ({
  ...whole,
  ...changes,
  unknowns: [{ what, why: 'forbidden' }],
})
/** As the reader leaves them: empty, cut, or without a group that could not be expanded. */
const LACKS: readonly (readonly [string, PolicySnapshot])[] = [
  ['every policy', without('policies', { policies: [] })],
  ['a page of the policies', without('policies', { policies: [example.riskPolicy()] })],
  ['the networks', without('named-locations', { namedLocations: [] })],
  ['every member', without('group-members', { directory: { ...whole.directory, memberships: [] } })],
  [
    'the members of one group',
    without('group-members', {
      directory: {
        ...whole.directory,
        memberships: [...(whole.directory.memberships ?? [])].filter(({ groupId }) => groupId !== example.FIELD),
      },
    }),
  ],
  ['the roles', without('roles', { directory: { ...whole.directory, roles: [] } })],
  [
    'a role that a group carries, since its members were not read',
    without('group-members', {
      directory: {
        ...whole.directory,
        roles: [],
        memberships: [],
      },
    }),
  ],
  ['the users', without('users', { directory: { ...whole.directory, users: [] } })],
  [
    'a page of the users',
    without('users', { directory: { ...whole.directory, users: directory.users?.slice(0, 1) ?? [] } }),
  ],
  ['the MFA trusted IPs', without('mfa-trusted-ips', {})],
]
const compared = (before: PolicySnapshot, after: PolicySnapshot, options?: CompareOptions) =>
  compareSnapshots(before, { ...after, takenAt: LATER }, options).changes
/** That the answer is withheld, or given again, is no claim about the tenant. */
const claims = (before: PolicySnapshot, after: PolicySnapshot) =>
  compared(before, after)
    .filter(({ code }) => code !== 'unknown-appeared' && code !== 'unknown-gone')
    .filter(
      ({ code, fields }) =>
        code !== 'blocked-changed' || !fields.some((field) => [field.before, field.after].includes('unknown')),
    )
    .map(({ code }) => code)

const trusting: PolicySnapshot = { ...whole, mfaTrustedIps: ['192.0.2.0/24'] }

describe('a reading that lacks', () => {
  it.each(LACKS)('%s says of nothing that it is gone or changed', (_, lacking) => {
    expect(claims(lacking.unknowns[0]?.what === 'mfa-trusted-ips' ? trusting : whole, lacking)).toEqual([])
  })

  it.each(LACKS)('%s makes nothing look new when the next one is whole', (_, lacking) => {
    expect(claims(lacking, lacking.unknowns[0]?.what === 'mfa-trusted-ips' ? trusting : whole)).toEqual([])
  })

  it.each(LACKS)('%s is stated, and so is that it is known again', (_, lacking) => {
    const [what] = lacking.unknowns.map((unknown) => unknown.what)
    expect(compared(whole, lacking)).toContainEqual(
      expect.objectContaining({ code: 'unknown-appeared', subject: { kind: 'unknown', id: what, name: null } }),
    )
    expect(compared(lacking, whole).map(({ code }) => code)).toContain('unknown-gone')
  })

  it('a page of the policies cannot say whether an edit opens anything', () => {
    const edited = example.policy({ users: { ...users, excludeUsers: [example.BEN] } })
    expect(compared(whole, without('policies', { policies: [edited] }))).toContainEqual(
      expect.objectContaining({ code: 'policy-edited', opens: 'unknown' }),
    )
  })

  it('the roles still tells who joined a group, and not whether that opens anything', () => {
    const memberships = [...(whole.directory.memberships ?? []), { groupId: example.ROOMS, memberId: example.GUEST }]
    const grown = without('roles', { directory: { ...whole.directory, roles: [], memberships } })
    expect(compared(whole, grown)).toContainEqual(
      expect.objectContaining({ code: 'exclusion-group-grew', opens: 'unknown' }),
    )
  })

  it('something lets a policy that reaches emergency accounts be told where it goes by neither groups nor roles', () => {
    const reckless = example.policy({ users: { excludeUsers: [] } })
    const lacking = without('roles', { policies: [reckless], directory: { ...whole.directory, roles: [] } })
    expect(compared(without('roles', { policies: [] }), lacking).map(({ code }) => code)).toContain('emergency-reached')
  })
})

describe('what came about while a part could not be read', () => {
  it('is found by comparing with the reading before, for that part alone', () => {
    const memberships = [...(whole.directory.memberships ?? []), { groupId: example.ROOMS, memberId: example.GUEST }]
    const after = { ...whole, policies: [], directory: { ...whole.directory, memberships } }
    const found = compared(whole, { ...after, policies: whole.policies }, { onlyOf: ['group-members'] })
    expect(found.map(({ code }) => code)).toEqual(['exclusion-group-grew', 'people-opened'])
    // Who is open goes by every part.
    expect(compared(whole, after, { onlyOf: ['named-locations'] }).map(({ code }) => code)).toEqual(['people-opened'])
  })

  it.each(['policies', 'group-members', 'roles', 'users'] as const)(
    'tells that a block reaches emergency access also where the part was %s',
    (part) => {
      const reckless = example.policy({ id: example.BRANCH, users: { ...ROOMS_ONLY, excludeUsers: [] } })
      const found = compared(whole, { ...whole, policies: [...whole.policies, reckless] }, { onlyOf: [part] })
      expect(found.map(({ code }) => code)).toContain('emergency-reached')
    },
  )
})
