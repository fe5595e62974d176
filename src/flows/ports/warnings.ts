/** What the flows need to find and warn the people who may have received a lure. */
import type { CheckId, UserId, WarningId } from '../../domain/ids.js'
import type { GroupView, LureMarks } from '../../domain/lureNotices.js'
import type { HuntTraces } from '../../domain/lures/index.js'
import type { WarnedState, WarningGap, WarningState } from '../../domain/warnings/index.js'
import type { SentMessage } from './teams.js'

/** Somebody who received a message, as a log names him; at least one of the two. */
export interface Recipient {
  /** Lower case, not checked. */
  readonly objectId: string | null
  readonly address: string | null
}

export interface Hunting {
  /** False in clouds whose Graph runs no hunting queries. */
  readonly isInThisCloud: boolean
  /**
   * Who received a message with one of these traces in the last seven days, by the logs of mail and Teams. Errors:
   * `graph-*`, where neither log could be searched; `graph-forbidden`: the permission or the licence is missing.
   */
  recipients(traces: HuntTraces): Promise<{
    readonly recipients: readonly Recipient[]
    /** What was left out, and so the number is "at least". */
    readonly gaps: readonly WarningGap[]
  }>
}

export interface FoundPeople {
  /** Enabled members of the organisation. */
  readonly members: readonly UserId[]
  readonly guests: number
  readonly disabled: number
  readonly unknown: number
  readonly gaps: readonly WarningGap[]
}

/** Errors: `graph-*`. */
export interface Audience {
  /** Which of them are people of this organisation. */
  people(of: readonly Recipient[]): Promise<FoundPeople>
  /** Groups with exactly this name, mail address or object id; a few of them where there are many. */
  groups(called: string): Promise<readonly GroupView[]>
  /** Members through any nesting. `graph-not-found`: there is no such group. */
  groupMembers(groupId: string): Promise<FoundPeople & { readonly isJoinable: boolean }>
}

export interface Warning {
  readonly warningId: WarningId
  readonly lureId: CheckId
  readonly state: WarningState
  /** When it came into this state. */
  readonly since: Date
  /** Null: recipients are sought in the logs. */
  readonly group: GroupView | null
  readonly gaps: readonly WarningGap[]
  /** People who were found and are left out. */
  readonly left: {
    readonly already: number
    readonly guests: number
    readonly disabled: number
    readonly unknown: number
  }
  readonly marks: LureMarks
  readonly startedBy: UserId | null
  readonly startedAt: Date | null
  /** Its card in the security channel; null until it is posted. */
  readonly card: SentMessage | null
  readonly version: number
}

export type WarningChange = Partial<Omit<Warning, 'warningId' | 'lureId' | 'version' | 'card'>>

export const WARNING_EVENTS = ['asked', 'group-named', 'previewed', 'no-way', 'started', 'dropped', 'ended'] as const

/** One line of a warning's history. It outlives the warning, and holds no name and no word of the lure. */
export interface WarningStep {
  readonly warningId: WarningId
  readonly lureId: CheckId
  readonly event: (typeof WARNING_EVENTS)[number]
  readonly actor: UserId | 'postern'
  readonly at: Date
  /** Number of people, where the event is about some. */
  readonly people: number | null
}

export interface WarningStore {
  addWarning(warning: Omit<Warning, 'version' | 'card'>): Promise<void>
  warningById(warningId: WarningId): Promise<Warning | null>
  newestWarning(lureId: CheckId): Promise<Warning | null>
  /** False where the version is no longer the current one. */
  changeWarning(warningId: WarningId, version: number, change: WarningChange): Promise<boolean>
  saveWarningCard(warningId: WarningId, card: SentMessage): Promise<void>
  addWarningStep(step: WarningStep): Promise<void>
  warningSteps(lureId: CheckId): Promise<readonly WarningStep[]>
  /** Masked, defanged texts of a lure's reports whose time has not passed at `now`: those of members first, the oldest first. */
  reportTexts(lureId: CheckId, now: Date, limit: number): Promise<readonly string[]>

  /** The people a warning would go to, instead of those of before; who was told of the lure already is left out. */
  planWarned(warningId: WarningId, people: readonly UserId[], at: Date): Promise<{ readonly planned: number }>
  dropPlanned(warningId: WarningId): Promise<void>
  /** People by state; the planned ones without a chat count as `no-chat`. */
  warnedCounts(warningId: WarningId): Promise<Readonly<Record<WarnedState, number>>>
  /** Owes a card to everybody planned who has a chat, one job a person; the others become `no-chat`. */
  oweWarned(warningId: WarningId, priority: number, at: Date): Promise<void>
  warnedState(warningId: WarningId, person: UserId): Promise<WarnedState | null>
  /** From `owed` on. False where it was settled before. */
  settleWarned(warningId: WarningId, person: UserId, state: WarnedState, at: Date): Promise<boolean>
}
