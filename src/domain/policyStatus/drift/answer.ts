/** The answer to "what has changed since": the comparison of two kept snapshots, with who did it. */
import type { Answered, Page } from '../answerShape.js'
import type { DriftQuestion } from '../questions/asked.js'
import type { Authorship } from './authorship.js'
import type { DriftChange, PolicyDiff } from './shape.js'

export interface DriftEntry {
  readonly change: DriftChange
  readonly author: Authorship
}

/** A day by UTC, and how many changes were found on it. */
export interface DriftDay {
  readonly day: Date
  readonly count: number
}

/** A change takes some lines, and a card with more of them is not read. */
export const CHANGES_PER_PAGE = 5

export interface DriftAnswer extends Answered, Page {
  readonly kind: 'drift'
  readonly question: DriftQuestion
  /** What was compared: the tenant as it was then; null where nothing was kept. */
  readonly from: Date | null
  readonly to: Date
  /** Nothing is known before; null where what was asked for lies behind it. */
  readonly knownFrom: Date | null
  /** All of them, the worst first. */
  readonly changes: readonly DriftChange[]
  /** Those of the page. */
  readonly entries: readonly DriftEntry[]
  readonly notCompared: PolicyDiff['notCompared']
  /** When changes were found, the earliest first. */
  readonly days: readonly DriftDay[]
}
