import { describe, expect, it } from 'vitest'
import { readRecords, recognise } from '../../../src/domain/signInAlert/index.js'
import { approval, type Row } from './examples.js'

const ordinary: Row = { ...approval, authenticationProtocol: 'none', originalTransferMethod: 'none' }

const blockedBy = (ruleSatisfied: string, result: string): Row => ({
  status: { errorCode: 53003 },
  appliedConditionalAccessPolicies: [{ result, includeRulesSatisfied: [{ ruleSatisfied }] }],
})

describe('recognise', () => {
  it.each([
    ['neither field says so', {}, 'ordinary'],
    ['the protocol says so', { authenticationProtocol: 'deviceCode' }, 'device-code'],
    ['the portal spells the protocol', { authenticationProtocol: 'Device code' }, 'device-code'],
    ['the transfer method says so', { originalTransferMethod: 'DeviceCodeFlow' }, 'device-code'],
    ['the portal spells the method', { originalTransferMethod: 'Device code flow' }, 'device-code'],
    ['a block names the rule', blockedBy('deviceCodeFlow', 'failure'), 'device-code'],
    ['a block names another rule', blockedBy('allApps', 'failure'), 'ordinary'],
    ['the policy that names the rule did not fail', blockedBy('deviceCodeFlow', 'reportOnlyFailure'), 'ordinary'],
    [
      'the rule failed but the sign-in did not',
      { ...blockedBy('deviceCodeFlow', 'failure'), status: { errorCode: 0 } },
      'ordinary',
    ],
    ['the session moved by QR code', { authenticationProtocol: 'authenticationTransfer' }, 'other-flow'],
    [
      'a transferred session also carries the flag',
      { authenticationProtocol: 'authenticationTransfer', originalTransferMethod: 'deviceCodeFlow' },
      'other-flow',
    ],
    ['both fields are absent', { authenticationProtocol: undefined, originalTransferMethod: undefined }, 'undecidable'],
    ['both fields are of a wrong type', { authenticationProtocol: null, originalTransferMethod: 7 }, 'undecidable'],
    ['one field is empty and one absent', { authenticationProtocol: '', originalTransferMethod: null }, 'ordinary'],
  ])('when %s', (_case, change, expected) => {
    const [record] = readRecords({ ...ordinary, ...change }).records
    expect(record && recognise(record)).toBe(expected)
  })
})
