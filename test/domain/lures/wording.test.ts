import { describe, expect, it } from 'vitest'
import { checkMessage } from '../../../src/domain/codeCheck/index.js'
import { likenessOf, type Trace, tracesOf } from '../../../src/domain/lures/index.js'
import { wordingBands } from '../../../src/domain/lures/wording.js'
import corpus from '../../data/lures.json' with { type: 'json' }

const hash = (value: string) => `#${value}`
const tracesFor = (text: string): readonly Trace[] =>
  tracesOf({ text }, checkMessage({ text }), { hash, ownDomains: ['contoso.example'] })

/** As the store counts it. */
function likeness(one: string, other: string) {
  const known = new Set(tracesFor(one).map(({ kind, hash }) => `${kind} ${hash}`))
  const agreeing = tracesFor(other).filter(({ kind, hash }) => known.has(`${kind} ${hash}`))
  const kinds = [...new Set(agreeing.map(({ kind }) => kind))]
  return likenessOf(kinds.map((kind) => ({ kind, count: agreeing.filter((one) => one.kind === kind).length })))
}

const LURE = `Hello Dana, the compliance review of your department begins this afternoon and we still miss your confirmation.
Please open https://microsoft.com/devicelogin and enter the session number HNGP5CAF8 to join the call with Mr. Weber.
Kind regards, the audit office`

describe('the wording of a lure', () => {
  it.each([
    ['another name and code', LURE.replaceAll('Dana', 'Sam').replace('HNGP5CAF8', 'K7RTQ2XWM')],
    ['a word changed here and there', LURE.replace('this afternoon', 'at three today').replace('still miss', 'await')],
    ['a sentence put in front', `Good morning! I hope you are well.\n${LURE}`],
    ['other line breaks, capitals and blanks', LURE.toUpperCase().replaceAll(' ', '  ').replaceAll('\n', ' ')],
    ['the signature gone', LURE.replace('Kind regards, the audit office', '')],
  ])('is recognised with %s', (_what, other) => {
    expect(likeness(LURE, other)).toContain('wording')
  })

  it.each(corpus.paraphrased.map(({ lang, one, other }) => [lang, one, other]))(
    'is recognised in %s with small edits',
    (_lang, one, other) => {
      expect(likeness(one ?? '', other ?? '')).toContain('wording')
    },
  )

  it('is not found in any other message of the samples', () => {
    const texts = [...corpus.unrelated, ...corpus.paraphrased.map(({ one }) => one)]
    const alike = texts.flatMap((one, at) =>
      texts.slice(at + 1).flatMap((other) => (likeness(one, other).includes('wording') ? [[one, other]] : [])),
    )
    expect(alike).toEqual([])
  })

  it('is no trace where there is too little of it, or where it is the tool’s and not the sender’s', () => {
    expect(wordingBands('Enter HNGP5CAF8 at microsoft.com/devicelogin please')).toEqual([])
    const prompt = (code: string) =>
      `To sign in, use a web browser to open the page https://microsoft.com/devicelogin and enter the code ${code} to authenticate.`
    expect(checkMessage({ text: prompt('HNGP5CAF8') }).verdict).toBe('legitimate-device-login')
    expect(likeness(prompt('HNGP5CAF8'), prompt('K7RTQ2XWM'))).toEqual([])
    expect(likeness(prompt('HNGP5CAF8'), prompt('HNGP5CAF8'))).toContain('code')
  })
})

it('costs no more for a text without blanks', () => {
  // Square cost took a minute here, and the test ran out of time.
  for (const letter of ['中', 'ا', 'a', '-']) expect(wordingBands(letter.repeat(64_000)).length).toBeLessThan(25)
})
