import { describe, expect, it } from 'vitest'
import { renderNotice } from '../../src/cards/index.js'
import { LOCALES } from '../../src/cards/words.js'
import type { WatchFault, WatchView } from '../../src/domain/notices.js'
import { WATCH_STATES } from '../../src/domain/signInAlert/index.js'
import { effectsIn, problemsOf, textsOf } from './checks.js'

const open: WatchView = {
  state: 'open',
  until: new Date('2026-03-02T14:25:00Z'),
  isPhishing: true,
  seenAt: null,
  hasAlert: false,
  reach: new Date('2026-03-02T14:05:00Z'),
  fault: null,
}
const FAULTS: readonly WatchFault[] = ['no-permission', 'out-of-reach', 'incomplete', 'not-read-yet', 'not-read-lately']
const render = (change: Partial<WatchView> = {}, locale = 'en') =>
  renderNotice({ kind: 'watch', watch: { ...open, ...change } }, locale)
const words = (change: Partial<WatchView> = {}, locale = 'en') => textsOf(render(change, locale))

describe('the card of a watch', () => {
  it('says until when it watches, that nothing came so far, and how far the log reaches', () => {
    expect(words()[1]).toBe(
      'I am watching your sign-ins until {{TIME(2026-03-02T14:25:00Z)}}; nothing so far, the log reaches to {{TIME(2026-03-02T14:05:00Z)}}.',
    )
    expect(words({}, 'de')[1]).toBe(
      'Ich achte bis {{TIME(2026-03-02T14:25:00Z)}} auf Ihre Anmeldungen; bisher nichts, das Protokoll reicht bis {{TIME(2026-03-02T14:05:00Z)}}.',
    )
  })

  it('says at the end that nothing was signed in, and first what to do if the person knows better', () => {
    const [lead, line, note] = words({ state: 'nothing-seen', reach: new Date('2026-03-02T14:31:00Z') })
    expect(lead).toBe('If you entered a code after all, tell your security team now.')
    expect(line).toContain('Nothing was signed in with a device code')
    expect(note).toContain('Entries can come late')
  })

  it('points to the alert where a sign-in was seen, and to the team where there is none to answer', () => {
    const seen = { state: 'case-seen', seenAt: new Date('2026-03-02T14:12:00Z') } as const
    expect(words({ ...seen, hasAlert: true })[0]).toContain('Answer my other card')
    expect(words(seen)[0]).toContain('tell your security team')
    expect(words(seen)[1]).toContain('{{TIME(2026-03-02T14:12:00Z)}}')
  })

  it.each(FAULTS.filter((fault) => fault !== 'not-read-yet'))('says that it cannot watch, and why: %s', (fault) => {
    const [lead, line] = words({ fault })
    expect(lead).toContain('I cannot watch your sign-ins')
    expect(line).toMatch(/^I cannot watch your sign-ins: .*log.*That nothing is seen says nothing\.$/)
    expect(words({ fault }).join()).not.toContain('nothing so far')
  })

  it('says nothing of what was seen before the log was read', () => {
    for (const unread of [{ fault: 'not-read-yet' }, { reach: null }] as const)
      expect(words(unread)[1]).toContain('I have no entry of the sign-in log yet')
  })

  it('is a sound card for every state, reason and language', () => {
    for (const state of WATCH_STATES)
      for (const fault of [null, ...FAULTS])
        for (const locale of LOCALES) {
          const card = render({ state, fault }, locale)
          expect(problemsOf(card)).toEqual([])
          expect(effectsIn(card)).toEqual([])
          // A notification knows no times of the reader.
          expect(card.fallbackText).not.toContain('{{')
        }
  })
})
