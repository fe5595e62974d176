/**
 * Facts → severity: tables read from the top, the first row that holds decides.
 *
 * Compliance, management and join state of the device lower nothing anywhere: the record shows the victim's device.
 */
import type { Outcome } from './case.js'
import type { Facts } from './facts.js'
import type { ReasonCode } from './reasons.js'

export const SEVERITIES = ['expected', 'low', 'elevated', 'high', 'critical'] as const

export type Severity = (typeof SEVERITIES)[number]

/** Negative where the first is milder. */
export const compareSeverity = (one: Severity, other: Severity): number =>
  SEVERITIES.indexOf(one) - SEVERITIES.indexOf(other)

/** What people were told does not fall by itself: of two severities the graver one. */
export const graver = (one: Severity, other: Severity): Severity => (compareSeverity(one, other) < 0 ? other : one)

/** Facts in the form the rows ask for. */
interface View {
  readonly has: (...codes: readonly ReasonCode[]) => boolean
  readonly hasAny: (...codes: readonly ReasonCode[]) => boolean
  /** A shared device in its own trusted network: a desk phone, a meeting room. */
  readonly isFixture: boolean
  readonly isHardDifference: boolean
  readonly isSoftDifference: boolean
  /** A scripted redemption that no developer tool explains. */
  readonly isOddScript: boolean
  readonly receiverIsUsual: boolean
}

interface Row {
  readonly severity: Severity
  readonly when: (view: View) => boolean
}

const isReported = ({ hasAny }: View): boolean => hasAny('reported-phishing-before', 'reported-phishing-after')
const isUnusual = ({ hasAny }: View): boolean => hasAny('unusual-network', 'unusual-country')
const enrolsDevice = ({ hasAny }: View): boolean => hasAny('broker-client', 'device-registration-resource')
const gainedDevice = ({ hasAny }: View): boolean => hasAny('device-registered-after', 'prt-after')

const COMPLETED: readonly Row[] = [
  { severity: 'critical', when: (v) => v.has('kit-user-agent') },
  { severity: 'critical', when: isReported },
  { severity: 'critical', when: (v) => v.has('campaign-same-source') },
  { severity: 'critical', when: (v) => v.has('broker-client', 'device-registration-resource') && !v.isFixture },
  { severity: 'critical', when: (v) => gainedDevice(v) && !v.isFixture },
  { severity: 'critical', when: (v) => v.isHardDifference && v.has('privileged-user') },
  {
    severity: 'critical',
    when: (v) => v.has('risk-high') && (v.isHardDifference || v.hasAny('privileged-user', 'broker-client')),
  },
  { severity: 'high', when: (v) => v.isHardDifference },
  { severity: 'high', when: (v) => v.isSoftDifference && v.has('privileged-user') && !v.isFixture },
  { severity: 'high', when: (v) => v.has('risk-high') },
  { severity: 'high', when: (v) => enrolsDevice(v) && !v.isFixture },
  { severity: 'high', when: (v) => v.has('shared-device-account', 'untrusted-network') && !v.receiverIsUsual },
  {
    severity: 'high',
    when: (v) => v.has('privileged-user', 'untrusted-network') && !v.hasAny('user-started-tool', 'allow-listed'),
  },
  { severity: 'high', when: (v) => v.isOddScript && v.has('foci-client') },
  { severity: 'high', when: (v) => isUnusual(v) && (v.has('first-use-in-30-days') || v.isOddScript) },
  { severity: 'elevated', when: (v) => v.has('risk-medium') },
  { severity: 'expected', when: (v) => v.has('allow-listed') },
  {
    severity: 'low',
    when: (v) => v.isFixture && (enrolsDevice(v) || gainedDevice(v) || v.has('approval-redemption-network-differs')),
  },
  { severity: 'expected', when: (v) => v.isFixture },
  { severity: 'low', when: (v) => v.has('user-started-tool', 'privileged-user') },
  { severity: 'expected', when: (v) => v.has('user-started-tool') },
  {
    severity: 'elevated',
    when: (v) =>
      v.isSoftDifference ||
      isUnusual(v) ||
      v.hasAny('guest-user', 'privileged-user', 'allow-expired', 'shared-device-account') ||
      (v.isOddScript && v.has('untrusted-network')),
  },
  { severity: 'low', when: (v) => v.has('trusted-network') },
  { severity: 'elevated', when: () => true },
]

const isTarget = ({ hasAny }: View): boolean => hasAny('privileged-user', 'risk-high')

const BLOCKED: readonly Row[] = [
  { severity: 'high', when: isReported },
  { severity: 'high', when: (v) => v.has('kit-user-agent') },
  { severity: 'elevated', when: isTarget },
  { severity: 'low', when: () => true },
]

const PENDING: readonly Row[] = [
  { severity: 'critical', when: isReported },
  { severity: 'high', when: (v) => v.has('kit-user-agent') },
  { severity: 'elevated', when: isTarget },
  { severity: 'low', when: () => true },
]

const FAILED: readonly Row[] = [
  { severity: 'high', when: isReported },
  { severity: 'high', when: (v) => v.has('kit-user-agent') },
  { severity: 'low', when: () => true },
]

const TABLES: Readonly<Record<Outcome, readonly Row[]>> = {
  completed: COMPLETED,
  blocked: BLOCKED,
  pending: PENDING,
  failed: FAILED,
}

/** The severity of a case of which these facts hold. */
export function severityOf(outcome: Outcome, facts: Facts): Severity {
  const view = viewOf(facts)
  return TABLES[outcome].find((row) => row.when(view))?.severity ?? 'critical'
}

function viewOf({ reasons, allDeveloperTools, differenceIsSoft, receiverIsUsual }: Facts): View {
  const has = (...codes: readonly ReasonCode[]): boolean => codes.every((code) => reasons.has(code))
  return {
    has,
    hasAny: (...codes) => codes.some((code) => reasons.has(code)),
    isFixture: has('shared-device-account', 'trusted-network'),
    isHardDifference: has('approval-redemption-network-differs') && !differenceIsSoft,
    isSoftDifference: differenceIsSoft,
    isOddScript: has('redemption-user-agent-scripted') && !allDeveloperTools,
    receiverIsUsual,
  }
}
