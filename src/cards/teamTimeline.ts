/** What happened in a case, in order of the events themselves and in the reader's local time. */
import type { AlertView, LegView } from '../domain/notices.js'
import type { Fold } from './folds.js'
import { placeIn } from './parts.js'
import { stepInWords } from './steps.js'
import { localTime, say } from './words.js'

/** Of answers and steps; the legs are bounded where the view is made. */
const EVENTS_MAX = 12

interface Happened {
  readonly at: Date
  readonly text: string
}

export function timelineOf(alert: AlertView, locale: string): Fold {
  const { reportedAt, firstSeen } = alert
  const legs = alert.legs.map((leg) => ({ at: leg.at, text: legInWords(leg, locale) }))
  const events = [...(reportedAt === null ? [] : [reportOf(reportedAt, locale)]), ...doneIn(alert, locale)].sort(inTime)
  // Where there is too much, the oldest give way; the legs stay.
  const told = [...legs, ...events.slice(-EVENTS_MAX)].sort(inTime)
  const left = events.length + legs.length - told.length + alert.legsLeft
  const isAnswered = alert.answers.length > 0
  return {
    id: 'timeline',
    title: 'fold.timeline',
    count: told.length + left,
    texts: [
      // The legs say it themselves, where they are known.
      ...(firstSeen === null || legs.length > 0
        ? []
        : [say('team.timeline.first-seen', locale, { when: localTime(firstSeen) })]),
      ...told.map(({ text }) => text),
      ...(left === 0 ? [] : [say('and-more', locale, { count: left })]),
      ...(isAnswered ? [] : [say('team.timeline.none-answered', locale)]),
    ],
    notes: isAnswered ? [say('team.evidence-not-proof', locale)] : [],
  }
}

const inTime = (one: Happened, other: Happened): number => one.at.getTime() - other.at.getTime()

const legInWords = ({ kind, at, from }: LegView, locale: string): string =>
  say(`desk.leg.${kind}`, locale, { when: localTime(at), place: { said: placeIn(from, locale) } })

const reportOf = (at: Date, locale: string): Happened => ({
  at,
  text: say('entered.timeline', locale, { when: localTime(at) }),
})

const doneIn = ({ answers, steps, routes }: AlertView, locale: string): readonly Happened[] => [
  ...answers.map(({ answer, at }) => ({
    at,
    text: say('team.timeline.answer', locale, {
      when: localTime(at),
      answer: { said: say(`answer.${answer}`, locale) },
    }),
  })),
  ...routes.map(({ to, at }) => ({ at, text: say(`team.timeline.route.${to}`, locale, { when: localTime(at) }) })),
  ...steps.map((step) => ({ at: step.at, text: stepInWords(step, locale) })),
]
