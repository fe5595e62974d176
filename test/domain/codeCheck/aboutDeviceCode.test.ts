import { describe, expect, it } from 'vitest'
import {
  canBeEntered,
  checkMessage,
  isAboutDeviceCode,
  SIGNALS,
  type Signal,
  type SignalCode,
  saysEntered,
  type Verdict,
} from '../../../src/domain/codeCheck/index.js'

const found = (verdict: Verdict, ...codes: readonly SignalCode[]) => ({
  verdict,
  signals: codes.map((code): Signal => ({ code, evidence: '' })),
})

describe('a check is about a device code', () => {
  it.each([
    ['a lure', 'To join the meeting go to https://microsoft.com/devicelogin and enter the code HNGP5CAF8.'],
    ['a code alone', 'HNGP5CAF8'],
    ['a page alone', 'https://microsoft.com/devicelogin'],
    ['a page of another cloud', 'https://microsoft.com/deviceloginchina'],
    ['a code in pieces', 'please enter H N G P 5 C A F 8 at aka.ms/devicelogin'],
    [
      'the prompt of a tool',
      'To sign in, open the page https://microsoft.com/devicelogin and enter the code HNGP5CAF8 to authenticate.',
    ],
  ])('where it finds %s', (_what, text) => {
    expect(isAboutDeviceCode(checkMessage({ text }))).toBe(true)
  })

  it.each([
    ['a meeting', 'https://teams.microsoft.com/meet/23456789012345 Meeting ID: 234 567 890 123 45'],
    ['a one-time password', 'Your verification code is 483920'],
    ['a parcel', 'Your parcel 1Z999AA10123456784 arrives today'],
    ['nothing', 'See you at lunch'],
  ])('not where it finds %s', (_what, text) => {
    expect(isAboutDeviceCode(checkMessage({ text }))).toBe(false)
  })
})

describe('that a code was entered can be said', () => {
  it('of a phishing message, whatever was found in it', () => {
    expect(canBeEntered(found('phishing'))).toBe(true)
  })

  it('of a suspicious message with a code or a page, and of no other', () => {
    expect(canBeEntered(found('suspicious', 'device-code'))).toBe(true)
    expect(canBeEntered(found('suspicious', 'urgency'))).toBe(false)
  })

  it('where the message itself says so', () => {
    const said = found('unrelated', 'already-entered')
    expect([saysEntered(said), canBeEntered(said)]).toEqual([true, true])
    expect(canBeEntered(found('unrelated', 'nothing-found'))).toBe(false)
  })

  it('not of a prompt that may be the reader’s own, nor of a meeting', () => {
    const codes = Object.keys(SIGNALS) as SignalCode[]
    expect(canBeEntered(found('legitimate-device-login', ...codes))).toBe(false)
    expect(canBeEntered(found('legitimate-meeting', ...codes))).toBe(false)
  })
})
