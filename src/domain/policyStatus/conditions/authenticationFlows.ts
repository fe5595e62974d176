/**
 * The authentication flows condition.
 *
 * `transferMethods` is a flags enum: one string that may name two methods in either order (Graph, type
 * conditionalAccessTransferMethods). Comparing it whole misjudges policies that name both.
 * A session that began with a flow stays subject to the policy whatever is used later (Microsoft Learn,
 * "Conditional Access: Authentication flows", protocol tracking).
 */
import { MATCH, type Misses } from '../codes.js'
import { flags, member } from '../reading.js'

/** The methods a policy names, or a sign-in uses or began with, as bits. */
export const DEVICE_CODE_FLOW = 1
export const AUTHENTICATION_TRANSFER = 2
const UNKNOWN_METHOD = 4

/** Not a gap by itself: a policy about another flow is not about device code flow at all. */
const ANOTHER_FLOW: Misses = ['wrong-transfer-method']

function bitOf(method: string): number {
  if (method === 'devicecodeflow') return DEVICE_CODE_FLOW
  return method === 'authenticationtransfer' ? AUTHENTICATION_TRANSFER : UNKNOWN_METHOD
}

/** Reads `conditions.authenticationFlows`; null where no flow is named. */
export function readTransferMethods(raw: unknown): number | null {
  const named = flags(member(raw, 'transferMethods')).filter((method) => method !== 'none')
  return named.length === 0 ? null : named.reduce((bits, method) => bits | bitOf(method), 0)
}

/** The flows of a sign-in: the one it uses and the one its session began with. */
export function flowsOf(used: string | null | undefined, original: string | null | undefined): number {
  return flowBit(used) | flowBit(original)
}

function flowBit(method: string | null | undefined): number {
  if (method === 'deviceCodeFlow') return DEVICE_CODE_FLOW
  if (method === 'authenticationTransfer') return AUTHENTICATION_TRANSFER
  return method === null || method === undefined ? 0 : bitOf(method.toLowerCase()) & ~UNKNOWN_METHOD
}

export const flowMisses = (condition: number | null, flows: number): Misses =>
  condition === null || (condition & flows) !== 0 ? MATCH : ANOTHER_FLOW
