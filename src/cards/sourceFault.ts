/** What Postern cannot see, to the security team: what is not told while it lasts, and where it says how to mend it. */
import type { SourceFaultView } from '../domain/notices.js'
import { inert } from './inert.js'
import { lines } from './parts.js'
import { type Card, layout } from './template.js'
import file from './templates/plain.json' with { type: 'json' }
import { hasWords, localTime, negotiate, say, type WordKey } from './words.js'

const fill = layout(file)

export function renderSourceFault(fault: SourceFaultView, locale: string): Card {
  const lead = say(leadOf(fault), locale)
  const what = say(isSight(fault) ? 'source.what.sign-ins' : 'source.what.other', locale, {
    source: { said: sourceInWords(fault.source, locale) },
  })
  const paragraphs = paragraphsOf(fault, locale)
  // Some reasons say already where the mending stands.
  const isMendSaid = paragraphs.some((text) => text.includes(MENDER))
  return fill({
    lang: negotiate(locale),
    // A notification shows no more than this.
    fallbackText: `${lead} ${what}`,
    lead,
    paragraphs: lines([what, ...paragraphs]),
    notes: lines(fault.until === null && !isMendSaid ? [say('source.mend', locale)] : []),
    executes: [],
  })
}

const MENDER = 'postern doctor'

/** What it is, with the name under which doctor and the monitor know it. */
export function sourceInWords(source: string, locale: string): string {
  const key = `source.name.${source}`
  return hasWords(key) ? `${say(key, locale)} (${source})` : inert(source)
}

/** What brings sign-ins, and the holes in it. */
const isSight = ({ source }: SourceFaultView): boolean => /^sign-in-(?:log|stream)(?:-hole$|\/|$)/.test(source)

/** What goes out to other tools. */
const isOutgoing = ({ source }: SourceFaultView): boolean => source.startsWith('webhook')

/** Alerts need none of these. */
const BESIDE: ReadonlySet<string> = new Set(['directory-managers', 'reach'])

/** Some rows were passed over, others were seen. */
const PARTIAL: ReadonlySet<string> = new Set(['sign-ins-unreadable', 'sign-ins-not-assessed', 'poll-too-slow'])

function leadOf(fault: SourceFaultView): WordKey {
  if (fault.code === 'sign-in-hole') return 'source.lead.hole'
  if (fault.until !== null) return 'source.lead.over'
  if (isOutgoing(fault)) return 'source.lead.events'
  return fault.isBlind && !PARTIAL.has(fault.code) ? 'source.lead.blind' : 'source.lead.partial'
}

function paragraphsOf(fault: SourceFaultView, locale: string): string[] {
  const { code, detail, since, until } = fault
  if (code === 'sign-in-hole') {
    const bounds = { from: instantOf(detail.fromAt), to: instantOf(detail.toAt) }
    return [say('source.hole', locale, bounds)]
  }
  if (until !== null) {
    const span = { from: localTime(since), to: localTime(until) }
    return [say(overOf(fault), locale, span)]
  }
  const key = `error.${code}`
  const why = say(hasWords(key) ? key : 'error.internal', locale)
  const began = say('source.since', locale, { when: localTime(since) })
  // The alerts themselves lack nothing.
  return isOutgoing(fault) ? [began, why] : [began, why, say(costOf(fault), locale)]
}

function overOf(fault: SourceFaultView): WordKey {
  if (isOutgoing(fault)) return 'source.over.events'
  return isSight(fault) ? 'source.over' : 'source.over.other'
}

function costOf({ isBlind, code, source }: SourceFaultView): WordKey {
  if (isBlind && !PARTIAL.has(code)) return 'source.cost.blind'
  return BESIDE.has(source) ? 'source.cost.beside' : 'source.cost.partial'
}

/** Bounds are stored as text; what is no instant is shown as it stands, made inert. */
function instantOf(value: string | number | boolean | undefined) {
  const instant = new Date(typeof value === 'string' ? value : Number.NaN)
  return Number.isNaN(instant.getTime()) ? String(value ?? '?') : localTime(instant)
}
