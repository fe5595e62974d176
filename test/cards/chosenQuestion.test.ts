import { describe, expect, it } from 'vitest'
import { chosenInWords } from '../../src/cards/chosenQuestion.js'
import { renderAskedAnswer, say, withChosen } from '../../src/cards/index.js'
import { LOCALES } from '../../src/cards/words.js'
import { type AskedQuestion, QUESTION_CHOICES } from '../../src/domain/policyStatus/index.js'
import { problemsOf } from './checks.js'

const CARD = { type: 'AdaptiveCard', fallbackText: 'The answer.', body: [{ type: 'TextBlock', text: 'The answer.' }] }
const WHAT_IF: AskedQuestion = {
  kind: 'what-if',
  who: { called: 'Adele [x](https://evil.example)' },
  from: { address: '203.0.113.9' },
  app: 'azure-resource-manager',
  platform: 'linux',
}
const QUESTIONS: Readonly<Record<string, AskedQuestion>> = {
  people: { kind: 'people', of: 'excluded', only: 'guests', page: 0 },
  'why-open': { kind: 'why-open', who: 'asker' },
  'what-if': WHAT_IF,
  'teams-devices': { kind: 'teams-devices', page: 0 },
  'device-code-users': { kind: 'device-code-users', days: 7, page: 0 },
  drift: { kind: 'drift', since: '2026-11-16T00:00:00.000Z' },
}
const each = QUESTION_CHOICES.map(({ kind }) => QUESTIONS[kind] ?? ({ kind } as AskedQuestion))

describe('the answer to a question that a model named', () => {
  it.each(LOCALES)('says in %s what was understood, of every question', (locale) => {
    const said = each.map((question) => chosenInWords(question, locale))
    expect(
      said.filter((sentence) => sentence === '' || /\{[a-z]/i.test(sentence.replace(/\{\{DATE\(.*?\)\}\}/g, ''))),
    ).toEqual([])
    expect(new Set(said).size).toBe(said.length)
  })

  it('says it first, aloud too, and then answers', () => {
    const card = withChosen(CARD, { kind: 'impact' }, 'en')
    const readAs = say('chosen.read-as', 'en', { question: { said: say('asked.button.impact', 'en') } })
    expect(card.fallbackText).toBe(`${readAs} The answer.`)
    expect(JSON.stringify(card.body).indexOf(readAs)).toBeLessThan(JSON.stringify(card.body).indexOf('"The answer."'))
  })

  it('has the other questions one press away', () => {
    const offered = JSON.stringify(withChosen(CARD, { kind: 'status' }, 'en'))
    expect(offered).toContain('"question":{"kind":"help"}')
    expect(JSON.stringify(withChosen(CARD, { kind: 'help' }, 'en'))).not.toContain('ask-policy')
  })

  it.each(LOCALES)('is a card that Teams takes and everybody can read, in %s', (locale) => {
    const answer = { kind: 'nobody', what: 'person', called: 'Zoe' } as const
    const cards = each.map((question) => withChosen(renderAskedAnswer(answer, locale), question, locale))
    expect(cards.flatMap((card) => problemsOf(card))).toEqual([])
  })

  it('speaks to the asker who asked about themselves', () => {
    expect(chosenInWords({ kind: 'why-open', who: 'asker' }, 'en')).toBe('Why are you open?')
  })

  it('names a country in the reader’s language', () => {
    expect(chosenInWords({ ...WHAT_IF, from: { country: 'ES', called: 'Spain' } }, 'de')).toContain('Spanien')
  })

  it('names whom and what was typed, without what it could do', () => {
    const said = chosenInWords(WHAT_IF, 'en')
    expect(said).toContain('203.0.113.9')
    expect(said).toContain('Azure Resource Manager')
    expect(said).toContain('Linux')
    expect(said).not.toMatch(/\]\(|:\/\//)
  })
})
