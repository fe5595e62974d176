import { describe, expect, it } from 'vitest'
import { renderReportPreview } from '../../src/cards/index.js'
import type { ReportPreviewOptions } from '../../src/cards/reportPreview.js'
import { SIGNALS, type SignalCode } from '../../src/domain/codeCheck/index.js'
import { actionsOf, effectsIn, payloadsOf, problemsOf, textsOf } from './checks.js'
import { CHECK_ID, HOSTILE_NAMES, OWNER_ID, phishing } from './examples.js'

const KEY = 'k'.repeat(43)
const preview: ReportPreviewOptions['preview'] = {
  checkId: CHECK_ID,
  reporter: { userId: OWNER_ID, displayName: 'Mira Okafor', userPrincipalName: 'mira.okafor@alder.example' },
  check: phishing,
  text: 'Enter F3KW9QZLM at hxxps://microsoft[.]com/devicelogin\nthe password is •••',
}
const render = (change: Partial<ReportPreviewOptions['preview']> = {}, options: Partial<ReportPreviewOptions> = {}) =>
  renderReportPreview({ preview: { ...preview, ...change }, key: KEY, place: 'personal', locale: 'en', ...options })

describe('the preview of a report', () => {
  it('shows who, the verdict, the reasons and the text that will be sent', () => {
    expect(textsOf(render())).toEqual(
      expect.arrayContaining([
        '**Reported by:** Mira Okafor · mira.okafor@alder.example',
        '**Verdict:** Phishing (sure)',
        '• You are told to enter a code that somebody else gives you: “F3KW9QZLM”',
        'Enter F3KW9QZLM at hxxps://microsoft[.]com/devicelogin',
        'the password is •••',
      ]),
    )
    expect(effectsIn(render())).toEqual([])
  })

  it('has two buttons, which carry the key on', () => {
    expect(actionsOf(render()).map(({ title }) => title)).toEqual(['Send', 'Do not send'])
    expect(payloadsOf(render())).toEqual([
      { v: 1, verb: 'send-report', checkId: CHECK_ID, seal: KEY },
      { v: 1, verb: 'drop-report', checkId: CHECK_ID, seal: KEY },
    ])
    const inDialog = render({}, { place: 'dialog' })
    expect(actionsOf(inDialog).map(({ type }) => type)).toEqual(['Action.Submit', 'Action.Submit'])
    expect(payloadsOf(inDialog)).toEqual(payloadsOf(render()))
  })

  it('says so where there is no text any more', () => {
    const texts = textsOf(render({ text: null }, { key: null }))
    expect(texts.at(-1)).toMatch(/^I do not keep the text any more/)
    expect(texts).not.toContain('The message')
  })

  it('counts the findings it has no room for', () => {
    const signals = (Object.keys(SIGNALS) as SignalCode[]).map((code) => ({ code, evidence: 'x' }))
    expect(textsOf(render({ check: { ...phishing, signals } }))).toContain(`and ${signals.length - 10} more`)
  })

  it.each(['en', 'de'])('is a sound card, also for a message that fills it (%s)', (locale) => {
    for (const place of ['personal', 'dialog'] as const)
      for (const text of [preview.text, null, '*"漢'.repeat(20_000), 'a\n'.repeat(500)])
        expect(problemsOf(render({ text }, { place, locale }))).toEqual([])
  })

  it.each(HOSTILE_NAMES.map((name) => [name.slice(0, 40), name]))('shows %j without effect', (_start, name) => {
    const reporter = { ...preview.reporter, displayName: name }
    const card = render({
      reporter,
      text: name.slice(0, 5000),
      check: { ...phishing, signals: [{ code: 'urgency', evidence: name }] },
    })
    expect(problemsOf(card)).toEqual([])
    expect(effectsIn(card)).toEqual([])
  })
})
