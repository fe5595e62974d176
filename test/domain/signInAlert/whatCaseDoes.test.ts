import { describe, expect, it } from 'vitest'
import { type Outcome, type OwnerKind, SEVERITIES, whatCaseDoes } from '../../../src/domain/signInAlert/index.js'

const MINUTE_MS = 60_000

describe('what a case does to a person', () => {
  it.each([
    ['completed', 'expected', 'nothing', 'log', null],
    ['completed', 'low', 'notice', 'log', null],
    ['completed', 'elevated', 'question', 'after-silence-or-worrying-answer', 60 * MINUTE_MS],
    ['completed', 'high', 'question', 'at-once', 15 * MINUTE_MS],
    ['completed', 'critical', 'question', 'at-once', 5 * MINUTE_MS],
    ['pending', 'low', 'stop-now', 'log', null],
    ['pending', 'elevated', 'stop-now', 'log', null],
    ['pending', 'high', 'stop-now', 'at-once', null],
    ['pending', 'critical', 'stop-now', 'at-once', null],
    ['blocked', 'low', 'coaching', 'log', null],
    ['blocked', 'elevated', 'coaching', 'log', null],
    ['blocked', 'high', 'coaching', 'at-once', null],
    ['failed', 'low', 'coaching', 'log', null],
    ['failed', 'high', 'coaching', 'at-once', null],
  ] as const)('%s, %s: %s, the team %s', (outcome, severity, owner, team, silenceMs) => {
    expect(whatCaseDoes(outcome, severity, 'person')).toEqual({ owner, team, silenceMs })
  })

  it('waits as long as the operator says', () => {
    const silence = { critical: 1, high: 2, elevated: 3 }
    expect(whatCaseDoes('completed', 'high', 'person', silence).silenceMs).toBe(2)
  })
})

describe('an owner who is never asked', () => {
  const outcomes: readonly Outcome[] = ['completed', 'blocked', 'pending', 'failed']
  const kinds: readonly OwnerKind[] = ['shared-device', 'guest', 'disabled', 'emergency']

  it.each(kinds)('%s: the team hears of it at elevated or above', (kind) => {
    for (const outcome of outcomes) {
      const team = SEVERITIES.map((severity) => whatCaseDoes(outcome, severity, kind))
      expect(team.map((does) => does.team)).toEqual(['log', 'log', 'at-once', 'at-once', 'at-once'])
      expect(team.every((does) => does.owner === 'nothing' && does.silenceMs === null)).toBe(true)
    }
  })
})
