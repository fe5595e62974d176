import { describe, expect, it } from 'vitest'
import { EMPTY_CONTEXT, readContext } from '../../../src/domain/signInAlert/index.js'
import { APP, OTHER_USER, USER } from './examples.js'

describe('readContext', () => {
  it('knows nothing of an empty object', () => {
    expect(readContext({})).toEqual(EMPTY_CONTEXT)
  })

  it.each([null, 'x', 5, []])('refuses %j', (value) => {
    expect(readContext(value)).toBeUndefined()
  })

  it('passes a broken entry over and keeps those beside it', () => {
    const rule = { appId: APP, network: '198.51.100.0/24', userIds: [USER], until: '2027-01-01T00:00:00Z' }
    const context = readContext({
      trustedNetworks: ['not a network', 7, '198.51.100.0/24'],
      sharedDeviceAccounts: [null, USER.toUpperCase()],
      reports: [
        { userId: USER, at: 'soon', verdict: 'phishing' },
        { userId: USER, at: '2026-03-02', verdict: 'phishing' },
      ],
      allow: [
        rule,
        { ...rule, until: 'never' },
        { ...rule, network: '*' },
        { ...rule, userIds: [] },
        { ...rule, appId: 7 },
      ],
      history: { [USER]: 'none', [OTHER_USER]: { deviceCodeLast30d: '3', asns: ['64496', 'x'], countries: ['US'] } },
      somethingElse: true,
    })
    expect(context?.trustedNetworks).toHaveLength(1)
    expect(context?.sharedDeviceAccounts).toEqual(new Set([USER]))
    expect(context?.reports).toHaveLength(1)
    expect(context?.allow).toHaveLength(1)
    expect(context?.history).toEqual(
      new Map([[OTHER_USER, { deviceCodeLast30d: 3, asns: new Set([64496]), countries: new Set(['us']) }]]),
    )
  })

  it('takes a history that is no object for none', () => {
    expect(readContext({ history: [] })?.history).toBeUndefined()
  })
})
