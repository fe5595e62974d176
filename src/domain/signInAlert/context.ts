/**
 * What is known of the tenant beside the records of a case: the second argument of `assess`.
 *
 * Everything is optional. What is not given is unknown: without `history`, for instance, nobody is said to sign in for
 * the first time. User ids are lower case. Times are milliseconds since 1970 UTC.
 */
import type { Range } from './network.js'

export interface UserHistory {
  /** Completed device code sign-ins of the 30 days before; absent where it is not known. */
  readonly deviceCodeLast30d: number | undefined
  /** Autonomous systems the person usually signs in from. Empty: not known. */
  readonly asns: ReadonlySet<number>
  /** Countries, lower case. Empty: not known. */
  readonly countries: ReadonlySet<string>
}

/** What a person was told of a message they showed the bot. */
export interface CheckReport {
  readonly userId: string
  readonly atMs: number
  readonly verdict: string
}

/** A device code use that the security team has agreed to. All four parts must hold. */
export interface AllowRule {
  readonly appId: string
  readonly network: Range
  readonly userIds: ReadonlySet<string>
  readonly untilMs: number
}

/** A successful directory audit row that registers or adds a device. */
export interface DeviceRegistration {
  readonly atMs: number
  /** Ids and user principal names, lower case, of who did it and to whom. */
  readonly people: ReadonlySet<string>
}

export interface AssessmentContext {
  readonly trustedNetworks: readonly Range[]
  /** Role template ids by user. */
  readonly privilegedRoles: ReadonlyMap<string, readonly string[]>
  readonly sharedDeviceAccounts: ReadonlySet<string>
  /** `undefined`: no history is at hand, of nobody. A user without an entry has none. */
  readonly history: ReadonlyMap<string, UserHistory> | undefined
  readonly reports: readonly CheckReport[]
  readonly allow: readonly AllowRule[]
  readonly deviceRegistrations: readonly DeviceRegistration[]
}

/** Nothing is known of the tenant. */
export const EMPTY_CONTEXT: AssessmentContext = {
  trustedNetworks: [],
  privilegedRoles: new Map(),
  sharedDeviceAccounts: new Set(),
  history: undefined,
  reports: [],
  allow: [],
  deviceRegistrations: [],
}
