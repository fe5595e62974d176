/** Something that came with a message and was not read, and why. */
export const UNREAD_REASONS = [
  'source-not-allowed',
  'not-permitted',
  'could-not-fetch',
  'too-large',
  'too-many',
  'format-unknown',
  'damaged',
  'encrypted',
  'out-of-time',
  'busy',
  'reader-failed',
  'nothing-legible',
] as const
export type UnreadReason = (typeof UNREAD_REASONS)[number]

export interface Unread {
  /** (untrusted) */
  readonly name: string | null
  readonly why: UnreadReason
}
