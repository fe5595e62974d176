/** What an instance says of itself on `/readyz`, and another asks it there. */
export interface Readiness {
  /** Whether this instance can do its work and should get traffic. */
  readonly ready: boolean
  readonly checks: Readonly<
    Record<string, { readonly ok: boolean; readonly code: string | null; readonly ageMs?: number }>
  >
}
