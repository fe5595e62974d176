import { describe, expect, it } from 'vitest'
import { type ContainmentRequest, type OwnerFacts, planContainment } from '../../../src/domain/signInAlert/index.js'

/** A worrying answer of an ordinary person where the operator has left everything to the machine. */
const good: ContainmentRequest = {
  mode: 'full',
  cause: 'worrying-answer',
  owner: { privileged: false, emergency: false, guest: false, botAdmin: false },
  disablesLastHour: 0,
}

const ofOwner = (owner: Partial<OwnerFacts>, change: Partial<ContainmentRequest> = {}): ContainmentRequest => ({
  ...good,
  ...change,
  owner: { ...good.owner, ...owner },
})

const who = (request: ContainmentRequest): Record<string, string> =>
  Object.fromEntries(planContainment(request).map((planned) => [planned.step, planned.who]))

const reasonOf = (request: ContainmentRequest, step: string) =>
  planContainment(request).find((planned) => planned.step === step)?.reason

describe('planContainment', () => {
  it('takes devices and the account before the sessions, since tokens of a new device survive a revoke', () => {
    expect(planContainment(good).map(({ step }) => step)).toEqual([
      'collect-additions',
      'disable-new-devices',
      'disable-account',
      'revoke-sessions',
      'mark-compromised',
      'watch-residual',
    ])
  })

  it.each([
    ['propose', { 'disable-new-devices': 'team', 'disable-account': 'team', 'revoke-sessions': 'team' }],
    ['revoke', { 'disable-new-devices': 'team', 'disable-account': 'team', 'revoke-sessions': 'machine' }],
    ['full', { 'disable-new-devices': 'machine', 'disable-account': 'machine', 'revoke-sessions': 'machine' }],
  ] as const)('in mode %s', (mode, expected) => {
    expect(who({ ...good, mode })).toMatchObject({ ...expected, 'mark-compromised': 'team' })
  })

  it.each(['propose', 'revoke', 'full'] as const)(
    'changes nothing by machine in mode %s without a worrying answer',
    (mode) => {
      const acting = planContainment({ ...good, mode, cause: 'other' }).filter(
        (planned) => planned.reason !== 'reads-only',
      )
      expect(acting).toHaveLength(4)
      expect(acting.every((planned) => planned.who === 'team')).toBe(true)
    },
  )

  it.each([
    ['owner-is-emergency-account', { emergency: true }],
    ['owner-is-privileged', { privileged: true }],
    ['owner-is-bot-admin', { botAdmin: true }],
    ['owner-rights-unknown', { privileged: undefined }],
  ] as const)('never disables an account by machine: %s', (reason, owner) => {
    expect(reasonOf(ofOwner(owner), 'disable-account')).toBe(reason)
    expect(who(ofOwner(owner))).toMatchObject({ 'disable-account': 'team', 'revoke-sessions': 'machine' })
  })

  it('falls back to the team from the sixth disable of an hour on', () => {
    expect(who({ ...good, disablesLastHour: 4 })).toMatchObject({ 'disable-account': 'machine' })
    expect(reasonOf({ ...good, disablesLastHour: 5 }, 'disable-account')).toBe('hourly-limit-reached')
    expect(reasonOf({ ...good, disablesLastHour: 5 }, 'disable-new-devices')).toBe('hourly-limit-reached')
    expect(who({ ...good, disablesLastHour: 5 })).toMatchObject({ 'revoke-sessions': 'machine' })
  })

  it.each(['propose', 'revoke', 'full'] as const)(
    'says in mode %s that nobody here can revoke or mark a guest',
    (mode) => {
      const request = ofOwner({ guest: true }, { mode })
      expect(who(request)).toMatchObject({ 'revoke-sessions': 'nobody', 'mark-compromised': 'nobody' })
      expect(reasonOf(request, 'revoke-sessions')).toBe('guest-home-organisation')
    },
  )
})
