/**
 * The product's evaluator beside a second one, written from the documents alone and in another way, over generated
 * tenants and sign-ins. `npm run bench -- differential` runs many more.
 */
import { describe, expect, it } from 'vitest'
import { statusDifferences, whatIfDifferences } from '../../support/policy/differential.js'

describe('beside an evaluator that prepares nothing', () => {
  it('every generated sign-in ends the same, by the same policies and with the same controls', () => {
    const { differences, outcomes } = whatIfDifferences(11, 120, 60)
    expect(differences).toEqual([])
    // Proof that the comparison has something to compare.
    for (const outcome of ['block', 'allow', 'allow-with-controls']) expect(outcomes[outcome]).toBeGreaterThan(300)
  })

  it('every generated tenant has the same answer, the same gaps and the same people left open', () => {
    const { differences, answers } = statusDifferences(12, 200)
    expect(differences).toEqual([])
    for (const answer of ['yes', 'partial', 'report-only', 'no']) expect(answers[answer]).toBeGreaterThan(5)
  })
})
