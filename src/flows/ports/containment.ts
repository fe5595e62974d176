/** What containment needs of Graph and of the database. */
import type { AlertId, UserId } from '../../domain/ids.js'
import type { Addition, AdditionKind, Collection, ContainmentStep } from '../../domain/signInAlert/index.js'
import type { LookUpOptions } from './verification.js'

/** Every change may be made again. Each has its way of being read back: that is the proof. Errors: `graph-*`. */
export interface Containment {
  /** Makes every refresh token and session cookie of the person invalid. Access tokens live on for up to an hour. */
  revokeSessions(userId: UserId): Promise<void>
  /** Tokens from before this instant are invalid; null where Graph does not say. */
  sessionsValidFrom(userId: UserId): Promise<Date | null>
  isAccountEnabled(userId: UserId): Promise<boolean>
  setAccountEnabled(userId: UserId, enabled: boolean): Promise<void>
  /** By the object id of the device. `graph-not-found`: it is gone. */
  isDeviceEnabled(deviceId: string): Promise<boolean>
  setDeviceEnabled(deviceId: string, enabled: boolean): Promise<void>
  /** Raises the person's risk to high, which risk policies act on. Needs Entra ID P2. */
  confirmCompromised(userId: UserId): Promise<void>
  dismissRisk(userId: UserId): Promise<void>
  isConfirmedCompromised(userId: UserId): Promise<boolean>
  /** Of one kind, since the instant or without a time. Nothing is tried twice. */
  additions(kind: AdditionKind, userId: UserId, since: Date, options: LookUpOptions): Promise<AdditionsRead>
}

export interface AdditionsRead {
  readonly found: readonly Addition[]
  /** False: there are more rows than are read, and any of them may be one. */
  readonly isComplete: boolean
}

/** Something that Postern has disabled or marked, or is about to: what can be taken back, and what counts against the limit. */
export interface ContainmentAction {
  readonly alertId: AlertId
  readonly step: ContainmentStep
  /** The object id of the account or device. */
  readonly target: string
  /** By the machine alone. */
  readonly automatic: boolean
  readonly actor: UserId | 'postern'
  /** `begun`: the effect may or may not be out. */
  readonly state: 'begun' | 'done' | 'undone'
  readonly at: Date
}

export interface ContainmentStore {
  /**
   * Writes the action as begun, once: one that is begun or done already stays as it is. False where it is automatic and
   * `limit` automatic actions stand since `limit.since`, whoever took them. In a transaction only. `again`: somebody
   * else has taken back what was done, and it is begun anew.
   */
  beginAction(
    action: Omit<ContainmentAction, 'state'>,
    limit: { readonly most: number; readonly since: Date; readonly again?: boolean },
  ): Promise<boolean>
  endAction(
    action: Pick<ContainmentAction, 'alertId' | 'step' | 'target'>,
    state: ContainmentAction['state'],
  ): Promise<void>
  containmentActions(alertId: AlertId): Promise<readonly ContainmentAction[]>
  automaticActions(since: Date): Promise<number>
  /** Keeps the newest of each kind. One that could not be read does not replace one that was. */
  saveCollection(alertId: AlertId, collection: Collection): Promise<void>
  collectionsOf(alertId: AlertId): Promise<readonly Collection[]>
}
