import { describe, expect, it } from 'vitest'
import { renderReach } from '../../src/cards/index.js'
import { LOCALES } from '../../src/cards/words.js'
import type { ReachView } from '../../src/domain/notices.js'
import { problemsOf } from './checks.js'
import { schemaProblems } from './schema.js'

const good: ReachView = {
  counts: { reachable: 3, 'not-installed': 1, blocked: 1, 'no-licence': 1, guest: 2, disabled: 1, 'shared-device': 1 },
  total: 3,
  isSwept: true,
  people: ['blocked', 'not-installed', 'no-licence'].map((state) => ({ name: `${state}@contoso.example`, state })),
  next: 2,
}

describe('the card of reach', () => {
  it.each(LOCALES)('is one that Teams shows, in %s', (locale) => {
    for (const change of [{}, { isSwept: false }, { total: 0, people: [], next: null }]) {
      const card = renderReach({ ...good, ...change }, locale)
      expect(schemaProblems(card)).toEqual([])
      expect(problemsOf(card)).toEqual([])
    }
  })

  it('makes names inert', () => {
    const card = renderReach({ ...good, people: [{ name: '[x](https://evil.example)', state: 'blocked' }] }, 'en')
    expect(JSON.stringify(card)).not.toContain('](https://evil.example')
  })
})
