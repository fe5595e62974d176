/** Asks somebody to reach a person by phone: who, since when, and how to do it without becoming a lure oneself. */
import type { Notice } from '../domain/notices.js'
import { identityOf, lines, nameOf } from './parts.js'
import { type Card, layout } from './template.js'
import file from './templates/plain.json' with { type: 'json' }
import { localTime, negotiate, say } from './words.js'

const fill = layout(file)

export function renderReachOut({ to, person, at }: Extract<Notice, { kind: 'reach-out' }>, locale: string): Card {
  const lead = say('asking.reach-out.lead', locale, { name: { said: nameOf(person, locale) } })
  return fill({
    lang: negotiate(locale),
    fallbackText: lead,
    lead,
    paragraphs: lines([
      identityOf(person, locale),
      say('asking.reach-out.statement', locale, { when: localTime(at) }),
      say('asking.reach-out.how', locale),
    ]),
    notes: lines([say(`asking.reach-out.${to}`, locale)]),
    executes: [],
  })
}
