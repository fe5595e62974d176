import { describe, expect, it } from 'vitest'
import { renderGreeting, renderHelp } from '../../src/cards/index.js'
import { LOCALES } from '../../src/cards/words.js'
import { actionsOf, payloadsOf, problemsOf, textsOf } from './checks.js'

describe('help', () => {
  it('tells an employee what to do first, and of no administration', () => {
    const card = renderHelp({ locale: 'en', admin: false })
    expect(textsOf(card)[0]).toBe('Paste a message here before you enter its code.')
    expect(textsOf(card).join('\n')).not.toMatch(/administrator/)
    expect(actionsOf(card)).toEqual([])
  })

  it('gives an administrator the questions to press', () => {
    const card = renderHelp({ locale: 'en', admin: true })
    expect(payloadsOf(card)).toContainEqual({ v: 1, verb: 'ask-policy', question: { kind: 'status' } })
  })
})

describe('the greeting', () => {
  it('says what to do, what is kept, and what is never asked for', () => {
    const read = textsOf(renderGreeting({ locale: 'en' })).join('\n')
    expect(read).toMatch(/^Send me any message that asks you to enter a code, before you enter it\./)
    expect(read).toContain(
      'Your text I keep for one day, sealed so that only your own card opens it, and longer only if you report it. I never ask for a password or a code.',
    )
  })
})

it.each(LOCALES)('are sound cards in %s', (locale) => {
  const cards = [renderHelp({ locale, admin: false }), renderHelp({ locale, admin: true }), renderGreeting({ locale })]
  expect(cards.flatMap((card) => problemsOf(card))).toEqual([])
})
