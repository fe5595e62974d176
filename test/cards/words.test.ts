import { describe, expect, it } from 'vitest'
import de from '../../src/cards/words/de.json' with { type: 'json' }
import en from '../../src/cards/words/en.json' with { type: 'json' }
import { hasWords, LOCALES, localTime, negotiate, say, type WordKey } from '../../src/cards/words.js'
import { ADVICE, SIGNALS } from '../../src/domain/codeCheck/index.js'
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

const LANGUAGES = { en, de }
const placeholders = (text: string): readonly string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()

describe('the words', () => {
  it('knows every language file', () => {
    expect(Object.keys(LANGUAGES)).toEqual(LOCALES)
  })

  describe.each(Object.entries(LANGUAGES))('in %s', (_language, words) => {
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
      const faulty = Object.entries(words).filter(([, text]) =>
        /[[\]{}<>*`~\\$\n]|^[-#\d]/.test(text.replace(/\{[a-zA-Z]+\}/g, '')),
      )
      expect(faulty).toEqual([])
    })
  })

  it.each([
    ['signal', Object.keys(SIGNALS)],
    ['advice', Object.keys(ADVICE)],
    ['reason', Object.keys(REASONS)],
    ['policy', Object.keys(POLICY_CODES)],
    ['error', Object.keys(ERROR_CODES)],
    ['step', Object.keys(CONTAINMENT_STEPS)],
    ['why', Object.keys(PLAN_REASONS)],
    ['state', ALERT_STATES],
    ['severity', SEVERITIES],
    ['answer', ANSWERS],
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
    ['fr-FR', 'en'],
    ['dex', 'en'],
    ['', 'en'],
    ['constructor', 'en'],
    ['x'.repeat(10_000), 'en'],
  ])('takes %.20s for %s', (locale, language) => {
    expect(negotiate(locale)).toBe(language)
  })
})

describe('say', () => {
  it('speaks the language that was asked for', () => {
    expect(say('owner.lead.question', 'de-AT')).toBe('Wer hat diese Anmeldung begonnen?')
    expect(say('owner.lead.question', 'nl')).toBe('Who started this sign-in?')
  })

  it('makes what it is given inert', () => {
    expect(say('report.lead', 'en', { name: '[Bob](https://login.example)' })).toBe(
      'Look at what (Bob)(https(:)//login(.)example) reported, and ask for the message itself.',
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
