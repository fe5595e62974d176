/**
 * `postern alerts list|show`: what the security team sees of its alerts, for people or as JSON. The operator has the
 * database and needs no role. Names that cannot be read from the directory are shown as ids.
 */
import type { AlertLine, DeskAnswer } from '../domain/desk/index.js'
import type { AlertView, PersonView, PlaceView } from '../domain/notices.js'
import { CLOSE_REASONS, REASONS } from '../domain/signInAlert/index.js'
import { answerDesk, type DeskPorts } from '../flows/askDesk.js'
import { EXIT } from './exit.js'
import type { CliIo } from './io.js'
import { printable } from './printable.js'

export interface AlertsOptions {
  readonly json?: boolean
  /** From 1. */
  readonly page?: number
}

type Ports = () => Promise<DeskPorts>

const PAGES_MAX = 1_000_000

/** Exit status: 0, and 64 for a page that is none. */
export async function runAlertsList(
  io: Pick<CliIo, 'out' | 'err'>,
  options: AlertsOptions,
  ports: Ports,
): Promise<number> {
  const { page = 1, json = false } = options
  if (!Number.isInteger(page) || page < 1 || page > PAGES_MAX) {
    io.err('--page must be a whole number from 1')
    return EXIT.usage
  }
  const answer = await answerDesk(await ports(), { kind: 'alerts', page: page - 1 })
  if (answer.kind !== 'alerts') return EXIT.internal
  if (json) io.out(JSON.stringify({ ...answer, page }))
  else for (const line of listLines({ ...answer, page })) io.out(line)
  return EXIT.ok
}

/** Exit status: 0, 1 where no alert or more than one begins with the id, 64 where it is no id. */
export async function runAlertsShow(
  io: Pick<CliIo, 'out' | 'err'>,
  id: string,
  options: AlertsOptions,
  ports: Ports,
): Promise<number> {
  if (!/^[0-9a-f-]{4,36}$/i.test(id)) {
    io.err('an alert id, or at least the first four characters of one, is needed')
    return EXIT.usage
  }
  const answer = await answerDesk(await ports(), { kind: 'alert', id: id.toLowerCase() })
  if (answer.kind !== 'alert') {
    const isSeveral = answer.kind === 'no-alert' && answer.why === 'several'
    io.err(isSeveral ? 'more than one alert begins with this id: give more of it' : 'no alert has this id')
    return EXIT.notOk
  }
  if (options.json === true) io.out(JSON.stringify(answer.alert))
  else for (const line of alertLines(answer.alert)) io.out(line)
  return EXIT.ok
}

function listLines({ alerts, total, page, isLast }: Extract<DeskAnswer, { kind: 'alerts' }>): readonly string[] {
  if (total === 0) return ['no alert is open']
  const more = isLast ? [] : [`more: postern alerts list --page ${page + 1}`]
  return [`open alerts: ${total}`, ...alerts.map(lineOf), ...more]
}

const lineOf = ({ alertId, severity, state, owner, appName, appId, firstSeen, takenBy }: AlertLine): string =>
  [
    alertId,
    severity.padEnd(8),
    state.padEnd(11),
    firstSeen?.toISOString() ?? 'not seen yet',
    nameOf(owner),
    appName ?? printable(appId ?? 'unknown app'),
    ...(takenBy === null ? [] : [`taken by ${nameOf(takenBy)}`]),
  ].join('  ')

function alertLines(alert: AlertView): readonly string[] {
  const { taken, closing, snoozedUntil, hunts } = alert
  const events = [
    ...alert.legs.map(({ at, kind, from }) => ({ at, text: `${kind} from ${placeOf(from)}` })),
    ...alert.answers.map(({ at, answer }) => ({ at, text: `the account answered ${answer}` })),
    ...alert.steps.map(({ at, step, outcome, why }) => ({
      at,
      text: `${printable(step)}: ${outcome}${why === null ? '' : ` (${printable(why)})`}`,
    })),
  ].sort((one, other) => one.at.getTime() - other.at.getTime())
  return [
    `alert     ${alert.alertId}`,
    `severity  ${alert.severity}`,
    `state     ${alert.state}`,
    `outcome   ${alert.outcome ?? 'no sign-in seen so far'}`,
    `person    ${nameOf(alert.owner)}`,
    `app       ${alert.appName ?? printable(alert.appId ?? 'unknown')}`,
    ...(taken === null ? [] : [`taken     ${taken.at.toISOString()} by ${byOf(taken.by)}`]),
    ...(snoozedUntil === null ? [] : [`snoozed   until ${snoozedUntil.toISOString()}`]),
    ...(closing === null ? [] : [closingLine(closing)]),
    'why',
    ...alert.reasons.map((code) => `  ${code}: ${REASONS[code]}`),
    'what happened',
    ...events.map(({ at, text }) => `  ${at.toISOString()}  ${text}`),
    ...(alert.legsLeft === 0 ? [] : [`  and ${alert.legsLeft} more legs`]),
    ...(hunts === null
      ? ['hunting   this cloud has no Defender portal']
      : hunts.map(({ kind, url }) => `hunt ${kind}  ${url}`)),
  ]
}

function closingLine({ at, by, isProposal, reason, note }: NonNullable<AlertView['closing']>): string {
  const why = reason === null ? '' : `: ${reason} (${CLOSE_REASONS[reason]})`
  const said = note === null ? '' : ` "${printable(note)}"`
  return `${isProposal ? 'proposed ' : 'closed   '} ${at.toISOString()} by ${byOf(by)}${why}${said}`
}

const byOf = (by: PersonView | null): string => (by === null ? 'Postern' : nameOf(by))

const nameOf = ({ displayName, userPrincipalName, userId }: PersonView): string =>
  printable([displayName, userPrincipalName ?? userId].filter((part) => part !== null).join(' · '))

function placeOf({ city, countryOrRegion, ipAddress, network, trusted }: PlaceView): string {
  const parts = [city, countryOrRegion, ipAddress, network, trusted ? 'trusted' : null].filter((part) => part)
  return parts.length === 0 ? 'an unknown place' : printable(parts.join(', '))
}
