/** What the security channel hears of policy unasked: changes, and sign-ins of emergency access accounts. */

import type { DriftEntry, PolicyDiff } from './policyStatus/index.js'
import type { PersonView, PlaceView } from './views.js'

export interface DriftView {
  /** Under which its changes are kept. */
  readonly driftId: string
  /** The two readings that were compared; `from` is null for what stands. */
  readonly from: Date | null
  readonly to: Date
  /** The worst first. */
  readonly entries: readonly DriftEntry[]
  readonly notCompared: PolicyDiff['notCompared']
  /** Found after the card was sent, of things that go back and forth: the card is edited. */
  readonly later: readonly DriftEntry[]
}

/** What is left of a row of the log, as it is kept. */
export interface EmergencySignIn {
  readonly signInId: string
  /** ISO 8601; null where the row does not say. */
  readonly at: string | null
  /** (untrusted) */
  readonly app: string | null
  /** (untrusted) */
  readonly from: PlaceView
  readonly succeeded: boolean | null
  readonly isInteractive: boolean | null
}

export interface EmergencyView {
  readonly person: PersonView
  /** Oldest first, those that were not told before. */
  readonly signIns: readonly EmergencySignIn[]
}
