/**
 * The last 30 days in figures: charts where the client draws them, and always the same in words. A client that does not
 * know charts drops them (`fallback`). Source: Microsoft Learn, "Charts in Adaptive Cards": Teams on desktop and phones.
 */
import type { StatsView } from '../domain/desk/index.js'
import { ANSWERS, OUTCOMES, SEVERITIES, type Severity } from '../domain/signInAlert/index.js'
import { lines } from './parts.js'
import { SEVERITY_MARKS } from './severityMarks.js'
import { type Card, layout } from './template.js'
import file from './templates/desk-stats.json' with { type: 'json' }
import { negotiate, say } from './words.js'

const fill = layout(file)

/** Of the palette that the charts know. */
const COLORS: Readonly<Record<Severity, string>> = {
  critical: 'categoricalRed',
  high: 'categoricalMarigold',
  elevated: 'categoricalLime',
  low: 'categoricalBlue',
  expected: 'neutral',
}

export function renderStats(stats: StatsView, locale: string): Card {
  const total = SEVERITIES.reduce((sum, severity) => sum + stats.bySeverity[severity], 0)
  const lead = say(total === 0 ? 'desk.stats.none' : 'desk.stats.lead', locale)
  const severities = [...SEVERITIES].reverse().filter((severity) => stats.bySeverity[severity] > 0)
  const outcomes = OUTCOMES.filter((outcome) => stats.byOutcome[outcome] > 0)
  return fill({
    lang: negotiate(locale),
    fallbackText: lead,
    lead,
    hasCharts: total > 0,
    donutTitle: say('desk.stats.severity', locale),
    donut: severities.map((severity) => ({
      legend: say(`severity.${severity}`, locale),
      value: stats.bySeverity[severity],
      color: COLORS[severity],
    })),
    barsTitle: say('desk.stats.outcome', locale),
    bars: outcomes.map((outcome) => ({ x: say(`outcome.${outcome}`, locale), y: stats.byOutcome[outcome] })),
    sections: total === 0 ? [] : sectionsOf(stats, locale, severities, outcomes),
    notes: [],
  })
}

function sectionsOf(
  stats: StatsView,
  locale: string,
  severities: readonly Severity[],
  outcomes: readonly (typeof OUTCOMES)[number][],
) {
  const counted = (what: string, count: number): string =>
    say('desk.stats.count', locale, { what: { said: what }, count })
  const answers = ANSWERS.filter((answer) => stats.answers[answer] > 0)
  const sections = [
    {
      title: say('desk.stats.severity', locale),
      texts: severities.map((code) =>
        counted(`${SEVERITY_MARKS[code]} ${say(`severity.${code}`, locale)}`, stats.bySeverity[code]),
      ),
    },
    {
      title: say('desk.stats.outcome', locale),
      texts: outcomes.map((code) => counted(say(`outcome.${code}`, locale), stats.byOutcome[code])),
    },
    {
      title: say('desk.stats.answers', locale),
      texts: answers.map((code) => counted(say(`answer.${code}`, locale), stats.answers[code])),
    },
    {
      title: say('desk.stats.closings', locale),
      texts: stats.closings.map(({ reason, count }) => counted(say(`desk.close.${reason}`, locale), count)),
    },
    {
      title: say('desk.stats.times', locale),
      texts: [
        say('desk.stats.to-answer', locale, { time: { said: spanInWords(stats.answeredMs, locale) } }),
        say('desk.stats.to-contain', locale, { time: { said: spanInWords(stats.containedMs, locale) } }),
      ],
    },
  ]
  return sections.filter(({ texts }) => texts.length > 0).map(({ title, texts }) => ({ title, lines: lines(texts) }))
}

/** In the largest unit that says enough; a time that was not measured is no zero. */
function spanInWords(ms: number | null, locale: string): string {
  if (ms === null) return say('desk.stats.not-measured', locale)
  const [unit, value] =
    ms < 120_000 ? ['second', ms / 1000] : ms < 7_200_000 ? ['minute', ms / 60_000] : ['hour', ms / 3_600_000]
  return new Intl.NumberFormat(negotiate(locale), {
    style: 'unit',
    unit: String(unit),
    unitDisplay: 'long',
    maximumFractionDigits: 0,
  }).format(Number(value))
}
