/**
 * What people are shown of a lure: what a report would send, what was reported, and the warning of it. Values marked
 * (untrusted) were chosen by somebody outside.
 */
import type { CodeCheck } from './codeCheck/index.js'
import type { CheckId, WarningId } from './ids.js'
import type { Likeness } from './lures/index.js'
import type { PersonView } from './views.js'
import type { WarningGap, WarningState } from './warnings/index.js'

/** What *Report to security* would send about a checked message, word for word. */
export interface ReportPreview {
  readonly checkId: CheckId
  readonly reporter: PersonView
  /** With evidence that is masked. */
  readonly check: Pick<CodeCheck, 'verdict' | 'confidence' | 'signals'>
  /** (untrusted) Masked and defanged, a paragraph a line; null where the text is not kept any more. */
  readonly text: string | null
}

/** A lure that people reported: one of the reports, and how many there are. */
export interface ReportView {
  /** The check that was reported first. */
  readonly checkId: CheckId
  /** Whose report is shown, what it found and what the message said; all null once their time has passed. */
  readonly reporter: PersonView | null
  readonly check: ReportPreview['check'] | null
  /** (untrusted) Null too where the report came without it. */
  readonly text: string | null
  readonly reports: number
  /** Distinct members of the organisation; two make a campaign. */
  readonly reporters: number
  /** By what the later reports were recognised. */
  readonly by: readonly Likeness[]
  readonly firstAt: Date
  readonly lastAt: Date
  /** The newest warning of it; null where nobody set out to warn anybody. */
  readonly warning: WarningView | null
}

/** A group that somebody may have meant. */
export interface GroupView {
  readonly groupId: string
  /** (untrusted) */
  readonly name: string | null
  /** (untrusted) Its mail address. */
  readonly mail: string | null
}

/** What people can recognise the lure by. (untrusted), shown defanged. */
export interface LureMarks {
  readonly sender: string | null
  readonly host: string | null
}

/** How many people, by what becomes or became of them. */
export interface WarningCounts {
  /** Would be told, or are being told. */
  readonly reachable: number
  readonly sent: number
  /** Have no chat with the bot, blocked it, or could not be told for a day. */
  readonly unreachable: number
  /** Were told of this lure by an earlier warning. */
  readonly already: number
  readonly guests: number
  readonly disabled: number
  /** Addresses that belong to nobody in the directory. */
  readonly unknown: number
}

export interface WarningView {
  readonly warningId: WarningId
  readonly lureId: CheckId
  readonly state: WarningState
  /** The preview has passed its time. */
  readonly isExpired: boolean
  /** Null: recipients were sought in the logs. */
  readonly group: GroupView | null
  readonly gaps: readonly WarningGap[]
  readonly counts: WarningCounts
  readonly marks: LureMarks
  readonly startedBy: PersonView | null
  readonly startedAt: Date | null
  /** Grows with every change; a press names the version it was made from. */
  readonly version: number
}
