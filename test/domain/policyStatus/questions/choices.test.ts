import { describe, expect, it } from 'vitest'
import { askedSchema, QUESTION_CHOICES, questionOfChoice } from '../../../../src/domain/policyStatus/index.js'

const CLOCK = { now: new Date('2026-11-23T09:00:00Z'), timeZone: 'UTC' }
const TEXT = 'Would Ádele Vance or I be blocked from 203.0.113.9 or the Reading office since last Monday?'
const read = (kind: string, parameters: unknown = {}, text = TEXT) =>
  questionOfChoice({ kind, parameters }, text, CLOCK)

describe('a language model may choose', () => {
  it('every question that a button can carry, and no other', () => {
    const pressed = askedSchema.options.flatMap(({ shape: { kind } }) =>
      'values' in kind ? [...kind.values] : kind.options,
    )
    expect(QUESTION_CHOICES.map(({ kind }) => kind).sort()).toEqual(pressed.sort())
  })

  it.each(QUESTION_CHOICES.filter(({ parameters }) => Object.keys(parameters).length === 0).map(({ kind }) => kind))(
    '%s, which takes nothing',
    (kind) => {
      expect(read(kind)).toMatchObject({ kind })
      expect(read(kind, { blocked: 'yes' })).toBeNull()
    },
  )

  it.each([
    ['people', { of: 'left-open' }, { of: 'left-open', only: null, page: 0 }],
    ['people', { of: 'excluded', only: 'guests' }, { of: 'excluded', only: 'guests', page: 0 }],
    ['why-open', { person: 'adele vance' }, { who: { called: 'adele vance' } }],
    ['why-open', { person: 'I' }, { who: 'asker' }],
    [
      'what-if',
      { person: 'Adele', from: '203.0.113.9' },
      { who: { called: 'Adele' }, from: { address: '203.0.113.9' } },
    ],
    ['what-if', { from: 'Reading office' }, { who: 'member', from: { called: 'Reading office' } }],
    [
      'what-if',
      { app: 'azure-resource-manager', platform: 'linux' },
      { app: 'azure-resource-manager', platform: 'linux' },
    ],
    ['device-code-users', {}, { days: 30, page: 0 }],
    ['device-code-users', { days: 7 }, { days: 7, page: 0 }],
    ['drift', { since: 'last Monday' }, { since: '2026-11-16T00:00:00.000Z' }],
    ['drift', {}, { since: '2026-11-16T09:00:00.000Z' }],
  ])('%s with %j', (kind, parameters, question) => {
    expect(read(kind, parameters)).toMatchObject({ kind, ...question })
  })

  it('a country by its name in any language', () => {
    const from = { country: 'ES', called: 'Spanien' }
    expect(read('what-if', { from: 'Spanien' }, 'Käme jemand aus Spanien durch?')).toMatchObject({ from })
  })

  it('a day in the words of any language', () => {
    expect(read('drift', { since: '月曜日' }, '月曜日から何が変わりましたか')).toEqual({
      kind: 'drift',
      since: '2026-11-16T00:00:00.000Z',
    })
  })
})

describe('what a language model says is nothing where it', () => {
  it.each([
    ['names no question', 'delete-policy', {}],
    ['would change something', 'change-policy', { press: 'propose', digest: 'abcdefghijklmnopqrstuv' }],
    ['names somebody whom the text does not', 'why-open', { person: 'Bob' }],
    ['names a part of a name', 'why-open', { person: 'dele' }],
    ['means somebody by a pronoun', 'why-open', { person: 'her' }],
    ['leaves out whom', 'why-open', {}],
    ['names everybody of a letter', 'why-open', { person: 'A' }],
    ['names the beginning of an address', 'what-if', { from: '203.0.113.0/2' }, 'Is 203.0.113.0/24 blocked?'],
    ['names the beginning of another address', 'what-if', { from: '203.0.113.9' }, 'Is 203.0.113.99 blocked?'],
    ['means the asker where only a word begins so', 'why-open', { person: 'I' }, 'Why is Adele in?'],
    ['names an id', 'why-open', { person: { id: '5b0f9a10-0000-4000-8000-00000000000a' } }],
    ['names an address that the text does not', 'what-if', { from: '198.51.100.7' }],
    ['names a place that the text does not', 'what-if', { from: 'Kyiv' }],
    ['says nothing of the sign-in', 'what-if', {}],
    ['names an app that there is not', 'what-if', { app: 'teams' }],
    ['adds a key', 'what-if', { person: 'Adele', verdict: 'blocked' }],
    ['goes back too far', 'device-code-users', { days: 400 }],
    ['names a day that the text does not', 'drift', { since: 'yesterday' }],
    ['calls something a day that is none', 'drift', { since: 'Reading' }],
    ['names a list that there is not', 'people', { of: 'admins' }],
    ['writes at length', 'why-open', { person: 'Adele'.repeat(30) }],
    ['gives a list', 'status', []],
  ])('%s', (_how: string, kind: string, parameters: unknown, text: string = TEXT) => {
    expect(read(kind, parameters, text)).toBeNull()
  })
})
