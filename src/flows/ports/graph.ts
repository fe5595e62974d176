/** What the flows need of Microsoft Graph. */
import type { UserId } from '../../domain/ids.js'
import type { PolicySnapshot } from '../../domain/policyStatus/index.js'
import type { Readiness } from './readiness.js'

export interface SignInSource {
  /** Pages of sign-in rows of both user streams created within [from, to], as Graph spelled them, in any order. */
  read(window: { readonly from: Date; readonly to: Date }): AsyncIterable<readonly unknown[]>
}

export interface Person {
  readonly userId: UserId
  readonly displayName: string | null
  readonly userPrincipalName: string | null
  readonly isGuest: boolean
  readonly accountEnabled: boolean
}

export interface Directory {
  /** Null where Graph says there is no such user. */
  person(userId: UserId): Promise<Person | null>
  /**
   * Role template ids actively assigned to the person at tenant scope, directly or through a role-assignable group.
   * `fresh` bypasses the cache: asked for at every press, never for reading.
   */
  activeRoles(userId: UserId, options?: { readonly fresh?: boolean }): Promise<readonly string[]>
}

export interface PolicySource {
  /** At most `maxAgeMs` old; the snapshot says when it was taken and what could not be read. */
  snapshot(options: { readonly maxAgeMs: number }): Promise<PolicySnapshot>
}

export interface Containment {
  /** Makes every refresh token and session cookie of the person invalid. Access tokens live on for up to an hour. */
  revokeSessions(userId: UserId): Promise<void>
}

/** What `postern doctor` looks at beside the ports. */
export interface Inspection {
  readonly cloud: string
  readonly isSimulated: boolean
  /** One harmless request a permission. */
  permissions(): Promise<readonly PermissionProbe[]>
  /** The time by Graph's clock; null where it does not say. */
  serverTime(): Promise<Date | null>
  /** What a bot that runs with these settings on this machine says of itself; null where none answers. */
  running(): Promise<Readiness | null>
  /** Gets a token for the Bot Connector. Throws what hinders it. */
  botToken(): Promise<void>
}

export interface PermissionProbe {
  readonly permission: string
  readonly why: string
  readonly lostWithout: string
  /** `unlicensed`: granted, but the tenant lacks the licence. `unknown`: Graph did not say; see `code`. */
  readonly outcome: 'granted' | 'missing' | 'unlicensed' | 'unknown'
  readonly code: string | null
}
