/** Sign-ins that are pushed: the stream they come from, and what the database keeps of it. */
import type { UserId } from '../../domain/ids.js'
import type { SignInRecord } from '../../domain/signInAlert/index.js'

export interface StreamPosition {
  /** Rises by one with every event of a partition. */
  readonly sequenceNumber: number
  readonly offset: string
  readonly enqueuedAt: Date
}

export interface StreamEvent extends StreamPosition {
  /** As it came: text, its bytes, or a value that the sender gave a structure. */
  readonly body: unknown
}

export interface StreamPlace {
  /** Namespace, event hub and consumer group. */
  readonly stream: string
  readonly partition: string
}

/** What the partition holds, as the stream itself says. */
export interface PartitionEnd {
  readonly isEmpty: boolean
  /** Of the newest event that ever was in it. */
  readonly lastSequenceNumber: number
  /** When that came; means nothing where none ever did. */
  readonly lastEnqueuedAt: Date
}

export interface OwnedPartition extends StreamPlace {
  /** Empty: whoever had it has let go. */
  readonly owner: string
  /** Rises with every claim. */
  readonly epoch: number
  /** Since it was claimed, by the database's clock. */
  readonly ageMs: number
}

/** The last event that was worked with; null before the first. */
export type Checkpoint = StreamPosition | null

export interface SetAside {
  /** Names the event or row: what comes again is set aside once. */
  readonly key: string
  readonly reason: SetAsideReason
  readonly at: Date
}

/**
 * `not-json`, `not-an-object`, `id-missing`, `not-a-sign-in`, `nobodys`, `too-large`: cannot be read, or not be placed.
 * `not-assessed`: can be read, but its person's cases could not be worked out; it is tried again.
 */
export type SetAsideReason =
  | 'not-json'
  | 'not-an-object'
  | 'id-missing'
  | 'not-a-sign-in'
  | 'nobodys'
  | 'too-large'
  | 'not-assessed'

export interface UnreadEvent extends SetAside {
  /** Its beginning. */
  readonly body: string
}

export interface UnassessedRow extends SetAside {
  readonly reason: 'not-assessed'
  readonly userId: UserId
  readonly record: SignInRecord
}

export interface SetAsideCounts {
  readonly unread: number
  readonly unassessed: number
  readonly people: number
}

export interface StreamStore {
  /**
   * Takes a partition under a new epoch, where `epoch` is still the one that was seen (null: nobody had it yet). Null
   * where somebody was faster.
   */
  claimPartition(
    place: StreamPlace,
    owner: string,
    epoch: number | null,
  ): Promise<{ readonly owned: OwnedPartition; readonly checkpoint: Checkpoint } | null>
  partitionsOf(stream: string): Promise<readonly OwnedPartition[]>
  /** Takes every partition from whoever has it. For a process that knows that nobody else is left. */
  releasePartitions(stream: string): Promise<void>
  checkpointsOf(stream: string): Promise<readonly (StreamPlace & StreamPosition)[]>
  /** False where the partition is somebody else's by now: what was read of it is theirs to work with. */
  moveCheckpoint(place: StreamPlace, owner: string, position: StreamPosition): Promise<boolean>

  setUnreadAside(events: readonly UnreadEvent[]): Promise<void>
  setRowsAside(rows: readonly UnassessedRow[]): Promise<void>
  rowsSetAsideOf(userId: UserId): Promise<readonly SignInRecord[]>
  peopleSetAside(limit: number): Promise<readonly UserId[]>
  /** Forgets these rows; one that came again with something new in the meantime stays. */
  takeUpRows(userId: UserId, rows: readonly SignInRecord[]): Promise<void>
  setAsideCounts(): Promise<SetAsideCounts>
  /** Forgets unread events of before `unreadBefore` and rows of before `rowsBefore`. */
  purgeSetAside(unreadBefore: Date, rowsBefore: Date): Promise<number>
  /** Forgets marks whose name begins so and that are older; all of them without `before`. */
  forgetMarks(prefix: string, before?: Date): Promise<void>
}
