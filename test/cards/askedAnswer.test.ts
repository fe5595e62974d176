import { describe, expect, it } from 'vitest'
import { parseCardAction, renderAskedAnswer, say } from '../../src/cards/index.js'
import { LOCALES } from '../../src/cards/words.js'
import {
  type AskedAnswer,
  type NamedThing,
  type PeopleAnswer,
  type PolicyRef,
  readPolicyQuestion,
  type UnknownCode,
  type WhatIfAnswer,
} from '../../src/domain/policyStatus/index.js'
import { effectsIn, partsOf, payloadsOf, problemsOf, textsOf } from './checks.js'
import { HOSTILE_NAMES } from './examples.js'
import { schemaProblems } from './schema.js'

const ID = 'c4a3de13-14a1-4b74-8a10-3f5e6d7c8b03'
const person = { id: ID, displayName: 'Mira Okafor', userPrincipalName: 'mira.okafor@alder.example' }
const policy: PolicyRef = {
  id: '5f7f2a1c-7d0e-4a3e-9d8b-0a1b2c3d4e05',
  displayName: 'Block device code flow',
  state: 'enabled',
  namesDeviceCodeFlow: true,
}
const group: NamedThing = {
  kind: 'group',
  id: '8b9c0d1e-2f3a-4b5c-8d6e-7f8091a2b306',
  displayName: 'Field Engineers',
  memberCount: 12,
  emergency: false,
}
const base = { takenAt: '2026-03-02T08:00:00Z', ageMs: 5 * 60_000, stale: false, unknowns: [] } as const
const finding = { code: 'excluded-groups', policies: [policy], things: [group] } as const

const people: PeopleAnswer = {
  ...base,
  kind: 'people',
  question: { kind: 'people', of: 'left-open', only: null, page: 0 },
  people: Array.from({ length: 8 }, () => ({ ...person, isGuest: false, why: [finding] })),
  guestTypes: ['b2bcollaborationguest'],
  everyMember: true,
  page: 0,
  total: 19,
  isLast: false,
}
const whatIf: WhatIfAnswer = {
  ...base,
  kind: 'what-if',
  question: { kind: 'what-if', who: { id: ID }, from: { address: '203.0.113.9' }, app: null, platform: null },
  person,
  place: { asked: '203.0.113.9', address: '203.0.113.9', country: null, locations: [], trusted: false },
  app: 'microsoft-graph',
  platform: 'windows',
  outcome: 'allow',
  because: [],
  applied: [policy],
  reportOnly: [{ ...policy, state: 'report-only' }],
  controls: ['mfa'],
  countryUnknown: true,
  graph: { kind: 'agrees' },
}

const APPS = [
  { appId: '04b07795-8ddb-461a-bbee-02f9e1bf7b46', name: 'Microsoft Azure CLI', signIns: 1200 },
  { appId: '1f1e1d1c-0000-4000-8000-000000000001', name: null, signIns: 2 },
  { appId: null, name: null, signIns: 1 },
]

const ANSWERS: readonly AskedAnswer[] = [
  people,
  { ...people, people: [], total: 0, isLast: true, guestTypes: [], everyMember: false },
  ...(['open', 'blocked', 'emergency', 'unknown'] as const).map(
    (openness): AskedAnswer => ({
      ...base,
      kind: 'why-open',
      question: { kind: 'why-open', who: { id: ID } },
      person,
      openness,
      because: openness === 'unknown' ? ['group-members'] : [],
      why: [finding],
      blocking: [policy],
    }),
  ),
  whatIf,
  ...(['block', 'allow-with-controls', 'depends'] as const).map((outcome): AskedAnswer => ({ ...whatIf, outcome })),
  { ...whatIf, person: null, because: ['policies'], graph: { kind: 'unknown', why: 'nobody-in-particular' } },
  { ...whatIf, graph: { kind: 'differs', blocks: true, applied: [policy] } },
  { ...whatIf, graph: { kind: 'differs', blocks: false, applied: [] } },
  { ...whatIf, graph: { kind: 'unknown', why: 'graph-forbidden' } },
  {
    ...base,
    kind: 'risk-policies',
    policies: [{ policy, signIn: ['high'], user: ['high'], requires: ['mfa'], isBroad: true }],
  },
  { ...base, kind: 'risk-policies', policies: [] },
  {
    ...base,
    kind: 'teams-devices',
    devices: [{ ...person, isDeclared: true, openness: 'open' }],
    page: 0,
    total: 1,
    isLast: true,
    isSwept: false,
  },
  {
    kind: 'device-code-users',
    question: { kind: 'device-code-users', days: 30, page: 0 },
    since: new Date('2026-02-01T08:00:00Z'),
    people: [{ ...person, signIns: 3, completed: 2, lastAt: new Date('2026-03-01T08:00:00Z') }],
    apps: APPS,
    page: 0,
    total: 1,
    isLast: true,
    keptSince: new Date('2026-01-01T08:00:00Z'),
    knownSince: new Date('2026-02-01T08:00:00Z'),
    logSince: null,
    readTo: new Date('2026-03-02T08:00:00Z'),
    holes: [{ from: new Date('2026-02-10T08:00:00Z'), to: new Date('2026-02-10T09:00:00Z') }],
  },
  { kind: 'choose', choices: [{ person, question: { kind: 'why-open', who: { id: ID } } }], isCut: true },
  { kind: 'nobody', what: 'person', called: 'Zoe' },
  { kind: 'nobody', what: 'place', called: 'Nowhere' },
  { ...base, kind: 'too-old', question: { kind: 'risk-policies' } },
]

const cardOf = (kind: AskedAnswer['kind']) =>
  ANSWERS.filter((answer) => answer.kind === kind).map((answer) => renderAskedAnswer(answer, 'en'))[0] ?? {}

describe('an answer about people, sign-ins and risk', () => {
  it.each(LOCALES)('is a card that Teams takes and everybody can read, in %s', (locale) => {
    const cards = ANSWERS.map((answer) => renderAskedAnswer(answer, locale))
    expect(cards.flatMap((card) => schemaProblems(card))).toEqual([])
    expect(cards.flatMap((card) => problemsOf(card))).toEqual([])
  })

  it('carries buttons that come back as they went, and name no person', () => {
    for (const answer of ANSWERS)
      for (const payload of payloadsOf(renderAskedAnswer(answer, 'en'))) {
        expect(parseCardAction(payload)).toEqual(payload)
        expect(JSON.stringify(payload)).not.toMatch(/Mira|Zoe|@/)
      }
  })

  it('offers to read again, the next page and the file', () => {
    const asked = payloadsOf(renderAskedAnswer(people, 'en'))
    expect(asked).toContainEqual({ v: 1, verb: 'ask-policy', question: { ...people.question, page: 1 } })
    expect(asked).toContainEqual({ v: 1, verb: 'ask-policy', question: people.question, refresh: true })
    expect(asked).toContainEqual({ v: 1, verb: 'ask-file', question: people.question, format: 'csv' })
    expect(payloadsOf(renderAskedAnswer({ ...people, isLast: true }, 'en'))).toHaveLength(2)
  })

  it('draws with which apps device codes were used, and says the same in words', () => {
    const card = cardOf('device-code-users')
    const [bars] = partsOf(card).filter(({ type }) => type === 'Chart.HorizontalBar')
    expect(Object(bars).data).toEqual([
      { x: 'Azure CLI', y: 1200 },
      { x: expect.stringMatching(/^1f1e1d1c/), y: 2 },
      { x: 'other apps', y: 1 },
    ])
    const texts = textsOf(card)
    expect(texts).toEqual(expect.arrayContaining(['Microsoft Azure CLI: 1,200', 'other apps: 1']))
  })

  it('says what was never read, and calls nobody found unknown then', () => {
    const [answer] = ANSWERS.filter((one) => one.kind === 'device-code-users')
    if (answer === undefined) throw new Error('no such answer')
    expect(JSON.stringify(renderAskedAnswer(answer, 'en'))).toContain('were gone before I could read them')
    const none = { ...answer, people: [], apps: [], total: 0 }
    const [holed, whole] = [none, { ...none, holes: [] }].map((one) => JSON.stringify(renderAskedAnswer(one, 'en')))
    expect(holed).toContain(say('policy-label.unknown', 'en'))
    expect(whole).not.toContain(say('policy-label.unknown', 'en'))
  })

  it('claims nothing of the days that neither our record nor the log holds', () => {
    const [answer] = ANSWERS.filter((one) => one.kind === 'device-code-users')
    if (answer === undefined) throw new Error('no such answer')
    const late = { ...answer, holes: [], knownSince: new Date('2026-02-20T08:00:00Z') }
    const [lead] = textsOf(renderAskedAnswer(late, 'en'))
    expect(lead).toContain('2026-02-20')
    const none = { ...late, people: [], apps: [], total: 0 }
    expect(JSON.stringify(renderAskedAnswer(none, 'en'))).toContain(say('policy-label.unknown', 'en'))
    expect(JSON.stringify(renderAskedAnswer({ ...none, knownSince: null }, 'en'))).toContain(
      say('policy-label.unknown', 'en'),
    )
  })

  it('says once what is true of everybody on the page', () => {
    const texts = textsOf(renderAskedAnswer(people, 'en'))
    expect(texts.filter((text) => text === say('policy.excluded-groups', 'en'))).toHaveLength(1)
    const [first, ...rest] = people.people
    const differing = first === undefined ? people : { ...people, people: [{ ...first, why: [] }, ...rest] }
    const each = textsOf(renderAskedAnswer(differing, 'en'))
    expect(each.filter((text) => text === say('policy.excluded-groups', 'en'))).toHaveLength(7)
  })

  it('says first how old the data is, where it is old', () => {
    const [first] = textsOf(renderAskedAnswer({ ...whatIf, stale: true, ageMs: 3 * 3_600_000 }, 'en'))
    expect(first).toContain('3 hours ago')
  })

  it('shows both answers where Graph says otherwise', () => {
    const differs = { ...whatIf, graph: { kind: 'differs', blocks: true, applied: [policy] } } as const
    const texts = textsOf(renderAskedAnswer(differs, 'en'))
    expect(texts).toEqual(expect.arrayContaining([say('asked.what-if.allow', 'en'), say('asked.graph.blocks', 'en')]))
  })

  it('claims no end that rests on what was not read', () => {
    const leadOf = (answer: AskedAnswer) => textsOf(renderAskedAnswer(answer, 'en'))[0]
    const unread = (what: UnknownCode) => ({ unknowns: [{ what, why: 'graph-forbidden' }] })
    const nobody = { ...people, people: [], total: 0, isLast: true, guestTypes: [], everyMember: false }
    expect(leadOf({ ...nobody, ...unread('mfa-trusted-ips') })).toBe(say('asked.people.none', 'en'))
    expect(leadOf({ ...nobody, ...unread('group-members') })).toBe(say('policy-lead.left-open-unknown', 'en'))
    const risk = { ...base, kind: 'risk-policies', policies: [] } as const
    expect(leadOf(risk)).toBe(say('asked.risk.none', 'en'))
    expect(leadOf({ ...risk, ...unread('policies') })).toBe(say('asked.what-if.unknown', 'en'))
    const blocked = { ...whatIf, outcome: 'block' } as const
    expect(leadOf({ ...blocked, countryUnknown: false })).toBe(say('asked.what-if.block', 'en'))
    expect(leadOf(blocked)).toBe(say('asked.what-if.unknown', 'en'))
  })

  it.each(HOSTILE_NAMES)('shows a name as a name: %j', (displayName) => {
    const hostile = { ...person, displayName, userPrincipalName: displayName }
    const cards = [
      renderAskedAnswer({ ...whatIf, person: hostile }, 'en'),
      renderAskedAnswer({ ...people, people: [{ ...hostile, isGuest: true, why: [] }] }, 'en'),
      renderAskedAnswer({ kind: 'nobody', what: 'person', called: displayName }, 'en'),
    ]
    expect(cards.flatMap((card) => effectsIn(card))).toEqual([])
  })

  it.each(LOCALES)('is asked for in the words that the help gives, in %s', (locale) => {
    const quoted = [...say('asked.help', locale).matchAll(/[“«„「”]\s?([^“”«»„「」]+?)\s?[”»“」]/g)].map(
      ([, words = '']) => words,
    )
    const clock = { now: new Date('2026-03-02T08:00:00Z'), timeZone: 'UTC' }
    expect(quoted.map((words) => readPolicyQuestion(words, clock)?.kind)).toEqual([
      'why-open',
      'what-if',
      'device-code-users',
    ])
  })
})
