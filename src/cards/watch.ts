/**
 * The watch that a check opens, in words: as a line of a dialog, and as the card beside the verdict in the asker's chat.
 * Nothing in it is green: that nothing was seen is no proof, and where the log cannot be read it says so.
 */
import type { Notice, WatchView } from '../domain/notices.js'
import { lines } from './parts.js'
import { type Card, layout } from './template.js'
import file from './templates/plain.json' with { type: 'json' }
import { localHour, negotiate, say, type WordKey } from './words.js'

const fill = layout(file)

export function renderWatch({ watch }: Extract<Notice, { kind: 'watch' }>, locale: string): Card {
  const lead = say(leadOf(watch), locale)
  return fill({
    lang: negotiate(locale),
    fallbackText: lead,
    lead,
    paragraphs: lines([watchLine(watch, locale)]),
    notes: lines(notesOf(watch).map((note) => say(note, locale))),
    executes: [],
  })
}

/** One or two sentences: until when, what was seen, and how far the log reaches; or why nothing can be seen. */
export function watchLine({ state, until, reach, seenAt, fault }: WatchView, locale: string): string {
  const hours = { until: localHour(until) }
  if (state === 'case-seen') return say('watch.case-seen', locale, { when: localHour(seenAt ?? until) })
  const why = { said: say(`watch.why.${fault ?? 'out-of-reach'}`, locale) }
  if (state === 'not-known') return say('watch.not-known', locale, { ...hours, why })
  if (state === 'nothing-seen') return say('watch.nothing-seen', locale, { ...hours, reach: localHour(reach ?? until) })
  if (fault === 'not-read-yet' || (fault === null && reach === null)) return say('watch.open-unread', locale, hours)
  if (fault !== null || reach === null) return say('watch.not-watching', locale, { why })
  return say('watch.open', locale, { ...hours, reach: localHour(reach) })
}

function leadOf({ state, fault, hasAlert }: WatchView): WordKey {
  if (state === 'case-seen') return hasAlert ? 'watch.lead.case-seen-alert' : 'watch.lead.case-seen'
  if (state === 'nothing-seen') return 'watch.lead.nothing-seen'
  const isBlind = state === 'not-known' || (fault !== null && fault !== 'not-read-yet')
  return isBlind ? 'watch.lead.not-watching' : 'watch.lead.open'
}

function notesOf({ state, fault }: WatchView): readonly WordKey[] {
  if (state === 'nothing-seen') return ['watch.late']
  return state === 'open' && (fault === null || fault === 'not-read-yet') ? ['watch.promise'] : []
}
