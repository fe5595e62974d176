/**
 * What has changed since a day: the same lines as in the card that nobody asked for, what was really compared, and when
 * it changed as a picture with the same in words. A client that does not know charts drops them.
 */
import { CHANGES_PER_PAGE, type DriftAnswer } from '../domain/policyStatus/index.js'
import { driftItem } from './driftItems.js'
import { type Button, lines } from './parts.js'
import { ageOf, stalenessOf } from './policyAnswer.js'
import { fillDrift, leadOf, spanInWords, toneOf, unread } from './policyDrift.js'
import { item, type Section } from './policyItems.js'
import type { Card } from './template.js'
import { localTime, negotiate, say, type WordKey } from './words.js'

export function renderDriftAnswer(answer: DriftAnswer, locale: string, executes: readonly Button[]): Card {
  const lead = say(headlineOf(answer), locale)
  const label = hasNothingToCompare(answer) ? '' : spanInWords(answer, locale)
  const pages = Math.ceil(answer.total / CHANGES_PER_PAGE)
  const page = pages < 2 ? '' : say('asked.page', locale, { page: answer.page + 1, pages })
  const known =
    answer.knownFrom === null ? '' : say('drift.since.known-from', locale, { when: localTime(answer.knownFrom) })
  const staleness = stalenessOf(answer.ageMs, locale)
  return fillDrift({
    lang: negotiate(locale),
    fallbackText: [...(answer.stale ? [staleness] : []), lead, label, known].filter((part) => part !== '').join(' '),
    isStale: answer.stale,
    staleness,
    tone: answer.total === 0 && isPartial(answer) ? 'warning' : toneOf(answer.changes),
    lead,
    label: [label, page, known].filter((part) => part !== '').join(' ') || say('policy-label.unknown', locale),
    // One bar is no picture.
    hasChart: answer.days.length > 1,
    chartTitle: say('drift.timeline', locale),
    bars: answer.days.map(({ day, count }) => ({ x: dayInWords(day, locale), y: count })),
    sections: [changes(answer, locale), unread(answer.notCompared, locale), ...timeline(answer, locale)].filter(
      ({ items }) => items.length > 0,
    ),
    executes,
    notes: lines([ageOf(answer, locale)]),
  })
}

function headlineOf(answer: DriftAnswer): WordKey {
  if (answer.total > 0) return leadOf(answer.changes)
  if (hasNothingToCompare(answer)) return 'drift.since.unread'
  return isPartial(answer) ? 'drift.since.unsure' : 'drift.since.none'
}

/** The tenant was read once, or never. */
const hasNothingToCompare = ({ from, to, total }: DriftAnswer): boolean =>
  total === 0 && (from === null || from.getTime() === to.getTime())

/** Parts were not compared, or not all of the time that was asked about. */
const isPartial = ({ notCompared, knownFrom }: DriftAnswer): boolean => notCompared.length > 0 || knownFrom !== null

const changes = ({ entries, total }: DriftAnswer, locale: string): Section => ({
  title: say('drift.section', locale, { count: total }),
  items: entries.map((entry) => driftItem(entry, locale)),
})

function timeline({ days }: DriftAnswer, locale: string): readonly Section[] {
  if (days.length === 0) return []
  const items = days.map(({ day, count }) =>
    item(say('drift.timeline.line', locale, { day: { said: dayInWords(day, locale, 'short') }, count }), []),
  )
  return [{ title: say('drift.timeline', locale), items }]
}

/** @param weekday in front of the day: a line that begins with "1. März" is taken for a numbered list. */
const dayInWords = (day: Date, locale: string, weekday?: 'short'): string =>
  new Intl.DateTimeFormat(negotiate(locale), { weekday, day: 'numeric', month: 'short', timeZone: 'UTC' }).format(day)
