import { describe, expect, it } from 'vitest'
import { type AskedQuestion, followedUp, readFollowUp } from '../../../../src/domain/policyStatus/index.js'

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
  ])('%s', (_what, last, asked, meant) => {
    expect(followedUp(last, asked)).toEqual(meant)
  })
})
