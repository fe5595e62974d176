/** One good example of each answer about alerts and sign-ins, and the fullest of each. */
import type { AlertLine, DeskAnswer, OwnAnswer, SignInLine, StatsView } from '../../src/domain/desk/index.js'
import { ALERT_STATES, CLOSE_REASON_CODES, OUTCOMES, SEVERITIES } from '../../src/domain/signInAlert/index.js'
import { ALERT_ID, ANSWERED_AT, alert, OWNER_ID, REVOKED_AT } from './examples.js'

const { owner, appName, appId, firstSeen } = alert
const LONG_NAME = 'Wolfeschlegelsteinhausenbergerdorff-Montgomery '.repeat(4)

export const alertLine: AlertLine = {
  alertId: ALERT_ID,
  severity: 'high',
  state: 'escalated',
  outcome: 'completed',
  owner,
  appName,
  appId,
  firstSeen,
  takenBy: null,
}

export const signIn: SignInLine = {
  at: ANSWERED_AT,
  outcome: 'completed',
  severity: 'high',
  appName,
  appId,
  from: alert.approvedFrom,
  to: alert.redeemedFrom,
  alertId: ALERT_ID,
  state: 'told',
  answer: null,
  isAsked: true,
}

/** Of one's own, and of which nobody spoke. */
export const expected: SignInLine = {
  ...signIn,
  severity: 'expected',
  to: null,
  alertId: null,
  state: null,
  isAsked: false,
}

export const stats: StatsView = {
  bySeverity: { critical: 1, high: 12, elevated: 0, low: 40, expected: 1234 },
  byOutcome: { completed: 1200, blocked: 80, pending: 0, failed: 7 },
  answers: { 'i-did': 30, 'unknown-to-me': 2, 'someone-sent-it': 0 },
  closings: CLOSE_REASON_CODES.map((reason, index) => ({ reason, count: index + 1 })),
  answeredMs: 95_000,
  containedMs: null,
}
export const noStats: StatsView = {
  bySeverity: { critical: 0, high: 0, elevated: 0, low: 0, expected: 0 },
  byOutcome: { completed: 0, blocked: 0, pending: 0, failed: 0 },
  answers: { 'i-did': 0, 'unknown-to-me': 0, 'someone-sent-it': 0 },
  closings: [],
  answeredMs: null,
  containedMs: null,
}

const longOwner = { ...owner, displayName: LONG_NAME, userPrincipalName: LONG_NAME }
const since = REVOKED_AT
const keptSince = ANSWERED_AT

export const deskAnswers: readonly Exclude<DeskAnswer, { kind: 'refused' }>[] = [
  { kind: 'alert', alert },
  { kind: 'no-alert', why: 'none' },
  { kind: 'no-alert', why: 'several' },
  { kind: 'alerts', alerts: [], total: 0, page: 0, isLast: true },
  ...SEVERITIES.flatMap((severity) =>
    ALERT_STATES.map((state) => ({
      kind: 'alerts' as const,
      alerts: Array.from({ length: 5 }, () => ({
        ...alertLine,
        severity,
        state,
        owner: longOwner,
        takenBy: longOwner,
      })),
      total: 12_345,
      page: 0,
      isLast: false,
    })),
  ),
  { kind: 'sign-ins', person: owner, since, total: 0, signIns: [], keptSince: null },
  ...OUTCOMES.map((outcome) => ({
    kind: 'sign-ins' as const,
    person: longOwner,
    since,
    total: 900,
    signIns: Array.from({ length: 8 }, (_, index) => (index === 0 ? expected : { ...signIn, outcome })),
    keptSince,
  })),
  {
    kind: 'people',
    days: 7,
    people: [
      { userId: OWNER_ID, displayName: 'Mira', userPrincipalName: 'mira@alder.example' },
      { userId: OWNER_ID, displayName: LONG_NAME, userPrincipalName: `${'m'.repeat(60)}@alder.example` },
      { userId: OWNER_ID, displayName: null, userPrincipalName: null },
    ],
  },
  { kind: 'nobody', called: LONG_NAME, keptSince },
  { kind: 'nobody', called: 'Mira', keptSince: null },
  { kind: 'campaigns', campaigns: [] },
  {
    kind: 'campaigns',
    campaigns: [
      ...Array.from({ length: 7 }, () => ({
        kind: 'tokens' as const,
        place: {
          city: null,
          countryOrRegion: 'NL',
          ipAddress: '203.0.113.80',
          trusted: false,
          network: 'DigitalOcean',
        },
        people: 3,
        from: ANSWERED_AT,
        to: REVOKED_AT,
      })),
      { kind: 'lure', people: 12_345, from: ANSWERED_AT, to: REVOKED_AT },
    ],
  },
  { kind: 'stats', stats },
  { kind: 'stats', stats: { ...stats, answeredMs: 20_000_000, containedMs: 1_000 } },
  { kind: 'stats', stats: noStats },
]

export const ownAnswers: readonly OwnAnswer[] = [
  { kind: 'own-sign-ins', since, total: 0, signIns: [], keptSince },
  {
    kind: 'own-sign-ins',
    since,
    total: 30,
    signIns: [signIn, expected, { ...signIn, isAsked: false, answer: 'i-did' }],
    keptSince,
  },
  { kind: 'own-questions', questions: [] },
  { kind: 'own-questions', questions: Array.from({ length: 8 }, () => signIn) },
  { kind: 'own-question', alert, telling: 'question' },
]
