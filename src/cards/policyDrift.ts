/**
 * What changed in policy: the card that nobody asked for, and the answer to "what has changed since". The worst stands
 * first, the rest is counted. What could not be compared is said beside it: missing is not gone.
 */
import type { DriftView } from '../domain/policyNotices.js'
import { driftItem } from './driftItems.js'
import type { Tone } from './parts.js'
import { bounded, item, type Section } from './policyItems.js'
import { type Card, layout, type View } from './template.js'
import file from './templates/policy-drift.json' with { type: 'json' }
import { localTime, negotiate, say, type WordKey } from './words.js'

const fill = layout(file)

/** Of a card that nobody asked for. */
export const fillDrift = (view: View): Card =>
  fill({ isStale: false, staleness: '', hasChart: false, chartTitle: '', bars: [], executes: [], notes: [], ...view })

/** A change takes some lines, and a card with more of them is not read. */
const CHANGES_MAX = 5

export function renderDrift(drift: DriftView, locale: string): Card {
  const lead = say(leadOf(drift), locale)
  const label = spanInWords(drift, locale)
  return fillDrift({
    lang: negotiate(locale),
    fallbackText: `${lead} ${label}`,
    tone: toneOf(drift),
    lead,
    label,
    sections: driftSections(drift, locale),
  })
}

export const driftSections = (drift: Pick<DriftView, 'entries' | 'notCompared'>, locale: string): readonly Section[] =>
  [
    bounded(
      'drift.section',
      drift.entries.map((entry) => driftItem(entry, locale)),
      locale,
      CHANGES_MAX,
    ),
    {
      title: say('drift.not-compared', locale),
      items: drift.notCompared.map((what) => item(say(`policy.${what}`, locale), [])),
    },
  ].filter(({ items }) => items.length > 0)

export function spanInWords({ from, to }: Pick<DriftView, 'from' | 'to'>, locale: string): string {
  if (from === null) return say('drift.as-of', locale, { to: localTime(to) })
  return say('drift.between', locale, { from: localTime(from), to: localTime(to) })
}

export function leadOf({ entries, isHeld }: Pick<DriftView, 'entries' | 'isHeld'>): WordKey {
  const changes = entries.map(({ change }) => change)
  if (changes.some(({ opens }) => opens === true)) return 'drift.lead.opens'
  if (changes.some(({ code }) => code === 'emergency-reached' || code === 'emergency-missing'))
    return 'drift.lead.emergency'
  if (changes.some(({ opens }) => opens === 'unknown')) return 'drift.lead.unsure'
  if (isHeld) return 'drift.lead.held'
  const waits = changes.every(({ code }) => code === 'managed-policy-pending' || code === 'report-only-long')
  return waits ? 'drift.lead.stands' : 'drift.lead.changed'
}

export function toneOf({ entries }: Pick<DriftView, 'entries'>): Tone {
  if (entries.some(({ change }) => change.opens === true)) return 'attention'
  return entries.some(({ change }) => change.opens === 'unknown') ? 'warning' : 'emphasis'
}
