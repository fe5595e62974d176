/** What an instance says of itself on `/readyz`, and another asks it there. */
export interface Readiness {
  /** Whether this instance can do its work and should get traffic. */
  readonly ready: boolean
  readonly checks: Readonly<Record<string, ReadinessCheck>>
}

export interface ReadinessCheck {
  readonly ok: boolean
  readonly code: string | null
  /** Since it was last tried, in milliseconds. */
  readonly ageMs?: number
  /** How old the newest sign-in was when the log was last read, in milliseconds. Absent where there was none. */
  readonly newestAgeMs?: number
  /** Of a stream, of what was set aside, of a hole: its numbers. */
  readonly detail?: Readonly<Record<string, string | number | boolean>>
}
