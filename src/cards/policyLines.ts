/**
 * What stands beside the policies: how many lines are in which state, and those that want a look, in words.
 *
 * What a gap or an unknown of the answer tells already is counted here and not told again.
 */
import type { Portals } from '../domain/clouds.js'
import { LINE_STATES, pageUrl, type StatusAnswer, type StatusLine } from '../domain/policyStatus/index.js'
import { inert } from './inert.js'
import { bounded, folded, type Item, item, type Section } from './policyItems.js'
import { listFrom, policyName, thingName } from './policyNames.js'
import { hasWords, localTime, say, type WordKey } from './words.js'

const LINES_MAX = 4
const NAMES_MAX = 2

export function linesSection({ lines }: StatusAnswer, locale: string, portals: Portals | null): Section {
  const count = (state: StatusLine['state']): number => lines.filter((one) => one.state === state).length
  const told = LINE_STATES.flatMap((state) => lines.filter((one) => one.state === state && hasWords(keyOf(one))))
  const { items } = bounded(
    'status-section.lines',
    told.map((one) => lineItem(one, locale, portals)),
    locale,
    LINES_MAX,
  )
  const counts = { attention: count('attention'), unknown: count('unknown'), fine: count('ok') }
  const section = { title: say('status-section.lines', locale, counts), items }
  return folded(section, say('policy-fold.lines', locale, { count: told.length }))
}

const keyOf = ({ code }: StatusLine): string => `status-line.${code}`

function lineItem(one: StatusLine, locale: string, portals: Portals | null): Item {
  const named: readonly (() => string)[] = [
    ...one.things.map((thing) => () => thingName(thing, locale)),
    ...one.values.map((value) => () => inert(value)),
  ]
  const details: [string, string][] = []
  if (one.why !== null) details.push([say('policy-detail.reason', locale), inert(one.why)])
  if (named.length > 0)
    details.push([say('policy-detail.named', locale), listFrom(named, (name) => name(), locale, NAMES_MAX)])
  if (one.policies.length > 0)
    details.push([say('policy-detail.policies', locale), listFrom(one.policies, policyName, locale, NAMES_MAX)])
  if (one.date !== null) {
    const label: WordKey = one.line === 'managed-policy' ? 'status-detail.not-before' : 'status-detail.last'
    details.push([say(label, locale), localTime(new Date(one.date)).said])
  }
  details.push([say('status-detail.where', locale), say(`status-page.${one.page}`, locale)])
  return item(say(keyOf(one) as WordKey, locale), details, portals && pageUrl(portals, one.page))
}
