/** What a check of a message takes and gives. */
import type { AdviceCode } from './advice.js'
import type { UserCode } from './artifacts/codes.js'
import type { Link } from './artifacts/links.js'
import type { MeetingReference } from './artifacts/meetings.js'
import type { SignalCode } from './signals.js'

export const VERDICTS = [
  'phishing',
  'suspicious',
  'legitimate-device-login',
  'legitimate-meeting',
  'unrelated',
] as const
export type Verdict = (typeof VERDICTS)[number]

/** `certain`: a structural proof. `likely`: signals agree. `unsure`: another verdict could be defended. */
export type Confidence = 'certain' | 'likely' | 'unsure'

export interface Signal {
  readonly code: SignalCode
  /** At most 120 characters, as found; empty where the signal rests on an absence. */
  readonly evidence: string
  /** Where it stood in the pasted text, in UTF-16 units; absent where the text had to be decoded first. */
  readonly span?: { readonly start: number; readonly end: number }
}

export interface Artifacts {
  readonly codes: readonly UserCode[]
  readonly links: readonly Link[]
  readonly meetings: readonly MeetingReference[]
}

export interface CodeCheckInput {
  readonly text: string
  /** Who wrote the text; absent where that is not known, as with a paste. */
  readonly author?: 'asker' | 'someone-else'
  /** What was read from the pictures and files that came with the text. Judged with it as one message. */
  readonly passages?: readonly Passage[]
  /** Something that came with the text was not read. */
  readonly hasUnread?: boolean
}

/** Text that did not stand in the message itself. */
export interface Passage {
  /** `picture`: letters seen by a machine, which misreads some. `qr`: what a QR code carries. `file`: a document's own. */
  readonly from: 'picture' | 'qr' | 'file'
  readonly text: string
}

export interface CodeCheck {
  readonly verdict: Verdict
  readonly confidence: Confidence
  /** The deciding ones first. */
  readonly signals: readonly Signal[]
  /** The first is the one thing to do. */
  readonly advice: readonly AdviceCode[]
  /** Positions are in the text after decoding, not in the paste. */
  readonly artifacts: Artifacts
  /** The text was longer than what is read. */
  readonly truncated: boolean
}
