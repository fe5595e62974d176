/**
 * Which rows are device code.
 *
 * Neither field alone is enough: `authenticationProtocol` is said to be filled on success only, `originalTransferMethod`
 * stays on every later refresh of the session (Microsoft Learn: "Authentication flows", protocol tracking), and a block
 * may leave both at `none`, so the policy's own account of what it matched is read as well. A row that has neither
 * field (Graph v1.0) cannot be decided and must be said to be so, never taken for an ordinary sign-in.
 */
import { BLOCKED_BY_CONDITIONAL_ACCESS } from './data/resultCodes.js'
import type { SignInRecord } from './record.js'

export type Recognition = 'device-code' | 'ordinary' | 'other-flow' | 'undecidable'

const DEVICE_CODE = new Set(['devicecode', 'devicecodeflow'])
const TRANSFER = 'authenticationtransfer'

export const saysDeviceCodeProtocol = (record: SignInRecord): boolean => DEVICE_CODE.has(record.protocol ?? '')

export const hasTransferFlag = (record: SignInRecord): boolean => DEVICE_CODE.has(record.transferMethod ?? '')

/** Conditional Access refused it, and its rule on the device code flow was among those that matched. */
export const isDeviceCodeBlock = (record: SignInRecord): boolean =>
  record.result === BLOCKED_BY_CONDITIONAL_ACCESS && record.deviceCodeRuleFailed

/** `other-flow`: a session moved to another device by QR code (authentication transfer); never a leg. */
export function recognise(record: SignInRecord): Recognition {
  if (record.protocol === TRANSFER || record.transferMethod === TRANSFER) return 'other-flow'
  if (saysDeviceCodeProtocol(record) || hasTransferFlag(record) || isDeviceCodeBlock(record)) return 'device-code'
  return record.protocol === undefined && record.transferMethod === undefined ? 'undecidable' : 'ordinary'
}

/**
 * Whether this copy of a row carries anything that speaks for a device code. Wider than `recognise`, for sifting a log
 * before copies are joined: one copy may bring the result and another the policies.
 */
export const hintsAtDeviceCode = (record: SignInRecord): boolean =>
  recognise(record) === 'device-code' || record.deviceCodeRuleFailed
