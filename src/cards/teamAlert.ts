/**
 * What the security team sees of an alert: what to do first, how bad it is and why, what happened in order, what could
 * have been read, and the presses that are theirs. Answers given on the account are shown as evidence, never as proof.
 */
import type { AlertView, Notice, StepOutcome } from '../domain/notices.js'
import { isWorrying, type Severity } from '../domain/signInAlert/index.js'
import { type AlertAction, actOnAlert } from './actions.js'
import { type Fold, foldsOf } from './folds.js'
import { appInWords } from './ownerAlert.js'
import { type Button, fact, identityOf, lines, nameOf, placeIn, type Tone } from './parts.js'
import { SEVERITY_MARKS } from './severityMarks.js'
import { additionsOf, containmentButtons, containmentFacts, isResidual, revokeLimits } from './teamContainment.js'
import { closeForm, handlingFacts, huntingOf } from './teamHandling.js'
import { timelineOf } from './teamTimeline.js'
import { type Card, layout } from './template.js'
import file from './templates/team-alert.json' with { type: 'json' }
import { negotiate, say, type WordKey } from './words.js'

const REASONS_MAX = 8
/** The gravest come first; where there are more than fit, the rest stands behind a button, never one alone. */
const REASONS_IN_SIGHT = { all: 3, some: 2 }

const TONES: Readonly<Record<Severity, Tone>> = {
  critical: 'attention',
  high: 'attention',
  elevated: 'warning',
  low: 'emphasis',
  expected: 'emphasis',
}

const fill = layout(file)

export function renderTeamAlert({ alert, part }: Extract<Notice, { kind: 'team-alert' }>, locale: string): Card {
  const isOver = alert.state === 'closed' || alert.state === 'superseded'
  const lead = say(leadOf(alert), locale, { name: { said: nameOf(alert.owner, locale) } })
  const label = labelOf(alert, locale)
  const { revoke, take, later } = buttonsOf(alert, locale)
  const containing = containmentButtons(alert, locale)
  const executes = [...revoke, ...containing.inSight, ...take]
  const id = say('team.alert-id', locale, { alertId: alert.alertId, version: alert.version })
  const head = {
    lang: negotiate(locale),
    fallbackText: `${lead} ${label}`,
    tone: isOver ? 'emphasis' : TONES[alert.severity],
    lead,
    label: `${SEVERITY_MARKS[alert.severity]} ${label}`,
    executes,
    ...closeForm(alert, locale),
  }
  const person = fact('label.person', locale, identityOf(alert.owner, locale))
  if (part === 'news') {
    return fill({
      ...head,
      facts: lines([person, ...containmentFacts(alert, locale)]),
      hasReasons: false,
      reasons: [],
      before: lines([say('fold.news', locale)]),
      hasActs: executes.length > 0,
      canClose: false,
      folds: [],
      notes: lines([id]),
    })
  }
  const why = reasonsOf(alert, locale)
  const more: Fold = { id: 'more', title: 'fold.more', count: null, buttons: [...containing.behind, later] }
  const meaning = [say('team.revoke-meaning', locale)]
  const limits = revokeLimits(alert, locale)
  return fill({
    ...head,
    facts: lines([person, ...factsOf(alert, locale)]),
    hasReasons: why.inSight.length > 0,
    reasons: lines(why.inSight),
    before: lines([
      ...(alert.closeProposed ? [say('team.close-proposed', locale)] : []),
      ...(revoke.length > 0 ? meaning : []),
      ...limits.toMend,
    ]),
    hasActs: executes.length > 0 || !isOver,
    canClose: !isOver,
    folds: foldsOf(
      [why.behind, timelineOf(alert, locale), additionsOf(alert, locale), ...huntingOf(alert, locale), more],
      locale,
    ),
    notes: lines([...(revoke.length === 0 && wasRevoked(alert) ? meaning : []), ...limits.known, id]),
  })
}

function labelOf({ severity, outcome }: AlertView, locale: string): string {
  const said = { said: say(`severity.${severity}`, locale) }
  if (outcome === null) return say('entered.team-label', locale, { severity: said })
  return say('team.label', locale, { severity: said, outcome: { said: say(`outcome.${outcome}`, locale) } })
}

const revocations = ({ steps }: AlertView) => steps.filter(({ step }) => step === 'revoke-sessions')

/** Ever: the note on what revoking leaves alive stays on the card from then on. */
const wasRevoked = (alert: AlertView): boolean => revocations(alert).some(({ outcome }) => outcome === 'done')

/**
 * The outcome of the newest try to revoke sessions; null where none was made, and where what came after it asks for
 * another: a worrying answer, or a case that got worse. Whoever has the account may have signed in again since.
 */
function revocation(alert: AlertView): StepOutcome | null {
  const newest = revocations(alert).at(-1)
  if (newest === undefined || alert.state === 'reopened') return null
  const isOutdated = alert.answers.some(({ answer, at }) => isWorrying(answer) && at > newest.at)
  return isOutdated ? null : newest.outcome
}

function leadOf(alert: AlertView): WordKey {
  if (alert.state === 'closed') return 'team.lead.closed'
  if (alert.state === 'superseded') return 'team.lead.superseded'
  if (isResidual(alert)) return 'contain.lead.residual'
  const revoked = revocation(alert)
  if (revoked === 'done') return 'team.lead.look-for-additions'
  if (revoked === 'failed' || revoked === 'not-possible') return 'team.lead.revoke-failed'
  if (alert.answers.some(({ answer }) => isWorrying(answer))) return 'team.lead.revoke'
  if (alert.outcome === 'completed') return 'team.lead.ask-owner'
  return alert.outcome === 'pending' ? 'team.lead.pending' : 'team.lead.warn-owner'
}

function factsOf(alert: AlertView, locale: string): readonly string[] {
  const place = (seen: AlertView['approvedFrom']) =>
    seen === null ? say('place.not-seen', locale) : placeIn(seen, locale)
  return [
    fact('label.app', locale, appInWords(alert, locale)),
    fact('label.approved-from', locale, place(alert.approvedFrom)),
    fact('label.redeemed-from', locale, place(alert.redeemedFrom)),
    fact('label.state', locale, say(`state.${alert.state}`, locale)),
    ...handlingFacts(alert, locale),
    ...containmentFacts(alert, locale),
  ]
}

function reasonsOf({ reasons, reportedAt }: AlertView, locale: string) {
  const codes = reasons.map((code) => `• ${say(`reason.${code}`, locale)}`)
  const all = reportedAt === null ? codes : [`• ${say('entered.reason', locale)}`, ...codes]
  const inSight = all.slice(0, all.length > REASONS_IN_SIGHT.all ? REASONS_IN_SIGHT.some : all.length)
  const rest = all.slice(inSight.length)
  const left = all.length - REASONS_MAX
  const texts = left > 0 ? [...rest.slice(0, -left), say('and-more', locale, { count: left })] : rest
  const behind: Fold = { id: 'why', title: 'fold.why', count: rest.length, texts }
  return { inSight, behind }
}

function buttonsOf(alert: AlertView, locale: string) {
  const button = (action: AlertAction, title: WordKey): Button => ({
    title: say(title, locale),
    data: actOnAlert(alert.alertId, action),
  })
  const isOver = alert.state === 'closed' || alert.state === 'superseded'
  const isRevoked = revocation(alert) === 'done'
  const isCompleted = alert.reportedAt !== null || alert.outcome === 'completed' || alert.outcome === 'pending'
  const canRevoke = alert.state !== 'superseded' && !isRevoked && isCompleted
  return {
    revoke: canRevoke ? [button('revoke-sessions', 'button.act.revoke-sessions')] : [],
    take: isOver ? [] : [button('take', 'desk.act.take')],
    later: isOver ? [] : [button('snooze-15', 'desk.act.snooze-15'), button('snooze-60', 'desk.act.snooze-60')],
  }
}
