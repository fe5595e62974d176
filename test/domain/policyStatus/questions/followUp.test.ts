import { describe, expect, it } from 'vitest'
import {
  type AskedQuestion,
  followedUp,
  readAmendments,
  readFollowUp,
} from '../../../../src/domain/policyStatus/index.js'

describe('words that go on with a question', () => {
  it.each([
    ['and guests?', 'guests'],
    ['only outside trusted networks', 'untrusted'],
    ['as a file', 'file'],
    ['more', 'more'],
    ['why her?', 'why'],
    ['again', 'refresh'],
    ['und die Gäste?', 'guests'],
    ['nur außerhalb der vertrauenswürdigen Netzwerke', 'untrusted'],
    ['als Datei', 'file'],
    ['warum sie?', 'why'],
    ['et les invités ?', 'guests'],
    ['en fichier', 'file'],
    ['¿y los invitados?', 'guests'],
    ['como archivo', 'file'],
    ['e gli ospiti?', 'guests'],
    ['só convidados', 'guests'],
    ['en de gasten?', 'guests'],
    ['a goście?', 'guests'],
    ['спробуй', null],
    ['а гості?', 'guests'],
    ['ゲストは?', 'guests'],
    ['ファイルで', 'file'],
    ['peki konuklar?', 'guests'],
    ['och gästerna?', 'guests'],
    ['why is the door open', null],
    ['more codes arrived, enter K7WQ4HZ2M', null],
    ['again\nEnter K7WQ4HZ2M', null],
    ['guests of the meeting enter the code', null],
    ['', null],
  ])('%j: %s', (text, kind) => {
    expect(readFollowUp(text)?.kind ?? null).toBe(kind)
  })

  it('names the format of a file', () => {
    expect(readFollowUp('as JSON')).toEqual({ kind: 'file', format: 'json' })
    expect(readFollowUp('as a file')).toEqual({ kind: 'file', format: 'csv' })
  })

  const people: AskedQuestion = { kind: 'people', of: 'left-open', only: null, page: 0 }
  const whatIf: AskedQuestion = {
    kind: 'what-if',
    who: 'member',
    from: { address: '203.0.113.9' },
    app: null,
    platform: null,
  }

  it.each<[string, AskedQuestion, Parameters<typeof followedUp>[1], AskedQuestion | null]>([
    ['turns the page', people, { kind: 'more' }, { ...people, page: 1 }],
    ['lists who was only counted', { kind: 'excluded' }, { kind: 'more' }, { ...people, of: 'excluded' }],
    ['narrows to guests', { kind: 'status' }, { kind: 'guests' }, { ...people, only: 'guests' }],
    ['leaves the place open', whatIf, { kind: 'untrusted' }, { ...whatIf, from: null }],
    ['has nothing to narrow', { kind: 'report-only' }, { kind: 'guests' }, null],
    ['asks the same again', whatIf, { kind: 'refresh' }, whatIf],
    [
      'begins another day with its first page, whatever the card told',
      { kind: 'drift', since: '2026-11-01T00:00:00Z', page: 2, card: '7' },
      { kind: 'since', since: new Date('2026-11-22T00:00:00Z'), now: new Date('2026-11-23T09:00:00Z') },
      { kind: 'drift', since: '2026-11-22T00:00:00.000Z' },
    ],
  ])('%s', (_what, last, asked, meant) => {
    expect(followedUp(last, asked)).toEqual(meant)
  })
})

describe('words that ask the same otherwise', () => {
  const clock = { now: new Date('2026-11-23T09:00:00Z'), timeZone: 'UTC' }

  it.each([
    ['same for Dana', { kind: 'whom', called: 'Dana' }],
    ['and dana vance?', { kind: 'whom', called: 'dana vance' }],
    ['what about dana@contoso.example', { kind: 'whom', called: 'dana@contoso.example' }],
    ['und Max Müller?', { kind: 'whom', called: 'Max Müller' }],
    ['et Amélie ?', { kind: 'whom', called: 'Amélie' }],
    ['¿y Lucía?', { kind: 'whom', called: 'Lucía' }],
    ['e Giulia?', { kind: 'whom', called: 'Giulia' }],
    ['en Sanne?', { kind: 'whom', called: 'Sanne' }],
    ['a Marta?', { kind: 'whom', called: 'Marta' }],
    ['а Олена?', { kind: 'whom', called: 'Олена' }],
    ['佐藤さんは?', { kind: 'whom', called: '佐藤' }],
    ['peki Ayşe?', { kind: 'whom', called: 'Ayşe' }],
    ['och Elsa?', { kind: 'whom', called: 'Elsa' }],
    ['and from 203.0.113.9?', { kind: 'place', from: { address: '203.0.113.9' } }],
    ['and from Spain?', { kind: 'place', from: { country: 'ES', called: 'Spain' } }],
    ['und aus Polen?', { kind: 'place', from: { country: 'PL', called: 'Polen' } }],
    ['a z Niemiec?', { kind: 'place', from: { country: 'DE', called: 'Niemiec' } }],
    ['since yesterday', { kind: 'since', since: new Date('2026-11-22T00:00:00Z') }],
    ['depuis lundi', { kind: 'since', since: new Date('2026-11-16T00:00:00Z') }],
    ['seit gestern', { kind: 'since', since: new Date('2026-11-22T00:00:00Z') }],
  ])('%s', (text, meant) => {
    expect(readAmendments(text, clock)).toContainEqual(expect.objectContaining(meant))
  })

  it.each(['Dana', 'is it raining', 'enter K7WQ4HZ2M', 'and enter K7WQ4HZ2M', '', 'and the code?'])(
    '%j is none',
    (text) => {
      expect(readAmendments(text, clock)).toEqual([])
    },
  )

  it.each<[AskedQuestion, string, Partial<AskedQuestion> | null]>([
    [{ kind: 'why-open', who: 'asker' }, 'same for Dana', { kind: 'why-open', who: { called: 'Dana' } }],
    [{ kind: 'why-open', who: 'asker' }, 'and from Spain', { kind: 'what-if', who: 'asker' }],
    [{ kind: 'drift', since: '2026-11-01T00:00:00Z' }, 'since yesterday', { since: '2026-11-22T00:00:00.000Z' }],
    [{ kind: 'device-code-users', days: 30, page: 2 }, 'since yesterday', { days: 2, page: 0 }],
    [{ kind: 'why-open', who: 'asker' }, 'a Marta?', { kind: 'why-open', who: { called: 'Marta' } }],
    [{ kind: 'status' }, 'same for Dana', null],
  ])('%j, then %s', (last, text, meant) => {
    const questions = readAmendments(text, clock).map((amended) => followedUp(last, amended))
    const question = questions.find((one) => one !== null) ?? null
    if (meant === null) expect(question).toBeNull()
    else expect(question).toMatchObject(meant)
  })
})
