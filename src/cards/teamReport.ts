/**
 * A person's report about a checked message, for the security team. What was found is shown defanged and as plain text
 * runs, so that nothing in it can be opened from the card.
 */
import type { Notice } from '../domain/notices.js'
import { findingInWords } from './findings.js'
import { fact, identityOf, lines, nameOf } from './parts.js'
import { type Card, layout } from './template.js'
import file from './templates/team-report.json' with { type: 'json' }
import { toneOf, verdictInWords } from './verdict.js'
import { localTime, negotiate, say } from './words.js'

const FINDINGS_MAX = 10

const fill = layout(file)

export function renderTeamReport({ report }: Extract<Notice, { kind: 'team-report' }>, locale: string): Card {
  const { reporter, check, at, checkId } = report
  const lead = say('report.lead', locale, { name: { said: nameOf(reporter, locale) } })
  const label = verdictInWords(check, locale)
  const findings = check.signals.slice(0, FINDINGS_MAX).map((signal) => findingInWords(signal, locale))
  const left = check.signals.length - findings.length
  return fill({
    lang: negotiate(locale),
    fallbackText: `${lead} ${label}`,
    tone: toneOf(check.verdict),
    lead,
    label,
    facts: lines([
      fact('label.reporter', locale, identityOf(reporter, locale)),
      fact('label.when', locale, localTime(at).said),
      fact('label.check', locale, checkId),
    ]),
    findingsTitle: say('report.findings', locale),
    findings: lines(findings.length === 0 ? [`• ${say('report.findings-none', locale)}`] : findings),
    notes: lines([
      ...(left === 0 ? [] : [say('and-more', locale, { count: left })]),
      say('report.text-not-kept', locale),
    ]),
  })
}
