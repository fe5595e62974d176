/** Whom the bot can reach, for admins: how many and what to do about it; the people on pages of their own. */
import type { ReachView } from '../domain/notices.js'
import { lines } from './parts.js'
import { type Card, layout } from './template.js'
import file from './templates/plain.json' with { type: 'json' }
import { hasWords, negotiate, say } from './words.js'

const fill = layout(file)
const OUT_OF_REACH = ['not-installed', 'blocked', 'no-licence'] as const
const NEVER_ASKED = ['guest', 'disabled', 'shared-device'] as const

export function renderReach(view: ReachView, locale: string): Card {
  const lead = leadOf(view, locale)
  const paragraphs = view.page === null ? countsOf(view, locale) : peopleOf(view, locale)
  return fill({
    lang: negotiate(locale),
    fallbackText: lead,
    lead,
    paragraphs: lines(view.isSwept ? paragraphs : []),
    notes: lines(notesOf(view, locale)),
    executes: [],
  })
}

function leadOf({ isSwept, total, page }: ReachView, locale: string): string {
  if (!isSwept) return say('reach.lead.unswept', locale)
  if (page !== null) return say('reach.lead.page', locale, { ...page, count: total })
  return total === 0 ? say('reach.lead.all', locale) : say('reach.lead.some', locale, { count: total })
}

/** What has to be done stands beside the number of those whom it would help. */
function countsOf({ counts }: ReachView, locale: string): readonly string[] {
  const never = NEVER_ASKED.reduce((sum, state) => sum + (counts[state] ?? 0), 0)
  const missed = OUT_OF_REACH.filter((state) => (counts[state] ?? 0) > 0).map(
    (state) =>
      `**${say(`reach.count.${state}`, locale, { count: counts[state] ?? 0 })}** ${say(`reach.do.${state}`, locale)}`,
  )
  return [
    ...missed,
    say('reach.count.reachable', locale, { count: counts.reachable ?? 0 }),
    say('reach.count.never', locale, { count: never }),
  ]
}

function peopleOf({ people }: ReachView, locale: string): readonly string[] {
  const named = people.map(({ name, state }) => {
    const key = `reach.why.${state}`
    return `- ${say('reach.person', locale, { name, why: hasWords(key) ? { said: say(key, locale) } : state })}`
  })
  return named.length === 0 ? [] : [named.join('\n')]
}

function notesOf({ next, page }: ReachView, locale: string): readonly string[] {
  if (next === null) return []
  return [say(page === null ? 'reach.names' : 'reach.more', locale, { command: `reach ${next}` })]
}
