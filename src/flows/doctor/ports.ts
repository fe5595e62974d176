/** What the doctor needs of the world. */
import type { ErrorCode } from '../../domain/errors.js'
import type { Inspection, Ports, Readiness, Store } from '../ports.js'

export type DoctorStore = Pick<Store, 'engine' | 'ping' | 'jobCounts' | 'health' | 'conversationById' | 'trailEnd'>

export type DoctorPorts = Pick<Ports, 'clock' | 'directory' | 'messenger' | 'settings'> & {
  /** Opens the database. Throws `store-locked` where another process holds it, and why else it cannot be opened. */
  store(): Promise<DoctorStore>
  readonly inspection: Inspection
}

/** The database as the doctor found it. `held`: another process has it; `running` is our bot, if it answers. */
export type FoundDatabase =
  | { readonly state: 'open'; readonly store: DoctorStore }
  | { readonly state: 'held'; readonly running: Readiness | null }
  | { readonly state: 'failed'; readonly code: ErrorCode }
