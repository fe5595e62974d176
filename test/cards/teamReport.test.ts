import { describe, expect, it } from 'vitest'
import { renderNotice } from '../../src/cards/index.js'
import { LOCALES } from '../../src/cards/words.js'
import { SIGNALS, type SignalCode, VERDICTS } from '../../src/domain/codeCheck/index.js'
import type { ReportView } from '../../src/domain/notices.js'
import { actionsOf, effectsIn, problemsOf, textsOf } from './checks.js'
import { CHECK_ID, HOSTILE_NAMES, phishing, report } from './examples.js'

const render = (change: Partial<ReportView> = {}, locale = 'en') =>
  renderNotice({ kind: 'team-report', report: { ...report, ...change } }, locale)

describe('the card about a reported message', () => {
  it('says what to do, who reported what, and when', () => {
    const texts = textsOf(render())
    expect(texts[0]).toBe('Look at what Mira Okafor reported, and ask for the message itself.')
    expect(texts[1]).toBe('Phishing (sure)')
    expect(texts).toEqual(
      expect.arrayContaining([
        '**Reported by:** Mira Okafor · mira.okafor@alder.example',
        '**When:** {{DATE(2026-03-02T09:15:00Z, SHORT)}} {{TIME(2026-03-02T09:15:00Z)}}',
        `**Check:** ${CHECK_ID}`,
      ]),
    )
  })

  it('shows every finding defanged, with nothing to press', () => {
    const card = render()
    expect(textsOf(card).join('\n')).toContain('“hxxps://microsoft[.]com/devicelogin”')
    expect(actionsOf(card)).toEqual([])
    expect(JSON.stringify(card.body)).not.toMatch(/https?:/)
  })

  it('counts the findings it has no room for', () => {
    const signals = (Object.keys(SIGNALS) as SignalCode[]).map((code) => ({ code, evidence: 'x' }))
    expect(textsOf(render({ check: { ...phishing, signals } }))).toContain(`and ${signals.length - 10} more`)
  })

  it('says that there was no finding', () => {
    expect(textsOf(render({ check: { ...phishing, signals: [] } }))).toContain('• No finding')
  })

  it('is a sound card for every verdict and language', () => {
    for (const verdict of VERDICTS)
      for (const locale of LOCALES) {
        const card = render({ check: { ...phishing, verdict } }, locale)
        expect([verdict, locale, problemsOf(card)]).toEqual([verdict, locale, []])
      }
  })

  it.each(HOSTILE_NAMES.map((name) => [name.slice(0, 40), name]))('shows %j without effect', (_start, name) => {
    const card = render({
      reporter: { ...report.reporter, displayName: name, userPrincipalName: name },
      check: { ...phishing, signals: [{ code: 'disguised-link', evidence: name }] },
    })
    expect(problemsOf(card)).toEqual([])
    expect(effectsIn(card)).toEqual([])
  })
})
