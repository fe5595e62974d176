import { describe, expect, it } from 'vitest'
import { looksLikeWord } from '../../../../src/domain/codeCheck/artifacts/codeForm.js'
import { findCodes } from '../../../../src/domain/codeCheck/artifacts/codes.js'

const found = (text: string) => findCodes(text, []).filter((code) => code.form === 'entra')

describe('one code, however it is written', () => {
  it.each([
    ['plain', 'enter H7QK3WPZ9 now', undefined],
    ['in threes', 'enter H7Q-K3W-PZ9 now', 'split'],
    ['in threes with spaces', 'enter H7Q K3W PZ9 now', 'split'],
    ['letter by letter', 'enter H 7 Q K 3 W P Z 9 now', 'split'],
    ['down the page', 'enter\nH\n7\nQ\nK\n3\nW\nP\nZ\n9\n', 'split'],
    ['in a table', '| H | 7 | Q | K | 3 | W | P | Z | 9 |', 'split'],
    ['in small letters', 'enter h7qk3wpz9 now', 'lower-case'],
    ['with letters of another script', 'enter Н7QК3WPZ9 now', 'lookalike-letters'],
    ['in NATO letters', 'hotel seven quebec kilo three whiskey papa zulu nine', 'spelled'],
    ['in German letters', 'Heinrich sieben Quelle Kaufmann drei Wilhelm Paula Zeppelin neun', 'spelled'],
    [
      'with a word to each letter',
      'H as in Hotel, 7, Q as in Quebec, K as in Kilo, 3, W for Whiskey, P as in Papa, Z as in Zulu, 9',
      'spelled',
    ],
    [
      'with words after it that are sounds too',
      'hotel seven quebec kilo three whiskey papa zulu nine to join',
      'spelled',
    ],
    ['in halves', 'first: H7QK\nsecond: 3WPZ9', 'halves'],
    ['in three parts', 'H7Q comes first, then K3W, and PZ9 at the end', 'halves'],
    ['in irregular pieces', 'enter H7 QK3 W PZ 9 now', 'pieces'],
    ['in brackets', 'enter (H)(7)(Q)(K)(3)(W)(P)(Z)(9) now', 'split'],
    ['in a numbered list', '1. H\n2. 7\n3. Q\n4. K\n5. 3\n6. W\n7. P\n8. Z\n9. 9', 'split'],
    ['with numbered words', '1st: H, 2nd: 7, 3rd: Q, 4th: K, 5th: 3, 6th: W, 7th: P, 8th: Z, 9th: 9', 'split'],
    ['with marks of Markdown', '**H7Q**K3W**PZ9**', 'split'],
    ['in a file name', 'see file_H7QK3WPZ9.txt', 'embedded'],
  ])('%s', (_how, text, disguise) => {
    expect(found(text).map(({ value, disguise }) => ({ value, disguise }))).toEqual([{ value: 'H7QK3WPZ9', disguise }])
  })
  it('may be letters only', () => expect(found('enter FSBFZMBKC')).toHaveLength(1))
})

describe('what is not one', () => {
  it.each([
    'INC0099123',
    'WEDNESDAY EXCELLENT STATEMENT',
    'ABCDEFGHI',
    '1Z999AA10123456784',
    'GB33BUKB20201555555555',
    'W269N-WFGWX-YVC9B-4J6C9-T83GX',
    'https/H7QK3WPZ9/x',
    '231 234 567 890',
    'c1d2d9a3ce51efca28a126e537df21ca4822ef93',
    'gate B27, seat 14C',
  ])('%s', (text) => expect(found(text).filter((code) => code.disguise !== 'embedded')).toEqual([]))
  it('is anything that is taken already', () => {
    expect(findCodes('H7QK3WPZ9', [{ start: 0, end: 9 }])).toEqual([])
  })
})

it('knows other providers by their forms', () => {
  expect(findCodes('BQKT-WXNP and GRXF2JHB and WT97', []).map(({ form }) => form)).toEqual([
    'hyphenated',
    'eight',
    'short',
  ])
})

it('tells words from random letters', () => {
  expect(['WEDNESDAY', 'AGREEMENT', 'STATEMENT'].every(looksLikeWord)).toBe(true)
  expect(['FSBFZMBKC', 'CKEWSZRFU', 'HDZSYAKLD'].some(looksLikeWord)).toBe(false)
})
