/** Answers of Graph that are remembered with their age, for all replicas: what is asked for often and changes slowly. */
export const LOOKUP_KINDS = ['sign-in-usage', 'group-members'] as const
export type LookupKind = (typeof LOOKUP_KINDS)[number]

export interface Lookup {
  readonly readAt: Date
  /** JSON, as it was kept: read it as something from outside, since another version may have written it. */
  readonly body: unknown
}

export interface LookupStore {
  /** `subject` is a person's or a group's id. */
  lookup(kind: LookupKind, subject: string): Promise<Lookup | null>
  /** Keeps the newer of two. */
  saveLookup(kind: LookupKind, subject: string, lookup: Lookup): Promise<void>
}
