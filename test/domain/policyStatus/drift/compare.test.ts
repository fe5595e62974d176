import { describe, expect, it } from 'vitest'
import { type CompareOptions, compareSnapshots } from '../../../../src/domain/policyStatus/drift/compare.js'
import type { DriftChange, DriftCode } from '../../../../src/domain/policyStatus/drift/shape.js'
import type { PolicySnapshot } from '../../../../src/domain/policyStatus/index.js'
import * as example from '../example.js'

const LATER = '2026-03-03T08:00:00Z'
const { directory } = example

/** The recommended policy, with the rooms kept out of it. */
const block = (parts: Parameters<typeof example.policy>[0] = {}) =>
  example.policy({ ...parts, users: { excludeGroups: [example.ROOMS], ...parts.users } })

const snapshot = (changes: Partial<PolicySnapshot> = {}): PolicySnapshot =>
  example.snapshot({ policies: [block(), example.riskPolicy()], ...changes })
const BEFORE = snapshot()

const compare = (changes: Partial<PolicySnapshot>, options?: CompareOptions, before: PolicySnapshot = BEFORE) =>
  compareSnapshots(before, { ...before, takenAt: LATER, ...changes }, options)
const codes = (changes: Partial<PolicySnapshot>, before?: PolicySnapshot): readonly DriftCode[] =>
  compare(changes, {}, before).changes.map(({ code }) => code)
const find = (code: DriftCode, changes: Partial<PolicySnapshot>, options?: CompareOptions): DriftChange | undefined =>
  compare(changes, options).changes.find((change) => change.code === code)

const withPolicy = (parts: Parameters<typeof example.policy>[0]) => ({ policies: [block(parts), example.riskPolicy()] })
const joined = (groupId: string, ...members: readonly string[]) => ({
  directory: {
    ...directory,
    memberships: [...(directory.memberships ?? []), ...members.map((memberId) => ({ groupId, memberId }))],
  },
})
const REPORT_ONLY = 'enabledForReportingButNotEnforced'

describe('two snapshots', () => {
  it('of the same tenant differ in nothing', () => {
    expect(compare({})).toEqual({
      before: example.TAKEN_AT,
      after: LATER,
      blocked: { before: 'partial', after: 'partial' },
      opens: false,
      changes: [],
      notCompared: [],
    })
  })

  it('differ in nothing where Graph only writes what is unset in another way', () => {
    expect(codes(withPolicy({ conditions: { platforms: null, signInRiskLevels: [] }, session: null }))).toEqual([])
  })
})

describe('a policy', () => {
  it('that is edited is told field by field, and whether it opens anything', () => {
    const edited = withPolicy({ users: { excludeGroups: [example.ROOMS], excludeUsers: [example.BEN] } })
    expect(find('policy-edited', edited)).toMatchObject({
      opens: true,
      subject: { kind: 'policy', id: example.BLOCK_ID, name: 'Block device code' },
      fields: [
        {
          field: 'conditions.users.excludeUsers',
          before: [example.EMERGENCY_1, example.EMERGENCY_2],
          after: [example.BEN],
        },
      ],
    })
    expect(find('policy-edited', withPolicy({ conditions: { locations: null } }))).toMatchObject({ opens: false })
  })

  it('that is edited in a condition nobody can read is told as well', () => {
    const edited = withPolicy({ conditions: { times: { start: '08:00' } } })
    expect(find('policy-edited', edited)).toMatchObject({ opens: 'unknown', fields: [{ field: 'conditions.times' }] })
  })

  it('of which a part of the apps or devices is not understood is told where that changes', () => {
    const { applications } = block().conditions as { readonly applications: object }
    const newer = (phase: string) => withPolicy({ conditions: { applications: { ...applications, moons: [phase] } } })
    const before = snapshot(newer('full'))
    expect(compare(newer('new'), {}, before).changes).toMatchObject([
      { code: 'policy-edited', opens: 'unknown', fields: [{ field: 'conditions.applications.moons' }] },
    ])
  })

  it('that is switched to report-only opens, and the answer changes with it', () => {
    const diff = compare(withPolicy({ state: REPORT_ONLY }))
    expect(diff.changes.map(({ code, opens }) => [code, opens])).toContainEqual(['policy-state-changed', true])
    expect(diff).toMatchObject({ opens: true, blocked: { before: 'partial', after: 'report-only' } })
    expect(codes(withPolicy({ state: REPORT_ONLY }))).toContain('blocked-changed')
  })

  it('is told when it comes and goes, but not when it is about something else', () => {
    const another = example.policy({ id: 'another', state: 'disabled' })
    expect(codes({ policies: [...BEFORE.policies, another] })).toEqual(['policy-added'])
    const mail = example.policy({
      id: 'mail',
      grant: { builtInControls: ['mfa'] },
      conditions: { authenticationFlows: null },
    })
    expect(codes({ policies: [...BEFORE.policies, mail] })).toEqual([])
    expect(find('policy-removed', { policies: [example.riskPolicy()] })).toMatchObject({ opens: true })
  })

  it('is not called gone where not every policy could be read', () => {
    const diff = compare({ policies: [example.riskPolicy()], unknowns: [{ what: 'policies', why: 'throttled' }] })
    expect(diff.changes.map(({ code }) => code)).not.toContain('policy-removed')
    expect(diff.notCompared).toEqual(['policies'])
    expect(diff.changes).toContainEqual(
      expect.objectContaining({ code: 'unknown-appeared', opens: 'unknown', why: 'throttled' }),
    )
  })
})

describe('a group that is excluded', () => {
  it('is told when it grows, with who was let in by it', () => {
    const grown = joined(example.ROOMS, example.BEN)
    expect(find('exclusion-group-grew', grown)).toMatchObject({
      opens: true,
      subject: { kind: 'group', name: 'Rooms' },
      policies: [{ id: example.BLOCK_ID }],
      added: { count: 1, shown: [{ id: example.BEN, name: 'Ben' }] },
    })
    expect(find('people-opened', grown)).toMatchObject({ added: { shown: [{ id: example.BEN }] } })
  })

  it('grows through a group within it', () => {
    expect(find('exclusion-group-grew', joined(example.ROOMS, example.FIELD))).toMatchObject({
      added: { shown: [{ id: example.BEN }] },
    })
  })

  it('is told when it shrinks, which opens nothing', () => {
    const before = snapshot(joined(example.ROOMS, example.BEN))
    const diff = compare({ directory }, {}, before)
    expect(diff).toMatchObject({ opens: false })
    expect(diff.changes.map(({ code }) => code)).toEqual(['exclusion-group-shrank', 'people-closed'])
  })

  it('of room accounts is told when a person joins it', () => {
    const rooms = joined(example.ROOMS, example.ANNA)
    const deviceAccounts = new Set([example.ANNA])
    const before = snapshot(rooms)
    const memberships = [...(rooms.directory.memberships ?? []), { groupId: example.ROOMS, memberId: example.BEN }]
    const diff = compare({ directory: { ...directory, memberships } }, { deviceAccounts }, before)
    expect(diff.changes[0]).toMatchObject({
      code: 'person-joined-device-group',
      added: { shown: [{ id: example.BEN }] },
    })
    expect(diff.changes.map(({ code }) => code)).not.toContain('exclusion-group-grew')
  })

  it('is not compared where its members were not read, or were not asked for', () => {
    const grown = joined(example.ROOMS, example.BEN)
    expect(codes({ ...grown, unknowns: [{ what: 'group-members', why: 'forbidden' }] })).toEqual(
      expect.not.arrayContaining(['exclusion-group-grew', 'people-opened']),
    )
    const unmentioned = snapshot({ policies: [example.policy(), example.riskPolicy()] })
    expect(codes({ policies: [block()], ...grown }, unmentioned)).not.toContain('exclusion-group-grew')
  })
})

describe('a role that is excluded', () => {
  const excluding = snapshot(withPolicy({ users: { excludeRoles: [example.ADMIN_ROLE] } }))
  const holds = (...ids: readonly string[]) => ({
    directory: {
      ...directory,
      roles: ids.map((principalId) => ({
        roleTemplateId: example.ADMIN_ROLE,
        principalId,
        assignmentType: 'active',
        scope: 'tenant',
      })),
    },
  })

  it('is told with who holds it now and who no longer does', () => {
    const diff = compare(holds(example.BEN), {}, excluding)
    expect(diff.changes.filter(({ subject }) => subject.kind === 'role')).toMatchObject([
      {
        code: 'exclusion-role-grew',
        opens: true,
        added: { shown: [{ id: example.BEN }] },
        subject: { name: 'Global Administrator' },
      },
      { code: 'exclusion-role-shrank', opens: false, removed: { shown: [{ id: example.ANNA }] } },
    ])
  })

  it('is not compared where roles could not be read', () => {
    const diff = compare({ ...holds(), unknowns: [{ what: 'roles', why: 'forbidden' }] }, {}, excluding)
    expect(diff.changes.map(({ code }) => code)).toEqual(['unknown-appeared'])
    expect(diff.notCompared).toEqual(['roles'])
  })
})

describe('a network', () => {
  const ranges = (...cidrs: readonly string[]) => ({
    namedLocations: [{ ...example.office, ipRanges: cidrs.map((cidrAddress) => ({ cidrAddress })) }],
  })

  it('that is wider is told with its new ranges', () => {
    expect(find('location-widened', ranges('198.51.100.0/24', '203.0.113.0/24'))).toMatchObject({
      opens: true,
      subject: { kind: 'location', name: 'Office' },
      added: { count: 1, shown: [{ id: '203.0.113.0/24' }] },
    })
  })

  it('that is narrower, moved, or only cut in two', () => {
    expect(codes(ranges('198.51.100.0/25'))).toEqual(['location-narrowed'])
    expect(codes(ranges('203.0.113.0/24'))).toEqual(['location-widened', 'location-narrowed'])
    expect(codes(ranges('198.51.100.0/25', '198.51.100.128/25'))).toEqual([])
  })

  it('that becomes trusted opens, one that is no longer does not', () => {
    const distrusted = snapshot({ namedLocations: [{ ...example.office, isTrusted: false }] })
    const diff = compare({ namedLocations: [example.office] }, {}, distrusted)
    expect(diff.changes).toMatchObject([{ code: 'location-trusted', opens: true }])
    expect(find('location-untrusted', { namedLocations: [{ ...example.office, isTrusted: false }] })).toMatchObject({
      opens: false,
    })
  })

  it('that comes or goes matters only where policies go by it', () => {
    const branch = { ...example.office, id: example.BRANCH, isTrusted: false }
    expect(codes({ namedLocations: [example.office, branch] })).toEqual([])
    expect(codes({ namedLocations: [example.office, { ...branch, isTrusted: true }] })).toEqual(['location-added'])
    expect(codes({ namedLocations: [] })).toContain('location-removed')
    const unread = { namedLocations: [], unknowns: [{ what: 'named-locations', why: 'x' } as const] }
    expect(codes(unread)).not.toContain('location-removed')
  })

  it('of the MFA trusted IPs counts', () => {
    expect(codes({ mfaTrustedIps: ['192.0.2.0/24'] })).toEqual(['location-added'])
  })
})

describe('emergency access', () => {
  const declared = (...users: readonly string[]) => ({
    directory: { ...directory, emergencyAccess: { users, groups: [] } },
  })

  it('is told when other accounts are declared', () => {
    expect(find('emergency-changed', declared(example.EMERGENCY_1))).toMatchObject({
      removed: { shown: [{ id: example.EMERGENCY_2, name: 'Emergency 2' }] },
    })
  })

  it('is told when an account is gone from the directory', () => {
    const users = directory.users?.filter(({ id }) => id !== example.EMERGENCY_1) ?? []
    expect(find('emergency-missing', { directory: { ...directory, users } })).toMatchObject({
      subject: { kind: 'user', id: example.EMERGENCY_1, name: 'Emergency 1' },
    })
  })

  it('is told when a policy reaches an account', () => {
    const reckless = withPolicy({ users: { excludeUsers: [example.EMERGENCY_1] } })
    expect(find('emergency-reached', reckless)).toMatchObject({
      subject: { kind: 'policy' },
      added: { shown: [{ id: example.EMERGENCY_2 }] },
    })
    expect(codes({}, snapshot(reckless))).toEqual([])
  })
})

describe('what stands and waits', () => {
  const waiting = (displayName: string) =>
    snapshot({
      policies: [{ ...block({ displayName, state: REPORT_ONLY }), createdDateTime: '2026-01-15T00:00:00Z' }],
    })

  it('is a managed policy, with the day before which Microsoft does not turn it on', () => {
    const diff = compareSnapshots(null, waiting('Microsoft-managed: Block device code flow'))
    expect(diff).toMatchObject({ before: null, blocked: { before: null } })
    expect(diff.changes).toContainEqual(
      expect.objectContaining({ code: 'managed-policy-pending', at: '2026-02-14T00:00:00.000Z', isStanding: false }),
    )
  })

  it('is a policy that has only reported for long, from the day on which it is too long', () => {
    const at = (days: number) => ({
      ...waiting('Block'),
      takenAt: new Date(Date.UTC(2026, 0, 15 + days)).toISOString(),
    })
    const told = (before: number, after: number) => compareSnapshots(at(before), at(after)).changes
    expect(told(10, 20)).toEqual([])
    expect(told(20, 31)).toMatchObject([
      { code: 'report-only-long', isStanding: false, at: '2026-01-15T00:00:00.000Z' },
    ])
    expect(told(31, 32)).toMatchObject([{ code: 'report-only-long', isStanding: true }])
    expect(told(31, 32)[0]?.id).toBe(told(20, 31)[0]?.id)
  })
})

describe('the id of a change', () => {
  const widened = joined(example.ROOMS, example.BEN)

  it('is the same however often the same two are compared, and each is another', () => {
    const ids = compare(widened).changes.map(({ id }) => id)
    expect(compare({ ...widened, takenAt: '2026-03-03T09:00:00Z' }).changes.map(({ id }) => id)).toEqual(ids)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('is another when the same comes again later', () => {
    const again = { ...BEFORE, takenAt: '2026-03-04T08:00:00Z' }
    expect(compare(widened, {}, again).changes[0]?.id).not.toBe(compare(widened).changes[0]?.id)
  })
})
