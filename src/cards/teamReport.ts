/**
 * A reported lure, for the security team: who reported it first, how many others, what the check found, and what the
 * message said. All of it is defanged and plain text, so that nothing in it can be opened from the card.
 */
import type { ReportView } from '../domain/lureNotices.js'
import type { Notice } from '../domain/notices.js'
import { warnPeople } from './actions.js'
import { likenessInWords } from './colleagues.js'
import { findingInWords } from './findings.js'
import { type Button, fact, identityOf, lines, nameOf } from './parts.js'
import { textView, withTextThatFits } from './reportedText.js'
import { warnedLines } from './teamWarning.js'
import { type Card, layout } from './template.js'
import file from './templates/team-report.json' with { type: 'json' }
import newsFile from './templates/team-report-news.json' with { type: 'json' }
import { toneOf, verdictInWords } from './verdict.js'
import { localTime, negotiate, say } from './words.js'

export const FINDINGS_MAX = 10
/** Distinct members who report the same lure. */
const CAMPAIGN_MIN = 2

const fill = layout(file)
const fillNews = layout(newsFile)

export function renderTeamReport({ report, part }: Extract<Notice, { kind: 'team-report' }>, locale: string): Card {
  return part === 'news' ? renderNews(report, locale) : renderCase(report, locale)
}

function renderCase(report: ReportView, locale: string): Card {
  const { check, checkId, text } = report
  const lead = leadOf(report, locale)
  const label = check === null ? say('report.expired', locale) : verdictInWords(check, locale)
  const signals = check?.signals ?? []
  const findings = signals.slice(0, FINDINGS_MAX).map((signal) => findingInWords(signal, locale))
  const left = signals.length - findings.length
  const buttons = buttonsOf(report, locale)
  return withTextThatFits((linesMax) =>
    fill({
      lang: negotiate(locale),
      fallbackText: `${lead} ${label}`,
      tone: check === null ? 'emphasis' : toneOf(check.verdict),
      lead,
      label,
      facts: lines([
        ...factsOf(report, locale),
        ...(report.warning === null ? [] : warnedLines(report.warning, locale)),
        fact('label.check', locale, checkId),
      ]),
      // A campaign goes on while the card is read, so its button stands above the findings.
      urgent: report.reporters >= CAMPAIGN_MIN ? buttons : [],
      executes: report.reporters >= CAMPAIGN_MIN ? [] : buttons,
      hasFindings: check !== null,
      findingsTitle: say('report.findings', locale),
      findings: lines(findings.length === 0 ? [`• ${say('report.findings-none', locale)}`] : findings),
      hasText: text !== null,
      textTitle: say('report.text', locale),
      showText: say('button.report-show-text', locale),
      ...textView(text, locale, linesMax),
      notes: lines([...(left === 0 ? [] : [say('and-more', locale, { count: left })]), ...notesOf(report, locale)]),
    }),
  )
}

/** Only of phishing, and only while the case shows what was reported. */
function buttonsOf({ check, checkId, warning }: ReportView, locale: string): readonly Button[] {
  if (check?.verdict !== 'phishing' || warning?.state === 'sending') return []
  return [{ title: say('button.warn-people', locale), data: warnPeople(checkId) }]
}

/** In the thread of the case: that it has grown. */
function renderNews(report: ReportView, locale: string): Card {
  const news = say('report.news', locale, {
    count: report.reporters,
    first: localTime(report.firstAt),
    by: { said: likenessInWords(report.by, locale) },
  })
  const fallbackText = say('report.news-short', locale, { count: report.reporters })
  return fillNews({ lang: negotiate(locale), fallbackText, news })
}

function leadOf({ reporter, reporters, check, text }: ReportView, locale: string): string {
  if (check === null || reporter === null) return say('report.lead.expired', locale)
  if (reporters >= CAMPAIGN_MIN) return say('report.lead.campaign', locale, { count: reporters })
  const name = { said: nameOf(reporter, locale) }
  return say(text === null ? 'report.lead.no-text' : 'report.lead', locale, { name })
}

function factsOf({ reporter, reports, reporters, by, firstAt, lastAt }: ReportView, locale: string): readonly string[] {
  const first = fact('report.label.first', locale, localTime(firstAt).said)
  const who = reporter === null ? [] : [fact('label.reporter', locale, identityOf(reporter, locale))]
  if (reports === 1) return [...who, fact('label.when', locale, localTime(firstAt).said)]
  return [
    ...who,
    fact('report.label.reporters', locale, reporters.toLocaleString(negotiate(locale))),
    first,
    fact('report.label.last', locale, localTime(lastAt).said),
    ...(by.length === 0 ? [] : [fact('report.label.alike', locale, likenessInWords(by, locale))]),
  ]
}

function notesOf({ check, text, reporters }: ReportView, locale: string): readonly string[] {
  if (check === null) return []
  const weight = reporters === 0 ? [say('report.no-weight', locale)] : []
  return [...weight, say(text === null ? 'report.text-not-sent' : 'report.text-masked', locale)]
}
