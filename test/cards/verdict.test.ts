import { describe, expect, it } from 'vitest'
import { renderVerdict, type VerdictOptions } from '../../src/cards/index.js'
import { LOCALES } from '../../src/cards/words.js'
import { ADVICE, type AdviceCode, SIGNALS, type SignalCode, VERDICTS } from '../../src/domain/codeCheck/index.js'
import type { WatchView } from '../../src/domain/notices.js'
import { actionsOf, effectsIn, payloadsOf, problemsOf, textsOf } from './checks.js'
import { CHECK_ID, HOSTILE_NAMES, phishing } from './examples.js'

const render = (change: Partial<VerdictOptions> = {}) =>
  renderVerdict({ check: phishing, checkId: CHECK_ID, place: 'personal', locale: 'en', ...change })
const prompt = { ...phishing, verdict: 'legitimate-device-login', advice: ['did-you-start-it'] } as const
const titlesOf = (card: ReturnType<typeof render>) => actionsOf(card).map(({ title }) => title)

describe('the verdict card', () => {
  it('begins with the one thing to do, then says the verdict and how sure it is', () => {
    expect(textsOf(render()).slice(0, 2)).toEqual([
      'Do not enter the code, and do not sign in on that page. Report the message.',
      '⛔ Phishing (sure)',
    ])
  })

  it('gives the first three reasons, with evidence defanged', () => {
    const texts = textsOf(render())
    expect(texts.filter((text) => text.startsWith('• '))).toHaveLength(3)
    expect(texts).toContain(
      '• A code and a page for signing in devices stand in one message: “hxxps://microsoft[.]com/devicelogin”',
    )
  })

  it('makes a sentence of a reason that rests on no evidence', () => {
    const check = { ...phishing, signals: [{ code: 'urgency', evidence: '' }] } as const
    expect(textsOf(render({ check }))).toContain('• It presses for time.')
  })

  it('shows the same evidence once', () => {
    const signals = [
      { code: 'code-with-device-page', evidence: 'H7QK3WPZ9' },
      { code: 'device-code', evidence: 'H7QK3WPZ9' },
      { code: 'urgency', evidence: '' },
      { code: 'from-someone-else', evidence: '' },
    ] as const
    const reasons = textsOf(render({ check: { ...phishing, signals } })).filter((text) => text.startsWith('• '))
    expect(reasons).toHaveLength(3)
    expect(reasons.join()).not.toContain('It has the form of a device code')
  })

  it('does not ask whether the code was entered where that is known', () => {
    const check = { ...phishing, advice: ['revoke-now', 'report'] } as const
    expect(textsOf(render({ check })).join()).not.toContain('Already entered or approved it?')
  })

  it('teaches one thing in one line, after the buttons', () => {
    const texts = textsOf(render())
    expect(texts.filter((text) => text.startsWith('Good to know: '))).toEqual([
      'Good to know: A real Teams meeting ID is digits only, and it is typed in Teams, never at a sign-in page.',
    ])
  })

  it('does not call a colleague who asks for a favour a phisher', () => {
    const check = { ...phishing, advice: ['own-account-only', 'do-not-enter'] } as const
    const texts = textsOf(render({ check }))
    expect(texts[0]).toMatch(/^Never approve a sign-in for somebody else/)
    expect(texts[1]).toBe('⛔ It works like phishing, even where the sender means well (sure)')
  })

  it('says what to do when it is too late', () => {
    expect(textsOf(render()).join('\n')).toContain('Already entered or approved it?')
  })

  it('offers to report, once', () => {
    expect(payloadsOf(render())).toContainEqual({ v: 1, verb: 'report-check', checkId: CHECK_ID })
    const reported = render({ reported: true })
    expect(payloadsOf(reported)).toEqual([{ v: 1, verb: 'entered-code', checkId: CHECK_ID }])
    expect(textsOf(reported)).toContain('✔ You reported this to your security team.')
  })

  it('carries the key of the text in its own buttons, and never in a group', () => {
    const key = 'k'.repeat(43)
    expect(payloadsOf(render({ key }))).toEqual([
      { v: 1, verb: 'report-check', checkId: CHECK_ID, seal: key },
      { v: 1, verb: 'entered-code', checkId: CHECK_ID, seal: key },
    ])
    expect(JSON.stringify(payloadsOf(render({ check: prompt, key })))).toMatch(new RegExp(`(${key}.*){3}`))
    expect(JSON.stringify(render({ check: prompt, key, place: 'group' }))).not.toContain(key)
  })

  describe('with “I already entered it”', () => {
    const verbs = (card: ReturnType<typeof render>) => payloadsOf(card).map((data) => Object(data).verb)
    const says = { code: 'already-entered', evidence: 'I typed it' } as const

    it.each([
      ['phishing', phishing, true],
      ['suspicious, with a code', { ...phishing, verdict: 'suspicious' }, true],
      ['suspicious, without one', { ...phishing, verdict: 'suspicious', signals: [] }, false],
      ['a device sign-in prompt, before it is said who sent it', prompt, false],
    ] as const)('is offered where the check is %s: %#', (_what, check, isOffered) => {
      expect(verbs(render({ check: { ...check, advice: ['report'] } })).includes('entered-code')).toBe(isOffered)
    })

    it('comes first where the message says so itself', () => {
      const check = { ...phishing, signals: [...phishing.signals, says] }
      expect(verbs(render({ check }))).toEqual(['entered-code', 'report-check'])
      expect(verbs(render())).toEqual(['report-check', 'entered-code'])
    })

    it('is offered in the dialog too, and never where others read along', () => {
      expect(verbs(render({ place: 'dialog' }))).toContain('entered-code')
      expect(verbs(render({ place: 'group' }))).not.toContain('entered-code')
    })

    it('pressed, begins with what to do now, and is not offered again', () => {
      const card = render({ entered: true })
      expect(textsOf(card)[0]).toBe('Close the sign-in page and approve nothing more: your security team is told.')
      expect(verbs(card)).toEqual(['report-check'])
      expect(textsOf(card).join()).not.toContain('Already entered or approved it?')
      expect(problemsOf(card)).toEqual([])
    })
  })

  it('says in the dialog until when the sign-ins are watched; in the chat that has a card of its own', () => {
    const watch: WatchView = {
      state: 'open',
      until: new Date('2026-03-02T14:25:00Z'),
      isPhishing: true,
      seenAt: null,
      hasAlert: false,
      reach: new Date('2026-03-02T14:05:00Z'),
      fault: null,
    }
    const line =
      'I am watching your sign-ins until {{TIME(2026-03-02T14:25:00Z)}}; nothing so far, the log reaches to {{TIME(2026-03-02T14:05:00Z)}}.'
    expect(textsOf(render({ place: 'dialog', watch }))).toContain(line)
    for (const place of ['personal', 'group'] as const) expect(textsOf(render({ place, watch }))).not.toContain(line)
    expect(problemsOf(render({ place: 'dialog', watch }))).toEqual([])
  })

  it('says that a report went without its text', () => {
    expect(textsOf(render({ reported: 'without-text' }))).toContain(
      '✔ You reported this to your security team, without its text.',
    )
  })

  describe('with what colleagues reported', () => {
    const colleagues = {
      reporters: 3,
      firstAt: new Date('2026-03-02T08:00:00Z'),
      lastAt: new Date('2026-03-02T09:00:00Z'),
      by: ['code', 'wording'],
    } as const

    it('says how many, by what and when, below the verdict', () => {
      expect(textsOf(render({ colleagues }))).toContain(
        'Colleagues who have reported the same: 3 (the same code, the same wording). First: {{DATE(2026-03-02T08:00:00Z, SHORT)}} {{TIME(2026-03-02T08:00:00Z)}}. Last: {{DATE(2026-03-02T09:00:00Z, SHORT)}} {{TIME(2026-03-02T09:00:00Z)}}.',
      )
      for (const locale of ['en', 'de']) expect(problemsOf(render({ colleagues, locale }))).toEqual([])
    })

    it('says it in a dialog too, and never in a group', () => {
      const read = (place: VerdictOptions['place']) => textsOf(render({ colleagues, place })).join('\n')
      expect(read('dialog')).toContain('Colleagues')
      expect(read('group')).not.toContain('Colleagues')
    })

    it('changes neither the lead nor the verdict', () => {
      expect(textsOf(render({ colleagues })).slice(0, 2)).toEqual(textsOf(render()).slice(0, 2))
    })
  })

  it('leads with the usual advice where a kept check has none', () => {
    const leads = VERDICTS.map((verdict) => textsOf(render({ check: { ...phishing, verdict, advice: [] } }))[0])
    expect(new Set(leads).size).toBe(VERDICTS.length)
    expect(leads.every((lead) => lead !== '')).toBe(true)
  })

  it('says when a long message was not read to its end', () => {
    const note = 'The message was long; I read its first part only.'
    expect(textsOf(render())).not.toContain(note)
    expect(textsOf(render({ check: { ...phishing, truncated: true } }))).toContain(note)
    const kept = { ...phishing, signals: [{ code: 'truncated', evidence: '' }] } as const
    expect(textsOf(render({ check: kept }))).toContain(note)
  })

  describe('for a device sign-in prompt', () => {
    it('begins with the warning, whatever the advice says', () => {
      const first = 'If somebody sent you this text or this code, do not enter it.'
      expect(textsOf(render({ check: prompt }))[0]).toBe(first)
      const check = { ...prompt, advice: ['trust-the-far-side', 'did-you-start-it'] } as const
      expect(textsOf(render({ check }))[0]).toBe(first)
      expect(textsOf(render({ check })).filter((text) => text === first)).toHaveLength(1)
    })

    it.each(['en', 'de'])('never calls it safe, genuine or legitimate (%s)', (locale) => {
      for (const origin of [undefined, 'mine'] as const) {
        const card = render({ check: prompt, locale, ...(origin === undefined ? {} : { origin }) })
        const read = [...textsOf(card), ...titlesOf(card), card.fallbackText].join('\n')
        expect(read).not.toMatch(/\bsafe\b|legit|genuine|harmless|sicher\b|echt|harmlos|unbedenklich/i)
      }
    })

    it('asks back with two buttons', () => {
      const card = render({ check: prompt })
      expect(textsOf(card)).toContain('Did you start this sign-in yourself, on a device in front of you?')
      expect(payloadsOf(card)).toEqual([
        { v: 1, verb: 'check-origin', checkId: CHECK_ID, origin: 'mine' },
        { v: 1, verb: 'check-origin', checkId: CHECK_ID, origin: 'sent' },
        { v: 1, verb: 'report-check', checkId: CHECK_ID },
      ])
    })

    it('after "I started it" warns all the same, says what to look for, and asks no more', () => {
      const card = render({ check: prompt, origin: 'mine' })
      expect(textsOf(card)[0]).toBe('If somebody sent you this text or this code, do not enter it.')
      expect(textsOf(card).join('\n')).toContain('Go on only if the device in front of you shows this very code')
      expect(titlesOf(card)).toEqual(['Report to security'])
    })

    it('takes "I started it" for nothing once the check is a phishing one', () => {
      expect(textsOf(render({ origin: 'mine' }))).toEqual(textsOf(render()))
    })

    it('does not ask in a group, where the answer would be everybody’s', () => {
      const card = render({ check: prompt, place: 'group' })
      expect(titlesOf(card)).toEqual(['Report to security'])
      expect(textsOf(card)).toContain('I can help you further in our own chat: paste the message there.')
    })
  })

  it('says in a group nothing about what the asker may have done', () => {
    expect(textsOf(render({ place: 'group' })).join('\n')).not.toMatch(/already/i)
  })

  it('has buttons that a dialog takes, with the same payloads', () => {
    const actions = actionsOf(render({ check: prompt, place: 'dialog' }))
    expect(actions.map(({ type }) => type)).toEqual(['Action.Submit', 'Action.Submit', 'Action.Submit'])
    expect(actions.map(({ data }) => data)).toEqual(payloadsOf(render({ check: prompt })))
  })

  it('says of an unrelated message what it did not check, and not that it is safe', () => {
    const check = { ...phishing, verdict: 'unrelated', advice: ['not-checked-here'], signals: [] } as const
    const read = textsOf(render({ check })).join('\n')
    expect(read).toContain('I do not check web pages, invoices, who the sender is, or files for viruses.')
    expect(read).not.toMatch(/\bsafe\b/)
  })

  it('speaks the reader’s language', () => {
    const card = render({ locale: 'de-AT' })
    expect(card.lang).toBe('de')
    expect(textsOf(card)[1]).toBe('⛔ Phishing (sicher)')
    expect(titlesOf(card)).toEqual(['Dem Sicherheitsteam melden', 'Ich habe ihn schon eingegeben'])
  })

  it('is a sound card for every verdict, confidence, place and language', () => {
    const advice = Object.keys(ADVICE) as AdviceCode[]
    const signals = (Object.keys(SIGNALS) as SignalCode[]).map((code) => ({ code, evidence: 'x'.repeat(120) }))
    for (const verdict of VERDICTS)
      for (const confidence of ['certain', 'likely', 'unsure'] as const)
        for (const place of ['personal', 'group', 'dialog'] as const)
          for (const locale of LOCALES) {
            const check = { verdict, confidence, advice, signals, truncated: true }
            expect([verdict, place, locale, problemsOf(render({ check, place, locale }))]).toEqual([
              verdict,
              place,
              locale,
              [],
            ])
          }
  })

  it.each(HOSTILE_NAMES.map((name) => [name.slice(0, 40), name]))(
    'shows the evidence %j without effect',
    (_start, evidence) => {
      const card = render({ check: { ...phishing, signals: [{ code: 'disguised-link', evidence }] } })
      expect(problemsOf(card)).toEqual([])
      expect(effectsIn(card)).toEqual([])
    },
  )
})
