/** Whom the bot can reach, for admins: counts first, then a page of those whom it cannot. */
import type { ReachView } from '../domain/notices.js'
import { lines } from './parts.js'
import { type Card, layout } from './template.js'
import file from './templates/plain.json' with { type: 'json' }
import { hasWords, negotiate, say } from './words.js'

const fill = layout(file)
const COUNTED = ['reachable', 'not-installed', 'blocked', 'no-licence'] as const
const NEVER_ASKED = ['guest', 'disabled', 'shared-device'] as const

export function renderReach(view: ReachView, locale: string): Card {
  const lead = leadOf(view, locale)
  return fill({
    lang: negotiate(locale),
    fallbackText: lead,
    lead,
    paragraphs: lines(view.isSwept ? [countsOf(view, locale), ...peopleOf(view, locale)] : []),
    notes: lines(view.next === null ? [] : [say('reach.more', locale, { command: `reach ${view.next}` })]),
    executes: [],
  })
}

function leadOf({ isSwept, total }: ReachView, locale: string): string {
  if (!isSwept) return say('reach.lead.unswept', locale)
  return total === 0 ? say('reach.lead.all', locale) : say('reach.lead.some', locale, { count: total })
}

function countsOf({ counts }: ReachView, locale: string): string {
  const never = NEVER_ASKED.reduce((sum, state) => sum + (counts[state] ?? 0), 0)
  const counted = COUNTED.map((state) => say(`reach.count.${state}`, locale, { count: counts[state] ?? 0 }))
  return [...counted, say('reach.count.never', locale, { count: never })].map((line) => `- ${line}`).join('\n')
}

function peopleOf({ people }: ReachView, locale: string): readonly string[] {
  const named = people.map(({ name, state }) => {
    const key = `reach.why.${state}`
    return `- ${say('reach.person', locale, { name, why: hasWords(key) ? { said: say(key, locale) } : state })}`
  })
  return named.length === 0 ? [] : [named.join('\n')]
}
