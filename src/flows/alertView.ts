/** An alert as cards show it: the stored alert with its case, its owner as the directory names them, and what was done. */
import { isPosternError, PosternError } from '../domain/errors.js'
import type { UserId } from '../domain/ids.js'
import type { AlertView, PersonView, PlaceView, StepView } from '../domain/notices.js'
import {
  appNameOf,
  closingIn,
  type DeviceCodeCase,
  type Leg,
  legOf,
  readClosing,
  receiverOf,
  snoozedUntil,
  takenIn,
  WATCH_MS,
} from '../domain/signInAlert/index.js'
import { huntsFor, legViews, placeOf } from './alertLegs.js'
import { risenAt, routesIn } from './alertSteps.js'
import { containmentView } from './containment/view.js'
import type { Alert, AlertStep, Ports, StoredCase, StoreTx } from './ports.js'

export type ViewPorts = Pick<Ports, 'clock' | 'directory' | 'settings'> & { readonly store: StoreTx }

export async function viewOf(ports: ViewPorts, alert: Alert): Promise<AlertView> {
  const [stored, steps, history, owner, containment] = await Promise.all([
    alert.caseId === null ? null : ports.store.caseById(alert.caseId),
    ports.store.containmentSteps(alert.alertId),
    ports.store.alertSteps(alert.alertId),
    personView(ports, alert.userId),
    containmentView(ports.store, alert.alertId),
  ])
  return {
    alertId: alert.alertId,
    state: alert.state,
    reportedAt: alert.kind === 'own-report' ? alert.createdAt : null,
    severity: alert.severity,
    owner,
    ...(await caseView(ports, alert, stored, steps)),
    answers: alert.answers.map(({ answer, at }) => ({ answer, at })),
    risenAt: risenAt(history),
    steps,
    mode: ports.settings.containmentMode,
    containment,
    closeProposed: alert.state !== 'closed' && isCloseProposed(history),
    routes: routesIn(history),
    ...(await handling(ports, alert, history)),
    version: alert.version,
  }
}

type OfCase =
  | 'outcome'
  | 'askedAt'
  | 'reasons'
  | 'appName'
  | 'appId'
  | 'approvedFrom'
  | 'redeemedFrom'
  | 'firstSeen'
  | 'legs'
  | 'legsLeft'
  | 'hunts'

async function caseView(
  ports: ViewPorts,
  alert: Alert,
  stored: StoredCase | null,
  steps: readonly StepView[],
): Promise<Pick<AlertView, OfCase>> {
  if (stored === null) {
    if (alert.caseId === null) return NOT_SEEN
    throw new PosternError('internal', { what: 'an alert without its case', alertId: alert.alertId })
  }
  const one = stored.case
  const { appId } = receiverOf(one).record
  const { trustedNetworks } = ports.settings
  const place = (leg: Leg | undefined): PlaceView | null => (leg === undefined ? null : placeOf(leg, trustedNetworks))
  return {
    outcome: one.outcome,
    askedAt: await askedAt(ports, stored),
    reasons: stored.reasons,
    appName: appNameOf(appId),
    appId: appId ?? null,
    approvedFrom: place(approvalOf(one)),
    redeemedFrom: place(legOf(one, 'redemption')),
    firstSeen: stored.firstSeen,
    ...legViews(stored, trustedNetworks),
    hunts: huntsFor(ports.settings, stored, steps),
  }
}

/** Who of the team did what, each named as the directory names them. */
async function handling(
  ports: ViewPorts,
  alert: Alert,
  history: readonly AlertStep[],
): Promise<Pick<AlertView, 'taken' | 'snoozedUntil' | 'closing'>> {
  const isOver = alert.state === 'closed' || alert.state === 'superseded'
  const by = async ({ actor, at }: AlertStep) => ({
    by: actor === 'postern' ? null : await personView(ports, actor),
    at,
  })
  const taken = takenIn(history)
  const closing = closingIn(history)
  return {
    taken: taken === null ? null : await by(taken),
    snoozedUntil: isOver ? null : snoozedUntil(history, ports.clock.now()),
    closing:
      closing === null
        ? null
        : { ...(await by(closing)), isProposal: closing.event === 'close-proposed', ...readClosing(closing.why) },
  }
}

/** Of an own report whose case has not been seen. */
const NOT_SEEN: Pick<AlertView, OfCase> = {
  outcome: null,
  askedAt: null,
  reasons: [],
  appName: null,
  appId: null,
  approvedFrom: null,
  redeemedFrom: null,
  firstSeen: null,
  legs: [],
  legsLeft: 0,
  hunts: [],
}

/** The newest phishing check before the sign-in's last leg, where the case was assessed with one; null once it is gone. */
async function askedAt(ports: ViewPorts, { case: one, reasons, userId }: StoredCase): Promise<Date | null> {
  if (!reasons.includes('reported-phishing-before')) return null
  const flowEndMs = Math.max(...one.legs.filter(({ inFlow }) => inFlow).map(({ record }) => record.atMs))
  const checks = await ports.store.phishingChecksOf(userId, new Date(one.firstSeenMs - WATCH_MS), new Date(flowEndMs))
  return checks.at(-1) ?? null
}

/** Since the case last became graver or got a worrying answer: what was proposed before is no proposal for that. */
export function isCloseProposed(
  history: readonly AlertStep[],
  by: (actor: AlertStep['actor']) => boolean = () => true,
): boolean {
  const news = history.findLastIndex(({ event }) => event === 'severity-rose' || event === 'worrying-answer')
  return history.slice(news + 1).some(({ event, actor }) => event === 'close-proposed' && by(actor))
}

/** Where the person was: the approval, or where a flow ended before it, the first leg that a browser wrote. */
const approvalOf = (one: DeviceCodeCase): Leg | undefined =>
  legOf(one, 'approval') ?? one.legs.find((leg) => leg.record.interactive === true)

/** A name that cannot be read leaves the id: a card is never held up for it. */
export async function personView(ports: Pick<Ports, 'directory'>, userId: UserId): Promise<PersonView> {
  try {
    const person = await ports.directory.person(userId)
    return { userId, displayName: person?.displayName ?? null, userPrincipalName: person?.userPrincipalName ?? null }
  } catch (error) {
    if (!isPosternError(error)) throw error
    return { userId, displayName: null, userPrincipalName: null }
  }
}
