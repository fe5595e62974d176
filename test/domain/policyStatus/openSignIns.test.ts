/** Who can still sign in with a device code, from where, to what: from the good tenant, one thing changed at a time. */
import { describe, expect, it } from 'vitest'
import { answerPolicyQuestion, type OpenSignIns, type Tenant } from '../../../src/domain/policyStatus/index.js'
import * as example from './example.js'

const { policy, riskPolicy, withBlocks } = example

const NOW = new Date(example.TAKEN_AT)

function openIn(tenant: Tenant): readonly OpenSignIns[] {
  const answer = answerPolicyQuestion({ kind: 'status' }, { ...example.snapshot(), ...tenant }, NOW)
  if (answer.kind !== 'status') throw new Error('no status')
  return answer.open
}

const names = (things: readonly { displayName: string | null; id: string }[]): string =>
  things.map(({ displayName, id }) => displayName ?? id).join('+')

/** A row as one would say it. */
function said({ who, from, to, onlyWith }: OpenSignIns): string {
  const whom = (() => {
    switch (who.kind) {
      case 'everyone':
      case 'every-member':
        return `${who.kind}${who.except.length > 0 ? ` but ${names(who.except)}` : ''}`
      case 'guests':
        return `${who.every ? 'every guest' : who.types.join('+')}${who.tenants.length > 0 ? ` of ${who.tenants.join('+')}` : ''}`
      case 'group':
        return `${who.count} in ${names([who.group])}`
      case 'role':
        return `${who.count} with ${names([who.role])}`
      case 'people':
        return names(who.some)
    }
  })()
  const where = from.kind === 'all' ? 'anywhere' : `${from.kind} ${names(from.things)}`
  const what = to.kind === 'all' ? 'anything' : `${to.kind} ${names(to.things)}`
  const how = onlyWith.map(({ limit, only }) => `${limit} ${only.join('+')}`)
  return [whom, where, what, ...how].join(' | ')
}

const rows = (tenant: Tenant): string[] => openIn(tenant).map(said).sort()

const branch = {
  ...example.office,
  id: example.BRANCH,
  displayName: 'Reading',
  isTrusted: false,
  ipRanges: [{ cidrAddress: '203.0.113.0/24' }],
}
const second = '00000000-0000-4000-8000-000000000099'
const everywhere = { conditions: { locations: null } }

describe('what is still open', () => {
  it('is nothing with the recommended policy, emergency access apart', () => {
    expect(rows(example.tenant())).toEqual([])
  })

  it('is everyone, anywhere, to anything without a policy', () => {
    expect(rows(example.tenant({ policies: [riskPolicy()] }))).toEqual(['everyone | anywhere | anything'])
  })

  it.each([
    [
      'an excluded group, once, though a group inside it is named elsewhere',
      withBlocks(
        policy({ users: { excludeGroups: [example.ENGINEERS] } }),
        policy({ id: second, state: 'disabled', users: { includeUsers: [], includeGroups: [example.FIELD] } }),
      ),
      ['1 in Engineers | anywhere | anything'],
    ],
    [
      'an empty group',
      withBlocks(policy({ users: { excludeGroups: [example.ROOMS] } })),
      ['0 in Rooms | anywhere | anything'],
    ],
    [
      'every guest',
      withBlocks(
        policy({ users: { excludeUsers: [example.EMERGENCY_1, example.EMERGENCY_2, 'GuestsOrExternalUsers'] } }),
      ),
      ['every guest | anywhere | anything'],
    ],
    [
      'guests of one kind and tenant',
      withBlocks(
        policy({
          users: {
            excludeGuestsOrExternalUsers: {
              guestOrExternalUserTypes: 'b2bCollaborationGuest',
              externalTenants: { membershipKind: 'enumerated', members: [example.PARTNER] },
            },
          },
        }),
      ),
      [`b2bcollaborationguest of ${example.PARTNER} | anywhere | anything`],
    ],
    [
      'a person by name',
      withBlocks(policy({ users: { excludeUsers: [example.EMERGENCY_1, example.EMERGENCY_2, example.ANNA] } })),
      ['Anna | anywhere | anything'],
    ],
    [
      'holders of a role',
      withBlocks(policy({ users: { excludeRoles: [example.ADMIN_ROLE] } })),
      ['1 with Global Administrator | anywhere | anything'],
    ],
    [
      'a group at one place only',
      {
        ...withBlocks(
          policy({ users: { excludeGroups: [example.ROOMS] } }),
          policy({
            id: second,
            users: { includeUsers: [], includeGroups: [example.ROOMS] },
            conditions: { locations: { includeLocations: ['All'], excludeLocations: [example.BRANCH] } },
          }),
        ),
        namedLocations: [example.office, branch],
      },
      ['0 in Rooms | only Reading | anything'],
    ],
    [
      'anyone to one app',
      withBlocks(policy({ applications: { excludeApplications: [example.CODE_HOST] } })),
      [`everyone | anywhere | only ${example.CODE_HOST}`],
    ],
    [
      'anyone to anything but the suite',
      withBlocks(policy({ applications: { includeApplications: ['Office365'] } })),
      ['everyone | anywhere | all-but Office365'],
    ],
    [
      'anyone outside one country',
      {
        ...withBlocks(policy({ conditions: { locations: { includeLocations: [example.BRANCH] } } })),
        namedLocations: [
          {
            ...branch,
            '@odata.type': '#microsoft.graph.countryNamedLocation',
            ipRanges: undefined,
            countriesAndRegions: ['GB'],
          },
        ],
      },
      ['everyone | all-but Reading | anything'],
    ],
    [
      'everyone but a group',
      withBlocks(policy({ users: { includeUsers: [], includeGroups: [example.FIELD] }, ...everywhere })),
      ['everyone but Field engineers | anywhere | anything'],
    ],
    [
      'some platforms',
      withBlocks(policy({ conditions: { platforms: { includePlatforms: ['all'], excludePlatforms: ['android'] } } })),
      ['everyone | anywhere | anything | platform android'],
    ],
    [
      'two things at once: a group to anything, everyone else to one app',
      withBlocks(
        policy({
          users: { excludeGroups: [example.FIELD] },
          applications: { excludeApplications: [example.CODE_HOST] },
        }),
      ),
      [
        '1 in Field engineers | anywhere | anything',
        `everyone but Field engineers | anywhere | only ${example.CODE_HOST}`,
      ],
    ],
  ])('is %s', (_what, tenant, expected) => {
    expect(rows(tenant)).toEqual([...expected].sort())
  })

  it('counts nobody in a group whose members were not read', () => {
    const of = withBlocks(policy({ users: { excludeGroups: [example.FIELD] } }))
    const snapshot = { ...example.snapshot({ unknowns: [{ what: 'group-members', why: 'forbidden' }] }), ...of }
    const answer = answerPolicyQuestion({ kind: 'status' }, snapshot, NOW)
    expect(answer.kind === 'status' && answer.open).toMatchObject([{ who: { kind: 'group', count: null } }])
  })

  it('is told in a single row for each of many people who are open alike', () => {
    const users = Array.from({ length: 500 }, (_, at) => ({ id: `someone-${at}`, guestOrExternalUserType: null }))
    const memberships = users.map(({ id }) => ({ groupId: example.FIELD, memberId: id }))
    const of = withBlocks(policy({ users: { excludeGroups: [example.FIELD] } }))
    expect(rows({ ...of, directory: { ...example.directory, users, memberships } })).toEqual([
      '500 in Field engineers | anywhere | anything',
    ])
  })
})
