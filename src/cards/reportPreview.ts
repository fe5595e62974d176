/** Before a report is sent: exactly what the security team will get, and two buttons. */
import type { ReportPreview } from '../domain/lureNotices.js'
import { dropReport, sendReport } from './actions.js'
import { findingInWords } from './findings.js'
import { type Button, fact, identityOf, lines } from './parts.js'
import { textView, withTextThatFits } from './reportedText.js'
import { FINDINGS_MAX } from './teamReport.js'
import { type Card, layout } from './template.js'
import file from './templates/report-preview.json' with { type: 'json' }
import { verdictInWords } from './verdict.js'
import { negotiate, say } from './words.js'

export interface ReportPreviewOptions {
  readonly preview: ReportPreview
  /** Opens the text; null where it is not kept any more. */
  readonly key: string | null
  readonly place: 'personal' | 'dialog'
  readonly locale: string
}

const fill = layout(file)

export function renderReportPreview({ preview, key, place, locale }: ReportPreviewOptions): Card {
  const { checkId, reporter, check, text } = preview
  const buttons: readonly Button[] = [
    { title: say('button.report-send', locale), data: sendReport(checkId, key) },
    { title: say('button.report-drop', locale), data: dropReport(checkId, key) },
  ]
  const left = check.signals.length - FINDINGS_MAX
  const lead = say('report.preview.lead', locale)
  return withTextThatFits((linesMax) =>
    fill({
      lang: negotiate(locale),
      fallbackText: lead,
      lead,
      facts: lines([
        fact('label.reporter', locale, identityOf(reporter, locale)),
        fact('report.label.verdict', locale, verdictInWords(check, locale)),
      ]),
      findings: lines(check.signals.slice(0, FINDINGS_MAX).map((signal) => findingInWords(signal, locale))),
      hasText: text !== null,
      textTitle: say('report.text', locale),
      showText: say('button.report-show-text', locale),
      ...textView(text, locale, linesMax),
      notes: lines([
        ...(left > 0 ? [say('and-more', locale, { count: left })] : []),
        say(text === null ? 'report.preview.no-text' : 'report.preview.masked', locale),
      ]),
      executes: place === 'dialog' ? [] : buttons,
      submits: place === 'dialog' ? buttons : [],
    }),
  )
}
