import { describe, expect, it } from 'vitest'
import { fold } from '../../../../src/domain/codeCheck/language/folding.js'
import { PhraseMatcher } from '../../../../src/domain/codeCheck/language/phraseMatcher.js'
import { LANGUAGE_TOPICS, readPhrases } from '../../../../src/domain/codeCheck/language/phrases.js'

const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'uk', 'ja', 'tr', 'sv']

describe('the tables', () => {
  it.each(Object.entries(LANGUAGE_TOPICS))('%s has a row for every language of the cards', (_topic, table) => {
    expect(Object.keys(table)).toEqual(expect.arrayContaining(LANGUAGES))
  })
  it('hold no empty phrase, and `*` only at an end', () => {
    for (const row of Object.values(LANGUAGE_TOPICS).flatMap((table) => Object.values(table))) {
      for (const phrase of row.split('|')) {
        expect(phrase.trim()).not.toBe('')
        expect(phrase.slice(0, -1)).not.toContain('*')
      }
    }
  })
})

describe('a matcher', () => {
  const matcher = new PhraseMatcher([
    { topic: 'call', phrase: 'call' },
    { topic: 'call', phrase: 'call me' },
    { topic: 'stem', phrase: 'meld*' },
    { topic: 'wide', phrase: '会議' },
  ])
  const hits = (text: string) => matcher.find(fold(text)).map(({ start, end }) => fold(text).slice(start, end))
  it('finds whole words only', () => expect(hits('recall a call, called')).toEqual(['call']))
  it('finds shorter phrases inside longer ones', () => expect(hits('Call me')).toEqual(['call', 'call me']))
  it('lets a stem run on', () => expect(hits('Meldungen')).toEqual(['meldungen']))
  it('finds phrases of scripts without spaces anywhere', () => expect(hits('本日会議番号')).toEqual(['会議']))
})

describe('reading', () => {
  it('takes no word of a language that is not spoken in the text', () => {
    // `gõ` is "enter" in Vietnamese, and without its accent an English word
    expect(readPhrases('they go there every day', []).has('enterCode')).toBe(false)
    expect(readPhrases('vui lòng gõ mã', []).has('enterCode')).toBe(true)
  })
  it('runs no phrase across a link or a code', () => {
    const text = 'send X me the code'
    expect(readPhrases(text, []).has('askBack')).toBe(false)
    expect(readPhrases('send me the code', []).has('askBack')).toBe(true)
    expect(readPhrases('send me the code', [{ start: 5, end: 7 }]).has('askBack')).toBe(false)
  })
  it('measures how much of a text is vocabulary of prompts', () => {
    expect(readPhrases('open the page and enter the code', []).coverage(['promptWord'])).toBe(1)
    expect(readPhrases('open the wardrobe', []).coverage(['promptWord'])).toBeCloseTo(7 / 15)
    expect(readPhrases('', []).coverage(['promptWord'])).toBe(0)
  })
  it('points to where a phrase stood, whatever was folded before it', () => {
    const text = 'ÉÉ   Straße:  please'
    const [hit] = readPhrases(text, []).all('request')
    expect(hit && text.slice(hit.start, hit.end)).toBe('please')
  })
})
