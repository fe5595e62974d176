/**
 * What containment found and leaves to the security team, on the card of the case: what was added since the sign-in, what
 * could not be read, what a revoke does not reach, and the buttons, each with its way back where Graph has one.
 */
import type { AlertView } from '../domain/notices.js'
import {
  type Addition,
  type Collection,
  type ContainmentPress,
  leftToTeam,
  REVERSIBLE_STEPS,
} from '../domain/signInAlert/index.js'
import { actOnContainment } from './actions.js'
import { inert } from './inert.js'
import { type Button, lines } from './parts.js'
import { reasonInWords } from './steps.js'
import { localTime, say, type WordKey } from './words.js'

/** Of one kind; the rest is counted. */
const FOUND_MAX = 4
/** The renderers show no more in a row. */
const BUTTONS_MAX = 5

/** A section of the card; null before anything was looked at. */
export function additionsOf({ containment }: AlertView, locale: string) {
  if (containment.collections.length === 0) return null
  const readsRules = containment.collections.some(({ kind, why }) => kind === 'mailbox-rule' && why === null)
  return {
    title: say('contain.title', locale),
    lines: lines(containment.collections.flatMap((one) => collectionInWords(one, locale))),
    hasNote: readsRules,
    note: readsRules ? say('contain.forwarding-unread', locale) : '',
  }
}

function collectionInWords({ kind, why, found }: Collection, locale: string): readonly string[] {
  const of = { said: say(`contain.kind.${kind}`, locale) }
  // Cut short: what was found is shown, and that it is not all comes first.
  const unknown: WordKey = why === 'too-many-to-read' ? 'contain.cut' : 'contain.unknown'
  const gap = why === null ? [] : [`• ${say(unknown, locale, { kind: of, why: reasonInWords(why, locale) })}`]
  if (found.length === 0) return why === null ? [`• ${say('contain.none', locale, { kind: of })}`] : gap
  const shown = found
    .slice(0, FOUND_MAX)
    .map((one) => `• ${say('contain.found', locale, { kind: of, what: { said: additionInWords(one, locale) } })}`)
  const left = found.length - shown.length
  return [...gap, ...shown, ...(left === 0 ? [] : [`• ${say('and-more', locale, { count: left })}`])]
}

function additionInWords({ name, detail, effects, at, enabled }: Addition, locale: string): string {
  return [
    inert(name ?? '') || say('unknown', locale),
    ...effects.map((effect) => say(`contain.rule.${effect}`, locale)),
    inert(detail ?? ''),
    at === null ? say('contain.time-unknown', locale) : localTime(at).said,
    enabled === false ? say('contain.disabled', locale) : '',
  ]
    .filter((part) => part !== '')
    .join(' · ')
}

/** The session outlived its revoke. */
export const isResidual = ({ steps }: AlertView): boolean =>
  steps.some(
    ({ step, outcome, why }) => step === 'watch-residual' && outcome === 'failed' && why === 'session-still-used',
  )

/** What a revoke does not reach. */
export function revokeLimits({ steps, containment }: AlertView, locale: string): readonly string[] {
  const isDone = (name: string): boolean => steps.some(({ step, outcome }) => step === name && outcome === 'done')
  if (!isDone('revoke-sessions')) return []
  const keys: readonly WordKey[] =
    isDone('disable-new-devices') || hasNoNewDevices(containment)
      ? ['contain.cae']
      : ['contain.cae', 'contain.devices-survive']
  return keys.map((key) => say(key, locale))
}

/** Looked at, and none: not where it could not be read. */
const hasNoNewDevices = ({ collections }: AlertView['containment']): boolean =>
  collections.some(({ kind, why, found }) => kind === 'device' && why === null && found.every(({ at }) => at === null))

const isPointless = (step: string, { containment }: AlertView): boolean =>
  step === 'disable-new-devices' && hasNoNewDevices(containment)

/** Revoking has a button of its own on the card. */
export function containmentButtons(alert: AlertView, locale: string): readonly Button[] {
  if (alert.state === 'superseded') return []
  const hasTokens = alert.reportedAt !== null || alert.outcome === 'completed' || alert.outcome === 'pending'
  const left = alert.state === 'closed' || !hasTokens ? [] : leftToTeam(alert.steps)
  const presses: readonly ContainmentPress[] = [
    ...(left.length > 1 ? (['contain'] as const) : []),
    // What is left over is in the first; a way back is nowhere else.
    ...REVERSIBLE_STEPS.filter((step) => alert.containment.undoable.includes(step)).map(
      (step) => `undo-${step}` as const,
    ),
    ...REVERSIBLE_STEPS.filter((step) => left.includes(step) && !isPointless(step, alert)),
  ]
  return presses.slice(0, BUTTONS_MAX).map((press) => ({
    title: say(`button.contain.${press}`, locale),
    data: actOnContainment(alert.alertId, press),
  }))
}
