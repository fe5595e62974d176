import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readPolicyQuestion } from '../../../../src/domain/policyStatus/index.js'
import { isLike } from '../../../../src/domain/policyStatus/questions/slips.js'

type Utterance = readonly [text: string, kind: string, rest?: Readonly<Record<string, unknown>>]

const read = <T>(file: string): T => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as T
const UTTERANCES = Object.entries(read<Readonly<Record<string, readonly Utterance[]>>>('utterances.json'))
const CLOCK = { now: new Date('2026-11-23T09:00:00Z'), timeZone: 'UTC' }

describe('a question in plain words', () => {
  it.each(
    UTTERANCES.flatMap(([language, said]) =>
      said.map(([text, kind, rest = {}]) => [language, text, kind, rest] as const),
    ),
  )('%s: %s → %s', (_language, text, kind, rest) => {
    expect(readPolicyQuestion(text, CLOCK)).toMatchObject({ kind, ...rest })
  })

  it.each(read<readonly string[]>('notQuestions.json'))('%j is none', (text) => {
    expect(readPolicyQuestion(text, CLOCK)).toBeNull()
  })

  it.each([
    ['a long text', `is device code flow blocked ${'and '.repeat(40)}`],
    ['a very long text', 'blocked '.repeat(10_000)],
    ['a long text without spaces', 'デバイスコード'.repeat(2_000)],
  ])('%s is none', (_case, text) => {
    expect(readPolicyQuestion(text, CLOCK)).toBeNull()
  })

  it.each([
    ['Europe/Berlin', '2026-11-21T23:00:00.000Z'],
    ['America/Los_Angeles', '2026-11-21T08:00:00.000Z'],
    ['Nowhere/Atlantis', '2026-11-22T00:00:00.000Z'],
  ])('takes yesterday for the day before in %s', (timeZone, since) => {
    const early = { now: new Date('2026-11-23T02:00:00Z'), timeZone }
    expect(readPolicyQuestion('what changed since yesterday', early)).toEqual({ kind: 'drift', since })
  })

  it.each([
    ['blocked', 'blocked', true],
    ['bloked', 'blocked', true],
    ['blocekd', 'blocked', true],
    ['blockedd', 'blocked', true],
    ['blicked', 'blocked', true],
    ['blikced', 'blocked', false],
    ['opne', 'open', false],
  ])('%s for %s: %s', (word, wanted, expected) => {
    expect(isLike(word, wanted)).toBe(expected)
  })
})
