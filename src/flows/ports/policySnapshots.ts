/** The reading of a tenant's policies step by step, and the snapshots that are kept of it. */
import type { Accounts, PolicySnapshot, SnapshotHeader, Thing } from '../../domain/policyStatus/index.js'

export interface ReadThing extends Thing {
  /** Names it among those of its kind, and puts them in order; a thing that is read again takes the place of the first. */
  readonly key: string
}

/** How far a reading has come: JSON that only the reader understands. */
export type ReadingProgress = Readonly<Record<string, unknown>>

export interface ReadingStep {
  readonly things: readonly ReadThing[]
  /** Where to go on once the things are kept. */
  readonly progress: ReadingProgress
  /** Null before the end. */
  readonly end: ReadingEnd | null
}

export interface ReadingEnd {
  readonly header: Omit<SnapshotHeader, 'takenAt'>
  /** False: something failed for a passing reason and is stated as unknown; reading again soon could help. */
  readonly isSettled: boolean
}

export interface TenantReader {
  /**
   * Reads on from where an earlier reading came to; null, or what this version cannot read, is the beginning.
   * `patient`: what fails for a passing reason ends the reading with that error, after a step that has counted the try,
   * so that it goes on there later. Otherwise it becomes an unknown. Errors: `graph-*`, only where it is patient.
   */
  read(from: ReadingProgress | null, options: { readonly patient: boolean }): AsyncIterable<ReadingStep>
}

/** A pace shared by all replicas. Errors: `store-*`; then each keeps to its own. */
export interface SharedPace {
  /** 0: go; else milliseconds to wait before asking again. */
  take(name: string, limit: { readonly capacity: number; readonly perSecond: number }): Promise<number>
  pause(name: string, ms: number): Promise<void>
}

export interface OpenReading {
  readonly readingId: number
  readonly beganAt: Date
  /** Rises with every save; what is saved under an older one is refused. */
  readonly version: number
  readonly progress: ReadingProgress | null
}

export interface KeptSnapshot {
  readonly snapshotId: number
  /** Of its contents, whenever it was taken. */
  readonly digest: string
  /** When a reading found the tenant so for the first time, and when it last did. */
  readonly firstSeenAt: Date
  readonly lastSeenAt: Date
  /** As counted when it was last seen: no part of the contents, or every new colleague would make another snapshot. */
  readonly accounts: Accounts | null
}

/** Statements, one transaction each at most: nothing here waits for the network. */
export interface PolicySnapshotStore {
  openReading(): Promise<OpenReading | null>
  /** In place of any other; what that had read is gone. */
  beginReading(at: Date): Promise<OpenReading>
  /** Null: somebody else has gone on with it, or it is over. */
  saveReading(reading: OpenReading, step: Pick<ReadingStep, 'things' | 'progress'>): Promise<OpenReading | null>
  /** What was read becomes the newest snapshot, or the newest was seen again. Null as above. */
  keepSnapshot(reading: OpenReading, header: ReadingEnd['header']): Promise<KeptSnapshot | null>
  /** The one that was first seen last, before or at the instant where one is given. */
  newestSnapshot(options?: { readonly atOrBefore?: Date }): Promise<KeptSnapshot | null>
  /** Those first seen behind an instant, oldest first. */
  snapshotsAfter(after: Date, limit: number): Promise<readonly KeptSnapshot[]>
  /** With `takenAt` when it was last seen; null where it is gone. */
  loadSnapshot(snapshotId: number): Promise<PolicySnapshot | null>
  /** Snapshots last seen before the instant go, the newest never. Answers how many. */
  forgetSnapshots(before: Date): Promise<number>
}
