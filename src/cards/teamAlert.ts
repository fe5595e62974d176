/**
 * What the security team sees of an alert: what to do first, how bad it is and why, what happened in order, what could
 * have been read, and the presses that are theirs. Answers given on the account are shown as evidence, never as proof.
 */
import type { AlertView, Notice, StepOutcome } from '../domain/notices.js'
import { isWorrying, type Severity } from '../domain/signInAlert/index.js'
import { type AlertAction, actOnAlert } from './actions.js'
import { appInWords } from './ownerAlert.js'
import { type Button, fact, identityOf, lines, nameOf, placeIn, type Tone } from './parts.js'
import { SEVERITY_MARKS } from './severityMarks.js'
import { additionsOf, containmentButtons, isResidual, revokeLimits } from './teamContainment.js'
import { closeForm, handlingFacts, huntingOf } from './teamHandling.js'
import { timelineOf } from './teamTimeline.js'
import { type Card, layout } from './template.js'
import file from './templates/team-alert.json' with { type: 'json' }
import { negotiate, say, type WordKey } from './words.js'

const REASONS_MAX = 8

const TONES: Readonly<Record<Severity, Tone>> = {
  critical: 'attention',
  high: 'attention',
  elevated: 'warning',
  low: 'emphasis',
  expected: 'emphasis',
}

const fill = layout(file)

export function renderTeamAlert({ alert }: Extract<Notice, { kind: 'team-alert' }>, locale: string): Card {
  const isOver = alert.state === 'closed' || alert.state === 'superseded'
  const lead = say(leadOf(alert), locale, { name: { said: nameOf(alert.owner, locale) } })
  const label = labelOf(alert, locale)
  const buttons = buttonsOf(alert, locale)
  const additions = additionsOf(alert, locale)
  const containing = containmentButtons(alert, locale)
  const offersRevoke = buttons.some(({ data }) => data.verb === 'act-on-alert' && data.action === 'revoke-sessions')
  return fill({
    lang: negotiate(locale),
    fallbackText: `${lead} ${label}`,
    tone: isOver ? 'emphasis' : TONES[alert.severity],
    lead,
    label: `${SEVERITY_MARKS[alert.severity]} ${label}`,
    facts: lines(factsOf(alert, locale)),
    sections: [reasonsOf(alert, locale), timelineOf(alert, locale), ...(additions === null ? [] : [additions])],
    hasContaining: containing.length > 0,
    containing,
    notes: lines([
      ...(alert.closeProposed ? [say('team.close-proposed', locale)] : []),
      ...(offersRevoke || wasRevoked(alert) ? [say('team.revoke-meaning', locale)] : []),
      ...revokeLimits(alert, locale),
      say('team.alert-id', locale, { alertId: alert.alertId, version: alert.version }),
    ]),
    ...huntingOf(alert, locale),
    ...closeForm(alert, locale),
    canClose: !isOver,
    executes: buttons,
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
    fact('label.person', locale, identityOf(alert.owner, locale)),
    fact('label.app', locale, appInWords(alert, locale)),
    fact('label.approved-from', locale, place(alert.approvedFrom)),
    fact('label.redeemed-from', locale, place(alert.redeemedFrom)),
    fact('label.state', locale, say(`state.${alert.state}`, locale)),
    ...handlingFacts(alert, locale),
  ]
}

function reasonsOf({ reasons, reportedAt }: AlertView, locale: string) {
  const ofCase = reasons.slice(0, REASONS_MAX).map((code) => `• ${say(`reason.${code}`, locale)}`)
  const shown = reportedAt === null ? ofCase : [`• ${say('entered.reason', locale)}`, ...ofCase]
  const left = reasons.length - ofCase.length
  return {
    title: say('team.reasons', locale),
    lines: lines(left === 0 ? shown : [...shown, say('and-more', locale, { count: left })]),
    hasNote: false,
    note: '',
  }
}

function buttonsOf(alert: AlertView, locale: string): readonly Button[] {
  if (alert.state === 'superseded') return []
  const button = (action: AlertAction, title: WordKey): Button => ({
    title: say(title, locale),
    data: actOnAlert(alert.alertId, action),
  })
  const isRevoked = revocation(alert) === 'done'
  const isCompleted = alert.reportedAt !== null || alert.outcome === 'completed' || alert.outcome === 'pending'
  const handling =
    alert.state === 'closed'
      ? []
      : [
          button('take', 'desk.act.take'),
          button('snooze-15', 'desk.act.snooze-15'),
          button('snooze-60', 'desk.act.snooze-60'),
        ]
  return [...(isRevoked || !isCompleted ? [] : [button('revoke-sessions', 'button.act.revoke-sessions')]), ...handling]
}
