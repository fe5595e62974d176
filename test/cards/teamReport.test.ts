import { describe, expect, it } from 'vitest'
import { renderNotice } from '../../src/cards/index.js'
import { LOCALES } from '../../src/cards/words.js'
import { SIGNALS, type SignalCode, VERDICTS } from '../../src/domain/codeCheck/index.js'
import type { ReportView } from '../../src/domain/lureNotices.js'
import { actionsOf, effectsIn, partsOf, problemsOf, textsOf } from './checks.js'
import { CHECK_ID, HOSTILE_NAMES, OWNER_ID, phishing, report } from './examples.js'

const render = (change: Partial<ReportView> = {}, locale = 'en') =>
  renderNotice({ kind: 'team-report', part: 'case', report: { ...report, ...change } }, locale)

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

  it('shows every finding defanged, with nothing to press but the warning', () => {
    const card = render()
    expect(textsOf(card).join('\n')).toContain('“hxxps://microsoft[.]com/devicelogin”')
    expect(actionsOf(card).map(({ verb }) => verb)).toEqual(['warn-people'])
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
      reporter: { userId: OWNER_ID, displayName: name, userPrincipalName: name },
      text: `${name}\n${name.slice(0, 400)}`,
      check: { ...phishing, signals: [{ code: 'disguised-link', evidence: name }] },
    })
    expect(problemsOf(card)).toEqual([])
    expect(effectsIn(card)).toEqual([])
  })

  it('shows the message defanged, its beginning in sight and the rest behind a button', () => {
    const text = Array.from({ length: 9 }, (_, line) => `line ${line}: hxxps://evil[.]example/x`).join('\n')
    const card = render({ text })
    expect(textsOf(card)[0]).toBe('Look at what Mira Okafor reported.')
    expect(textsOf(card).filter((line) => line.includes('hxxps://evil[.]example/x'))).toHaveLength(9)
    expect(actionsOf(card)[0]).toMatchObject({ type: 'Action.ToggleVisibility', targetElements: ['more'] })
    const hidden = partsOf(card).find((part) => 'isVisible' in part)
    expect(hidden).toMatchObject({ id: 'more', isVisible: false })
    expect(textsOf({ body: [hidden] })).toHaveLength(3)
    expect(actionsOf(render({ text: 'one line' }))).toHaveLength(1)
  })

  it.each([
    ['quotes and backslashes', '"\\'],
    ['stars', '*'],
    ['ideographs', '漢'],
    ['dots of hosts', 'ab.'],
    ['short lines', 'a\n'],
    ['faces', '🙂'],
  ])('keeps within what Teams takes for a message of %s', (_what, piece) => {
    const card = render({ text: Array.from({ length: 200 }, () => piece.repeat(150)).join('\n') })
    expect(problemsOf(card)).toEqual([])
    expect(textsOf(card).join('\n')).toMatch(/and [\d,]+ more lines/)
  })

  it('of a campaign says how many, since when, and by what they are the same', () => {
    const lastAt = new Date('2026-03-03T10:00:00Z')
    const texts = textsOf(render({ reports: 5, reporters: 3, by: ['code', 'wording'], lastAt, text: 'x' }))
    expect(texts[0]).toBe('Look at this lure: 3 people have reported it.')
    expect(texts).toEqual(
      expect.arrayContaining([
        '**People who reported it:** 3',
        '**First reported:** {{DATE(2026-03-02T09:15:00Z, SHORT)}} {{TIME(2026-03-02T09:15:00Z)}}',
        '**Last reported:** {{DATE(2026-03-03T10:00:00Z, SHORT)}} {{TIME(2026-03-03T10:00:00Z)}}',
        '**Recognised by:** the same code, the same wording',
      ]),
    )
  })

  it('says that a report came without its text, or from somebody who does not count', () => {
    expect(textsOf(render()).at(-1)).toBe('The report came without the text. Links are defanged.')
    expect(textsOf(render({ reporters: 0 })).join('\n')).toContain('Such reports are shown and not counted.')
  })

  it('names nobody and shows nothing of the message once its time has passed', () => {
    const card = render({ reporter: null, check: null, text: null })
    expect(problemsOf(card)).toEqual([])
    expect(textsOf(card)[0]).toBe('Nothing more to do: what was reported here has passed its time.')
    expect(JSON.stringify(card)).not.toMatch(/Mira|F3KW9QZLM|devicelogin/)
  })

  it.each(['en', 'de'])('has a line for its thread, with nothing of the message (%s)', (locale) => {
    const grown = { ...report, reports: 2, reporters: 2, by: ['host'] as const }
    const card = renderNotice({ kind: 'team-report', part: 'news', report: grown }, locale)
    expect(problemsOf(card)).toEqual([])
    expect(effectsIn(card)).toEqual([])
    expect(textsOf(card)).toHaveLength(1)
    expect(textsOf(card)[0]).toContain('2')
    expect(JSON.stringify(card)).not.toMatch(/Mira|F3KW9QZLM|devicelogin/)
  })
})
