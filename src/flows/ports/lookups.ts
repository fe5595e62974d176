/**
 * What is remembered with its age, for all replicas: answers of Graph that are asked for often and change slowly, and
 * what somebody asked last in a chat, which the next words may be about. `earlier-uses`: the device code sign-ins of
 * Graph's log from before our own record, for an hour. `group-changes`: how far the changes of groups were followed.
 */
export const LOOKUP_KINDS = [
  'sign-in-usage',
  'group-members',
  'last-question',
  'earlier-uses',
  'group-changes',
] as const
export type LookupKind = (typeof LOOKUP_KINDS)[number]

export interface Lookup {
  readonly readAt: Date
  /** JSON, as it was kept: read it as something from outside, since another version may have written it. */
  readonly body: unknown
}

export interface LookupStore {
  /**
   * `subject` is a person's or a group's id, or `tenant`; of a last question, the person's and the conversation's, one
   * space apart.
   */
  lookup(kind: LookupKind, subject: string): Promise<Lookup | null>
  /** Keeps the newer of two. */
  saveLookup(kind: LookupKind, subject: string, lookup: Lookup): Promise<void>
}
