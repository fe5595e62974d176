/** A device code case: the legs of one flow, and what became of it. One case, one card. */
import type { CaseId } from '../ids.js'
import type { SettledRecord } from './record.js'

/**
 * A record's part in a flow: the browser stopped for the person (`interrupt`), the person approved (`approval`), the
 * polling client received tokens (`redemption`), it used them later (`tail`), a policy refused (`block`).
 */
export type LegKind = 'interrupt' | 'approval' | 'redemption' | 'tail' | 'block' | 'other'

export const OUTCOMES = ['completed', 'blocked', 'pending', 'failed'] as const
export type Outcome = (typeof OUTCOMES)[number]

export interface Leg {
  readonly record: SettledRecord
  readonly kind: LegKind
  /** The leg belongs to the flow itself, not to a later use of its tokens. */
  readonly inFlow: boolean
  /** The row has neither of the two fields that tell a device code sign-in; it is a leg by its correlation alone. */
  readonly undecided: boolean
}

export interface DeviceCodeCase {
  readonly caseId: CaseId
  readonly userId: string
  readonly userPrincipalName: string | undefined
  readonly firstSeenMs: number
  readonly lastSeenMs: number
  readonly outcome: Outcome
  /** In order of time, then of record id. Never empty. */
  readonly legs: readonly Leg[]
}
