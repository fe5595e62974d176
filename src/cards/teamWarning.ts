/**
 * A warning in the security channel: whom it would reach and how they were found, the text they get, and two buttons;
 * or why nobody was found, and a field for a group. Once it is sent, how many have it.
 */
import type { GroupView, WarningView } from '../domain/lureNotices.js'
import { decideWarning, nameGroup } from './actions.js'
import { inert } from './inert.js'
import { type Button, fact, lines, nameOf, type Tone } from './parts.js'
import { type Card, layout } from './template.js'
import file from './templates/team-warning.json' with { type: 'json' }
import { warningTexts } from './warning.js'
import { localTime, negotiate, say } from './words.js'

const fill = layout(file)

const TONES: Readonly<Record<WarningView['state'], Tone>> = {
  finding: 'emphasis',
  'needs-group': 'warning',
  preview: 'warning',
  sending: 'accent',
  done: 'emphasis',
  dropped: 'emphasis',
}

/** @param choices groups that somebody may have meant */
export function renderTeamWarning(warning: WarningView, locale: string, choices: readonly GroupView[] = []): Card {
  const { state, isExpired } = warning
  const lead = leadOf(warning, locale)
  const isOpen = !isExpired && (state === 'preview' || state === 'needs-group')
  const asksGroup = isOpen && state === 'needs-group'
  const showsText = isOpen && state === 'preview'
  return fill({
    lang: negotiate(locale),
    fallbackText: lead,
    tone: TONES[state],
    lead,
    facts: lines(isExpired ? [] : factsOf(warning, locale)),
    hasText: showsText,
    textTitle: say('warn.text', locale),
    text: lines(showsText ? warningTexts(warning.marks, locale) : []),
    asksGroup,
    hasChoices: choices.length > 0,
    hasNoChoices: choices.length === 0,
    groupLabel: say(choices.length > 0 ? 'warn.group.which' : 'warn.group.label', locale),
    groupPlaceholder: say('warn.group.placeholder', locale),
    choices: choices.map((group) => ({ title: groupInWords(group, locale), value: group.groupId })),
    notes: lines(isExpired ? [] : notesOf(warning, locale)),
    executes: isOpen ? buttonsOf(warning, locale) : [],
  })
}

/** For the card of the case: how many have been warned, and by whom. Nothing before it is sent. */
export function warnedLines(warning: WarningView, locale: string): readonly string[] {
  const { state, startedBy, startedAt } = warning
  if (state !== 'sending' && state !== 'done') return []
  const by = startedBy === null ? '' : nameOf(startedBy, locale)
  const when = startedAt === null ? '' : localTime(startedAt).said
  return [
    fact('warn.label.warned', locale, progress(warning, locale)),
    fact('warn.label.started', locale, [by, when].filter((part) => part !== '').join(' · ')),
  ]
}

function progress({ counts: { reachable, sent, unreachable } }: WarningView, locale: string): string {
  const total = reachable + unreachable
  const said = say('warn.progress', locale, { sent, total })
  return unreachable === 0 ? said : `${said} ${say('warn.progress.unreachable', locale, { count: unreachable })}`
}

function leadOf({ state, isExpired, counts: { reachable, sent }, gaps }: WarningView, locale: string): string {
  if (isExpired) return say('warn.lead.expired', locale)
  if (state === 'preview') {
    return say(gaps.length > 0 ? 'warn.lead.preview-at-least' : 'warn.lead.preview', locale, { count: reachable })
  }
  if (state === 'sending') return say('warn.lead.sending', locale, { sent, total: reachable })
  if (state === 'done') return say('warn.lead.done', locale, { count: sent })
  return say(`warn.lead.${state}`, locale)
}

function factsOf(warning: WarningView, locale: string): readonly string[] {
  const { state, group, gaps, counts } = warning
  const source =
    group === null
      ? say('warn.source.logs', locale)
      : say('warn.source.group', locale, { group: { said: groupInWords(group, locale) } })
  // Where the search was not made, its reason stands alone.
  const saysNoSource = state === 'dropped' || (state === 'needs-group' && group === null)
  const from = saysNoSource ? [] : [fact('warn.label.source', locale, source)]
  const why = gaps.map((gap) => `• ${say(`warn.gap.${gap}`, locale)}`)
  const left = [
    counts.guests > 0 && say('warn.left.guests', locale, { count: counts.guests }),
    counts.disabled > 0 && say('warn.left.disabled', locale, { count: counts.disabled }),
    counts.unknown > 0 && say('warn.left.unknown', locale, { count: counts.unknown }),
    counts.already > 0 && say('warn.left.already', locale, { count: counts.already }),
  ].filter((line): line is string => line !== false)
  const leftOut =
    left.length === 0 || state === 'dropped' ? [] : [fact('warn.label.left-out', locale, left.join(' · '))]
  if (state === 'sending' || state === 'done') return [...warnedLines(warning, locale), ...from, ...leftOut, ...why]
  if (state !== 'preview') return [...from, ...why, ...leftOut]
  const unreachable = fact('warn.label.unreachable', locale, say('warn.no-chat', locale, { count: counts.unreachable }))
  return [...from, ...(counts.unreachable === 0 ? [] : [unreachable]), ...leftOut, ...why]
}

function notesOf({ state }: WarningView, locale: string): readonly string[] {
  if (state === 'preview') return [say('warn.note.languages', locale), say('warn.note.expires', locale)]
  return state === 'needs-group' ? [say('warn.note.group', locale)] : []
}

function buttonsOf({ warningId, version, state, counts }: WarningView, locale: string): readonly Button[] {
  const drop = { title: say('button.warn-drop', locale), data: decideWarning(warningId, version, 'drop') }
  if (state === 'needs-group') {
    return [{ title: say('button.warn-group', locale), data: nameGroup(warningId, version) }, drop]
  }
  const title = say('button.warn-send', locale, { count: counts.reachable })
  const send = { title, data: decideWarning(warningId, version, 'send') }
  return counts.reachable === 0 ? [drop] : [send, drop]
}

function groupInWords({ groupId, name, mail }: GroupView, locale: string): string {
  const parts = [inert(name ?? ''), inert(mail ?? '')].filter((part) => part !== '')
  return parts.length === 0 ? `${say('unknown', locale)} (${groupId})` : parts.join(' · ')
}
