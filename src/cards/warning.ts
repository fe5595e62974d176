/**
 * To somebody who may have received a lure: calm, what not to do, and what to do where it is too late. Names nobody who
 * reported it, and of the lure only who it says it is from and where it leads, defanged.
 */
import type { LureMarks } from '../domain/lureNotices.js'
import { defanged } from './inert.js'
import { lines } from './parts.js'
import { type Card, layout } from './template.js'
import file from './templates/warning.json' with { type: 'json' }
import { negotiate, say } from './words.js'

const fill = layout(file)

export function renderWarning(marks: LureMarks, locale: string): Card {
  const [lead = '', ...paragraphs] = warningTexts(marks, locale)
  return fill({
    lang: negotiate(locale),
    fallbackText: lead,
    tone: 'warning',
    lead,
    paragraphs: lines(paragraphs),
    notes: lines([say('warn.person.why-you', locale)]),
  })
}

/** The same for the preview, word for word. The lead first. */
export function warningTexts({ sender, host }: LureMarks, locale: string): readonly string[] {
  const marks = [
    ...(sender === null ? [] : [say('warn.person.sender', locale, { sender: { said: defanged(sender) } })]),
    ...(host === null ? [] : [say('warn.person.host', locale, { host: { said: defanged(host) } })]),
  ]
  return [
    say('warn.person.lead', locale),
    say('warn.person.what', locale),
    ...marks,
    say('warn.person.report', locale),
    say('warn.person.entered', locale),
  ]
}
