import { describe, expect, it } from 'vitest'
import { renderNotice } from '../../src/cards/index.js'
import { LOCALES } from '../../src/cards/words.js'
import type { AlertView, Notice } from '../../src/domain/notices.js'
import { ALERT_STATES, type Answer } from '../../src/domain/signInAlert/index.js'
import { actionsOf, effectsIn, problemsOf, textsOf } from './checks.js'
import { ALERT_ID, ANSWERED_AT, alert, HOSTILE_NAMES, ownReport, REVOKED_AT } from './examples.js'

type Telling = Extract<Notice, { kind: 'owner-alert' }>['telling']
const TELLINGS: readonly Telling[] = ['notice', 'question', 'stop-now', 'coaching']

const render = (change: Partial<AlertView> = {}, telling: Telling = 'question', locale = 'en') =>
  renderNotice({ kind: 'owner-alert', telling, alert: { ...alert, ...change } }, locale)
const answered = (...answers: readonly Answer[]) => ({
  state: 'answered' as const,
  answers: answers.map((answer) => ({ answer, at: ANSWERED_AT })),
})
const answersOffered = (card: ReturnType<typeof render>) =>
  actionsOf(card).map(({ data }) => (data as { answer: Answer }).answer)

describe('the card of an account’s owner', () => {
  it.each([
    ['notice', 'If this was not you, press the button.'],
    ['question', 'Who started this sign-in?'],
    ['stop-now', 'Stop, unless the device is in front of you: do not confirm the sign-in.'],
    ['coaching', 'Was this sign-in yours?'],
  ] as const)('begins a %s with the one thing to do', (telling, lead) => {
    expect(textsOf(render({}, telling))[0]).toBe(lead)
  })

  describe('that told us itself that the code was entered', () => {
    const revoked = (outcome: 'done' | 'failed' | 'not-possible' | 'left-to-team', why: string | null = null) =>
      render({ ...ownReport, steps: [{ step: 'revoke-sessions', outcome, why, at: REVOKED_AT }] })

    it.each([
      ['nothing is done yet', render(ownReport), 'Close the sign-in page, and approve nothing more.'],
      ['the sessions were ended', revoked('done'), 'Sign in again as usual: your sessions were ended.'],
      [
        'it is left to the team',
        revoked('left-to-team', 'mode-leaves-it-to-team'),
        'Call your security team now: ending your sessions is up to them.',
      ],
      [
        'it failed, which is not said to whoever holds the account',
        revoked('failed', 'graph-forbidden'),
        'Call your security team now: ending your sessions is up to them.',
      ],
      [
        'the account is a guest’s',
        revoked('not-possible', 'guest-home-organisation'),
        'Call the IT team of your own organisation now: only they can end your sessions.',
      ],
    ])('begins with the one thing to do where %s', (_what, card, lead) => {
      expect(textsOf(card)[0]).toBe(lead)
      expect(problemsOf(card)).toEqual([])
      expect(effectsIn(card)).toEqual([])
      expect(card.fallbackText).toBe(lead)
    })

    it('says that the sign-in was not seen so far, and shows it once it is', () => {
      expect(textsOf(render(ownReport)).join('\n')).toContain('The sign-in is not in the log so far.')
      const { outcome, firstSeen, appName, redeemedFrom } = alert
      const joined = textsOf(render({ ...ownReport, outcome, firstSeen, appName, redeemedFrom })).join('\n')
      expect(joined).not.toContain('not in the log so far')
      expect(joined).toContain('Microsoft Office')
    })

    it('asks nothing any more', () => {
      expect(answersOffered(render(ownReport))).toEqual([])
    })
  })

  it('says kindly that a try got nobody in, and that an answer to it signs nobody out', () => {
    const texts = textsOf(render({ outcome: 'blocked', severity: 'low' }, 'coaching')).join('\n')
    expect(texts).toContain('Nobody got in this way. Such requests are made to look real')
    expect(texts).toContain('You stay signed in: nobody got in this way.')
    expect(texts).not.toContain('signed out')
  })

  describe('says before a press what a worrying answer brings', () => {
    const consequences = (mode: AlertView['mode']) =>
      new Set(textsOf(render({ mode })).filter((text) => text.startsWith('Your security team is told at once')))

    it.each([
      ['propose', 'decides what happens next. Until then you stay signed in.'],
      ['revoke', 'I sign you out everywhere; then sign in again as usual.'],
      ['full', 'Your account and devices that were just added may be blocked until the team has looked.'],
    ] as const)('in mode %s', (mode, brings) => {
      expect([...consequences(mode)]).toEqual([expect.stringContaining(brings)])
    })

    it.each(LOCALES)('differently in each mode, in %s', (locale) => {
      const modes = (['propose', 'revoke', 'full'] as const).map((mode) =>
        textsOf(render({ mode }, 'question', locale)).join(),
      )
      expect(new Set(modes).size).toBe(3)
    })
  })

  it('says of "I did" that the team looks all the same, where the case has outgrown an earlier one', () => {
    const said = { answer: 'i-did', at: new Date('2026-03-02T08:10:00Z') } as const
    const rose = { answers: [said], severity: 'elevated', risenAt: new Date('2026-03-02T08:20:00Z') } as const
    expect(textsOf(render(rose)).join()).toContain('Your security team looks at this sign-in all the same.')
    expect(textsOf(render({ severity: 'elevated' })).join()).not.toContain('all the same')
  })

  it('asks again where the case has outgrown a harmless answer, and not once it is given again', () => {
    const said = { answer: 'i-did', at: new Date('2026-03-02T08:10:00Z') } as const
    const rose = { answers: [said], severity: 'elevated', risenAt: new Date('2026-03-02T08:20:00Z') } as const
    expect(textsOf(render(rose))[0]).toBe('Who started this sign-in?')
    const again = { answer: 'i-did', at: new Date('2026-03-02T08:30:00Z') } as const
    expect(textsOf(render({ ...rose, answers: [said, again] }))[0]).toContain('Nothing more to do')
  })

  it('never leaves a number of a network alone, and says where the log has no place', () => {
    const place = { city: null, countryOrRegion: null, ipAddress: '203.0.113.9', trusted: false, network: 'AS64511' }
    expect(textsOf(render({ redeemedFrom: place })).join('\n')).toContain(
      'place not in the sign-in log · 203.0.113.9 · a network without a well-known name (AS 64511)',
    )
  })

  it('refers to the message that the person had asked about', () => {
    const asked =
      'You asked me about a message at {{DATE(2026-03-02T08:00:00Z, SHORT)}} {{TIME(2026-03-02T08:00:00Z)}}.'
    expect(textsOf(render({ askedAt: new Date('2026-03-02T08:00:00Z') })).join('\n')).toContain(asked)
    expect(textsOf(render()).join('\n')).not.toContain('You asked me')
  })

  it('asks with three answers, and says what each will do', () => {
    const card = render()
    expect(actionsOf(card)).toEqual([
      {
        type: 'Action.Execute',
        title: 'I did, on a device in front of me',
        verb: 'answer-alert',
        data: { v: 1, verb: 'answer-alert', alertId: ALERT_ID, answer: 'i-did', asked: 'question' },
      },
      {
        type: 'Action.Execute',
        title: 'Someone sent or read me the code',
        verb: 'answer-alert',
        data: { v: 1, verb: 'answer-alert', alertId: ALERT_ID, answer: 'someone-sent-it', asked: 'question' },
      },
      {
        type: 'Action.Execute',
        title: "I don't know this",
        verb: 'answer-alert',
        data: { v: 1, verb: 'answer-alert', alertId: ALERT_ID, answer: 'unknown-to-me', asked: 'question' },
      },
    ])
    expect(textsOf(card)).toContain('I note your answer. Your security team looks at this sign-in all the same.')
    expect(textsOf(render({ severity: 'elevated' }))).toContain('I note your answer. You stay signed in.')
  })

  it('offers a notice one button, for "not me"', () => {
    const card = render({}, 'notice')
    expect(actionsOf(card).map(({ title }) => title)).toEqual(["This wasn't me"])
    expect(answersOffered(card)).toEqual(['unknown-to-me'])
  })

  it('names app, time and both places, each as far as the record says', () => {
    expect(textsOf(render())).toEqual(
      expect.arrayContaining([
        '**App:** Microsoft Office',
        '**First seen:** {{DATE(2026-03-02T08:01:30Z, SHORT)}} {{TIME(2026-03-02T08:01:30Z)}}',
        '**Code typed in from:** Hamburg · Germany · 192.0.2.17 · a network of your organisation',
        '**Sign-in went to:** Netherlands · 203.0.113.80',
      ]),
    )
  })

  it('says what is not known instead of leaving it out', () => {
    const blank = { city: null, countryOrRegion: null, ipAddress: null, trusted: false }
    const texts = textsOf(render({ appName: null, appId: null, approvedFrom: blank, redeemedFrom: null }))
    expect(texts.filter((text) => text.endsWith('** not known'))).toHaveLength(2)
    expect(texts).toContain('**Sign-in went to:** not in the sign-in log so far')
  })

  it('names an unknown app by its id', () => {
    expect(textsOf(render({ appName: null }))).toContain(
      '**App:** an app Postern does not know, id d3590ed6-52b3-4102-aeff-aad2292ab01c',
    )
  })

  it('does not tell the reader, who may be the attacker, why the case stands out', () => {
    expect(JSON.stringify(render())).not.toContain('another')
  })

  describe('after an answer', () => {
    it('shows what was recorded, what was done, and what comes next', () => {
      const card = render({
        ...answered('someone-sent-it'),
        steps: [{ step: 'revoke-sessions', outcome: 'done', why: null, at: REVOKED_AT }],
      })
      expect(textsOf(card)[0]).toBe('Close the sign-in page, and approve nothing more.')
      expect(textsOf(card)).toEqual(
        expect.arrayContaining([
          'You answered: Someone sent or read me the code ({{DATE(2026-03-02T08:09:00Z, SHORT)}} {{TIME(2026-03-02T08:09:00Z)}})',
          '{{DATE(2026-03-02T08:09:04Z, SHORT)}} {{TIME(2026-03-02T08:09:04Z)}}: sign out everywhere: ✔ done',
        ]),
      )
      expect(textsOf(card)).toContain('Signing out may take up to an hour to reach every app.')
      expect(answersOffered(card)).toEqual([])
    })

    it('shows what was done without one too: a person who is signed out wants to know why', () => {
      const steps = [{ step: 'revoke-sessions', outcome: 'done', why: null, at: REVOKED_AT }] as const
      expect(textsOf(render({ steps })).join('\n')).toContain('sign out everywhere: ✔ done')
      expect(textsOf(render()).join('\n')).not.toContain('Signing out')
    })

    it('does not tell the reader what could not be done', () => {
      const steps = [{ step: 'disable-account', outcome: 'left-to-team', why: null, at: REVOKED_AT }] as const
      expect(textsOf(render({ ...answered('someone-sent-it'), steps })).join('\n')).not.toContain('disable')
    })

    it.each([
      [['i-did'], ['someone-sent-it', 'unknown-to-me']],
      [['unknown-to-me'], ['someone-sent-it']],
      [['someone-sent-it'], []],
      [['someone-sent-it', 'i-did'], []],
      [['unknown-to-me', 'i-did'], ['someone-sent-it']],
    ] as const)('offers after %j only what is worse', (given, offered) => {
      expect(answersOffered(render(answered(...given)))).toEqual(offered)
      expect(answersOffered(render({ ...answered(...given), state: 'closed' }))).toEqual(offered)
    })

    it('lets a harmless answer take nothing back', () => {
      expect(textsOf(render(answered('unknown-to-me', 'i-did')))[0]).toBe('Approve nothing that you did not start.')
    })

    it.each([
      ['elevated', 'Were you wrong'],
      ['high', 'Your security team looks at this sign-in all the same.'],
      ['critical', 'Your security team looks at this sign-in all the same.'],
    ] as const)('says of "I did" at %s what it changes', (severity, next) => {
      expect(textsOf(render({ ...answered('i-did'), severity })).join('\n')).toContain(next)
    })

    it('asks again when the case became worse after "I did"', () => {
      const card = render({ ...answered('i-did'), state: 'reopened' })
      expect(textsOf(card)[0]).toBe('Who started this sign-in?')
      expect(answersOffered(card)).toEqual(['i-did', 'someone-sent-it', 'unknown-to-me'])
    })
  })

  it('still takes answers when the time is over, and says that the team knows', () => {
    const card = render({ state: 'expired' })
    expect(answersOffered(card)).toHaveLength(3)
    expect(textsOf(card).join('\n')).toContain('You did not answer in time')
  })

  it('points to the other card when the case became part of another', () => {
    const card = render({ state: 'superseded' })
    expect(textsOf(card)[0]).toBe('Go on with the other card: this one has become part of it.')
    expect(actionsOf(card)).toEqual([])
  })

  it('speaks the reader’s language', () => {
    const card = render({}, 'question', 'de-CH')
    expect(card.lang).toBe('de')
    expect(textsOf(card)[0]).toBe('Wer hat diese Anmeldung begonnen?')
    expect(textsOf(card)).toContain('**Anmeldung ging an:** Niederlande · 203.0.113.80')
  })

  it('is a sound card in every state, for every telling, answer and language', () => {
    const answers: readonly (readonly Answer[])[] = [[], ['i-did'], ['unknown-to-me'], ['someone-sent-it']]
    for (const telling of TELLINGS)
      for (const state of ALERT_STATES)
        for (const given of answers)
          for (const locale of LOCALES) {
            const card = render({ ...answered(...given), state }, telling, locale)
            expect([telling, state, given, locale, problemsOf(card)]).toEqual([telling, state, given, locale, []])
          }
  })

  it.each(HOSTILE_NAMES.map((name) => [name.slice(0, 40), name]))(
    'shows the value %j without effect',
    (_start, name) => {
      const place = { city: name, countryOrRegion: name, ipAddress: name, trusted: false }
      const card = render({
        appName: name,
        approvedFrom: place,
        redeemedFrom: place,
        steps: [{ step: name, outcome: 'done', why: name, at: REVOKED_AT }],
        ...answered('unknown-to-me'),
      })
      expect(problemsOf(card)).toEqual([])
      expect(effectsIn(card)).toEqual([])
    },
  )
})
