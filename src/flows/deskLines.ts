/** Cases and alerts as lines of a list. */
import type { AlertLine, SignInLine } from '../domain/desk/index.js'
import { appNameOf, isWorrying, legOf, receiverOf } from '../domain/signInAlert/index.js'
import { placeOf } from './alertLegs.js'
import { type ViewPorts, viewOf } from './alertView.js'
import type { Alert, Settings, StoredCase, StoreTx } from './ports.js'

export async function alertLine(ports: ViewPorts, alert: Alert): Promise<AlertLine> {
  const { alertId, severity, state, outcome, owner, appName, appId, firstSeen, taken } = await viewOf(ports, alert)
  return { alertId, severity, state, outcome, owner, appName, appId, firstSeen, takenBy: taken?.by ?? null }
}

export function signInLine(
  { trustedNetworks }: Pick<Settings, 'trustedNetworks'>,
  stored: StoredCase,
  alert: Alert | null,
): SignInLine {
  const one = stored.case
  const { appId } = receiverOf(one).record
  const [approval, redemption] = [legOf(one, 'approval') ?? one.legs[0], legOf(one, 'redemption')]
  return {
    at: stored.firstSeen,
    outcome: one.outcome,
    severity: stored.highestSeverity,
    appName: appNameOf(appId),
    appId: appId ?? null,
    from: approval === undefined ? null : placeOf(approval, trustedNetworks),
    to: redemption === undefined ? null : placeOf(redemption, trustedNetworks),
    alertId: alert?.alertId ?? null,
    state: alert?.state ?? null,
    answer: alert?.answers.at(-1)?.answer ?? null,
    isAsked: alert !== null && isAsked(alert),
  }
}

/** Their own answer is what it waits for: it was not given, or the case came back graver. */
export const isAsked = (alert: Alert): boolean =>
  asksSomething(alert) && (alert.answers.length === 0 || alert.state === 'reopened')

const asksSomething = ({ telling, state }: Alert): boolean =>
  (telling === 'question' || telling === 'coaching' || telling === 'stop-now') &&
  state !== 'closed' &&
  state !== 'superseded'

/** As above, and where the case has outgrown what was said of it, as its card shows. */
export async function isAskedAnew(store: Pick<StoreTx, 'alertSteps'>, alert: Alert): Promise<boolean> {
  const last = alert.answers.at(-1)
  if (last === undefined || isAsked(alert)) return isAsked(alert)
  if (!asksSomething(alert) || alert.answers.some(({ answer }) => isWorrying(answer))) return false
  const rose = (await store.alertSteps(alert.alertId)).findLast(({ event }) => event === 'severity-rose')
  return rose !== undefined && rose.at.getTime() > last.at.getTime()
}
