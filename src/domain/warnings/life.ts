/**
 * The life of a warning: it is asked for, recipients are found (or a group is named), somebody looks at the preview and
 * sends it, or does not.
 */

/**
 * `finding`: the logs are searched, or the members of a group read. `needs-group`: that found no way, or nobody.
 * `preview`: people are found, nobody is told yet. `dropped`: somebody decided not to send it.
 */
export const WARNING_STATES = ['finding', 'needs-group', 'preview', 'sending', 'done', 'dropped'] as const
export type WarningState = (typeof WARNING_STATES)[number]

/**
 * One person of a warning. `no-chat`: the bot has none with them. `unreachable`: Teams refused the card for good.
 * `failed`: it was tried for a day.
 */
export const WARNED_STATES = ['planned', 'owed', 'sent', 'no-chat', 'unreachable', 'failed'] as const
export type WarnedState = (typeof WARNED_STATES)[number]

/** Why the logs did not tell who received a lure, or did not tell all of it. */
export const WARNING_GAPS = {
  'not-in-this-cloud': 'the Graph of this cloud runs no hunting queries',
  'not-permitted': 'ThreatHunting.Read.All is not granted, or the licence is missing',
  'no-text': 'no report of the lure came with its text, or the time of the text has passed',
  'no-traces': 'the text has no outside sender, strange host or code that a log could be searched for',
  'own-domains-unknown': 'which domains are the organisation’s own could not be read',
  'nobody-found': 'the logs know of nobody here who received it',
  'not-answered': 'Graph failed or did not answer',
  'mail-not-searched': 'the mail log could not be searched',
  'teams-not-searched': 'the Teams log could not be searched',
  'too-many': 'there are more people than can be warned at once',
  'hidden-members': 'the members of the group are hidden, or some could not be read',
  'group-empty': 'the group has no member who can be warned',
  'all-told': 'everybody who was found has been told of this lure',
} as const
export type WarningGap = keyof typeof WARNING_GAPS

/** From then on whoever wants to send it has to look at fresh numbers. */
export const PREVIEW_LIFE_MS = 30 * 60 * 1000

interface Standing {
  readonly state: WarningState
  /** When it came into this state. */
  readonly since: Date
}

const isFresh = ({ since }: Standing, now: Date): boolean => now.getTime() - since.getTime() < PREVIEW_LIFE_MS

/** Nobody else may begin another one for the same lure. */
export function isUnderWay(standing: Standing, now: Date): boolean {
  if (standing.state === 'sending') return true
  return (
    (standing.state === 'finding' || standing.state === 'needs-group' || standing.state === 'preview') &&
    isFresh(standing, now)
  )
}

/** Whether it may still be sent, dropped, or given a group. */
export const canDecide = (standing: Standing, now: Date): boolean =>
  (standing.state === 'preview' || standing.state === 'needs-group') && isFresh(standing, now)
