/** Policies, people, groups, apps and places of the tenant as names. All of them were chosen by somebody. */
import type { NamedThing, PolicyRef } from '../domain/policyStatus/index.js'
import { inert } from './inert.js'
import { hasWords, say } from './words.js'

/** How many names stand in a line before the rest is counted. */
const NAMES_MAX = 6

/** One line of names, the rest counted; `nobody`, in words, where there is none. */
export const listOf = (names: readonly string[], locale: string): string => listFrom(names, (name) => name, locale)

/** The same from things; only those that are shown are named, of however many. */
export function listFrom<T>(of: readonly T[], nameOf: (one: T) => string, locale: string, max = NAMES_MAX): string {
  if (of.length === 0) return say('policy-detail.none', locale)
  const shown = of.slice(0, max).map(nameOf)
  const left = of.length - shown.length
  return (left === 0 ? shown : [...shown, say('and-more', locale, { count: left })]).join(', ')
}

export const policyName = ({ displayName, id }: PolicyRef): string => inert(displayName) || inert(id)

export function policyNameAndState(policy: PolicyRef, locale: string): string {
  return `${policyName(policy)} (${say(`policy-state.${policy.state}`, locale)})`
}

/** The name, or the words for one of Graph's own values, or the id; and of a group how many people are in it. */
export function thingName(thing: NamedThing, locale: string): string {
  const own = `thing.${thing.kind}.${thing.id.toLowerCase()}`
  const name = inert(thing.displayName ?? '') || (hasWords(own) ? say(own, locale) : inert(thing.id))
  const notes = [
    ...(thing.kind === 'group' ? [membersIn(thing, locale)] : []),
    ...(thing.emergency ? [say('thing.emergency', locale)] : []),
  ]
  return notes.length === 0 ? name : `${name} (${notes.join(', ')})`
}

function membersIn({ memberCount }: NamedThing, locale: string): string {
  if (memberCount === null) return say('thing.members-unknown', locale)
  return say('thing.members', locale, { count: memberCount })
}
