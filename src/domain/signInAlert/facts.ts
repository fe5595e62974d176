/**
 * What holds of a case: each fact is one reason code, told apart from what follows of it (`severity.ts`).
 * Thresholds are ours unless a source is named; sources of the ideas: elastic/detection-rules, Microsoft Learn.
 */
import type { DeviceCodeCase, Leg } from './case.js'
import type { AssessmentContext } from './context.js'
import { AUTHENTICATION_BROKER, DEVELOPER_TOOLS, DEVICE_REGISTRATION_SERVICE } from './data/apps.js'
import { FOCI_CLIENTS } from './data/fociClients.js'
import { BLOCKED_BY_SECURITY_DEFAULTS, SUCCESS } from './data/resultCodes.js'
import { DEFAULT_MEMBER_ROLE, PRIVILEGED_ROLES } from './data/roles.js'
import { KIT_MARKS, SCRIPTED_MARKS, SCRIPTED_PREFIXES } from './data/userAgents.js'
import { cameByPrimaryRefreshToken } from './groups.js'
import { addressOf, inRange } from './network.js'
import type { ReasonCode } from './reasons.js'
import { isSameNetwork, isTrusted, isUsual, legOf, receiverOf } from './receiver.js'

const HABIT_MIN = 3
const REPORT_BEFORE_MS = 20 * 60_000
const REPORT_AFTER_MS = 60 * 60_000
const REGISTRATION_AFTER_MS = 2 * 3_600_000

export interface Facts {
  readonly reasons: ReadonlySet<ReasonCode>
  /** All legs of the flow are those of developer tools. */
  readonly allDeveloperTools: boolean
  /** The receiver is where this person usually is. */
  readonly receiverIsUsual: boolean
  /** Approval and redemption differ, but in a way habit or trust explains. */
  readonly differenceIsSoft: boolean
}

/** States what holds of the case. `campaigns` are the ids of all cases that are part of one. */
export function factsOf(one: DeviceCodeCase, context: AssessmentContext, campaigns: ReadonlySet<string>): Facts {
  const { legs, userId } = one
  const flowLegs = legs.filter((leg) => leg.inFlow)
  const receiver = receiverOf(one).record
  const approval = legOf(one, 'approval')?.record
  const redemption = legOf(one, 'redemption')?.record
  const completed = one.outcome === 'completed'
  const history = context.history?.get(userId)
  const trusted = isTrusted(receiver, context)
  const receiverIsUsual = isUsual(receiver, context)
  const allDeveloperTools = flowLegs.every(({ record }) => DEVELOPER_TOOLS.has(record.appId ?? ''))
  const hasHabit = (history?.deviceCodeLast30d ?? 0) >= HABIT_MIN
  const differs = approval !== undefined && redemption !== undefined && !isSameNetwork(approval, redemption, context)
  const allowance = completed ? allowanceOf(one, flowLegs, context) : undefined
  const risks = legs.map((leg) => leg.record.risk)

  const holds: Readonly<Record<ReasonCode, boolean>> = {
    'kit-user-agent': legs.some((leg) => hasMark(leg, KIT_MARKS)),
    'reported-phishing-before': isReported(one, flowLegs, context, 0, REPORT_BEFORE_MS),
    'reported-phishing-after': isReported(one, flowLegs, context, -REPORT_AFTER_MS, -1),
    'campaign-same-source': campaigns.has(one.caseId),
    'device-registered-after': completed && isDeviceRegisteredAfter(one, context),
    'prt-after': legs.some((leg) => isForeignPrimaryRefreshToken(leg, approval, context)),
    'approval-redemption-network-differs': differs,
    'broker-client': flowLegs.some(isBroker),
    'device-registration-resource': legs.some((leg) => leg.record.resourceId === DEVICE_REGISTRATION_SERVICE),
    'privileged-user': isPrivileged(one, context),
    'risk-high': risks.includes('high'),
    'risk-medium': risks.includes('medium') && !risks.includes('high'),
    'redemption-user-agent-scripted': isScripted(redemption?.userAgent),
    'foci-client': flowLegs.some((leg) => FOCI_CLIENTS.has(leg.record.appId ?? '')),
    'first-use-in-30-days': context.history !== undefined && (history === undefined || history.deviceCodeLast30d === 0),
    'unusual-network': !trusted && isOutside(receiver.asn, history?.asns),
    'unusual-country': !trusted && isOutside(receiver.country, history?.countries),
    'guest-user': legs.some(isGuest),
    'shared-device-account': context.sharedDeviceAccounts.has(userId),
    'allow-expired': allowance === 'expired',
    'allow-listed': allowance === 'holds',
    'user-started-tool': completed && allDeveloperTools && hasHabit && receiverIsUsual && !differs,
    'blocked-by-policy': legs.some((leg) => leg.kind === 'block' && leg.record.result !== BLOCKED_BY_SECURITY_DEFAULTS),
    'blocked-by-security-defaults': legs.some((leg) => leg.record.result === BLOCKED_BY_SECURITY_DEFAULTS),
    'fields-missing': legs.some((leg) => leg.undecided),
    'trusted-network': trusted,
    'untrusted-network': !trusted,
  }
  const explained = allDeveloperTools && hasHabit && receiverIsUsual
  return {
    reasons: new Set(Object.entries(holds).flatMap(([code, isSo]) => (isSo ? [code as ReasonCode] : []))),
    allDeveloperTools,
    receiverIsUsual,
    differenceIsSoft: differs && redemption !== undefined && (isTrusted(redemption, context) || explained),
  }
}

const hasMark = (leg: Leg, marks: readonly string[]): boolean => {
  const userAgent = leg.record.userAgent?.toLowerCase()
  return userAgent !== undefined && marks.some((mark) => userAgent.includes(mark))
}

function isScripted(userAgent: string | undefined): boolean {
  const plain = userAgent?.trim().toLowerCase()
  if (plain === undefined) return false
  return (
    SCRIPTED_PREFIXES.some((prefix) => plain.startsWith(prefix)) || SCRIPTED_MARKS.some((mark) => plain.includes(mark))
  )
}

const isBroker = ({ record }: Leg): boolean =>
  record.appId === AUTHENTICATION_BROKER || record.audiences.includes(AUTHENTICATION_BROKER)

const isGuest = ({ record }: Leg): boolean =>
  record.userType === 'guest' || record.userPrincipalName?.toLowerCase().includes('#ext#') === true

/** Known, and not among those that are known of the person. */
const isOutside = <T>(value: T | undefined, usual: ReadonlySet<T> | undefined): boolean =>
  value !== undefined && usual !== undefined && usual.size > 0 && !usual.has(value)

function isPrivileged(one: DeviceCodeCase, context: AssessmentContext): boolean {
  const assigned = context.privilegedRoles.get(one.userId) ?? []
  if (assigned.some((role) => role !== DEFAULT_MEMBER_ROLE)) return true
  return one.legs.some((leg) => leg.record.wids.some((role) => PRIVILEGED_ROLES.has(role)))
}

/** A leg of the flow lies between `minMs` and `maxMs` after the person was told of a phishing message. */
function isReported(
  one: DeviceCodeCase,
  flowLegs: readonly Leg[],
  context: AssessmentContext,
  minMs: number,
  maxMs: number,
): boolean {
  return context.reports.some(
    ({ userId, verdict, atMs }) =>
      userId === one.userId &&
      verdict === 'phishing' &&
      flowLegs.some(({ record }) => record.atMs - atMs >= minMs && record.atMs - atMs <= maxMs),
  )
}

function isDeviceRegisteredAfter(one: DeviceCodeCase, context: AssessmentContext): boolean {
  const success = one.legs.find((leg) => leg.record.result === SUCCESS)
  if (success === undefined) return false
  const names = new Set([one.userId, ...one.legs.flatMap((leg) => leg.record.userPrincipalName?.toLowerCase() ?? [])])
  return context.deviceRegistrations.some(({ atMs, people }) => {
    const afterMs = atMs - success.record.atMs
    return afterMs > 0 && afterMs <= REGISTRATION_AFTER_MS && [...names].some((name) => people.has(name))
  })
}

/** The approving device refreshing itself with its own token, in its own network, is no escalation. */
function isForeignPrimaryRefreshToken(
  { kind, record }: Leg,
  approval: Leg['record'] | undefined,
  context: AssessmentContext,
): boolean {
  if (kind !== 'tail' || !cameByPrimaryRefreshToken(record)) return false
  const isOwnDevice = record.deviceId !== undefined && record.deviceId === approval?.deviceId
  return !(isOwnDevice && approval !== undefined && isSameNetwork(record, approval, context))
}

/** Whether an agreed exception covers the case. A rule that holds outweighs expired ones. */
function allowanceOf(
  one: DeviceCodeCase,
  flowLegs: readonly Leg[],
  context: AssessmentContext,
): 'holds' | 'expired' | undefined {
  const address = addressOf(receiverOf(one).record.ipAddress)
  if (address === undefined) return undefined
  const fitting = context.allow.filter(
    (rule) =>
      rule.userIds.has(one.userId) &&
      inRange(address, rule.network) &&
      flowLegs.every((leg) => leg.record.appId === rule.appId),
  )
  if (fitting.length === 0) return undefined
  return fitting.some((rule) => rule.untilMs > one.firstSeenMs) ? 'holds' : 'expired'
}
