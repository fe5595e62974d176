import { describe, expect, it } from 'vitest'
import { assessImpact, type ImpactSignIns } from '../../../../src/domain/policyStatus/impact/assess.js'
import type { ImpactAnswer } from '../../../../src/domain/policyStatus/impact/shape.js'
import type { PolicySnapshot } from '../../../../src/domain/policyStatus/index.js'
import type { Membership } from '../../../../src/domain/policyStatus/tenant.js'
import { readRecords } from '../../../../src/domain/signInAlert/index.js'
import { AZURE_CLI, BROKER, type RowChange, redemption, row } from '../../../support/signInRows.js'
import * as example from '../example.js'

const NOW = new Date('2026-03-02T08:05:00Z')
const AT = new Date('2026-02-20T10:00:00Z')
const PHONE = 'a850aaae-d5a5-4e82-877c-ce54ff916282'
const DEVICE_FLOW = { originalTransferMethod: 'deviceCodeFlow', authenticationProtocol: 'none', interactive: false }

/** Ben signs in to the Azure CLI at home. */
const ben = (change: RowChange & Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  ...row({ at: AT, userId: example.BEN, appId: AZURE_CLI, ipAddress: example.HOME_ADDRESS, ...change }),
  ...('userType' in change ? { userType: change.userType } : {}),
  ...('resourceId' in change ? { resourceId: change.resourceId } : {}),
})

const signIns = (rows: readonly unknown[], more: Partial<ImpactSignIns> = {}): ImpactSignIns => ({
  records: readRecords({ value: rows }).records,
  days: new Set(['2026-02-20']),
  deviceAccounts: new Set(),
  ...more,
})

/** Nothing blocks device code yet. */
const OPEN = example.snapshot({ policies: [example.riskPolicy()] })

function assess(
  rows: readonly unknown[],
  snapshot: PolicySnapshot = OPEN,
  more: Partial<ImpactSignIns> = {},
): ImpactAnswer {
  const answer = assessImpact(snapshot, signIns(rows, more), null, NOW)
  if (answer.kind !== 'impact') throw new Error('no impact')
  return answer
}

describe('the impact of a block', () => {
  it('counts who would have been stopped by what the plan proposes, with what to use instead', () => {
    const answer = assess([ben()])
    expect(answer.candidate).toMatchObject({ kind: 'planned', displayName: 'Block device code flow' })
    expect(answer.blocked).toEqual({ now: 'no', after: 'yes' })
    expect(answer.total).toEqual({ people: 1, stopped: 1, sessions: 1 })
    expect(answer.rows).toEqual([
      expect.objectContaining({
        userId: example.BEN,
        name: 'Ben',
        appName: 'Microsoft Azure CLI',
        sort: 'tool',
        stopped: 1,
        instead: ['az-login-interactive', 'managed-identity', 'workload-identity-federation', 'remote-cloud-shell'],
      }),
    ])
  })

  it.each([
    ['579a7132-0e58-4d80-b1e1-7a1e2d337859', 'AzCopy'],
    ['9cee029c-6210-4654-90bb-17e6e9d36617', 'Power Platform CLI'],
  ])('knows %s as %s, a tool', (appId, appName) => {
    expect(assess([ben({ appId })]).rows).toEqual([expect.objectContaining({ appName, sort: 'tool' })])
  })

  it('counts browser and device of one flow once', () => {
    const answer = assess([ben(), redemption({ at: AT, userId: example.BEN, appId: AZURE_CLI })])
    expect(answer.total).toEqual({ people: 1, stopped: 1, sessions: 1 })
  })

  it('leaves out what comes from a trusted network', () => {
    expect(assess([ben({ ipAddress: example.OFFICE_ADDRESS })]).total.stopped).toBe(0)
  })

  it('says so where browser and device were in different networks', () => {
    const answer = assess([
      ben({ ipAddress: example.OFFICE_ADDRESS }),
      redemption({ at: new Date(AT.getTime() + 30_000), userId: example.BEN, appId: AZURE_CLI }),
    ])
    expect(answer.total.stopped).toBe(1)
    expect(answer.assumptions).toContainEqual({ what: 'addresses-differ', count: 1 })
  })

  it('counts a session that only goes on, and says that it would end', () => {
    const tail = ben({ ...DEVICE_FLOW, id: 'tail', correlationId: 'aaaaaaaa-0000-4000-8000-000000000001' })
    const answer = assess([{ ...tail, incomingTokenType: 'refreshToken' }])
    expect(answer.total).toEqual({ people: 1, stopped: 0, sessions: 1 })
  })

  it('does not count a session again that protocol tracking has ended', () => {
    const end = ben({ ...DEVICE_FLOW, id: 'end', errorCode: 530036, at: new Date('2026-02-21T10:00:00Z') })
    const answer = assess([ben(), end])
    expect(answer.sessionsEnded).toBe(1)
    expect(answer.total).toEqual({ people: 1, stopped: 1, sessions: 0 })
  })

  it('counts nothing twice that today\u2019s policies stop', () => {
    const blocked = example.policy({ state: 'enabled', users: { excludeGroups: [example.ENGINEERS] } })
    const snapshot = example.snapshot({ policies: [blocked, example.riskPolicy()] })
    const anna = ben({ userId: example.ANNA, id: 'anna', correlationId: 'aaaaaaaa-0000-4000-8000-000000000002' })
    const answer = assess([ben(), anna], snapshot)
    expect(answer.rows.map(({ userId }) => userId)).toEqual([example.BEN])
    expect(answer.completedThoughBlocked).toBe(1)
  })

  it('takes a given candidate instead, as if it were in force', () => {
    const pilot = example.policy({ id: 'pilot', state: 'disabled', users: { includeUsers: [example.ANNA] } })
    const answer = assessImpact(OPEN, signIns([ben()]), pilot, NOW)
    expect(answer).toMatchObject({ candidate: { kind: 'given' }, total: { stopped: 0 }, blocked: { after: 'partial' } })
  })

  it('counts blocked and failed attempts apart', () => {
    const blocked = ben({ errorCode: 53003 })
    const answer = assess([blocked])
    expect(answer.seen).toEqual({ completed: 0, blocked: 1, other: 0, people: 1 })
    expect(answer.total.people).toBe(0)
  })
})

describe('Teams devices', () => {
  it('go into the exception group by their resource account, technicians do not', () => {
    const room = ben({ userId: example.ANNA, id: 'room', correlationId: 'aaaaaaaa-0000-4000-8000-000000000003' })
    const answer = assess([room, ben({ appId: PHONE })], OPEN, { deviceAccounts: new Set([example.ANNA]) })
    expect(answer.exceptionGroup).toEqual({
      existing: [],
      accounts: [{ id: example.ANNA, name: 'Anna' }],
      technicians: [{ id: example.BEN, name: 'Ben' }],
    })
    expect(answer.sorts['teams-device']).toEqual({ people: 2, stopped: 2, sessions: 2 })
    expect(answer.rows.find(({ userId }) => userId === example.BEN)?.instead).toEqual(['resource-account'])
  })
})

describe('a group of devices that is excluded already', () => {
  const excluding = (memberships: readonly Membership[]) =>
    example.snapshot({
      policies: [example.policy({ users: { excludeGroups: [example.ROOMS] } })],
      directory: { ...example.directory, memberships },
    })
  const existing = (snapshot: PolicySnapshot) =>
    assess([], snapshot, { deviceAccounts: new Set([example.ANNA]) }).exceptionGroup.existing

  it('is named, so that the plan can keep it, unless a person is in it', () => {
    const rooms = { groupId: example.ROOMS, memberId: example.ANNA }
    expect(existing(excluding([rooms]))).toEqual([{ id: example.ROOMS, name: 'Rooms', memberCount: 1 }])
    expect(existing(excluding([rooms, { groupId: example.ROOMS, memberId: example.BEN }]))).toEqual([])
    expect(existing(excluding([]))).toEqual([])
  })

  it('cannot be told where nobody said which accounts are devices, which the answer says', () => {
    const answer = assess([ben()], OPEN, { deviceAccounts: null })
    expect(answer.assumptions).toEqual([{ what: 'device-accounts-unknown', count: null }])
    expect(assess([ben()]).assumptions).toEqual([])
  })
})

describe('an unknown client', () => {
  it('is to be asked about, and the one attackers ask for to be looked at', () => {
    expect(assess([ben({ appId: 'aaaaaaaa-1111-4000-8000-000000000001' })]).rows[0]).toMatchObject({
      sort: 'unknown',
      appName: null,
      instead: ['find-owner'],
    })
    expect(assess([ben({ appId: BROKER })]).rows[0]?.instead).toEqual(['suspect-broker'])
  })
})

describe('emergency accounts', () => {
  const reckless = example.policy({ id: 'x', users: { excludeUsers: [example.EMERGENCY_1] } })

  it('are named where the candidate reaches them, signed in or not', () => {
    const answer = assessImpact(OPEN, signIns([ben({ userId: example.EMERGENCY_2 })]), reckless, NOW)
    expect(answer).toMatchObject({
      emergency: {
        declared: true,
        reached: [{ id: example.EMERGENCY_2, name: 'Emergency 2' }],
        stopped: [{ id: example.EMERGENCY_2, name: 'Emergency 2' }],
      },
    })
  })

  it('are not reached by what the plan proposes', () => {
    expect(assess([ben({ userId: example.EMERGENCY_2 })]).emergency).toEqual({
      declared: true,
      stopped: [],
      reached: [],
    })
  })
})

describe('what cannot be replayed', () => {
  it.each([
    ['no address', { ipAddress: 'nowhere' }, 'no-address'],
    ['a user nobody knows', { userId: example.CODE_HOST, userType: undefined }, 'unknown-user'],
    ['neither of the two fields', { authenticationProtocol: null, originalTransferMethod: null }, 'undecidable'],
    ['older than 30 days', { at: new Date('2026-01-20T10:00:00Z') }, 'too-old'],
    ['after now', { at: new Date('2026-03-02T09:00:00Z') }, 'in-the-future'],
  ])('%s: counted with its reason', (_what, change, why) => {
    const stripped = ben(change)
    if ('authenticationProtocol' in change) {
      delete stripped.authenticationProtocol
      delete stripped.originalTransferMethod
    }
    const answer = assess([stripped])
    expect(answer.notReplayed).toEqual([{ why, count: 1 }])
    expect(answer.total.people).toBe(0)
  })

  it('a resource that is not given, where policies tell resources apart', () => {
    const some = example.policy({ id: 'x', applications: { includeApplications: [example.MAIL] } })
    const answer = assessImpact(OPEN, signIns([ben({ resourceId: null })]), some, NOW)
    expect(answer).toMatchObject({ notReplayed: [{ why: 'no-resource', count: 1 }] })
  })

  it('an address is not needed where no policy asks for a network', () => {
    const everywhere = example.policy({ id: 'x', conditions: { locations: null } })
    const answer = assessImpact(OPEN, signIns([ben({ ipAddress: 'nowhere' })]), everywhere, NOW)
    expect(answer).toMatchObject({ notReplayed: [], total: { stopped: 1 } })
  })

  it('a guest whom the snapshot does not list: the type that is assumed is said', () => {
    const guests = example.policy({
      id: 'x',
      users: {
        excludeGuestsOrExternalUsers: {
          guestOrExternalUserTypes: 'internalGuest',
          externalTenants: { membershipKind: 'all' },
        },
      },
    })
    const stranger = { ...ben({ userId: example.CODE_HOST }), userType: 'guest' }
    const answer = assessImpact(OPEN, signIns([stranger]), guests, NOW)
    expect(answer).toMatchObject({
      assumptions: [{ what: 'guest-type-collaboration', count: 1 }],
      total: { stopped: 1 },
    })
  })
})

describe('a guest whom the snapshot does not list', () => {
  it('is a guest under the present policies as well', () => {
    const spared = example.policy({
      users: {
        excludeGuestsOrExternalUsers: {
          guestOrExternalUserTypes: 'b2bCollaborationGuest',
          externalTenants: { membershipKind: 'all' },
        },
      },
    })
    const snapshot = example.snapshot({ policies: [spared, example.riskPolicy()] })
    const stranger = { ...ben({ userId: example.CODE_HOST }), userType: 'guest' }
    expect(assess([stranger], snapshot)).toMatchObject({ completedThoughBlocked: 0, total: { stopped: 1 } })
  })
})

describe('the period', () => {
  it('says which days of the 30 the log holds', () => {
    const { period } = assess([ben()])
    expect(period).toMatchObject({ askedDays: 30, coveredDays: 1, askedUntil: NOW.toISOString() })
    expect(period.missingDays).toHaveLength(29)
    expect(period.missingDays).not.toContain('2026-02-20')
    expect(period.missingDays).toContain('2026-03-02')
  })

  it('does not call a day missing where nobody said what the log holds', () => {
    expect(assess([ben()], OPEN, { days: null }).period).toMatchObject({ coveredDays: 1, missingDays: null })
  })
})

describe('a snapshot of the day before', () => {
  it('is not replayed on', () => {
    const answer = assessImpact(OPEN, signIns([ben()]), null, new Date('2026-03-03T09:00:00Z'))
    expect(answer.kind).toBe('impact-unknown')
    expect(answer.unknowns).toContainEqual({ what: 'snapshot-expired', why: 'older-than-24-hours' })
  })
})
