import { describe, expect, it } from 'vitest'
import {
  ALERT_STATES,
  ANSWERS,
  type AnswerGiven,
  answerEffect,
  SEVERITIES,
} from '../../../src/domain/signInAlert/index.js'

/** The first answer, harmless, to a question of middling weight; each test changes what it is about. */
const given: AnswerGiven = { answer: 'i-did', previousAnswers: [], severity: 'elevated', state: 'told' }

const effect = (change: Partial<AnswerGiven>) => answerEffect({ ...given, ...change })

describe('a harmless answer', () => {
  it('settles a case that is not grave', () => {
    expect(effect({})).toEqual({
      record: true,
      worsens: false,
      contain: false,
      escalate: false,
      stopsTimer: true,
      next: 'harmless-answer',
    })
  })

  it.each(['high', 'critical'] as const)('changes nothing at %s', (severity) => {
    expect(effect({ severity })).toMatchObject({ record: true, stopsTimer: false, next: null })
  })

  it('settles nothing where the case has become graver since it was called harmless', () => {
    expect(effect({ previousAnswers: ['i-did'], isSpent: true })).toMatchObject({ stopsTimer: false, next: null })
  })

  it('takes no worse answer back', () => {
    expect(effect({ previousAnswers: ['unknown-to-me'] })).toMatchObject({ stopsTimer: false, next: null })
  })

  it.each(['expired', 'escalated', 'closed', 'containing'] as const)('moves nothing in state %s', (state) => {
    expect(effect({ state }).next).toBeNull()
  })
})

describe('a worrying answer', () => {
  it.each(['someone-sent-it', 'unknown-to-me'] as const)('%s takes effect whatever the severity', (answer) => {
    for (const severity of SEVERITIES) {
      expect(effect({ answer, severity })).toEqual({
        record: true,
        worsens: true,
        contain: true,
        escalate: true,
        stopsTimer: true,
        next: 'worrying-answer',
      })
    }
  })

  it('takes effect in every state, also after a harmless one', () => {
    for (const state of ALERT_STATES) {
      expect(effect({ answer: 'someone-sent-it', previousAnswers: ['i-did'], state })).toMatchObject({
        worsens: true,
        contain: true,
        escalate: true,
      })
    }
  })

  it('starts nothing a second time while somebody acts on the first', () => {
    for (const state of ['answered', 'containing', 'escalated'] as const) {
      const second = effect({ answer: 'unknown-to-me', previousAnswers: ['someone-sent-it'], state })
      expect(second).toMatchObject({ worsens: false, contain: false, escalate: false })
    }
  })

  it('starts something again once the alert was closed', () => {
    const again = effect({ answer: 'unknown-to-me', previousAnswers: ['someone-sent-it'], state: 'closed' })
    expect(again).toMatchObject({ worsens: false, contain: true, escalate: true, next: 'worrying-answer' })
  })

  it('is worse where the person was sent the code', () => {
    expect(effect({ answer: 'someone-sent-it', previousAnswers: ['unknown-to-me'] }).worsens).toBe(true)
    expect(effect({ answer: 'unknown-to-me', previousAnswers: ['someone-sent-it'] }).worsens).toBe(false)
  })

  it('on the card of a superseded alert counts, and leaves the step to the alert that lives on', () => {
    expect(effect({ answer: 'unknown-to-me', state: 'superseded' })).toMatchObject({ contain: true, next: null })
  })
})

it('never lowers what an earlier answer has raised', () => {
  for (const answer of ANSWERS) {
    for (const earlier of ANSWERS) {
      const isWorse = ANSWERS.indexOf(answer) > ANSWERS.indexOf(earlier)
      expect(effect({ answer, previousAnswers: [earlier] }).worsens).toBe(isWorse)
    }
  }
})
