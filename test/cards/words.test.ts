import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import en from '../../src/cards/words/en.json' with { type: 'json' }
import { fillIn, hasWords, LOCALES, localTime, negotiate, say, type WordKey } from '../../src/cards/words.js'
import { ADVICE, LESSONS, SIGNALS } from '../../src/domain/codeCheck/index.js'
import { ERROR_CODES } from '../../src/domain/errors.js'
import { POLICY_CODES } from '../../src/domain/policyStatus/index.js'
import {
  ALERT_STATES,
  ANSWERS,
  CONTAINMENT_STEPS,
  PLAN_REASONS,
  REASONS,
  SEVERITIES,
} from '../../src/domain/signInAlert/index.js'
import { readTalk } from '../../src/domain/talk/index.js'
import { UNREAD_REASONS } from '../../src/domain/unread.js'

const FOLDER = join(import.meta.dirname, '../../src/cards/words')
type Words = Readonly<Record<string, string>>
const fileOf = (language: string) => JSON.parse(readFileSync(join(FOLDER, `${language}.json`), 'utf8')) as Words
const LANGUAGES = LOCALES.map((language): [string, Words] => [language, fileOf(language)])

const PLURAL = /\{([a-zA-Z]+), plural,((?: [a-z]+ \{[^{}]*\})+)\}/g
/** Names of parameters, once each, whether or not they have plural forms. */
const placeholders = (text: string): readonly string[] =>
  [...new Set([...text.matchAll(/\{([a-zA-Z]+)(?:\}|, plural,)/g)].map(([, name]) => name ?? ''))].sort()
/** The words alone: of a plural its forms, of a placeholder a word. */
const spoken = (text: string): string =>
  text
    .replace(PLURAL, (_all, _name, forms: string) =>
      forms
        .replace(/[a-z]+ \{([^{}]*)\}/g, '$1')
        .replaceAll('#', 'n')
        .trim(),
    )
    .replace(/\{[a-zA-Z]+\}/g, 'x')

/** Where a language has two forms of address, the one that the rest of the file does not use. */
const OTHER_ADDRESS: Readonly<Record<string, RegExp>> = {
  de: /\b(?:[Dd]u|[Dd]ich|[Dd]ir|[Dd]ein\w*)\b/,
  es: /\b(?:[Tt]ú|[Tt]us?|[Tt]e|[Tt]i)(?![\p{L}])/u,
  fr: /\b(?:[Tt]u|[Tt]oi|[Tt]on|[Tt]es)\b/,
  it: /\b(?:Suo|Sua|Suoi|Sue|Lei|si affidi|Chieda|Controlli (?:ciascuna|i|le|la)|Verifichi)\b/,
  nl: /\b(?:[Jj]e|[Jj]ij|[Jj]ouw)\b/,
}

/** A card is read on a phone: no sentence is longer. In characters; translations run longer than English. */
const LENGTH_MAX = { en: 200, other: 260 }
/** Quotation marks that a language may use, in pairs. */
const QUOTES: Readonly<Record<string, readonly string[]>> = {
  en: ['“”', '""'],
  de: ['„“'],
  fr: ['«»'],
  es: ['«»', '“”'],
  it: ['«»', '“”'],
  pt: ['“”', '«»'],
  nl: ['“”', '‘’'],
  pl: ['„”'],
  uk: ['«»'],
  ja: ['「」'],
  tr: ['“”'],
  sv: ['””'],
}
/** What stands at the end of a sentence of that kind, in any language. */
const ENDS: readonly RegExp[] = [/[.。]$/, /[?？]$/, /[:：]$/, /[!！]$/]
const endOf = (text: string): number => ENDS.findIndex((end) => end.test(text))

describe('the words', () => {
  it('knows every language file', () => {
    const files = readdirSync(FOLDER).map((name) => name.replace(/\.json$/, ''))
    expect([...files].sort()).toEqual([...LOCALES].sort())
  })

  it('has no language that is written from right to left, which a card would have to say', () => {
    expect(LOCALES.filter((language) => ['ar', 'fa', 'he', 'ur', 'yi', 'ps', 'sd', 'ckb'].includes(language))).toEqual(
      [],
    )
  })

  describe.each(LANGUAGES)('in %s', (language, words) => {
    it('has exactly the keys of English, in the same order', () => {
      expect(Object.keys(words)).toEqual(Object.keys(en))
    })

    it('says something for every key, with the placeholders of English', () => {
      const faulty = Object.entries(words).filter(
        ([key, text]) =>
          text === '' || text.trim() !== text || placeholders(text).join() !== placeholders(en[key as WordKey]).join(),
      )
      expect(faulty).toEqual([])
    })

    it('has nothing that Markdown or the card layout would take for its own', () => {
      const faulty = Object.entries(words).filter(([, text]) => /[[\]{}<>*`~\\$\n#]|^[-\d]/.test(spoken(text)))
      expect(faulty).toEqual([])
    })

    it('has every plural form that the language has, and no other', () => {
      const categories = [...new Intl.PluralRules(language).resolvedOptions().pluralCategories].sort()
      const faulty = Object.entries(words).filter(([, text]) =>
        [...text.matchAll(PLURAL)].some(([, , forms = '']) => {
          const found = [...forms.matchAll(/([a-z]+) \{/g)].map(([, category]) => category ?? '')
          return [...found].sort().join() !== categories.join()
        }),
      )
      expect(faulty).toEqual([])
    })

    it('keeps every sentence short enough for a phone', () => {
      const max = language === 'en' ? LENGTH_MAX.en : LENGTH_MAX.other
      expect(Object.entries(words).filter(([, text]) => spoken(text).length > max)).toEqual([])
    })

    it('has sound spaces, and quotation marks of the language, in pairs', () => {
      const pairs = QUOTES[language] ?? ['“”']
      const faulty = Object.entries(words).filter(([, text]) => {
        const marks = text.replace(/[^"“”„«»「」]/g, '')
        const rest = pairs.reduce((left, pair) => left.replaceAll(pair, ''), marks)
        const hasOddSpace = / {2}|\s[,.。、]/.test(text) || (language !== 'fr' && /\s[;:!?](?!\))/.test(text))
        return rest !== '' || hasOddSpace
      })
      expect(faulty).toEqual([])
    })

    it('addresses people in one way', () => {
      const other = OTHER_ADDRESS[language]
      if (other !== undefined) expect(Object.values(words).filter((text) => other.test(spoken(text)))).toEqual([])
    })

    it('names a word for help that is understood', () => {
      const said = (words['greeting.help'] ?? '').split(/[\s「」«»“”„"]+/)
      expect(said.map(readTalk)).toContain('help')
    })

    it('ends a sentence where English ends one, and a label in a colon where English does', () => {
      const faulty = Object.entries(words).filter(([key, text]) => endOf(text) !== endOf(en[key as WordKey]))
      expect(faulty).toEqual([])
    })
  })

  it.each([
    ['signal', Object.keys(SIGNALS)],
    ['advice', Object.keys(ADVICE)],
    ['lesson', [...Object.keys(LESSONS), 'label']],
    ['reason', Object.keys(REASONS)],
    ['policy', Object.keys(POLICY_CODES)],
    ['error', Object.keys(ERROR_CODES)],
    ['step', Object.keys(CONTAINMENT_STEPS)],
    ['why', Object.keys(PLAN_REASONS)],
    ['state', ALERT_STATES],
    ['severity', SEVERITIES],
    ['answer', ANSWERS],
    ['unread.why', UNREAD_REASONS],
  ])('has a sentence for every %s, and none for codes that are gone', (group, codes) => {
    const spoken = Object.keys(en).flatMap((key) => (key.startsWith(`${group}.`) ? [key.slice(group.length + 1)] : []))
    expect(spoken.filter((code) => code !== 'other').sort()).toEqual([...codes].sort())
  })
})

describe('negotiate', () => {
  it.each([
    ['de', 'de'],
    ['de-AT', 'de'],
    ['DE_ch', 'de'],
    ['en-GB', 'en'],
    ['nb-NO', 'en'],
    ['zh-Hant-TW', 'en'],
    ['ar', 'en'],
    ['dex', 'en'],
    ['', 'en'],
    ['constructor', 'en'],
    ['x'.repeat(10_000), 'en'],
  ])('takes %.20s for %s', (locale, language) => {
    expect(negotiate(locale)).toBe(language)
  })
})

describe('plural forms', () => {
  const POLISH = 'i {count, plural, one {# osoba} few {# osoby} many {# osób} other {# osoby}}'
  it.each([
    [1, 'i 1 osoba'],
    [3, 'i 3 osoby'],
    [5, 'i 5 osób'],
    [22, 'i 22 osoby'],
    [1.5, 'i 1,5 osoby'],
  ])('take the one that the language has for %d', (count, sentence) => {
    expect(fillIn(POLISH, 'pl', { count })).toBe(sentence)
  })

  it('fall back to the last one, and stay visible without a number', () => {
    expect(fillIn('{count, plural, one {# day} other {# days}}', 'pl', { count: 5 })).toBe('5 days')
    expect(fillIn(POLISH, 'pl', {})).toBe(POLISH)
    expect(fillIn(POLISH, 'pl', { count: '5' })).toBe(POLISH)
  })

  it('leave the rest of the sentence to its own parameters', () => {
    expect(fillIn('{name}: {count, plural, one {# day} other {# days}}', 'en', { name: 'A', count: 2 })).toBe(
      'A: 2 days',
    )
  })
})

describe('say', () => {
  it('speaks the language that was asked for', () => {
    expect(say('owner.lead.question', 'de-AT')).toBe('Wer hat diese Anmeldung begonnen?')
    expect(say('owner.lead.question', 'zh-CN')).toBe('Who started this sign-in?')
  })

  it('makes what it is given inert', () => {
    expect(say('report.lead', 'en', { name: '[Bob](https://login.example)' })).toBe(
      'Look at what (Bob)(https(:)//login(.)example) reported.',
    )
  })

  it('does not fill a placeholder that came in with a value', () => {
    expect(say('team.alert-id', 'en', { alertId: '{version}', version: 2 })).toBe('Alert (version), version 2')
  })

  it('takes only own parameters', () => {
    expect(say('and-more', 'en', Object.create({ count: 1 }))).toBe('and {count} more')
  })

  it('writes numbers the way the language does', () => {
    expect(say('and-more', 'en', { count: 12345 })).toBe('and 12,345 more')
    expect(say('and-more', 'de', { count: 12345 })).toBe('und 12.345 weitere')
  })

  it('leaves times to the reader’s client, in whole seconds', () => {
    const at = new Date('2026-03-02T08:01:30.250Z')
    expect(localTime(at).said).toBe('{{DATE(2026-03-02T08:01:30Z, SHORT)}} {{TIME(2026-03-02T08:01:30Z)}}')
  })
})

describe('hasWords', () => {
  it('knows own keys only', () => {
    expect(hasWords('step.revoke-sessions')).toBe(true)
    expect(hasWords('step.unheard-of')).toBe(false)
    expect(hasWords('constructor')).toBe(false)
  })
})
