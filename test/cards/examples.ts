/** One good example of each thing that becomes a card; tests change one field. Invented people, reserved addresses. */
import type { CheckFindings } from '../../src/cards/index.js'
import { alertId, checkId, userId, warningId } from '../../src/domain/ids.js'
import type { ReportView, WarningView } from '../../src/domain/lureNotices.js'
import type { AlertView } from '../../src/domain/notices.js'

export const CHECK_ID = checkId('7d0c2f7a-52a4-4f0e-9d57-0c6f5b3d1a01')
export const ALERT_ID = alertId('2b8f0f0e-8c11-4d3a-b5c4-6a1e9f7c2d02')
export const OWNER_ID = userId('c4a3de13-14a1-4b74-8a10-3f5e6d7c8b03')

export const alert: AlertView = {
  alertId: ALERT_ID,
  state: 'told',
  outcome: 'completed',
  reportedAt: null,
  askedAt: null,
  severity: 'high',
  reasons: ['approval-redemption-network-differs', 'first-use-in-30-days', 'untrusted-network'],
  owner: { userId: OWNER_ID, displayName: 'Mira Okafor', userPrincipalName: 'mira.okafor@alder.example' },
  appName: 'Microsoft Office',
  appId: 'd3590ed6-52b3-4102-aeff-aad2292ab01c',
  approvedFrom: { city: 'Hamburg', countryOrRegion: 'DE', ipAddress: '192.0.2.17', trusted: true },
  redeemedFrom: { city: null, countryOrRegion: 'NL', ipAddress: '203.0.113.80', trusted: false },
  firstSeen: new Date('2026-03-02T08:01:30.250Z'),
  legs: [
    {
      kind: 'approval',
      at: new Date('2026-03-02T08:01:30.250Z'),
      from: {
        city: 'Hamburg',
        countryOrRegion: 'DE',
        ipAddress: '192.0.2.17',
        trusted: true,
        network: 'Deutsche Telekom',
      },
    },
    {
      kind: 'redemption',
      at: new Date('2026-03-02T08:01:36Z'),
      from: { city: null, countryOrRegion: 'NL', ipAddress: '203.0.113.80', trusted: false, network: 'DigitalOcean' },
    },
  ],
  legsLeft: 0,
  hunts: [
    {
      kind: 'mail',
      url: 'https://security.microsoft.com/v2/advanced-hunting?query=H4sI&timeRangeId=month&tid=7e4a4700',
    },
    {
      kind: 'session',
      url: 'https://security.microsoft.com/v2/advanced-hunting?query=H4sJ&timeRangeId=month&tid=7e4a4700',
    },
  ],
  answers: [],
  mode: 'revoke',
  closeProposed: false,
  routes: [],
  taken: null,
  snoozedUntil: null,
  closing: null,
  steps: [],
  containment: { collections: [], undoable: [] },
  version: 3,
}

const added = {
  name: 'x'.repeat(90),
  at: new Date('2026-03-02T08:02:30Z'),
  detail: 'Windows',
  effects: [],
  enabled: false,
}

/** Everything that can be found, could not be read, and can be taken back. */
export const containment: AlertView['containment'] = {
  collections: [
    {
      kind: 'device',
      why: null,
      found: Array.from({ length: 6 }, (_, index) => ({ ...added, id: `device-${index}` })),
      at: new Date('2026-03-02T08:09:03Z'),
    },
    { kind: 'method', why: null, found: [], at: new Date('2026-03-02T08:09:03Z') },
    { kind: 'consent', why: 'too-slow', found: [], at: new Date('2026-03-02T08:09:03Z') },
    {
      kind: 'mailbox-rule',
      why: null,
      found: [
        { id: 'rule', name: '.', at: null, detail: 'evil.example', effects: ['forwards', 'deletes'], enabled: null },
      ],
      at: new Date('2026-03-02T08:09:03Z'),
    },
  ],
  undoable: ['disable-account', 'disable-new-devices', 'mark-compromised'],
}

/** The owner said that they entered a code, and no sign-in was seen so far. */
export const ownReport: AlertView = {
  ...alert,
  state: 'answered',
  outcome: null,
  severity: 'critical',
  reportedAt: new Date('2026-03-02T08:02:00Z'),
  reasons: [],
  appName: null,
  appId: null,
  approvedFrom: null,
  redeemedFrom: null,
  firstSeen: null,
  legs: [],
  hunts: [],
  answers: [{ answer: 'someone-sent-it', at: new Date('2026-03-02T08:02:00Z') }],
}

export const ANSWERED_AT = new Date('2026-03-02T08:09:00Z')
export const REVOKED_AT = new Date('2026-03-02T08:09:04Z')

/** Names that try to be a link, an image, a mention, a false time, a layout expression, or unreadable. */
export const HOSTILE_NAMES: readonly string[] = [
  '[Security team](https://login.example/verify)',
  '![x](https://login.example/x.png)',
  '<https://login.example/verify>',
  '<at>Everyone</at>',
  '{{DATE(2020-01-01T00:00:00Z, SHORT)}}',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of the card template language, as text
  '${$root.lead}',
  '**Approved** `ok` ~~no~~',
  '\\[a](https://login.example)',
  '\u202Egnp.exe\u202C \u200Bzero\u200Dwidth\u2066x\u2069',
  'www.login.example and login.example/verify',
  'line\none\r\n\n# two\u2028three',
  `${'a'.repeat(50)} ${'\u0301'.repeat(5000)}`,
  `tag\u{E0041}\u{E0042} half \uD83D`,
  'x'.repeat(100_000),
]

export const phishing: CheckFindings = {
  verdict: 'phishing',
  confidence: 'certain',
  signals: [
    { code: 'code-with-device-page', evidence: 'https://microsoft.com/devicelogin' },
    { code: 'code-to-enter', evidence: 'F3KW9QZLM' },
    { code: 'urgency', evidence: 'within ten minutes' },
    { code: 'meeting-pretext', evidence: 'join the board call' },
  ],
  advice: ['do-not-enter', 'report'],
  truncated: false,
}

export const report: ReportView = {
  checkId: CHECK_ID,
  reporter: { userId: OWNER_ID, displayName: 'Mira Okafor', userPrincipalName: 'mira.okafor@alder.example' },
  check: phishing,
  text: null,
  reports: 1,
  reporters: 1,
  by: [],
  firstAt: new Date('2026-03-02T09:15:00Z'),
  lastAt: new Date('2026-03-02T09:15:00Z'),
  warning: null,
}

export const WARNING_ID = warningId('9e1d3c8a-52a4-4f0e-9d57-0c6f5b3d1a77')
export const STARTED_AT = new Date('2026-03-02T10:00:00Z')

export const warning: WarningView = {
  warningId: WARNING_ID,
  lureId: CHECK_ID,
  state: 'preview',
  isExpired: false,
  group: null,
  gaps: [],
  counts: { reachable: 214, sent: 0, unreachable: 16, already: 0, guests: 3, disabled: 1, unknown: 40 },
  marks: { sender: 'audit@northwind-review.example', host: 'files.northwind-review.example' },
  startedBy: null,
  startedAt: null,
  version: 2,
}
