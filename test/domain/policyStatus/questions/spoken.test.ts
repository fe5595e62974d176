/** As busy people type on a phone: short, with slips, in two languages at once. First written, then read. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { onlyAsks, readFollowUp, readPolicyQuestion } from '../../../../src/domain/policyStatus/index.js'

const read = <T>(file: string): T => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as T
const CLOCK = { now: new Date('2026-11-23T09:00:00Z'), timeZone: 'UTC' }
const asked = (text: string) => {
  const question = readPolicyQuestion(text, CLOCK)
  return question === null || onlyAsks(text, text) === 'no' ? null : question
}
const called = (text: string) => {
  const question = asked(text)
  const who = question !== null && 'who' in question ? question.who : null
  return who !== null && typeof who === 'object' && 'called' in who ? who.called.toLowerCase() : who
}

describe('a question as it is typed', () => {
  it.each(read<readonly [string, string][]>('spoken.json'))('%s → %s', (text, kind) => {
    expect(asked(text)?.kind).toBe(kind)
  })

  it.each(read<readonly [string, string][]>('spokenFollowUps.json'))('%s goes on: %s', (text, kind) => {
    expect(readFollowUp(text)?.kind).toBe(kind)
    expect(onlyAsks(text, text)).not.toBe('no')
  })

  it.each(read<readonly [string, string, readonly string[]][]>('named.json'))('%s → %s, %j', (text, kind, names) => {
    expect(asked(text)?.kind).toBe(kind)
    expect(names.map((name) => name.toLowerCase())).toContain(called(text))
  })

  it.each(read<readonly [string, string][]>('fromCountries.json'))('%s: from %s', (text, country) => {
    expect(asked(text)).toMatchObject({ kind: 'what-if', from: { country } })
  })

  it.each([
    ['would dana be blocked from us', null],
    ['would Jordan be blocked from 203.0.113.9', { address: '203.0.113.9' }],
    ['would Chad be blocked from Reading office', { called: 'Reading office' }],
    ['kan dana inloggen vanuit het kantoor Utrecht', { called: 'kantoor Utrecht' }],
  ])('%s: from %j, which is no country', (text, from) => {
    const question = asked(text)
    expect(question !== null && 'from' in question ? question.from : null).toEqual(from)
  })
})
