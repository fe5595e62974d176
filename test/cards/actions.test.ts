import { describe, expect, it } from 'vitest'
import {
  actOnAlert,
  actOnContainment,
  answerAlert,
  askPolicy,
  checkOrigin,
  dropReport,
  parseCardAction,
  reportCheck,
  sendReport,
} from '../../src/cards/actions.js'
import { isPosternError } from '../../src/domain/errors.js'
import { ALERT_ID, CHECK_ID } from './examples.js'

const refusal = (data: unknown): unknown => {
  try {
    return parseCardAction(data)
  } catch (error) {
    return isPosternError(error) ? error.code : error
  }
}

describe('parseCardAction', () => {
  it.each([
    ['a report', reportCheck(CHECK_ID)],
    ['a report with the key of its text', reportCheck(CHECK_ID, 'k'.repeat(43))],
    ['the sending of a report', sendReport(CHECK_ID, 'k'.repeat(43))],
    ['a report that is not sent', dropReport(CHECK_ID)],
    ['"I started it"', checkOrigin(CHECK_ID, 'mine')],
    ['"somebody sent it"', checkOrigin(CHECK_ID, 'sent')],
    ['an answer', answerAlert(ALERT_ID, 'someone-sent-it')],
    ['a revoke', actOnAlert(ALERT_ID, 'revoke-sessions')],
    ['containing', actOnContainment(ALERT_ID, 'contain')],
    ['taking a step back', actOnContainment(ALERT_ID, 'undo-disable-account')],
    ['a policy question', askPolicy({ kind: 'status' })],
    ['a policy question, read anew', askPolicy({ kind: 'excluded' }, true)],
  ])('reads back %s that a card carried', (_what, action) => {
    expect(parseCardAction(JSON.parse(JSON.stringify(action)))).toEqual(action)
  })

  it('lower-cases ids, which Microsoft 365 compares without regard to case', () => {
    expect(parseCardAction({ ...reportCheck(CHECK_ID), checkId: CHECK_ID.toUpperCase() })).toEqual(
      reportCheck(CHECK_ID),
    )
  })

  const good = answerAlert(ALERT_ID, 'i-did')
  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a string', 'answer-alert'],
    ['a list', [good]],
    ['an unknown version', { ...good, v: 2 }],
    ['no version', { ...good, v: undefined }],
    ['the version as text', { ...good, v: '1' }],
    ['an unknown verb', { ...good, verb: 'disable-account' }],
    ['a verb from the prototype', { ...good, verb: 'constructor' }],
    ['an unknown answer', { ...good, answer: 'yes' }],
    ['an id that is no GUID', { ...good, alertId: `${ALERT_ID}'` }],
    ['a huge id', { ...good, alertId: 'a'.repeat(1_000_000) }],
    ['an id of another shape', { ...good, alertId: { toString: () => ALERT_ID } }],
    ['a missing id', { v: 1, verb: 'answer-alert', answer: 'i-did' }],
    ['one field too many', { ...good, asUser: 'somebody' }],
    ['an unknown act', { ...actOnAlert(ALERT_ID, 'close'), action: 'disable-account' }],
    ['a key that is too long', { ...reportCheck(CHECK_ID), seal: 'k'.repeat(44) }],
    ['a key that is none', { ...reportCheck(CHECK_ID), seal: `${'k'.repeat(42)}=` }],
    ['an unknown origin', { ...checkOrigin(CHECK_ID, 'mine'), origin: 'theirs' }],
    ['an unknown question', { v: 1, verb: 'ask-policy', question: { kind: 'everything' } }],
  ])('refuses %s', (_what, data) => {
    expect(refusal(data)).toBe('input-invalid')
  })
})
