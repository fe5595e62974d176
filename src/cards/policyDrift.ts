/**
 * What changed in policy: the card that nobody asked for, and the answer to "what has changed since". The worst stands
 * first, the rest is counted. What could not be compared is said beside it: missing is not gone.
 */
import type { DriftView } from '../domain/policyNotices.js'
import { CHANGES_PER_PAGE, type DriftChange, type DriftEntry, keptQuestion } from '../domain/policyStatus/index.js'
import { askFile, askPolicy } from './actions.js'
import { driftItem } from './driftItems.js'
import type { Button, Tone } from './parts.js'
import { bounded, item, type Section } from './policyItems.js'
import { QUESTION_TITLES } from './policyQuestions.js'
import { type Card, layout, type View } from './template.js'
import file from './templates/policy-drift.json' with { type: 'json' }
import { localTime, negotiate, say, type WordKey } from './words.js'

const fill = layout(file)

/** Of a card that nobody asked for. */
export const fillDrift = (view: View): Card =>
  fill({ isStale: false, staleness: '', hasChart: false, chartTitle: '', bars: [], executes: [], notes: [], ...view })

export function renderDrift(drift: DriftView, locale: string): Card {
  const { entries, later, notCompared } = drift
  const lead = say(leadOf(changesOf(entries)), locale)
  const label = spanInWords(drift, locale)
  return fillDrift({
    lang: negotiate(locale),
    fallbackText: `${lead} ${label}`,
    tone: toneOf(changesOf(entries)),
    lead,
    label,
    sections: [
      shortened('drift.section', entries, locale),
      shortened('drift.later', later, locale),
      unread(notCompared, locale),
    ].filter(({ items }) => items.length > 0),
    executes: buttonsOf(drift, locale),
  })
}

/** The next page of what the card counts, all of it as a file, and what else can be asked. */
function buttonsOf({ driftId, to, entries, later }: DriftView, locale: string): readonly Button[] {
  const question = keptQuestion({ kind: 'drift', since: to.toISOString(), card: driftId })
  if (question === null) return []
  const isCut = Math.max(entries.length, later.length) > CHANGES_PER_PAGE
  // Where both lists are shown in part, the pages go through all.
  const page = later.length === 0 ? 1 : 0
  return [
    ...(isCut ? [{ title: say('desk.more', locale), data: askPolicy({ ...question, ...{ page } }) }] : []),
    { title: say('asked.button.file', locale), data: askFile(question, 'csv') },
    { title: say(QUESTION_TITLES.help, locale), data: askPolicy({ kind: 'help' }) },
  ]
}

export const changesOf = (entries: readonly DriftEntry[]): readonly DriftChange[] => entries.map(({ change }) => change)

const shortened = (title: WordKey, entries: readonly DriftEntry[], locale: string): Section =>
  bounded(
    title,
    entries.map((entry) => driftItem(entry, locale)),
    locale,
    CHANGES_PER_PAGE,
  )

export const unread = (parts: DriftView['notCompared'], locale: string): Section => ({
  title: say('drift.not-compared', locale),
  items: parts.map((what) => item(say(`policy.${what}`, locale), [])),
})

export function spanInWords({ from, to }: Pick<DriftView, 'from' | 'to'>, locale: string): string {
  if (from === null) return say('drift.as-of', locale, { to: localTime(to) })
  return say('drift.between', locale, { from: localTime(from), to: localTime(to) })
}

export function leadOf(changes: readonly DriftChange[]): WordKey {
  if (changes.some(({ opens }) => opens === true)) return 'drift.lead.opens'
  if (changes.some(({ code }) => code === 'emergency-reached' || code === 'emergency-missing'))
    return 'drift.lead.emergency'
  if (changes.some(({ opens }) => opens === 'unknown')) return 'drift.lead.unsure'
  const waits = changes.filter(({ code }) => code === 'managed-policy-pending' || code === 'report-only-long')
  const began = changes.filter(({ code }) => code === 'watch-began')
  if (waits.length + began.length < changes.length) return 'drift.lead.changed'
  return waits.length > 0 ? 'drift.lead.stands' : 'drift.lead.began'
}

export function toneOf(changes: readonly DriftChange[]): Tone {
  if (changes.some(({ opens }) => opens === true)) return 'attention'
  return changes.some(({ opens }) => opens === 'unknown') ? 'warning' : 'emphasis'
}
