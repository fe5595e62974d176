import { describe, expect, it } from 'vitest'
import { readPolicyQuestion } from '../../../src/domain/policyStatus/index.js'
import { isLike } from '../../../src/domain/policyStatus/question.js'

describe('a question in plain words', () => {
  it.each([
    ['is device code flow blocked?', 'status'],
    ['Is device code blocked', 'status'],
    ['is the Device-Code flow BLOCKED???', 'status'],
    ['do we block device code sign-in', 'status'],
    ['policy status', 'status'],
    ['is devcie code flow bloked?', 'status'],
    ['who is excluded?', 'excluded'],
    ['Who’s excluded from the policy', 'excluded'],
    ['show me the exclusions of the device code policy', 'excluded'],
    ['who is left open?', 'left-open'],
    ['who can still use device code flow', 'left-open'],
    ['what gaps does the policy have', 'left-open'],
    ['trusted locations', 'trusted-locations'],
    ['which networks are trusted?', 'trusted-locations'],
    ['emergency accounts', 'emergency-accounts'],
    ['list the break-glass accounts', 'emergency-accounts'],
    ['report-only policies', 'report-only'],
    ['which policies are report only?', 'report-only'],
    ['policy help', 'help'],
  ])('%s → %s', (text, kind) => {
    expect(readPolicyQuestion(text)).toEqual({ kind })
  })

  it.each([
    ['nothing', ''],
    ['a greeting', 'hello'],
    ['a code to check', 'is this code legit?'],
    ['a code somebody was sent', 'is this code blocked'],
    ['a person in trouble', 'I entered the device code, am I blocked now?'],
    ['a lure', 'Your policy access is blocked. Enter code K7WQ4HZ2M at microsoft.com/devicelogin'],
    ['a lure with few words', 'device code ABCD12345 blocked'],
    ['an alarm', 'emergency!'],
    ['one word', 'open'],
    ['a meeting', 'Join the open meeting with the code from Ben about the report'],
    ['a long text', `is device code flow blocked ${'and '.repeat(40)}`],
    ['a very long text', 'blocked '.repeat(10_000)],
  ])('%s is none', (_case, text) => {
    expect(readPolicyQuestion(text)).toBeNull()
  })

  it.each([
    ['blocked', 'blocked', true],
    ['bloked', 'blocked', true],
    ['blocekd', 'blocked', true],
    ['blockedd', 'blocked', true],
    ['blicked', 'blocked', true],
    ['blikced', 'blocked', false],
    ['opne', 'open', false],
  ])('%s for %s: %s', (word, wanted, expected) => {
    expect(isLike(word, wanted)).toBe(expected)
  })
})
