/** What the daily digest needs of the database beside the figures of the desk. */

/** The instant for which a digest is due, ISO 8601. */
export type DigestDue = string & { readonly digestDue: unique symbol }

export interface DigestStore {
  digestTallies(since: Date): Promise<{
    /** Questions to people that wait for their answer, however old. */
    readonly unanswered: number
    /** Messages that were reported since. */
    readonly reports: number
  }>
}
