import { describe, expect, it } from 'vitest'
import { renderNotice } from '../../src/cards/index.js'
import { LOCALES } from '../../src/cards/words.js'
import type { AlertView } from '../../src/domain/notices.js'
import { ALERT_STATES, REASON_CODES, SEVERITIES } from '../../src/domain/signInAlert/index.js'
import { actionsOf, effectsIn, partsOf, payloadsOf, problemsOf, textsOf } from './checks.js'
import { ALERT_ID, ANSWERED_AT, alert, containment, HOSTILE_NAMES, ownReport, REVOKED_AT } from './examples.js'

const PLACE = { city: null, countryOrRegion: null, ipAddress: null, trusted: false }
const render = (change: Partial<AlertView> = {}, locale = 'en') =>
  renderNotice({ kind: 'team-alert', alert: { ...alert, ...change } }, locale)
const lead = (change: Partial<AlertView>) => textsOf(render(change))[0]
/** What the button that folds this part away would show. */
const behind = (id: string, change: Partial<AlertView> = {}) =>
  partsOf(render(change).body).filter((part) => Object(part).id === id)
const timeline = (change: Partial<AlertView>) => behind('timeline', change).flatMap((part) => textsOf({ body: part }))

/** What can be pressed to end sessions or the case, in this order. */
const offers = (card: ReturnType<typeof render>): readonly unknown[] => {
  const actions = payloadsOf(card).map((data) => Object(data).action)
  return ['revoke-sessions', 'close'].filter((action) => actions.includes(action))
}
const REVOKE = 'revoke-sessions'

const worrying = { answers: [{ answer: 'unknown-to-me', at: ANSWERED_AT }] } as const
const revoked = (outcome: 'done' | 'failed' | 'not-possible' | 'left-to-team') => ({
  steps: [{ step: 'revoke-sessions', outcome, why: outcome === 'done' ? null : 'graph-forbidden', at: REVOKED_AT }],
})

describe('the card of the security team', () => {
  it.each([
    ['nobody has answered', {}, 'Call Mira Okafor and ask; revoke the sessions if Mira Okafor did not start this.'],
    ['the answer worries', worrying, 'Revoke the sessions of Mira Okafor now.'],
    [
      'a revoke is left to the team',
      { ...worrying, ...revoked('left-to-team') },
      'Revoke the sessions of Mira Okafor now.',
    ],
    [
      'a revoke failed',
      { ...worrying, ...revoked('failed') },
      'Revoke the sessions of Mira Okafor by hand: the attempt from here did not work.',
    ],
    [
      'the sessions are revoked',
      { ...worrying, ...revoked('done') },
      'Look for what was added to the account of Mira Okafor: devices, sign-in methods, app consents, mailbox rules.',
    ],
    [
      'the person stands on the confirm page',
      { outcome: 'pending' },
      'Call Mira Okafor now: the sign-in waits for a confirmation.',
    ],
    [
      'it was blocked',
      { outcome: 'blocked' },
      'Call Mira Okafor: somebody may be trying to get a device code approved.',
    ],
    ['it is closed', { state: 'closed' }, 'Nothing to do: this alert is closed.'],
  ] as const)('begins with the one thing to do when %s', (_when, change, first) => {
    expect(lead(change)).toBe(first)
  })

  it('says severity, outcome and reasons in words', () => {
    expect(textsOf(render())).toEqual(
      expect.arrayContaining([
        '🟠 Severity: High. Sign-in with a device code: completed.',
        '• The code was typed in from one network, and the sign-in went to another.',
        '**Person:** Mira Okafor · mira.okafor@alder.example',
      ]),
    )
  })

  it('names no more reasons than can be read, and counts the rest', () => {
    const texts = textsOf(render({ reasons: REASON_CODES }))
    expect(texts.filter((text) => text.startsWith('• '))).toHaveLength(8)
    expect(texts).toContain(`and ${REASON_CODES.length - 8} more`)
  })

  it('tells what happened in order, with answers as evidence and not as proof', () => {
    const texts = timeline({ ...revoked('failed'), ...worrying, legs: [] })
    const at = (text: string) => texts.findIndex((line) => line.includes(text))
    expect(at('sign-in first seen')).toBe(0)
    expect(at('the account answered "I don\'t know this"')).toBeGreaterThan(at('sign-in first seen'))
    expect(at('sign out everywhere: ✖ failed. I lack a permission')).toBeGreaterThan(at('the account answered'))
    expect(at('An answer is evidence, not proof')).toBeGreaterThan(0)
  })

  it('names a step or reason of another version by its code', () => {
    const steps = [{ step: 'reset-password', outcome: 'failed', why: 'moon-phase', at: REVOKED_AT }] as const
    expect(textsOf(render({ steps })).join('\n')).toContain('step reset-password: ✖ failed. Code moon-phase.')
  })

  it('keeps the newest of a long history', () => {
    const answers = Array.from({ length: 200 }, (_, minute) => ({
      answer: 'i-did' as const,
      at: new Date(ANSWERED_AT.getTime() + minute * 60_000),
    }))
    const texts = textsOf(render({ answers }))
    expect(texts.filter((text) => text.includes('the account answered'))).toHaveLength(12)
    expect(texts).toContain('and 188 more')
    expect(texts.join('\n')).toContain('2026-03-02T11:28:00Z')
  })

  it('says whom else was asked to reach the person, and when', () => {
    const routes = (['manager', 'channel'] as const).map((to) => ({ to, at: ANSWERED_AT }))
    const texts = textsOf(render({ routes })).join('\n')
    expect(texts).toContain('their manager was asked to reach them by phone')
    expect(texts).toContain('the second channel was asked to reach them by phone')
    expect(textsOf(render()).join('\n')).not.toContain('by phone')
  })

  it('tells legs, answers and steps in the order of the events, with city, country and network', () => {
    const texts = timeline({ ...revoked('done'), ...worrying })
    const at = (text: string) => texts.findIndex((line) => line.includes(text))
    expect(texts[at('code typed in and approved')]).toBe(
      '{{DATE(2026-03-02T08:01:30Z, SHORT)}} {{TIME(2026-03-02T08:01:30Z)}}: code typed in and approved, from Hamburg · Germany · 192.0.2.17 · Deutsche Telekom · a network of your organisation',
    )
    expect(at('sign-in handed over, to Netherlands')).toBeGreaterThan(at('code typed in and approved'))
    expect(at('the account answered')).toBeGreaterThan(at('sign-in handed over'))
    expect(at('sign out everywhere')).toBeGreaterThan(at('the account answered'))
  })

  it('counts the legs that it does not show', () => {
    expect(textsOf(render({ legsLeft: 48 }))).toContain('and 48 more')
  })

  it('says who is on it, how long it is quiet, and who would close it with which reason', () => {
    const by = { ...alert.owner, displayName: 'Sam Security' }
    const closing = { by, at: REVOKED_AT, isProposal: true, reason: 'other', note: 'asked twice' } as const
    const texts = textsOf(render({ taken: { by, at: ANSWERED_AT }, snoozedUntil: REVOKED_AT, closing }))
    expect(texts.find((text) => text.startsWith('**On it:**'))).toContain('Sam Security · {{DATE(2026-03-02T08:09:00Z')
    expect(texts.find((text) => text.startsWith('**Reminders held until:**'))).toContain('08:09:04Z')
    expect(texts.find((text) => text.startsWith('**Would close it:**'))).toContain('Sam Security')
    expect(texts).toEqual(expect.arrayContaining(['• Something else', '• asked twice']))
    const closed = textsOf(
      render({ closing: { ...closing, by: null, isProposal: false, note: null }, state: 'closed' }),
    )
    expect(closed.find((text) => text.startsWith('**Closed by:**'))).toContain('Postern')
  })

  it('does not show a proposal on a closed case, nor a closing on one that came back', () => {
    const closing = { by: null, at: REVOKED_AT, isProposal: true, reason: null, note: null }
    const closers = (change: Partial<AlertView>) =>
      textsOf(render(change)).filter((text) => /clos\w+ (it|by):/i.test(text))
    expect(closers({ closing, state: 'closed' })).toEqual([])
    expect(closers({ closing: { ...closing, isProposal: false }, state: 'reopened' })).toEqual([])
  })

  it('links to the searches, and says where there is nowhere to search', () => {
    const urlsOf = (change: Partial<AlertView>) => actionsOf(render(change)).flatMap(({ url }) => url ?? [])
    expect(urlsOf({})).toEqual(alert.hunts?.map(({ url }) => url))
    expect(urlsOf({ hunts: null })).toEqual([])
    expect(textsOf(render({ hunts: null })).join()).toContain('This cloud has no hunting portal to link to.')
    expect(textsOf(render({ hunts: null, outcome: 'blocked' })).join()).not.toContain('hunting')
    expect(textsOf(render({ hunts: [] })).join()).not.toContain('These searches show')
  })

  it('asks for a reason before it closes, and lets no other button wait for one', () => {
    const parts = partsOf(render())
    const choices = parts.find(({ type }) => type === 'Input.ChoiceSet')
    expect(choices).toMatchObject({ id: 'reason', isRequired: true })
    const others = parts.filter(({ type, data }) => type === 'Action.Execute' && Object(data).action !== 'close')
    expect(others.map((action) => Object(action).associatedInputs)).toEqual(others.map(() => 'none'))
    expect(partsOf(render({ state: 'closed' })).some(({ type }) => type === 'Input.ChoiceSet')).toBe(false)
  })

  it('offers to revoke and to close, and carries nothing but ids', () => {
    const actions = ['revoke-sessions', 'take', 'close', 'snooze-15', 'snooze-60']
    const pressed = payloadsOf(render()).filter((data) => Object(data).verb === 'act-on-alert')
    expect(pressed).toEqual(actions.map((action) => ({ v: 1, verb: 'act-on-alert', alertId: ALERT_ID, action })))
  })

  it.each([
    ['revoked already', revoked('done'), ['close']],
    ['revoke failed', revoked('failed'), [REVOKE, 'close']],
    ['closed', { state: 'closed' }, [REVOKE]],
    ['blocked: there is no session', { outcome: 'blocked' }, ['close']],
    ['part of another alert', { state: 'superseded' }, []],
  ] as const)('offers what is left to press: %s', (_when, change, titles) => {
    expect(offers(render(change))).toEqual(titles)
  })

  describe('is folded', () => {
    const contained = { ...worrying, ...revoked('failed'), containment, reasons: REASON_CODES.slice(0, 6) }
    const card = render(contained)
    const elements = card.body as readonly { readonly type: string; readonly $fold?: string }[]
    const isHidden = (part: object): boolean => Object(part).isVisible === false
    const inSight = (part: unknown): readonly object[] =>
      Array.isArray(part)
        ? part.flatMap(inSight)
        : typeof part !== 'object' || part === null || isHidden(part)
          ? []
          : [part, ...Object.values(part).flatMap(inSight)]
    const titlesInSight = inSight(card.body).flatMap((part) => Object(part).title ?? [])

    it('so that a phone shows the case, its first reasons and the buttons, and the details stand behind them', () => {
      expect(titlesInSight).toEqual([
        'Revoke sessions',
        'Contain all of it',
        'I am on it',
        'Close with a reason',
        'Show: Why (4)',
        'Show: What happened (4)',
        'Show: What was added (7)',
        'Show: What could be read',
        'Show: More actions',
      ])
      const acts = elements.findIndex(({ type }) => type === 'ActionSet')
      expect(textsOf({ body: elements.slice(0, acts) }).length).toBeLessThanOrEqual(16)
    })

    it('each part turns with both of its buttons, which say whether they show or hide', () => {
      const toggles = actionsOf(card).filter(({ type }) => type === 'Action.ToggleVisibility')
      for (const id of ['why', 'timeline', 'added', 'hunting', 'more']) {
        const own = toggles.filter((toggle) => Object(toggle).targetElements.includes(id))
        expect(own.map(({ title }) => String(title).slice(0, 5))).toEqual(['Show:', 'Hide:'])
        for (const toggle of own) expect(Object(toggle).targetElements).toEqual([id, `${id}-show`, `${id}-hide`])
        expect(
          partsOf(card.body)
            .filter((part) => String(Object(part).id).startsWith(id))
            .map(isHidden),
        ).toEqual([false, true, true])
      }
    })

    it('shows what was done and what was not without a press', () => {
      const said = inSight(card.body).flatMap((part) => Object(part).text ?? [])
      expect(said).toContain('**Not done:** sign out everywhere (✖ failed)')
      expect(said).toContain(
        '**Added since:** Device: 6 · Sign-in method: 0 · App consent: not known · Mailbox rule: 1',
      )
    })

    it('and no part that holds nothing has a button', () => {
      expect(behind('added')).toEqual([])
      expect(behind('why')).toEqual([])
      expect(behind('more', { state: 'closed' })).toEqual([])
    })
  })

  it('in the thread is short: the one thing to do, what was done, and the buttons; the case itself stands above', () => {
    for (const locale of LOCALES) {
      const card = renderNotice({ kind: 'team-alert', part: 'news', alert: { ...alert, ...worrying } }, locale)
      expect(problemsOf(card)).toEqual([])
      expect(textsOf(card).length).toBeLessThanOrEqual(5)
    }
    const card = renderNotice({ kind: 'team-alert', part: 'news', alert: { ...alert, ...worrying } }, 'en')
    expect(textsOf(card)[0]).toBe('Revoke the sessions of Mira Okafor now.')
    expect(textsOf(card)).toContain('The whole case stands at the top of this thread.')
    expect(actionsOf(card).map(({ title }) => title)).toEqual(['Revoke sessions', 'Contain all of it', 'I am on it'])
  })

  it('says what a revoke leaves alive, while it is offered and once it was made', () => {
    const meaning =
      'Revoking signs the person out everywhere. Access tokens already given out live on for up to an hour.'
    expect(textsOf(render())).toContain(meaning)
    expect(textsOf(render(revoked('done')))).toContain(meaning)
    expect(textsOf(render({ ...revoked('done'), state: 'closed' }))).toContain(meaning)
    expect(textsOf(render({ outcome: 'blocked' }))).not.toContain(meaning)
  })

  describe('offers to revoke again when the sessions were revoked and', () => {
    const later = new Date(REVOKED_AT.getTime() + 60_000)
    const answeredLater = (answer: 'i-did' | 'someone-sent-it') => ({
      ...revoked('done'),
      answers: [...worrying.answers, { answer, at: later }],
    })

    it('a worse answer came after', () => {
      const card = render(answeredLater('someone-sent-it'))
      expect(textsOf(card)[0]).toBe('Revoke the sessions of Mira Okafor now.')
      expect(offers(card)).toEqual([REVOKE, 'close'])
    })

    it('the case got worse after', () => {
      const card = render({ ...worrying, ...revoked('done'), state: 'reopened' })
      expect(textsOf(card)[0]).toBe('Revoke the sessions of Mira Okafor now.')
      expect(offers(card)).toEqual([REVOKE, 'close'])
    })

    it('but not for a harmless answer, which takes nothing back', () => {
      const card = render(answeredLater('i-did'))
      expect(textsOf(card)[0]).toMatch(/^Look for what was added/)
      expect(offers(card)).toEqual(['close'])
    })

    it('nor once they were revoked again', () => {
      const again = { ...revoked('done').steps[0], at: new Date(later.getTime() + 1) } as AlertView['steps'][number]
      const card = render({ ...answeredLater('someone-sent-it'), steps: [...revoked('done').steps, again] })
      expect(offers(card)).toEqual(['close'])
    })
  })

  it('calls a nameless person by what is known', () => {
    const owner = { ...alert.owner, displayName: null }
    expect(lead({ owner, ...worrying })).toBe('Revoke the sessions of mira.okafor@alder.example now.')
    const nobody = { ...owner, userPrincipalName: null }
    expect(lead({ owner: nobody, ...worrying })).toBe('Revoke the sessions of the person now.')
    expect(textsOf(render({ owner: nobody }))).toContain(`**Person:** not known (${alert.owner.userId})`)
  })

  it('of a person’s own report says that no sign-in was seen so far, and offers to revoke', () => {
    for (const locale of ['en', 'de']) expect(problemsOf(render(ownReport, locale))).toEqual([])
    const texts = textsOf(render(ownReport)).join('\n')
    expect(texts).toContain('Revoke the sessions of Mira Okafor now.')
    expect(texts).toContain('The person says that a code was entered; no sign-in with it is in the log so far.')
    expect(texts).toContain('• The person says that they entered the code of a message they had checked.')
    expect(texts).not.toContain('sign-in first seen')
    expect(offers(render(ownReport))).toEqual([REVOKE, 'close'])
  })

  it('is a sound card for every severity, outcome, state and language', () => {
    for (const severity of SEVERITIES)
      for (const outcome of ['completed', 'blocked', 'pending', 'failed'] as const)
        for (const state of ALERT_STATES)
          for (const locale of LOCALES) {
            const card = render({ severity, outcome, state, reasons: REASON_CODES, ...worrying }, locale)
            expect([severity, outcome, state, locale, problemsOf(card)]).toEqual([severity, outcome, state, locale, []])
          }
  })

  it.each(HOSTILE_NAMES.map((name) => [name.slice(0, 40), name]))(
    'shows the name %j without effect',
    (_start, name) => {
      const card = render({
        owner: { ...alert.owner, displayName: name, userPrincipalName: name },
        appName: null,
        appId: name,
        steps: [{ step: name, outcome: 'failed', why: name, at: REVOKED_AT }],
        legs: [{ kind: 'redemption', at: ANSWERED_AT, from: { ...PLACE, city: name, network: name, ipAddress: name } }],
        taken: { by: { ...alert.owner, displayName: name }, at: ANSWERED_AT },
        closing: {
          by: { ...alert.owner, displayName: name },
          at: ANSWERED_AT,
          isProposal: true,
          reason: 'other',
          note: name,
        },
      })
      expect(problemsOf(card)).toEqual([])
      expect(effectsIn(card)).toEqual([])
    },
  )
})
