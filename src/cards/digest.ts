/** The last day of the security team, on one card: figures in words, so that it reads the same everywhere. */
import type { DigestView } from '../domain/notices.js'
import { SEVERITIES } from '../domain/signInAlert/index.js'
import { lines } from './parts.js'
import { SEVERITY_MARKS } from './severityMarks.js'
import { sourceInWords } from './sourceFault.js'
import { type Card, layout } from './template.js'
import file from './templates/plain.json' with { type: 'json' }
import { localTime, negotiate, say, type WordKey } from './words.js'

const fill = layout(file)

export function renderDigest(digest: DigestView, locale: string): Card {
  const { openAlerts: count, faults } = digest
  // What a source with a fault does not show cannot wait here.
  const quiet = say(faults.length === 0 ? 'digest.lead.quiet' : 'digest.lead.faults', locale)
  const lead = count === 0 ? quiet : say('digest.lead', locale, { count })
  const figures = [...casesOf(digest, locale), ...standingOf(digest, locale)]
  return fill({
    lang: negotiate(locale),
    // Without the time, which only a client can write.
    fallbackText: [lead, ...figures].join(' · '),
    lead,
    paragraphs: lines([say('digest.since', locale, { when: localTime(digest.since) }), ...figures]),
    notes: lines(count === 0 ? [] : [say('digest.how', locale, { command: 'alerts' })]),
    executes: [],
  })
}

function casesOf({ bySeverity }: DigestView, locale: string): readonly string[] {
  const seen = [...SEVERITIES].reverse().filter((severity) => bySeverity[severity] > 0)
  if (seen.length === 0) return [say('digest.no-cases', locale)]
  const counted = seen.map((severity) =>
    say('desk.stats.count', locale, {
      what: { said: `${SEVERITY_MARKS[severity]} ${say(`severity.${severity}`, locale)}` },
      count: bySeverity[severity],
    }),
  )
  return [`${say('desk.stats.severity', locale)}: ${counted.join(' · ')}`]
}

function standingOf(digest: DigestView, locale: string): readonly string[] {
  const counted = (key: WordKey, count: number): string => say(key, locale, { count })
  const { unreachable, faults } = digest
  return [
    counted('digest.open', digest.openAlerts),
    counted('digest.unanswered', digest.unanswered),
    counted('digest.reports', digest.reports),
    counted('digest.campaigns', digest.campaigns),
    unreachable === null ? say('digest.unreachable-unknown', locale) : counted('digest.unreachable', unreachable),
    faults.length === 0
      ? say('digest.sources-fine', locale)
      : say('digest.sources', locale, {
          names: { said: faults.map((name) => sourceInWords(name, locale)).join(', ') },
        }),
  ]
}
