import { describe, expect, it } from 'vitest'
import { parseCardAction, renderAskedAnswer, renderNotice, say } from '../../src/cards/index.js'
import { LOCALES } from '../../src/cards/words.js'
import { userId } from '../../src/domain/ids.js'
import type { DriftView, EmergencyView } from '../../src/domain/policyNotices.js'
import {
  type Authorship,
  DRIFT_CODES,
  type DriftAnswer,
  type DriftChange,
  type DriftCode,
  type Initiator,
} from '../../src/domain/policyStatus/index.js'
import { effectsIn, payloadsOf, problemsOf, textsOf } from './checks.js'
import { HOSTILE_NAMES } from './examples.js'
import { schemaProblems } from './schema.js'

const ID = 'c4a3de13-14a1-4b74-8a10-3f5e6d7c8b03'
const FROM = new Date('2026-03-01T08:00:00Z')
const TO = new Date('2026-03-02T08:00:00Z')
const MARTA: Initiator = { kind: 'user', id: ID, name: 'Marta Lindqvist', signInName: 'marta@contoso.example' }
const KNOWN: Authorship = { kind: 'known', by: MARTA, at: '2026-03-01T12:00:00Z' }
const NONE = { shown: [], count: 0 }

const grew: DriftChange = {
  id: 'change',
  code: 'exclusion-group-grew',
  subject: { kind: 'group', id: ID, name: 'Field Engineers' },
  opens: true,
  isStanding: false,
  policies: [{ id: 'p', displayName: 'Block device code flow', state: 'enabled', namesDeviceCodeFlow: true }],
  fields: [],
  added: { shown: [{ kind: 'user', id: ID, name: 'Elena Rossi' }], count: 12 },
  removed: NONE,
  at: null,
  why: null,
}
const changed = (change: Partial<DriftChange>): DriftChange => ({ ...grew, opens: false, added: NONE, ...change })
const drift: DriftView = {
  driftId: '7',
  from: FROM,
  to: TO,
  entries: [{ change: grew, author: KNOWN }],
  notCompared: [],
  later: [],
}
const cardOf = (view: DriftView, locale = 'en') => renderNotice({ kind: 'policy-drift', drift: view }, locale)
const entriesOf = (...changes: DriftChange[]) => changes.map((change) => ({ change, author: KNOWN }))

const began = changed({
  code: 'watch-began',
  subject: { kind: 'tenant', id: 'tenant', name: null },
  isStanding: true,
  fields: [
    { field: 'policies', before: null, after: 12 },
    { field: 'about', before: null, after: 3 },
    { field: 'blocked', before: null, after: 'partial' },
  ],
})
const fields = [
  { field: 'state', before: 'enabled', after: 'enabledForReportingButNotEnforced' },
  { field: 'conditions.users.excludeGroups', before: [], after: ['one', 'two'] },
  { field: 'sessionControls', before: null, after: { signInFrequency: { isEnabled: true } } },
  { field: 'displayName', before: 'Old', after: 'New' },
]
const AUTHORS: readonly Authorship[] = [
  KNOWN,
  { kind: 'known', by: { kind: 'app', id: 'app', name: null, signInName: null }, at: '2026-03-01T12:00:00Z' },
  { kind: 'several', by: [MARTA, { kind: 'app', id: 'app', name: 'Joiner', signInName: null }] },
  { kind: 'not-found' },
  { kind: 'unreadable', why: 'graph-forbidden' },
  { kind: 'not-logged' },
]
const NOTICES: readonly DriftView[] = [
  drift,
  { ...drift, from: null, entries: entriesOf(changed({ code: 'report-only-long', at: '2026-01-01T00:00:00Z' })) },
  { ...drift, entries: entriesOf(changed({ code: 'managed-policy-pending', at: '2026-04-01T00:00:00Z' })) },
  {
    ...drift,
    entries: entriesOf(changed({ code: 'policy-edited', fields })),
    later: entriesOf(changed({ code: 'exclusion-group-shrank' })),
  },
  { ...drift, from: null, entries: entriesOf(began) },
  { ...drift, from: null, entries: entriesOf(began, changed({ code: 'managed-policy-pending', isStanding: true })) },
  { ...drift, entries: entriesOf(changed({ code: 'policy-edited', fields })) },
  { ...drift, entries: entriesOf(changed({ code: 'emergency-reached' })) },
  {
    ...drift,
    entries: entriesOf(
      changed({
        code: 'unknown-appeared',
        opens: 'unknown',
        subject: { kind: 'unknown', id: 'group-members', name: null },
        why: 'Forbidden',
      }),
    ),
    notCompared: ['group-members', 'roles', 'users', 'policies', 'named-locations'],
  },
  {
    ...drift,
    entries: entriesOf(
      changed({
        code: 'blocked-changed',
        subject: { kind: 'tenant', id: 'tenant', name: null },
        fields: [{ field: 'blocked', before: 'yes', after: 'partial' }],
      }),
    ),
  },
  { ...drift, entries: AUTHORS.map((author) => ({ change: grew, author })) },
]

const answer: DriftAnswer = {
  takenAt: TO.toISOString(),
  ageMs: 60_000,
  stale: false,
  unknowns: [],
  kind: 'drift',
  question: { kind: 'drift', since: FROM.toISOString() },
  from: FROM,
  to: TO,
  knownFrom: null,
  changes: [grew],
  entries: drift.entries,
  page: 0,
  total: 1,
  isLast: true,
  notCompared: [],
  days: [
    { day: FROM, count: 2 },
    { day: TO, count: 1 },
  ],
}
const NO_CHANGES = { changes: [], entries: [], total: 0 } as const
const ANSWERS: readonly DriftAnswer[] = [
  answer,
  { ...answer, stale: true, ageMs: 7_200_000, knownFrom: FROM, days: [] },
  { ...answer, ...NO_CHANGES, days: [] },
  { ...answer, ...NO_CHANGES, notCompared: ['users'] },
  { ...answer, ...NO_CHANGES, from: null, days: [] },
  { ...answer, page: 1, total: 11, isLast: false },
]

const emergency: EmergencyView = {
  person: { userId: userId(ID), displayName: 'Emergency Access 1', userPrincipalName: 'emergency1@contoso.example' },
  signIns: [
    {
      signInId: 'one',
      at: '2026-03-01T12:00:00Z',
      app: 'Azure Portal',
      from: { city: 'Malmö', countryOrRegion: 'SE', ipAddress: '203.0.113.9', trusted: true },
      succeeded: true,
      isInteractive: true,
    },
  ],
}
const [signIn] = emergency.signIns
const failed = emergency.signIns.map((one) => ({ ...one, succeeded: false, isInteractive: false, app: null, at: null }))
const told = (view: EmergencyView, locale = 'en') =>
  renderNotice({ kind: 'emergency-sign-in', emergency: view }, locale)

describe('the cards of changes and of emergency accounts', () => {
  it.each(LOCALES)('begin no line as a numbered list does, in %s', (locale) => {
    const texts = ANSWERS.flatMap((one) => textsOf(renderAskedAnswer(one, locale)))
    expect(texts.flatMap((text) => text.split('\n')).filter((line) => /^\d+[.)] /.test(line))).toEqual([])
  })

  it.each(LOCALES)('are cards that Teams takes and everybody can read, in %s', (locale) => {
    const cards = [
      ...NOTICES.map((view) => cardOf(view, locale)),
      ...ANSWERS.map((one) => renderAskedAnswer(one, locale)),
      told(emergency, locale),
      told({ ...emergency, signIns: failed }, locale),
      told({ ...emergency, signIns: [] }, locale),
    ]
    expect(cards.flatMap((card) => schemaProblems(card))).toEqual([])
    expect(cards.flatMap((card) => problemsOf(card))).toEqual([])
  })

  it.each(Object.keys(DRIFT_CODES) as DriftCode[])('have words for %s', (code) => {
    const card = cardOf({ ...drift, entries: entriesOf(changed({ code })) })
    expect(textsOf(card).join('\n')).toContain(say(`drift.c.${code}`, 'en'))
  })

  it('begin with what opens, name who did it, and count the people that are not shown', () => {
    const [lead, , , ...rest] = textsOf(cardOf(drift))
    expect(lead).toBe(say('drift.lead.opens', 'en'))
    expect(rest.join('\n')).toMatch(
      /Field Engineers[\s\S]*Marta Lindqvist · marta@contoso.example[\s\S]*Elena Rossi, and 11 more/,
    )
  })

  it('say in words what the colour says', () => {
    const texts = textsOf(cardOf({ ...drift, entries: entriesOf(changed({ opens: 'unknown' }), grew) }))
    expect(texts.filter((text) => /Opens|May open/.test(text))).toHaveLength(2)
  })

  it('show a burst by its worst, and count the rest', () => {
    const many = entriesOf(...Array.from({ length: 40 }, () => grew))
    const texts = textsOf(cardOf({ ...drift, entries: many }))
    expect(texts).toContain('Changes (40)')
    expect(texts).toContain('and 35 more')
  })

  it('lead to the changes that they do not show, to all of them as a file, and to what else can be asked', () => {
    const many = entriesOf(...Array.from({ length: 7 }, () => grew))
    const pressed = (view: DriftView) => payloadsOf(cardOf(view)).map((payload) => parseCardAction(payload))
    const question = { kind: 'drift', since: TO.toISOString(), card: '7' }
    const file = { v: 1, verb: 'ask-file', question, format: 'csv' }
    const help = { v: 1, verb: 'ask-policy', question: { kind: 'help' } }
    expect(pressed(drift)).toEqual([file, help])
    expect(pressed({ ...drift, entries: many })).toEqual([
      { v: 1, verb: 'ask-policy', question: { ...question, page: 1 } },
      file,
      help,
    ])
  })

  it('turn the page of an answer that has more, and say which it is', () => {
    const card = renderAskedAnswer({ ...answer, page: 1, total: 11, isLast: false }, 'en')
    expect(textsOf(card).join('\n')).toMatch(/Page 2 of 3[\s\S]*Changes \(11\)/)
    expect(parseCardAction(payloadsOf(card)[0])).toMatchObject({ question: { ...answer.question, page: 2 } })
  })

  it('call what stood before anybody looked so, and ask for nothing where nothing waits', () => {
    const [found, waiting] = [
      entriesOf(began),
      entriesOf(began, changed({ code: 'report-only-long', isStanding: true })),
    ]
    const [quiet, waits] = [found, waiting].map((entries) => textsOf(cardOf({ ...drift, from: null, entries })))
    expect(quiet?.[0]).toBe(say('drift.lead.began', 'en'))
    expect(quiet?.join('\n')).toContain('Policies: 12. About device code flow: 3. Device code flow: ◐ Partly open')
    expect(waits?.[0]).toBe(say('drift.lead.stands', 'en'))
    expect(waits?.join('\n')).toContain('Already so · Field Engineers')
  })

  it('show what came after the card in a part of its own', () => {
    const texts = textsOf(cardOf({ ...drift, later: entriesOf(changed({ code: 'exclusion-group-shrank' })) }))
    expect(texts).toContain('Since then (1)')
  })

  it('show the picture in words as well, and no picture of one bar', () => {
    const texts = textsOf(renderAskedAnswer(answer, 'en'))
    expect(texts).toEqual(expect.arrayContaining([expect.stringMatching(/Mar.*: 2|2 Mar.*: 2|1.*: 2/)]))
    expect(JSON.stringify(renderAskedAnswer(answer, 'en'))).toContain('Chart.VerticalBar')
    const [one] = answer.days
    const short = { ...answer, days: one === undefined ? [] : [one] }
    expect(JSON.stringify(renderAskedAnswer(short, 'en'))).not.toContain('Chart.')
  })

  it('never call it unchanged where not everything was compared', () => {
    expect(textsOf(renderAskedAnswer({ ...answer, ...NO_CHANGES, notCompared: ['users'] }, 'en'))[0]).toBe(
      say('drift.since.unsure', 'en'),
    )
    const leadOf = (knownFrom: Date | null) =>
      textsOf(renderAskedAnswer({ ...answer, ...NO_CHANGES, knownFrom }, 'en'))[0]
    expect(leadOf(null)).toBe(say('drift.since.none', 'en'))
    // Nothing is known of the days before.
    expect(leadOf(TO)).toBe(say('drift.since.unsure', 'en'))
  })

  it('say that there is nothing to compare yet where the tenant was read once', () => {
    const first = { ...answer, ...NO_CHANGES, days: [], from: TO, knownFrom: TO }
    const texts = textsOf(renderAskedAnswer(first, 'en'))
    expect(texts[0]).toBe(say('drift.since.unread', 'en'))
    expect(texts.join(' ')).not.toContain('Between')
  })

  it('carry a button that reads again', () => {
    const payload = payloadsOf(renderAskedAnswer(answer, 'en')).at(-1)
    expect(parseCardAction(payload)).toEqual({ v: 1, verb: 'ask-policy', question: answer.question, refresh: true })
  })

  it('say that no sign-in is known rather than that all failed', () => {
    const [lead] = textsOf(told({ ...emergency, signIns: [] }, 'en'))
    expect(lead).toBe('Check the sign-in log for the emergency account Emergency Access 1: I know of no sign-in of it.')
  })

  it('tell of an emergency sign-in who, when, from where and which app', () => {
    const text = textsOf(told(emergency)).join('\n')
    expect(text).toMatch(/^Ask at once who used the emergency access account Emergency Access 1/)
    expect(text).toMatch(
      /emergency1@contoso.example[\s\S]*2026-03-01T12:00:00Z[\s\S]*succeeded[\s\S]*Azure Portal[\s\S]*Malmö/,
    )
  })

  it('do not call a sign-in failed of which that is not known', () => {
    const unknown = signIn === undefined ? [] : [{ ...signIn, succeeded: null }, ...failed]
    expect(textsOf(told({ ...emergency, signIns: unknown }))[0]).toContain('has signed in')
    expect(textsOf(told({ ...emergency, signIns: failed }))[0]).toContain('has failed')
  })

  it.each(HOSTILE_NAMES)('show a name as a name: %j', (name) => {
    const thing = { kind: 'group', id: ID, name } as const
    const hostile = changed({
      subject: thing,
      added: { shown: [{ kind: 'user', id: ID, name }], count: 1 },
      fields: [{ field: 'displayName', before: name, after: [name] }],
      why: name,
    })
    const by: Initiator = { kind: 'app', id: name, name, signInName: name }
    const cards = [
      cardOf({ ...drift, entries: [{ change: hostile, author: { kind: 'several', by: [by] } }] }),
      cardOf({ ...drift, entries: [{ change: hostile, author: { kind: 'unreadable', why: name } }] }),
      told({
        person: { ...emergency.person, displayName: name, userPrincipalName: name },
        signIns: emergency.signIns.map((one) => ({ ...one, app: name, from: { ...one.from, city: name } })),
      }),
    ]
    expect(cards.flatMap((card) => effectsIn(card))).toEqual([])
  })
})
