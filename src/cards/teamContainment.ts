/**
 * What containment found and leaves to the security team, on the card of the case: what was added since the sign-in, what
 * could not be read, what a revoke does not reach, and the buttons, each with its way back where Graph has one.
 */
import type { AlertView, StepOutcome } from '../domain/notices.js'
import {
  type Addition,
  type Collection,
  type ContainmentPress,
  leftToTeam,
  REVERSIBLE_STEPS,
} from '../domain/signInAlert/index.js'
import { actOnContainment } from './actions.js'
import type { Fold } from './folds.js'
import { inert } from './inert.js'
import { type Button, fact } from './parts.js'
import { reasonInWords, stepName } from './steps.js'
import { localTime, say, type WordKey } from './words.js'

/** Of one kind; the rest is counted. */
const FOUND_MAX = 4
/** What was collected is counted, and reuse after a revoke is the first sentence. */
const SHOWN_BY: ReadonlySet<string> = new Set(['collect-additions', 'watch-residual'])
const NOT_DONE: ReadonlySet<StepOutcome> = new Set(['failed', 'not-possible', 'left-to-team'])

export function additionsOf({ containment }: AlertView, locale: string): Fold {
  const { collections } = containment
  const readsRules = collections.some(({ kind, why }) => kind === 'mailbox-rule' && why === null)
  return {
    id: 'added',
    title: 'fold.added',
    count: collections.reduce((sum, { found }) => sum + found.length, 0),
    texts: collections.flatMap((one) => collectionInWords(one, locale)),
    notes: readsRules ? [say('contain.forwarding-unread', locale)] : [],
  }
}

/** What the details say at length, in sight: how much was added, what is not known of it, what was done and what not. */
export function containmentFacts(alert: AlertView, locale: string): readonly string[] {
  const added = alert.containment.collections.map(
    ({ kind, why, found }) =>
      `${say(`contain.kind.${kind}`, locale)}: ${why === null ? found.length : say('unknown', locale)}`,
  )
  const newest = [...new Map(alert.steps.map((one) => [one.step, one])).values()].filter(
    ({ step }) => !SHOWN_BY.has(step),
  )
  const done = newest.filter(({ outcome }) => outcome === 'done').map(({ step }) => stepName(step, locale).said)
  const open = newest
    .filter(({ outcome }) => NOT_DONE.has(outcome))
    .map(({ step, outcome }) =>
      outcome === 'left-to-team'
        ? stepName(step, locale).said
        : `${stepName(step, locale).said} (${say(`step-outcome.${outcome}`, locale)})`,
    )
  const line = (label: WordKey, parts: readonly string[]) =>
    parts.length === 0 ? [] : [fact(label, locale, parts.join(' · '))]
  return [...line('fold.label-added', added), ...line('fold.label-done', done), ...line('fold.label-open', open)]
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

/** What a revoke that was made does not reach: what somebody can still do about it, and what is good to know. */
export function revokeLimits(
  { steps, containment }: AlertView,
  locale: string,
): { readonly toMend: readonly string[]; readonly known: readonly string[] } {
  const isDone = (name: string): boolean => steps.some(({ step, outcome }) => step === name && outcome === 'done')
  if (!isDone('revoke-sessions')) return { toMend: [], known: [] }
  const isMended = isDone('disable-new-devices') || hasNoNewDevices(containment)
  return {
    toMend: isMended ? [] : [say('contain.devices-survive', locale)],
    known: [say('contain.cae', locale)],
  }
}

/** Looked at, and none: not where it could not be read. */
const hasNoNewDevices = ({ collections }: AlertView['containment']): boolean =>
  collections.some(({ kind, why, found }) => kind === 'device' && why === null && found.every(({ at }) => at === null))

const isPointless = (step: string, { containment }: AlertView): boolean =>
  step === 'disable-new-devices' && hasNoNewDevices(containment)

/**
 * Revoking has a button of its own on the card. In sight: all that is left, in one press. Behind: each by itself, and
 * the ways back.
 */
export function containmentButtons(
  alert: AlertView,
  locale: string,
): { readonly inSight: readonly Button[]; readonly behind: readonly (readonly Button[])[] } {
  if (alert.state === 'superseded') return { inSight: [], behind: [] }
  const hasTokens = alert.reportedAt !== null || alert.outcome === 'completed' || alert.outcome === 'pending'
  const left = alert.state === 'closed' || !hasTokens ? [] : leftToTeam(alert.steps)
  const single = REVERSIBLE_STEPS.filter((step) => left.includes(step) && !isPointless(step, alert))
  const back = REVERSIBLE_STEPS.filter((step) => alert.containment.undoable.includes(step)).map(
    (step) => `undo-${step}` as const,
  )
  const buttons = (presses: readonly ContainmentPress[]): readonly Button[] =>
    presses.map((press) => ({
      title: say(`button.contain.${press}`, locale),
      data: actOnContainment(alert.alertId, press),
    }))
  return left.length > 1
    ? { inSight: buttons(['contain']), behind: [buttons(single), buttons(back)] }
    : { inSight: buttons(single), behind: [buttons(back)] }
}
