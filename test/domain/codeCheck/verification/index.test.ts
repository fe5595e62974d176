import { describe, expect, it } from 'vitest'
import { type CodeCheck, checkMessage, VERDICTS } from '../../../../src/domain/codeCheck/index.js'
import {
  afterVerification,
  type MeetingVerification,
  type SenderVerification,
  type Verification,
} from '../../../../src/domain/codeCheck/verification/index.js'
import { JOIN_URL } from './examples.js'

const check = checkMessage({ text: `Microsoft Teams meeting ${JOIN_URL}` })
const at = new Date('2026-11-02T12:00:00Z')
const MEETINGS: readonly (MeetingVerification | null)[] = [
  null,
  { state: 'not-found' },
  { state: 'unavailable', why: 'graph-busy' },
  { state: 'organised-here', subject: 'Budget', others: 0 },
  {
    ...{ state: 'in-your-calendar', subject: 'Budget', start: at, isCancelled: false },
    ...{ isAnswered: true, organiserAddress: null, others: 0 },
  },
]
const sender = (change: Partial<Extract<SenderVerification, { isProven: boolean }>>): SenderVerification => ({
  state: 'external',
  isProven: true,
  posesAsInside: false,
  address: null,
  ...change,
})
const SENDERS: readonly (SenderVerification | null)[] = [
  null,
  { state: 'unavailable', why: 'no-permission' },
  ...(['colleague', 'guest', 'external', 'unknown'] as const).flatMap((state) => [
    sender({ state }),
    sender({ state, posesAsInside: true }),
  ]),
]
const all: readonly Verification[] = MEETINGS.flatMap((meeting) => SENDERS.map((who) => ({ meeting, sender: who, at })))
const GRAVITY = ['unrelated', 'legitimate-meeting', 'legitimate-device-login', 'suspicious', 'phishing']

describe('a verdict after verification', () => {
  it('is never milder, whatever was found', () => {
    for (const verdict of VERDICTS) {
      for (const verification of all) {
        const after = afterVerification({ ...check, verdict }, verification)
        expect(GRAVITY.indexOf(after.verdict)).toBeGreaterThanOrEqual(GRAVITY.indexOf(verdict))
        if (verdict === 'phishing' || verdict === 'suspicious') expect(after).toEqual({ ...check, verdict })
      }
    }
  })

  it('stays what it was where a meeting is not found, or could not be looked for', () => {
    expect(check.verdict).toBe('legitimate-meeting')
    for (const meeting of MEETINGS) expect(afterVerification(check, { meeting, sender: null, at })).toBe(check)
    expect(afterVerification(check, null)).toBe(check)
  })

  it.each(['legitimate-meeting', 'unrelated'] as const)(
    'is suspicious where %s comes from somebody who poses',
    (verdict) => {
      const poses = { meeting: null, sender: sender({ posesAsInside: true }), at }
      const before: CodeCheck = { ...check, verdict, advice: ['format-fits', 'report'] }
      expect(afterVerification(before, poses)).toMatchObject({
        verdict: 'suspicious',
        confidence: 'likely',
        advice: ['verify-elsewhere', 'report'],
      })
    },
  )
})
