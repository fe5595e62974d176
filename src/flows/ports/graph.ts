/** What the flows need of Microsoft Graph. */
import type { UserId } from '../../domain/ids.js'
import type { PolicySnapshot } from '../../domain/policyStatus/index.js'

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
  /** A Teams phone or room, as its licences tell. False where they cannot be read: it is asked like a person then. */
  readonly isSharedDevice: boolean
  /** The preferred language of their profile, a language tag; absent or null: it has none. */
  readonly language?: string | null
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

/** A reading of the tenant that goes on while an older one answers, or none. */
export interface ReadingUnderWay {
  readonly beganAt: Date
  /** Milliseconds, by how long the last reading took for what is left; null: there is nothing to tell it by. */
  readonly leftMs: number | null
}

export interface PolicySource {
  /** At most `maxAgeMs` old; the snapshot says when it was taken and what could not be read. */
  snapshot(options: { readonly maxAgeMs: number }): Promise<PolicySnapshot>
  /** Null: nobody reads. Absent where whoever asks waits for the end. Errors: `store-*`. */
  underWay?(): Promise<ReadingUnderWay | null>
  /** What is in memory under that number, so that nobody loads it twice; null, or absent: nothing is. */
  held?(snapshotId: number): PolicySnapshot | null
}
