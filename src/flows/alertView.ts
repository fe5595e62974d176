/** An alert as cards show it: the stored alert with its case, its owner as the directory names them, and what was done. */
import { isPosternError, PosternError } from '../domain/errors.js'
import type { UserId } from '../domain/ids.js'
import type { AlertView, PersonView, PlaceView } from '../domain/notices.js'
import {
  appNameOf,
  type DeviceCodeCase,
  EMPTY_CONTEXT,
  isTrusted,
  type Leg,
  legOf,
  rangeOf,
  receiverOf,
  WATCH_MS,
} from '../domain/signInAlert/index.js'
import type { Alert, AlertStep, Ports, StoredCase, StoreTx } from './ports.js'

export type ViewPorts = Pick<Ports, 'directory' | 'settings'> & { readonly store: StoreTx }

export async function viewOf(ports: ViewPorts, alert: Alert): Promise<AlertView> {
  const [stored, steps, history, owner] = await Promise.all([
    alert.caseId === null ? null : ports.store.caseById(alert.caseId),
    ports.store.containmentSteps(alert.alertId),
    ports.store.alertSteps(alert.alertId),
    personView(ports, alert.userId),
  ])
  return {
    alertId: alert.alertId,
    state: alert.state,
    reportedAt: alert.kind === 'own-report' ? alert.createdAt : null,
    severity: alert.severity,
    owner,
    ...(await caseView(ports, alert, stored)),
    answers: alert.answers.map(({ answer, at }) => ({ answer, at })),
    steps,
    closeProposed: alert.state !== 'closed' && isCloseProposed(history),
    version: alert.version,
  }
}

type OfCase = 'outcome' | 'askedAt' | 'reasons' | 'appName' | 'appId' | 'approvedFrom' | 'redeemedFrom' | 'firstSeen'

async function caseView(ports: ViewPorts, alert: Alert, stored: StoredCase | null): Promise<Pick<AlertView, OfCase>> {
  if (stored === null) {
    if (alert.caseId === null) return NOT_SEEN
    throw new PosternError('internal', { what: 'an alert without its case', alertId: alert.alertId })
  }
  const one = stored.case
  const { appId } = receiverOf(one).record
  const place = (leg: Leg | undefined): PlaceView | null => placeOf(leg, ports.settings.trustedNetworks)
  return {
    outcome: one.outcome,
    askedAt: await askedAt(ports, stored),
    reasons: stored.reasons,
    appName: appNameOf(appId),
    appId: appId ?? null,
    approvedFrom: place(approvalOf(one)),
    redeemedFrom: place(legOf(one, 'redemption')),
    firstSeen: stored.firstSeen,
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

function placeOf(leg: Leg | undefined, trustedNetworks: readonly string[]): PlaceView | null {
  if (leg === undefined) return null
  const { city, country, ipAddress } = leg.record
  const context = { ...EMPTY_CONTEXT, trustedNetworks: trustedNetworks.flatMap((network) => rangeOf(network) ?? []) }
  return {
    city: city ?? null,
    countryOrRegion: country?.toUpperCase() ?? null,
    ipAddress: ipAddress ?? null,
    // Named locations of the tenant are known from the row itself, which says when it came from a trusted one.
    trusted: isTrusted(leg.record, context),
  }
}

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
