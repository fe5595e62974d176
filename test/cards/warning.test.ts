/** What people get who may have received a lure, and what the security team sees before and after. */
import { describe, expect, it } from 'vitest'
import { parseCardAction } from '../../src/cards/actions.js'
import { type Card, renderNotice, renderTeamWarning } from '../../src/cards/index.js'
import { LOCALES, say } from '../../src/cards/words.js'
import { checkMessage } from '../../src/domain/codeCheck/index.js'
import type { WarningView } from '../../src/domain/lureNotices.js'
import { WARNING_GAPS, type WarningGap } from '../../src/domain/warnings/index.js'
import { actionsOf, effectsIn, partsOf, payloadsOf, problemsOf, textsOf } from './checks.js'
import { CHECK_ID, HOSTILE_NAMES, OWNER_ID, report, STARTED_AT, WARNING_ID, warning } from './examples.js'

const render = (change: Partial<WarningView> = {}, locale = 'en') =>
  renderNotice({ kind: 'team-warning', warning: { ...warning, ...change } }, locale)
const person = (marks = warning.marks, locale = 'en') => renderNotice({ kind: 'warning', marks }, locale)
const titles = (card: Card) => actionsOf(card).map(({ title }) => title)
const inputs = (card: Card) => partsOf(card).filter(({ type }) => String(type).startsWith('Input.'))
const STARTED = {
  startedBy: { userId: OWNER_ID, displayName: 'Mira Okafor', userPrincipalName: 'mira.okafor@alder.example' },
  startedAt: STARTED_AT,
} as const

describe('the warning to a person', () => {
  it('says first what not to do, then what to do where it came and where it is too late', () => {
    expect(textsOf(person())).toEqual([
      'Do not enter a code that somebody sent you: a phishing message is going round here.',
      expect.stringContaining('enter a code on a Microsoft page'),
      'It says it is from audit@northwind-review[.]example. There may be others.',
      'It leads to files[.]northwind-review[.]example. There may be others.',
      expect.stringContaining('Report to security'),
      expect.stringContaining('I already entered a code'),
      expect.stringContaining('It does not mean that you did anything wrong.'),
    ])
    expect(actionsOf(person())).toEqual([])
  })

  it.each(LOCALES)('is a sound card in %s, with or without what it can be recognised by', (locale) => {
    for (const marks of [warning.marks, { sender: null, host: null }]) {
      expect(problemsOf(person(marks, locale))).toEqual([])
      expect(effectsIn(person(marks, locale))).toEqual([])
    }
  })

  it.each(LOCALES)('gives people words that the bot understands, in %s', (locale) => {
    const words = /[“„«»「”"](.+?)[”“»«」"]/u.exec(say('warn.person.entered', locale))?.[1] ?? ''
    expect(checkMessage({ text: words }).advice).toContain('revoke-now')
  })

  it.each(HOSTILE_NAMES.map((name) => [name.slice(0, 40), name]))('shows %j without effect', (_start, name) => {
    expect(effectsIn(person({ sender: name, host: name }))).toEqual([])
    expect(problemsOf(person({ sender: name, host: name }))).toEqual([])
  })
})

describe('the preview', () => {
  it('says how many, where they come from, who is left out, and shows each word that they get', () => {
    const texts = textsOf(render())
    expect(texts[0]).toBe('Look through this, then send it: 214 people may have received this lure.')
    expect(texts).toEqual(
      expect.arrayContaining([
        '**Looked in:** the mail and Teams logs of the last 7 days',
        '**Cannot be reached:** 16 people have no chat with me',
        '**Left out:** 3 guests · 1 disabled account · 40 addresses of nobody in your directory',
        ...textsOf(person()).slice(0, -1),
      ]),
    )
    expect(titles(render())).toEqual(['Send the warning to 214 people', 'Do not send'])
    expect(payloadsOf(render())).toEqual([
      { v: 1, verb: 'decide-warning', warningId: WARNING_ID, version: 2, decision: 'send' },
      { v: 1, verb: 'decide-warning', warningId: WARNING_ID, version: 2, decision: 'drop' },
    ])
  })

  it('says "at least", and why, where people may be missing', () => {
    const texts = textsOf(render({ gaps: ['teams-not-searched'] }))
    expect(texts[0]).toContain('at least 214 people')
    expect(texts.join('\n')).toContain('The Teams log could not be searched, so people may be missing.')
  })

  it('cannot be sent where nobody can be reached', () => {
    expect(titles(render({ counts: { ...warning.counts, reachable: 0 } }))).toEqual(['Do not send'])
  })

  it('has no buttons any more once it is too old', () => {
    expect(actionsOf(render({ isExpired: true }))).toEqual([])
    expect(textsOf(render({ isExpired: true }))[0]).toContain('too old')
  })
})

describe('the question for a group', () => {
  const asking = {
    state: 'needs-group',
    gaps: ['no-traces'],
    counts: { ...warning.counts, reachable: 0, unreachable: 0 },
  } as const

  it('says why, and has a labelled field', () => {
    expect(textsOf(render(asking)).join('\n')).toContain('no outside sender, no strange link and no code')
    expect(textsOf(render(asking)).join('\n')).not.toContain('Looked in')
    expect(inputs(render(asking))).toMatchObject([{ type: 'Input.Text', id: 'group', maxLength: 256 }])
    expect(titles(render(asking))).toEqual(['Find its members', 'Do not send'])
  })

  it('lists several groups of a name by name and address, and sends the id of the one picked', () => {
    const groups = [
      { groupId: 'g1', name: 'Finance', mail: 'a@contoso.example' },
      { groupId: 'g2', name: null, mail: null },
    ]
    const card = renderTeamWarning({ ...warning, ...asking }, 'en', groups)
    expect(problemsOf(card)).toEqual([])
    expect(inputs(card)).toMatchObject([
      {
        type: 'Input.ChoiceSet',
        id: 'group',
        choices: [{ title: 'Finance · a@contoso.example', value: 'g1' }, { value: 'g2' }],
      },
    ])
  })

  it('takes what was typed beside what the button carries, bounded, and nothing else', () => {
    const carried = payloadsOf(render(asking))[0] as object
    expect(parseCardAction({ ...carried, group: 'Finance' })).toMatchObject({ verb: 'name-group', group: 'Finance' })
    for (const forged of [
      { group: 'x'.repeat(257) },
      { group: ['x'] },
      { more: 1 },
      { version: 0 },
      { warningId: 'x' },
    ])
      expect(() => parseCardAction({ ...carried, ...forged })).toThrow('input-invalid')
  })
})

describe('on its way', () => {
  it('says who sent it when, and how many have it, here and on the card of the case', () => {
    const sending = { ...warning, ...STARTED, state: 'done', counts: { ...warning.counts, sent: 214 } } as const
    const lines = [
      '**Warned:** 214 of 230. 16 cannot be reached.',
      '**Sent by:** Mira Okafor · {{DATE(2026-03-02T10:00:00Z, SHORT)}} {{TIME(2026-03-02T10:00:00Z)}}',
    ]
    expect(textsOf(render(sending))).toEqual(expect.arrayContaining(lines))
    const caseCard = renderNotice({ kind: 'team-report', part: 'case', report: { ...report, warning: sending } }, 'en')
    expect(textsOf(caseCard)).toEqual(expect.arrayContaining(lines))
  })
})

describe('the button on the case', () => {
  const caseCard = (change: object) =>
    renderNotice({ kind: 'team-report', part: 'case', report: { ...report, ...change } }, 'en')

  it('is there on phishing, and above the findings of a campaign', () => {
    expect(payloadsOf(caseCard({}))).toEqual([{ v: 1, verb: 'warn-people', checkId: CHECK_ID }])
    const types = (change: object) => (caseCard(change).body as { type: string }[]).map(({ type }) => type)
    const place = (change: object) => types(change).indexOf('ActionSet') / types(change).length
    expect(place({ reports: 2, reporters: 2 })).toBeLessThan(place({}))
    expect(actionsOf(caseCard({ reports: 2, reporters: 2 }))).toMatchObject([{ style: 'positive' }])
  })

  it('is not there on anything else, on what has passed its time, and while a warning goes out', () => {
    for (const verdict of ['suspicious', 'legitimate-meeting', 'legitimate-device-login', 'unrelated'] as const)
      expect(actionsOf(caseCard({ check: { ...report.check, verdict } }))).toEqual([])
    expect(actionsOf(caseCard({ check: null, reporter: null }))).toEqual([])
    expect(actionsOf(caseCard({ warning: { ...warning, state: 'sending' } }))).toEqual([])
  })
})

describe.each(LOCALES)('every card of a warning in %s', (locale) => {
  const gaps = Object.keys(WARNING_GAPS) as WarningGap[]
  const group = { groupId: WARNING_ID, name: 'Finance', mail: null }
  const cards = (['finding', 'needs-group', 'preview', 'sending', 'done', 'dropped'] as const).flatMap((state) =>
    [false, true].flatMap((isExpired) => [
      render({ state, isExpired, ...STARTED }, locale),
      render({ state, isExpired, gaps, group }, locale),
      render(
        { state, counts: { reachable: 1, sent: 1, unreachable: 1, already: 1, guests: 1, disabled: 1, unknown: 1 } },
        locale,
      ),
    ]),
  )

  it('is sound by the parser, the schema, the limits of Teams and our manners', () => {
    expect([...new Set(cards.flatMap((card) => problemsOf(card)))]).toEqual([])
    expect(cards.flatMap(effectsIn)).toEqual([])
  })
})

it.each(HOSTILE_NAMES.map((name) => [name.slice(0, 40), name]))(
  'shows a group called %j without effect',
  (_start, name) => {
    const group = { groupId: 'g', name, mail: name }
    const startedBy = { userId: OWNER_ID, displayName: name, userPrincipalName: name }
    for (const state of ['preview', 'needs-group', 'done'] as const) {
      const card = renderTeamWarning({ ...warning, state, group, startedBy, startedAt: STARTED_AT }, 'en', [
        group,
        group,
      ])
      expect(effectsIn(card)).toEqual([])
      expect(problemsOf(card)).toEqual([])
    }
  },
)
