import { describe, expect, it } from 'vitest'
import { renderReach } from '../../src/cards/index.js'
import { LOCALES } from '../../src/cards/words.js'
import type { ReachView } from '../../src/domain/notices.js'
import { problemsOf, textsOf } from './checks.js'
import { schemaProblems } from './schema.js'

const good: ReachView = {
  counts: { reachable: 3, 'not-installed': 1, blocked: 1, 'no-licence': 1, guest: 2, disabled: 1, 'shared-device': 1 },
  total: 3,
  isSwept: true,
  page: { from: 1, to: 3 },
  people: ['blocked', 'not-installed', 'no-licence'].map((state) => ({ name: `${state}@contoso.example`, state })),
  next: 2,
}

const SUMMARY = { page: null, people: [], next: 1 }

describe('the card of reach', () => {
  it.each(LOCALES)('is one that Teams shows, in %s', (locale) => {
    for (const change of [{}, SUMMARY, { isSwept: false }, { total: 0, page: null, people: [], next: null }]) {
      const card = renderReach({ ...good, ...change }, locale)
      expect(schemaProblems(card)).toEqual([])
      expect(problemsOf(card)).toEqual([])
    }
  })

  it('begins with how many, by reason and with what to do, and without a name', () => {
    expect(textsOf(renderReach({ ...good, ...SUMMARY }, 'en')).slice(1)).toEqual([
      '**No chat with me: 1** Install the app for everyone in the Teams admin center.',
      '**Blocked by the person or a policy: 1** Allow the app in the Teams admin center, or ask the person to unblock it.',
      '**No Teams: 1** Agree on another way to ask them, such as the phone.',
      'Reachable: 3',
      'Never asked (guests, disabled accounts, rooms and phones): 4',
      'For the names, write: reach 1',
    ])
  })

  it('names a reason only where it hinders somebody', () => {
    const counts = { ...good.counts, blocked: 0, 'no-licence': 0 }
    const texts = textsOf(renderReach({ ...good, ...SUMMARY, counts }, 'en')).join('\n')
    expect(texts).toContain('No chat with me')
    expect(texts).not.toContain('Blocked')
  })

  it('has the people on pages that say where they are', () => {
    const texts = textsOf(renderReach(good, 'en'))
    expect(texts[0]).toBe('Not reachable: 1 to 3 of 3')
    expect(texts[1]?.split('\n')).toHaveLength(3)
    expect(texts.at(-1)).toBe('For the next ones, write: reach 2')
  })

  it('makes names inert', () => {
    const card = renderReach({ ...good, people: [{ name: '[x](https://evil.example)', state: 'blocked' }] }, 'en')
    expect(JSON.stringify(card)).not.toContain('](https://evil.example')
  })
})
