/** The cards of the impact, the plan and a change of policy. */
import { describe, expect, it } from 'vitest'
import { parseCardAction, renderAskedAnswer, renderPolicyWrite, say } from '../../src/cards/index.js'
import { renderPlan } from '../../src/cards/policyPlan.js'
import { hasWords, LOCALES } from '../../src/cards/words.js'
import { policyWriteId, userId } from '../../src/domain/ids.js'
import {
  ALTERNATIVES,
  type AlternativeCode,
  type ImpactAnswer,
  NOT_REPLAYED,
  type NotReplayedCode,
  PLAN_NOTES,
  PLAN_REFUSALS,
  type PlanAnswer,
  type PlanNote,
  type PlanRefusal,
  type PolicyWriteView,
  recommendPlan,
  WRITE_REASONS,
  WRITE_STATES,
  type WriteReason,
  type WriteState,
} from '../../src/domain/policyStatus/index.js'
import * as example from '../domain/policyStatus/example.js'
import { effectsIn, partsOf, payloadsOf, problemsOf, textsOf } from './checks.js'
import { HOSTILE_NAMES } from './examples.js'

const keys = <T extends string>(of: Readonly<Record<T, unknown>>): T[] => Object.keys(of) as T[]
const NOW = new Date('2026-03-02T08:05:00Z')
const ID = 'c4a3de13-14a1-4b74-8a10-3f5e6d7c8b03'
const base = { takenAt: '2026-03-02T08:00:00Z', ageMs: 5 * 60_000, stale: false, unknowns: [] } as const
const count = { people: 2, stopped: 5, sessions: 1 }
const one = (name: string | null) => ({ id: ID, name })

const impact = (name: string | null = 'Microsoft Azure CLI'): ImpactAnswer => ({
  ...base,
  kind: 'impact',
  assessedAt: '2026-03-02T08:00:00Z',
  candidate: { kind: 'planned', displayName: name, key: 'k' },
  blocked: { now: 'no', after: 'yes' },
  period: { askedFrom: '', askedUntil: '', askedDays: 30, coveredDays: 12, missingDays: [] },
  seen: { completed: 5, blocked: 0, other: 0, people: 2 },
  completedThoughBlocked: 0,
  sessionsEnded: 0,
  total: count,
  sorts: { 'teams-device': count, tool: count, unknown: count },
  tools: [
    { ...count, stopped: 2, appId: ID, name: 'Rare tool', sort: 'unknown', instead: ['find-owner', 'suspect-broker'] },
    { ...count, appId: ID, name, sort: 'tool', instead: keys(ALTERNATIVES) as AlternativeCode[] },
  ],
  rows: Array.from({ length: 12 }, () => ({
    ...{ userId: ID, name, appId: ID, appName: name, sort: 'tool', instead: [], stopped: 1, sessions: 0 },
    ...{ lastAt: '2026-03-01T08:00:00Z', ofDevice: false, emergency: false },
  })),
  rowsLeftOut: 0,
  exceptionGroup: { accounts: [one(name)], existing: [], technicians: [one(name)] },
  emergency: { declared: false, stopped: [], reached: [] },
  notReplayed: keys(NOT_REPLAYED).map((why: NotReplayedCode) => ({ why, count: 3 })),
  assumptions: [{ what: 'user-risk-none', count: null }],
})

const made = recommendPlan(example.snapshot({ policies: [example.riskPolicy()] }), impact(), NOW)
const write = (change: Partial<PolicyWriteView> = {}): PolicyWriteView => ({
  writeId: policyWriteId(ID),
  digest: 'abcdefghijklmnopqrstuv',
  state: 'proposed',
  action: 'create',
  isDeletion: false,
  isUndo: false,
  why: null,
  policyId: null,
  policyName: 'Block device code flow (Postern c4a3de13)',
  policyState: 'enabledForReportingButNotEnforced',
  fields: made.fields,
  beside: null,
  impact: { assessedAt: '2026-03-02T08:00:00Z', ...count },
  proposedBy: { userId: userId(ID), displayName: 'Mira Okafor', userPrincipalName: 'mira.okafor@alder.example' },
  approvedBy: null,
  confirmUntil: NOW,
  undoAloneUntil: null,
  ...change,
})
const plan = (change: Partial<PlanAnswer['plan']> = {}, more: Partial<PlanAnswer> = {}): PlanAnswer => ({
  ...base,
  because: [],
  kind: 'plan',
  plan: { ...made, refusals: [], notes: [], ...change },
  digest: 'abcdefghijklmnopqrstuv',
  impact: write().impact,
  open: null,
  applied: null,
  ...more,
})

const BESIDE: PolicyWriteView['beside'] = {
  weakens: true,
  emergency: [
    { id: ID, name: 'Emergency 1', isFound: true, isDisabled: false },
    { id: ID, name: null, isFound: true, isDisabled: 'unknown' },
  ],
  notes: keys(PLAN_NOTES) as PlanNote[],
}

const cardsIn = (locale: string) => [
  renderAskedAnswer(impact(), locale),
  renderAskedAnswer({ ...impact(), tools: [], rows: [], total: { people: 0, stopped: 0, sessions: 0 } }, locale),
  renderAskedAnswer({ ...impact(), emergency: { declared: true, stopped: [], reached: [one('Emergency 1')] } }, locale),
  renderAskedAnswer({ ...base, kind: 'impact-unknown' }, locale),
  renderAskedAnswer(plan({ notes: keys(PLAN_NOTES) as PlanNote[] }), locale),
  renderAskedAnswer(plan({ refusals: keys(PLAN_REFUSALS) as PlanRefusal[] }), locale),
  renderAskedAnswer(plan({}, { digest: null }), locale),
  renderAskedAnswer(plan({}, { open: write(), applied: write({ state: 'applied' }) }), locale),
  ...(['none', 'change', 'enable'] as const).map((action) =>
    renderAskedAnswer(plan({ action, weakens: true }), locale),
  ),
  renderPlan(plan(), locale, say('apply.why.stale', locale)),
  ...keys(WRITE_STATES).map((state: WriteState) =>
    renderPolicyWrite(write({ state, approvedBy: write().proposedBy, undoAloneUntil: NOW }), locale),
  ),
  ...keys(WRITE_REASONS).map((why: WriteReason) => renderPolicyWrite(write({ state: 'failed', why }), locale)),
  renderPolicyWrite(write({ isUndo: true, isDeletion: true, fields: [] }), locale),
  renderPolicyWrite(write({ action: 'enable', state: 'rolled-back', why: 'flow-left' }), locale),
  renderPolicyWrite(write({ beside: BESIDE }), locale),
]

describe('the cards of a change of policy', () => {
  it.each(LOCALES)('are cards that Teams takes and everybody can read, in %s', (locale) => {
    expect(cardsIn(locale).flatMap((card) => problemsOf(card))).toEqual([])
  })

  it('have words for every code', () => {
    const wanted = [
      ...keys(PLAN_REFUSALS).map((code) => `apply.refusal.${code}`),
      ...keys(PLAN_NOTES).map((code) => `apply.note.${code}`),
      ...keys(NOT_REPLAYED).map((code) => `apply.unreplayed.${code}`),
      ...keys(WRITE_REASONS).map((code) => `apply.why.${code}`),
    ]
    expect(wanted.filter((key) => !hasWords(key))).toEqual([])
  })

  it('let a change be approved beside the plan only where it is that very plan', () => {
    const presses = (open: PolicyWriteView) =>
      payloadsOf(renderAskedAnswer(plan({}, { open }), 'en')).flatMap((payload) =>
        typeof payload === 'object' && payload !== null && 'press' in payload ? [payload.press] : [],
      )
    expect(presses(write())).toEqual(['confirm', 'withdraw'])
    // What it is stands on its own card, not on this one.
    expect(presses(write({ isUndo: true }))).toEqual(['withdraw'])
    expect(presses(write({ digest: 'of-the-plan-before-it-' }))).toEqual(['withdraw'])
  })

  it('show what changes of a list that is too long to be shown', () => {
    const before = Array.from({ length: 20 }, (_, index) => `${String(index).padStart(8, '0')}${ID.slice(8)}`)
    const fields = [{ field: 'conditions.users.excludeUsers', before, after: [...before, ID] }]
    expect(textsOf(renderPolicyWrite(write({ fields }), 'en')).join(' ')).toContain(ID)
  })

  it('show every field to whoever is to approve it, and fold them when it is done', () => {
    const shown = (state: WriteState) =>
      partsOf(renderPolicyWrite(write({ state }), 'en').body)
        .filter((part) => 'isVisible' in part && part.isVisible === false)
        .flatMap((part) => partsOf([part]))
        .some(({ text }) => text === 'conditions.users.excludeUsers')
    expect(shown('proposed')).toBe(false)
    expect(shown('not-rolled-back')).toBe(true)
  })

  it('say of an emergency account whether it is there and disabled', () => {
    const account = { id: ID, name: 'Emergency 1', isFound: true, isDisabled: true }
    expect(textsOf(renderAskedAnswer(plan({ emergency: [account] }), 'en'))).toContain(
      'Emergency 1: found, but disabled',
    )
  })

  it('say to whoever approves it what it weakens, whom it spares and what to know, before the fields', () => {
    const texts = textsOf(renderPolicyWrite(write({ beside: BESIDE }), 'en'))
    const places = [
      'This weakens protection: something that is blocked now would be open.',
      'Emergency access, stays excluded (2)',
      'Emergency 1: found',
      `${ID}: found; not known whether it is enabled`,
      'Only one emergency account is found; two are recommended.',
      `What changes (${made.fields.length})`,
    ].map((text) => texts.indexOf(text))
    expect(places).not.toContain(-1)
    expect(places).toEqual([...places].sort((one, other) => one - other))
    const unsure = textsOf(renderPolicyWrite(write({ beside: { ...BESIDE, weakens: 'unknown' } }), 'en'))
    expect(unsure).toContain('This may open something that is blocked now.')
    expect(textsOf(renderPolicyWrite(write({ beside: { ...BESIDE, weakens: false } }), 'en')).join()).not.toMatch(
      /blocked now/,
    )
  })

  it('offer the removal of what is left without its flow, and of nothing else', () => {
    const presses = (why: WriteReason) =>
      payloadsOf(renderPolicyWrite(write({ action: 'enable', state: 'rolled-back', why }), 'en')).map(
        (payload) => Object(payload).press,
      )
    expect(presses('flow-left')).toContain('remove')
    expect(presses('not-as-shown')).not.toContain('remove')
  })

  it('say of an end that nobody knows that it is to be looked into, and never that nothing was done', () => {
    const [lead, label] = textsOf(renderPolicyWrite(write({ state: 'unknown', why: 'not-readable' }), 'en'))
    expect(lead).toMatch(/^Look into Conditional Access now/)
    expect(label).toContain('Check in the portal')
  })

  it('say that what was taken back may lack its flow, but of none that is deleted or kept it', () => {
    const warning = 'Before anybody turns it on: check in the portal that it names device code flow.'
    const said = (change: Partial<PolicyWriteView>) =>
      textsOf(renderPolicyWrite(write({ state: 'rolled-back', why: 'flow-lost', ...change }), 'en')).includes(warning)
    expect(said({ action: 'enable' })).toBe(true)
    expect(said({ action: 'undo', state: 'not-rolled-back' })).toBe(true)
    expect(said({ action: 'create' })).toBe(false)
    expect(said({ action: 'enable', why: 'not-as-shown' })).toBe(false)
  })

  it('carry buttons that come back as they went', () => {
    for (const payload of cardsIn('en').flatMap(payloadsOf)) expect(parseCardAction(payload)).toEqual(payload)
  })

  it('say first what to do about how many people who would have been stopped, then draw the tools, most first, and say the same in words', () => {
    const card = renderAskedAnswer(impact(), 'en')
    expect(textsOf(card)[0]).toBe(
      'Find them another way before you block: 2 people would have been stopped in the last 30 days.',
    )
    const chart = partsOf(card.body).find(({ type }) => type === 'Chart.HorizontalBar')
    expect(chart?.data).toEqual([
      { x: 'Microsoft Azure CLI', y: 5 },
      { x: 'Rare tool', y: 2 },
    ])
    expect(textsOf(card)).toContain('Microsoft Azure CLI: sign-ins 5, sessions 1, people 2')
  })

  it('say that nobody would have been stopped only where every day was replayed', () => {
    const seen = { ...impact(), tools: [], rows: [], total: { people: 0, stopped: 0, sessions: 0 } }
    const whole = { ...seen, period: { ...seen.period, coveredDays: 30 }, notReplayed: [] }
    const leadOf = (answer: ImpactAnswer) => textsOf(renderAskedAnswer(answer, 'en'))[0]
    const [none, unsure] = [say('apply.impact.none', 'en'), say('apply.impact.unsure', 'en')]
    expect(leadOf(whole)).toBe(none)
    expect(leadOf({ ...whole, notReplayed: [{ why: 'too-old', count: 3 }] })).toBe(none)
    expect(leadOf({ ...whole, notReplayed: [{ why: 'no-address', count: 1 }] })).toBe(unsure)
    expect(leadOf({ ...whole, period: { ...whole.period, coveredDays: 29 } })).toBe(unsure)
  })

  it('say that all is blocked only where that is known', () => {
    const candidate = { kind: 'none', displayName: null, key: null } as const
    const labelOf = (now: 'yes' | 'unknown') =>
      textsOf(renderAskedAnswer({ ...impact(), candidate, blocked: { now, after: now } }, 'en'))[1]
    expect(labelOf('yes')).toBe(say('apply.impact.blocked-already', 'en'))
    expect(labelOf('unknown')).toBe(say('policy-label.unknown', 'en'))
  })

  it('say that there is nothing to do only where it is known to be blocked', () => {
    const none = (now: 'yes' | 'unknown', refusals: readonly PlanRefusal[] = []) =>
      textsOf(
        renderAskedAnswer(plan({ action: 'none', fields: [], refusals, blocked: { now, enforced: now } }), 'en'),
      )[0]
    expect(none('yes')).toBe(say('apply.plan.none', 'en'))
    expect(none('unknown')).toBe(say('policy-lead.status.unknown', 'en'))
    expect(none('unknown', ['snapshot-expired'])).toBe(say('policy-lead.expired', 'en'))
  })

  it('say nothing before an emergency account that would be blocked', () => {
    const card = renderAskedAnswer(
      { ...impact(), emergency: { declared: true, stopped: [], reached: [one('E1')] } },
      'en',
    )
    expect(textsOf(card)[0]).toBe('Emergency access would be blocked: do not enforce this.')
  })

  it('show the difference before anything else of a plan, with every field', () => {
    const texts = textsOf(renderAskedAnswer(plan(), 'en'))
    expect(texts[2]).toBe(`What changes (${made.fields.length})`)
    for (const { field } of made.fields) expect(texts).toContain(field)
  })

  it('offer no press where the plan is refused or policy is not written, and no file where it is refused', () => {
    const pressed = (card: Parameters<typeof payloadsOf>[0]) => payloadsOf(card).map((data) => Object(data).verb)
    expect(pressed(renderAskedAnswer(plan(), 'en'))).toEqual([
      'change-policy',
      'ask-file',
      'ask-file',
      'ask-file',
      'ask-policy',
    ])
    expect(pressed(renderAskedAnswer(plan({}, { digest: null }), 'en'))).not.toContain('change-policy')
    const refused = pressed(renderAskedAnswer(plan({ refusals: ['impact-expired'] }), 'en'))
    expect(refused).toEqual(['ask-policy', 'ask-policy'])
  })

  it.each(HOSTILE_NAMES)('show a name as a name: %j', (name) => {
    const fields = [{ field: 'displayName', before: name, after: { a: [name] } }]
    const person = { ...write().proposedBy, displayName: name, userPrincipalName: name }
    const cards = [
      renderAskedAnswer(impact(name), 'en'),
      renderAskedAnswer(plan({ fields, emergency: [{ id: name, name, isFound: true, isDisabled: false }] }), 'en'),
      renderPolicyWrite(
        write({ fields, policyName: name, proposedBy: person, approvedBy: person, isDeletion: true }),
        'en',
      ),
    ]
    expect(cards.flatMap((card) => effectsIn(card))).toEqual([])
  })
})
