import { expect, it } from 'vitest'
import { LOCALES } from '../../src/cards/words.js'
import { LANGUAGES, languageTag } from '../../src/domain/languages.js'

it('the languages that can be set are those of the cards', () => {
  expect([...LANGUAGES].sort()).toEqual([...LOCALES].sort())
})

it.each([
  ['de', 'de'],
  ['zh-Hant-TW', 'zh-Hant-TW'],
  ['', null],
  ['de DE', null],
  ['x'.repeat(40), null],
  [7, null],
])('%j as a language tag is %j', (given, tag) => {
  expect(languageTag(given)).toBe(tag)
})
