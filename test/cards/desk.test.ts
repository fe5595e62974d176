import { describe, expect, it } from 'vitest'
import { renderDeskAnswer, renderOwnAnswer } from '../../src/cards/index.js'
import type { DeskAnswer, OwnAnswer } from '../../src/domain/desk/index.js'
import { actionsOf, effectsIn, partsOf, payloadsOf, problemsOf, textsOf } from './checks.js'
import { alertLine, expected, noStats, signIn, stats } from './deskExamples.js'
import { ALERT_ID, ANSWERED_AT, alert, HOSTILE_NAMES, OWNER_ID, REVOKED_AT } from './examples.js'

type Team = Exclude<DeskAnswer, { kind: 'refused' }>
const team = (answer: Team, locale = 'en') => renderDeskAnswer(answer, locale)
const own = (answer: OwnAnswer, locale = 'en') => renderOwnAnswer(answer, locale)
const alerts = { kind: 'alerts', alerts: [alertLine], total: 1, page: 0, isLast: true } as const
const signIns = {
  kind: 'sign-ins',
  person: alert.owner,
  since: ANSWERED_AT,
  total: 1,
  signIns: [signIn],
  keptSince: REVOKED_AT,
} as const

describe('the list of open alerts', () => {
  it('says how many there are, and of each how grave it is, whose, how it stands and who is on it', () => {
    const texts = textsOf(team({ ...alerts, alerts: [{ ...alertLine, takenBy: alert.owner }] }))
    expect(texts).toEqual([
      'Begin with the first one. Open alerts: 1.',
      '🟠 High · Mira Okafor',
      'Microsoft Office · {{DATE(2026-03-02T08:01:30Z, SHORT)}} {{TIME(2026-03-02T08:01:30Z)}}',
      'waiting for the security team',
      '**On it:** Mira Okafor',
    ])
  })

  it('opens one, and goes on where there are more', () => {
    const show = { v: 1, verb: 'ask-desk', ask: { kind: 'alert', id: ALERT_ID } }
    expect(payloadsOf(team(alerts))).toEqual([show])
    const more = { v: 1, verb: 'ask-desk', ask: { kind: 'alerts', page: 3 } }
    expect(payloadsOf(team({ ...alerts, page: 2, isLast: false }))).toEqual([show, more])
  })

  it('that is empty says so', () => {
    expect(textsOf(team({ ...alerts, alerts: [], total: 0 }))).toEqual(['No alert is open.'])
  })
})

describe('the sign-ins of somebody', () => {
  it('tell when, with what, from where and to where, how it stands, and how far back anybody can see', () => {
    const texts = textsOf(team(signIns)).join('\n')
    expect(texts).toContain('Device code sign-ins of Mira Okafor since {{DATE(2026-03-02T08:09:00Z, SHORT)}}')
    expect(texts).toContain('Microsoft Office, completed')
    expect(texts).toContain('**Sign-in went to:** Netherlands · 203.0.113.80')
    expect(texts).toContain('🟠 High · the owner was told, no answer yet')
    expect(texts).toContain('The oldest sign-in I keep is from {{DATE(2026-03-02T08:09:04Z, SHORT)}}')
  })

  it('of nobody are no proof, and of several people a choice', () => {
    expect(textsOf(team({ kind: 'nobody', called: 'Mira', keptSince: null })).join()).toContain(
      'That does not prove that there was none.',
    )
    const people = [{ userId: OWNER_ID, displayName: 'Mira', userPrincipalName: 'mira@alder.example' }]
    const card = team({ kind: 'people', people, days: 14 })
    expect(actionsOf(card).map(({ title }) => title)).toEqual(['Mira · mira@alder.example'])
    expect(payloadsOf(card)).toEqual([
      { v: 1, verb: 'ask-desk', ask: { kind: 'sign-ins-of', person: OWNER_ID, days: 14 } },
    ])
  })
})

describe('the figures', () => {
  const charts = (card: ReturnType<typeof team>) =>
    partsOf(card).filter(({ type }) => String(type).startsWith('Chart.'))

  it('are drawn, and stand in words as well', () => {
    const card = team({ kind: 'stats', stats })
    expect(charts(card).map(({ type }) => type)).toEqual(['Chart.Donut', 'Chart.VerticalBar'])
    const drawn = charts(card).flatMap(
      (chart) => Object(chart).data as { legend?: string; x?: string; value?: number; y?: number }[],
    )
    const texts = textsOf(card).join('\n')
    for (const { legend, x, value, y } of drawn) {
      expect(texts).toContain(`${legend ?? x}: ${(value ?? y)?.toLocaleString('en')}`)
    }
    expect(drawn.map(({ value, y }) => value ?? y)).toEqual([1, 12, 40, 1234, 1200, 80, 7])
    expect(texts).toContain('From the card to the answer: 95 seconds.')
    expect(texts).toContain('From the sign-in to revoked sessions: not measured, it did not happen.')
  })

  it('of nothing draw nothing', () => {
    const card = team({ kind: 'stats', stats: noStats })
    expect(charts(card)).toEqual([])
    expect(textsOf(card)).toEqual(['There was no device code sign-in in the last 30 days.'])
  })
})

describe('a person’s own', () => {
  it('sign-ins hold the expected ones, and say what was asked and answered', () => {
    const answered = { ...signIn, isAsked: false, answer: 'i-did' } as const
    const card = own({
      kind: 'own-sign-ins',
      since: ANSWERED_AT,
      total: 12,
      signIns: [signIn, expected, answered],
      keptSince: null,
    })
    const texts = textsOf(card)
    expect(texts).toEqual(
      expect.arrayContaining([
        'waits for your answer',
        'nothing was asked',
        'you answered “I did, on a device in front of me”',
        'and 9 more',
        'If one of them is not yours, tell your security team at once.',
      ]),
    )
    expect(payloadsOf(card)).toEqual([{ v: 1, verb: 'open-question', alertId: ALERT_ID }])
  })

  it('list says nothing of how grave the team takes it: whoever took the account may read it', () => {
    const card = own({ kind: 'own-sign-ins', since: ANSWERED_AT, total: 1, signIns: [signIn], keptSince: null })
    expect(textsOf(card).join()).not.toMatch(/High|🟠|security team has/)
  })
})

it.each(HOSTILE_NAMES.map((name) => [name.slice(0, 40), name]))('shows the name %j without effect', (_start, name) => {
  const owner = { ...alert.owner, displayName: name, userPrincipalName: name }
  const place = { city: name, countryOrRegion: name, ipAddress: name, trusted: false, network: name }
  const cards = [
    team({ ...alerts, alerts: [{ ...alertLine, owner, appName: null, appId: name, takenBy: owner }] }),
    team({ ...signIns, person: owner, signIns: [{ ...signIn, from: place, to: place }] }),
    team({ kind: 'people', days: 7, people: [{ userId: OWNER_ID, displayName: name, userPrincipalName: name }] }),
    team({ kind: 'nobody', called: name, keptSince: null }),
    team({ kind: 'campaigns', campaigns: [{ kind: 'tokens', place, people: 3, from: ANSWERED_AT, to: REVOKED_AT }] }),
  ]
  expect(cards.flatMap((card) => problemsOf(card))).toEqual([])
  expect(cards.flatMap((card) => effectsIn(card))).toEqual([])
})
