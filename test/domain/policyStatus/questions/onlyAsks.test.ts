import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { namesSubject, onlyAsks, readPolicyQuestion } from '../../../../src/domain/policyStatus/index.js'

type Utterance = readonly [text: string, kind: string]

const read = <T>(file: string): T => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as T
const UTTERANCES = Object.values(read<Readonly<Record<string, readonly Utterance[]>>>('utterances.json')).flat()
const CLOCK = { now: new Date('2026-11-23T09:00:00Z'), timeZone: 'UTC' }

describe('words that make a question', () => {
  it.each(read<readonly string[]>('lures.json'))('%s: a lure can be made of them, and is checked', (text) => {
    expect(readPolicyQuestion(text, CLOCK) === null || onlyAsks(text, text) === 'no').toBe(true)
  })

  it('are answered where the check finds nothing', () => {
    const others = UTTERANCES.map(([text]) => text).filter((text) => onlyAsks(text, `<p>${text}</p>`) !== 'yes')
    expect(others.map((text) => onlyAsks(text, text))).toEqual(others.map(() => 'unsure'))
    expect(others.length).toBeLessThan(5)
  })

  it.each([
    'who can still sign in with device code',
    'list the users who can use device code',
    'would Adele be blocked from using device code on Azure CLI',
    'what would break if we blocked device code',
  ])('%s: is for somebody who is known to ask such things', (text) => {
    expect(onlyAsks(text, text)).toBe('unsure')
  })

  it('are none where a link lies under them', () => {
    const text = 'Is device code flow blocked?'
    expect(onlyAsks(text, `<p><a href="https://microsoft.com/devicelogin">${text}</a></p>`)).toBe('no')
    expect(onlyAsks('more', '<a href="https://microsoft.com/devicelogin">more</a>')).toBe('no')
  })
})

describe("words of anybody's day", () => {
  it.each([
    ['what should we do?', false],
    ['plan for the day', false],
    ['what happened?', false],
    ['Was sollten wir tun?', false],
    ['¿qué hacemos?', false],
    ['bugün plan ne?', false],
    ['show me the policy plan', true],
    ['what would break if we turned the policy on?', true],
    ['Was hat sich an den Richtlinien geändert?', true],
    ['who is left open?', true],
    ['なぜ田中太郎さんは除外されていますか', true],
  ])('%s: it names the subject: %s', (text, isNamed) => {
    const question = readPolicyQuestion(text, CLOCK)
    expect(question !== null && namesSubject(question, text)).toBe(isNamed)
  })

  it('are a question nonetheless', () => {
    expect(readPolicyQuestion('what should we do?', CLOCK)).toEqual({ kind: 'plan' })
  })
})
