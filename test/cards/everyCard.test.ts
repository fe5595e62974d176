/** Every card that the code can make, in every language, against the schema, Teams' limits and our own manners. */
import { describe, expect, it } from 'vitest'
import {
  type Card,
  renderDeskAnswer,
  renderGreeting,
  renderHelp,
  renderNotice,
  renderOwnAnswer,
  renderReportPreview,
  renderTalk,
  renderVerdict,
} from '../../src/cards/index.js'
import { LOCALES } from '../../src/cards/words.js'
import { ADVICE, type AdviceCode, SIGNALS, type SignalCode, VERDICTS } from '../../src/domain/codeCheck/index.js'
import { HUNTS } from '../../src/domain/huntingLinks.js'
import type { ReportView } from '../../src/domain/lureNotices.js'
import { LIKENESSES } from '../../src/domain/lures/index.js'
import type { Notice, WatchView } from '../../src/domain/notices.js'
import {
  ALERT_STATES,
  ANSWERS,
  CLOSE_REASON_CODES,
  CONTAINMENT_STEPS,
  PLAN_REASONS,
  REASONS,
  type ReasonCode,
  SEVERITIES,
  WATCH_STATES,
} from '../../src/domain/signInAlert/index.js'
import { TALK_KINDS } from '../../src/domain/talk/index.js'
import { WARNING_GAPS, WARNING_STATES, type WarningGap } from '../../src/domain/warnings/index.js'
import { actionsOf, problemsOf, textsOf } from './checks.js'
import { deskAnswers, ownAnswers } from './deskExamples.js'
import {
  ANSWERED_AT,
  alert,
  CHECK_ID,
  containment,
  ownReport,
  phishing,
  REVOKED_AT,
  report,
  warning,
} from './examples.js'
import { schemaProblems } from './schema.js'

/** A Teams message with everything in it; above about 100 KB Teams refuses it, and 20 KB of that are ours to leave. */
const MESSAGE_MAX_BYTES = 80 * 1024
/** What a phone shows before a reader scrolls away. */
const READ_MAX = { lead: 200, paragraphs: 2, reasons: 3, text: 330 }

const LEG_KINDS = ['interrupt', 'approval', 'redemption', 'tail', 'block', 'other'] as const
const LONG_PLACE = {
  city: 'Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch',
  countryOrRegion: 'GB',
  ipAddress: '2001:db8:85a3:8d3:1319:8a2e:370:7348',
  trusted: true,
  network: 'Akamai (Linode)',
}

const WATCH: WatchView = {
  state: 'open',
  until: REVOKED_AT,
  isPhishing: true,
  seenAt: ANSWERED_AT,
  hasAlert: true,
  reach: ANSWERED_AT,
  fault: 'not-read-lately',
}

const adviceCodes = Object.keys(ADVICE) as AdviceCode[]
const signals = (Object.keys(SIGNALS) as SignalCode[]).map((code) => ({ code, evidence: 'x'.repeat(120) }))

function verdictCards(locale: string): Card[] {
  const cards: Card[] = []
  for (const verdict of VERDICTS)
    for (const first of adviceCodes)
      for (const place of ['personal', 'group', 'dialog'] as const)
        for (const reported of [false, true]) {
          const advice = [first, ...adviceCodes.filter((code) => code !== first)]
          const check = { ...phishing, verdict, advice, signals, truncated: reported }
          cards.push(renderVerdict({ check, checkId: CHECK_ID, place, locale, reported, watch: WATCH }))
          cards.push(renderVerdict({ check, checkId: CHECK_ID, place, locale, reported, entered: true }))
        }
  for (const { code, evidence } of signals)
    cards.push(
      renderVerdict({
        check: { ...phishing, signals: [{ code, evidence }] },
        checkId: CHECK_ID,
        place: 'personal',
        locale,
      }),
    )
  return cards
}

const LONG_TEXT = Array.from({ length: 300 }, (_, line) => `line ${line} “*” 漢字 hxxps://evil[.]example/x`).join('\n')
const colleagues = { reporters: 12_345, firstAt: ANSWERED_AT, lastAt: REVOKED_AT, by: LIKENESSES } as const
const reports: readonly ReportView[] = [
  report,
  { ...report, reports: 4, reporters: 3, by: LIKENESSES, text: LONG_TEXT, check: { ...phishing, signals } },
  { ...report, reports: 2, reporters: 0, text: 'one line' },
  { ...report, reports: 2, reporters: 2, by: ['code'], reporter: null, check: null },
  { ...report, reports: 2, reporters: 2, warning: { ...warning, state: 'done', startedAt: REVOKED_AT } },
]
const gaps = Object.keys(WARNING_GAPS) as WarningGap[]

const reportCards = (locale: string): Card[] => [
  ...(['personal', 'dialog'] as const).flatMap((place) =>
    [null, 'one line', LONG_TEXT].map((text) => {
      const preview = { checkId: CHECK_ID, reporter: alert.owner, check: { ...phishing, signals }, text }
      return renderReportPreview({ preview, key: 'k'.repeat(43), place, locale })
    }),
  ),
  renderVerdict({ check: phishing, checkId: CHECK_ID, place: 'personal', locale, colleagues, key: 'k'.repeat(43) }),
  renderVerdict({ check: phishing, checkId: CHECK_ID, place: 'personal', locale, reported: 'without-text' }),
]

function noticeCards(locale: string): Card[] {
  const notices: Notice[] = reports.flatMap((one) =>
    (['case', 'news'] as const).map((part) => ({ kind: 'team-report', part, report: one }) as const),
  )
  for (const state of WARNING_STATES)
    notices.push({ kind: 'team-warning', warning }, { kind: 'team-warning', warning: { ...warning, state, gaps } })
  notices.push({ kind: 'warning', marks: warning.marks })
  const reasons = Object.keys(REASONS) as ReasonCode[]
  const steps = Object.keys(CONTAINMENT_STEPS).flatMap((step) =>
    (['under-way', 'done', 'failed', 'not-possible', 'left-to-team', 'undone'] as const).map((outcome) => ({
      step,
      outcome,
      why: Object.keys(PLAN_REASONS)[0] ?? null,
      at: REVOKED_AT,
    })),
  )
  for (const state of ALERT_STATES)
    for (const severity of SEVERITIES)
      for (const answer of [undefined, ...ANSWERS]) {
        const answers = answer === undefined ? [] : [{ answer, at: ANSWERED_AT }]
        const one = { ...alert, state, severity, answers, reasons, steps, containment }
        notices.push({ kind: 'team-alert', alert: one }, { kind: 'team-alert', part: 'news', alert: one })
        for (const telling of ['notice', 'question', 'stop-now', 'coaching'] as const)
          notices.push({ kind: 'owner-alert', telling, alert: one })
      }
  const routes = (['manager', 'channel'] as const).map((to) => ({ to, at: ANSWERED_AT }))
  notices.push({ kind: 'team-alert', alert: { ...alert, routes } })
  for (const mode of ['propose', 'full'] as const)
    notices.push({ kind: 'owner-alert', telling: 'question', alert: { ...alert, mode, answers: [] } })
  for (const revoked of [[], ...steps.map((step) => [{ ...step, step: 'revoke-sessions' }])])
    notices.push(
      { kind: 'team-alert', alert: { ...ownReport, steps: revoked } },
      { kind: 'owner-alert', telling: 'question', alert: { ...ownReport, steps: revoked, askedAt: ANSWERED_AT } },
    )
  for (const leg of LEG_KINDS) {
    const legs = Array.from({ length: 8 }, () => ({ kind: leg, at: ANSWERED_AT, from: LONG_PLACE }))
    notices.push({ kind: 'team-alert', alert: { ...alert, legs, legsLeft: 40, hunts: null } })
  }
  for (const reason of CLOSE_REASON_CODES) {
    const closing = { by: alert.owner, at: ANSWERED_AT, isProposal: true, reason, note: 'x'.repeat(300) }
    const taken = { by: null, at: ANSWERED_AT }
    const hunts = HUNTS.map((kind) => ({
      kind,
      url: `https://security.apps.mil/v2/advanced-hunting?${'q'.repeat(900)}`,
    }))
    notices.push({
      kind: 'team-alert',
      alert: { ...alert, closing, taken, hunts, snoozedUntil: REVOKED_AT, reasons, steps },
    })
    notices.push({
      kind: 'team-alert',
      alert: { ...alert, closing: { ...closing, isProposal: false }, state: 'closed' },
    })
  }
  for (const state of WATCH_STATES) notices.push({ kind: 'watch', watch: { ...WATCH, state } })
  for (const source of ['sign-in-log', 'sign-in-stream', 'sign-in-stream/hub', 'directory-roles'])
    for (const code of ['graph-forbidden', 'sign-ins-unreadable', 'of another version', 'sign-in-hole'])
      for (const until of [null, ANSWERED_AT]) {
        const detail = { fromAt: ANSWERED_AT.toISOString(), toAt: 'no time' }
        const isBlind = source.startsWith('sign-in')
        notices.push({ kind: 'source-fault', fault: { source, code, since: ANSWERED_AT, until, isBlind, detail } })
      }
  for (const to of ['manager', 'channel'] as const)
    for (const person of [alert.owner, { ...alert.owner, displayName: null, userPrincipalName: null }])
      notices.push({ kind: 'reach-out', to, person, at: ANSWERED_AT })
  for (const count of [0, 1, 2, 5, 1_000_000]) {
    const bySeverity = { expected: count, low: count, elevated: count, high: count, critical: count }
    const standing = { openAlerts: count, unanswered: count, reports: count, campaigns: count }
    const faults = ['sign-in-log', '[x](https://evil.example)', 'directory-roles'].slice(0, count)
    const unreachable = count === 0 ? null : count
    const digest = { since: ANSWERED_AT, bySeverity, ...standing, unreachable, faults }
    notices.push({ kind: 'digest', digest }, { kind: 'digest', digest: { ...digest, openAlerts: 0 } })
  }
  return notices.map((notice) => renderNotice(notice, locale))
}

const plainCards = (locale: string): Card[] => [
  renderGreeting({ locale }),
  ...[true, false].flatMap((admin) => [
    renderHelp({ locale, admin }),
    ...TALK_KINDS.map((kind) => renderTalk(kind, { locale, admin })),
  ]),
]

const deskCards = (locale: string): Card[] => [
  ...deskAnswers.map((answer) => renderDeskAnswer(answer, locale)),
  ...ownAnswers.map((answer) => renderOwnAnswer(answer, locale)),
]

const allCards = (locale: string): Card[] => [
  ...deskCards(locale),
  ...verdictCards(locale),
  ...noticeCards(locale),
  ...plainCards(locale),
  ...reportCards(locale),
]

describe.each(LOCALES)('every card in %s', (locale) => {
  const cards = allCards(locale)

  it('is sound by the parser, the schema, the limits of Teams and our manners', () => {
    const faulty = new Set(cards.flatMap((card) => problemsOf(card)))
    expect([...faulty]).toEqual([])
  })

  it('fits a message with the frame around it', () => {
    const sizes = cards.map((card) => {
      const content = { contentType: 'application/vnd.microsoft.card.adaptive', content: card }
      return Buffer.byteLength(JSON.stringify({ type: 'message', attachments: [content], text: '' }), 'utf16le')
    })
    expect(Math.max(...sizes)).toBeLessThan(MESSAGE_MAX_BYTES)
  })

  it('says in words what a client shows that cannot show cards, and its language', () => {
    for (const card of cards) {
      expect(String(card.fallbackText).length).toBeGreaterThan(10)
      expect(card.lang).toBe(locale)
    }
  })
})

describe.each(LOCALES)('a verdict card in %s', (locale) => {
  const cards = verdictCards(locale)

  it('begins with one short lead', () => {
    expect(cards.map((card) => textsOf(card)[0] ?? '').filter((lead) => lead.length > READ_MAX.lead)).toEqual([])
  })

  it('has no wall of text: three reasons, and no block that a phone cannot hold', () => {
    for (const card of cards) {
      const texts = textsOf(card)
      expect(texts.filter((text) => text.startsWith('• ')).length).toBeLessThanOrEqual(READ_MAX.reasons)
      expect(texts.filter((text) => text.length > READ_MAX.text)).toEqual([])
    }
  })

  it('has few buttons, each with a title of its own', () => {
    for (const card of cards) {
      const titles = actionsOf(card).map(({ title }) => title)
      expect(titles.length).toBeLessThanOrEqual(3)
      expect(new Set(titles).size).toBe(titles.length)
    }
  })
})

describe('the schema', () => {
  const card = renderGreeting({ locale: 'en' })
  it('notices what the parser passes over', () => {
    const [block] = card.body as object[]
    const withBlock = (change: object) => schemaProblems({ ...card, body: [{ ...block, ...change }] })
    expect(schemaProblems(card)).toEqual([])
    expect(withBlock({ colour: 'attention' })).toEqual(['TextBlock.colour cannot be "attention"'])
    expect(withBlock({ size: 'huge' })).toEqual(['TextBlock.size cannot be "huge"'])
    expect(withBlock({ type: 'Media' })).toEqual(['unknown element Media'])
    expect(schemaProblems({ ...card, version: '1.6' })).toEqual(['AdaptiveCard.version cannot be "1.6"'])
    expect(schemaProblems({ ...card, fallbackText: '' })).toEqual(['AdaptiveCard without fallbackText'])
  })

  it('counts the actions of a set, and wants words for a picture', () => {
    const action = { type: 'Action.Submit', title: 'x', data: {} }
    const body = [{ type: 'ActionSet', actions: Array.from({ length: 7 }, () => action) }]
    expect(schemaProblems({ ...card, body })).toEqual(['7 actions in a set'])
    expect(schemaProblems({ ...card, body: [{ type: 'Image', url: 'x' }] })).toEqual(['Image without altText'])
  })
})
