import { describe, expect, it } from 'vitest'
import { type DeviceCodeCase, residualUse } from '../../../src/domain/signInAlert/index.js'
import { exampleCase } from '../../support/exampleAlert.js'

const REVOKED_MS = exampleCase.case.firstSeenMs + 60_000
const TOOK_HOLD_MS = 5 * 60_000
const [approval] = exampleCase.case.legs
const tail = (id: string, change: object): DeviceCodeCase['legs'][number] => ({
  ...approval!,
  kind: 'tail',
  inFlow: false,
  record: { ...approval!.record, id, atMs: REVOKED_MS + TOOK_HOLD_MS + 1, sessionId: 'session', ...change },
})
const one = (...legs: readonly DeviceCodeCase['legs'][number][]): DeviceCodeCase => ({
  ...exampleCase.case,
  legs: [
    { ...tail('approved', { atMs: REVOKED_MS - 2000, deviceId: 'own' }), kind: 'approval', inFlow: true },
    tail('began', { atMs: REVOKED_MS - 1000 }),
    ...legs,
  ],
})

describe('use of a session after its revoke', () => {
  it.each([
    ['a success of the session', { id: 'late' }, 1],
    ['a success that names no session', { sessionId: undefined }, 1],
    ['a success at the instant of the revoke', { atMs: REVOKED_MS }, 0],
    ['a success while the revoke takes hold', { atMs: REVOKED_MS + TOOK_HOLD_MS }, 0],
    ['a success of a session that began later', { sessionId: 'another' }, 0],
    [
      'a success of a session that a primary refresh token of the case began: a device outlives the revoke',
      { sessionId: 'another', tokenType: 'primaryrefreshtoken' },
      1,
    ],
    [
      'a success of a session that the approving device began with its own token: that one is its owner’s',
      { sessionId: 'another', tokenType: 'primaryrefreshtoken', deviceId: 'own' },
      0,
    ],
    ['a failure', { result: 50076 }, 0],
  ])('is %s, or not', (_what, change, count) => {
    expect(residualUse(one(tail('late', change)), REVOKED_MS).used).toHaveLength(count)
  })

  it('comes oldest first', () => {
    const legs = [tail('second', { atMs: REVOKED_MS + 2 * TOOK_HOLD_MS }), tail('first', {})]
    expect(residualUse(one(...legs), REVOKED_MS).used.map(({ recordId }) => recordId)).toEqual(['first', 'second'])
  })

  it.each([50173, 50133, 50132, 530036, 50057])('is refused with %i, which proves the revoke', (result) => {
    expect(residualUse(one(tail('late', { result })), REVOKED_MS)).toEqual({ used: [], refused: 1 })
  })
})
