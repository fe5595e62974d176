/** What Postern cannot see, to the security team: what is not told while it lasts, and where it says how to mend it. */
import type { SourceFaultView } from '../domain/notices.js'
import { lines } from './parts.js'
import { type Card, layout } from './template.js'
import file from './templates/plain.json' with { type: 'json' }
import { hasWords, localTime, negotiate, say, type WordKey } from './words.js'

const fill = layout(file)

export function renderSourceFault(fault: SourceFaultView, locale: string): Card {
  const lead = say(leadOf(fault), locale)
  return fill({
    lang: negotiate(locale),
    fallbackText: lead,
    lead,
    paragraphs: lines(paragraphsOf(fault, locale)),
    notes: lines(fault.until === null ? [say('source.mend', locale)] : []),
    executes: [],
  })
}

/** What brings sign-ins, and the holes in it. */
const isSight = ({ source }: SourceFaultView): boolean => /^sign-in-(?:log|stream)(?:-hole$|\/|$)/.test(source)

/** What goes out to other tools. */
const isOutgoing = ({ source }: SourceFaultView): boolean => source.startsWith('webhook')

/** Some rows were passed over, others were seen. */
const PARTIAL: ReadonlySet<string> = new Set(['sign-ins-unreadable', 'sign-ins-not-assessed', 'poll-too-slow'])

function leadOf(fault: SourceFaultView): WordKey {
  if (fault.code === 'sign-in-hole') return 'source.lead.hole'
  if (fault.until !== null) return 'source.lead.over'
  if (isOutgoing(fault)) return 'source.lead.events'
  return fault.isBlind && !PARTIAL.has(fault.code) ? 'source.lead.blind' : 'source.lead.partial'
}

function paragraphsOf(fault: SourceFaultView, locale: string): string[] {
  const { code, detail, since, until, source } = fault
  const what = say(isSight(fault) ? 'source.what.sign-ins' : 'source.what.other', locale, { source })
  if (code === 'sign-in-hole') {
    const bounds = { from: instantOf(detail.fromAt), to: instantOf(detail.toAt) }
    return [what, say('source.hole', locale, bounds)]
  }
  if (until !== null) {
    const span = { from: localTime(since), to: localTime(until) }
    return [what, say(isOutgoing(fault) ? 'source.over.events' : 'source.over', locale, span)]
  }
  const key = `error.${code}`
  const why = say(hasWords(key) ? key : 'error.internal', locale)
  // The alerts themselves lack nothing.
  if (isOutgoing(fault)) return [what, say('source.since', locale, { when: localTime(since) }), why]
  const cost = say(fault.isBlind && !PARTIAL.has(code) ? 'source.cost.blind' : 'source.cost.partial', locale)
  return [what, say('source.since', locale, { when: localTime(since) }), why, cost]
}

/** Bounds are stored as text; what is no instant is shown as it stands, made inert. */
function instantOf(value: string | number | boolean | undefined) {
  const instant = new Date(typeof value === 'string' ? value : Number.NaN)
  return Number.isNaN(instant.getTime()) ? String(value ?? '?') : localTime(instant)
}
