/** What the flows need to keep what was pasted, for a while and unreadable, and to recognise it when others report it. */
import type { CodeCheck } from '../../domain/codeCheck/index.js'
import type { CheckId, UserId } from '../../domain/ids.js'
import type { KeyedHash, Likeness, Trace, TraceKind } from '../../domain/lures/index.js'
import type { SentMessage } from './teams.js'

export type { KeyedHash }

export interface Sealer {
  /** Under a new random key that is kept nowhere: who has lost it has lost the text. `name` is bound to the seal. */
  seal(text: string, name: string): { readonly sealed: string; readonly key: string }
  /** Null where it is not the key, or another name, or where the sealed text was changed. */
  open(sealed: string, name: string, key: string): string | null
}

/** A lure that somebody reported, and everybody who reported the same after him. Its id is that of the first check. */
export interface Lure {
  readonly lureId: CheckId
  readonly firstAt: Date
  readonly lastAt: Date
  readonly reports: number
  /** Distinct members of the organisation. Two make a campaign. */
  readonly reporters: number
  /** As many of them the security channel was told of aloud. */
  readonly toldReporters: number
  /** By what later reports were recognised. */
  readonly likenesses: readonly Likeness[]
  /** When a card that stands in the channel must lose the text; null where none shows it. */
  readonly textUntil: Date | null
}

export interface Report {
  readonly checkId: CheckId
  readonly lureId: CheckId
  readonly by: UserId
  readonly at: Date
  /** False for guests, and where it is not known who reports: shown, and counted for nothing. */
  readonly weighs: boolean
  /** With evidence that is masked. */
  readonly check: Pick<CodeCheck, 'verdict' | 'confidence' | 'signals'>
  /** Masked and defanged; null where the report came without its text. */
  readonly text: string | null
  readonly expiresAt: Date
}

export interface LureMatch {
  readonly lureId: CheckId
  readonly kind: TraceKind
  /** Traces of that kind in which both agree. */
  readonly count: number
}

/** The part of the store that reports need. Nothing that was pasted is in it in the clear before it is reported. */
export interface ReportStore {
  saveSealed(checkId: CheckId, sealed: string, expiresAt: Date): Promise<void>
  /** Null where there is none, or its time has passed at `now`. */
  sealedText(checkId: CheckId, now: Date): Promise<string | null>
  dropSealed(checkId: CheckId): Promise<void>
  saveTraces(checkId: CheckId, traces: readonly Trace[]): Promise<void>
  tracesOfCheck(checkId: CheckId): Promise<readonly Trace[]>

  /** Until the end of the transaction nobody else reports: two first reports of a lure make one case. */
  lockReports(): Promise<void>
  /** Lures last reported at or after `since` that share traces, the oldest lure first. */
  luresLike(traces: readonly Trace[], since: Date): Promise<readonly LureMatch[]>
  /** Writes a lure, or what has changed of it; what was told and shown stays as it is. */
  saveLure(lure: Omit<Lure, 'toldReporters' | 'textUntil'>): Promise<void>
  lureById(lureId: CheckId): Promise<Lure | null>
  addLureTraces(lureId: CheckId, traces: readonly Trace[]): Promise<void>
  /** False where this person has reported this check before. */
  addReport(report: Report): Promise<boolean>
  isReported(checkId: CheckId, by: UserId): Promise<boolean>
  reportsSince(by: UserId, since: Date): Promise<number>
  /** Whether this person is counted among the reporters of the lure. */
  isCounted(lureId: CheckId, by: UserId): Promise<boolean>
  /** The first report that has a text, else the first of all; null where the time of all has passed at `now`. */
  shownReport(lureId: CheckId, now: Date): Promise<Report | null>
  /** By how many members, the asker left out, the lures were reported, and when. */
  colleagueReports(
    lureIds: readonly CheckId[],
    asker: UserId,
  ): Promise<{ readonly reporters: number; readonly firstAt: Date; readonly lastAt: Date } | null>

  saveLureCard(lureId: CheckId, card: SentMessage, at: Date): Promise<void>
  lureCards(lureId: CheckId): Promise<readonly SentMessage[]>
  /** The channel heard of so many; never less than before. */
  markLureTold(lureId: CheckId, reporters: number): Promise<void>
  markLureText(lureId: CheckId, until: Date | null): Promise<void>
  /** Lures whose cards still show a text at its end. */
  luresShowingText(now: Date): Promise<readonly CheckId[]>
}
