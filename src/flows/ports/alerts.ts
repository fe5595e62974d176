/** A case and its alert as they are stored. Apart from the store, so that each of its parts can speak of them. */
import type { AlertId, UserId } from '../../domain/ids.js'
import type {
  AlertState,
  Answer,
  DeviceCodeCase,
  OwnerTelling,
  ReasonCode,
  Severity,
} from '../../domain/signInAlert/index.js'

export interface StoredCase {
  readonly caseId: string
  readonly userId: UserId
  readonly firstSeen: Date
  readonly severity: Severity
  readonly highestSeverity: Severity
  readonly reasons: readonly ReasonCode[]
  readonly case: DeviceCodeCase
}

export interface Alert {
  readonly alertId: AlertId
  /** `own-report`: the person said that they entered a code, before any case was seen. */
  readonly kind: 'case' | 'own-report'
  /** Null as long as the case of an own report was not seen. */
  readonly caseId: string | null
  readonly userId: UserId
  readonly state: AlertState
  readonly severity: Severity
  readonly telling: OwnerTelling
  /** Newest last. */
  readonly answers: readonly { readonly answer: Answer; readonly by: UserId; readonly at: Date }[]
  readonly createdAt: Date
  /** Rises by one with every change: the guard against two writers. */
  readonly version: number
}
