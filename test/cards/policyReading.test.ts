import { describe, expect, it } from 'vitest'
import { withReading } from '../../src/cards/policyReading.js'

const beganAt = new Date('2026-11-02T12:00:00Z')

describe('an answer while the tenant is read anew', () => {
  const card = { type: 'AdaptiveCard', fallbackText: 'Blocked.', body: [{ type: 'TextBlock', text: 'Blocked.' }] }
  const saidIn = (leftMs: number | null) => withReading(card, { beganAt, leftMs }, 'en')

  it.each([
    [20_000, 'about 1 more minute.'],
    [170_000, 'about 3 more minutes.'],
  ])('says first how long that takes: %s ms', (leftMs, said) => {
    const { body, fallbackText } = saidIn(leftMs)
    expect((body as { text: string }[]).map(({ text }) => text)).toEqual([expect.stringContaining(said), 'Blocked.'])
    expect(fallbackText).toContain(said)
    expect(fallbackText).toContain('Blocked.')
  })

  it('says since when, where nothing tells how long', () => {
    expect(JSON.stringify(saidIn(null))).toContain('{{TIME(2026-11-02T12:00:00Z)}}')
  })

  it('is the same card where nobody reads', () => {
    expect(withReading(card, null, 'en')).toBe(card)
  })
})
