/** What questions about policy need beside a snapshot. */
import type { UserId } from '../../domain/ids.js'
import type { DirectoryUser, SignIn } from '../../domain/policyStatus/index.js'
import type { NamedPerson } from './desk.js'

export interface PeopleFinder {
  /**
   * Who is called so: by object id or sign-in name alone where it is one, else whose name or sign-in name begins so;
   * where nobody's does, whose name it is in another order, without accents or in another case.
   * `guestOrExternalUserType` is derived; undefined where it could not be.
   */
  called(text: string, limit: number): Promise<readonly DirectoryUser[]>
}

/** A policy that Graph says applies to a sign-in. */
export interface AppliedPolicy {
  readonly id: string
  readonly state: 'enabled' | 'report-only'
  readonly blocks: boolean
}

export interface PolicyEvaluator {
  /** By Graph's own what-if. Errors: `graph-*`; 1 request a second for the whole tenant, all apps together. */
  applied(signIn: SignIn): Promise<readonly AppliedPolicy[]>
}

/** Somebody with their device code sign-ins, whatever became of them. */
export interface DeviceCodeUser extends NamedPerson {
  readonly userId: UserId
  readonly signIns: number
  readonly completed: number
  readonly lastAt: Date
}

export interface DeviceCodeApp {
  readonly appId: string | null
  readonly signIns: number
}

export interface DeviceCodeUserStore {
  /** Whose sign-ins began since, the latest first. */
  deviceCodeUsers(
    since: Date,
    page: { readonly limit: number; readonly offset: number },
  ): Promise<readonly DeviceCodeUser[]>
  /** The same sign-ins by client app, the most used first; null: the record names none. */
  deviceCodeApps(since: Date, limit: number): Promise<readonly DeviceCodeApp[]>
}
