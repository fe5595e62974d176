/**
 * Reads sign-ins that are pushed. Each batch of a partition is sifted, worked with, and only then is the partition's
 * checkpoint moved: a crash in between reads the batch again, which changes nothing, since rows are known by their ids.
 *
 * A batch never blocks its partition for good: what cannot be read is set aside with its reason, and so are the rows of
 * a person whose cases could not be worked out; a job takes those up again. Only a database that is out of reach stops
 * the reading, with no checkpoint moved.
 */
import type { UserId } from '../domain/ids.js'
import { type Flow, readEvent, type SignInRecord } from '../domain/signInAlert/index.js'
import { setAlertBaseline } from './alertBaseline.js'
import { newRound, type RoundKnowledge } from './assessmentContext.js'
import type { AssessPorts } from './assessPerson.js'
import { streamFrom } from './followStream.js'
import { type Ingested, ingestSignIns } from './ingestSignIns.js'
import type { Checkpoint, PartitionEnd, StreamEvent, StreamPlace, StreamPosition, UnreadEvent } from './ports.js'
import { markSetAside, setRowsAside } from './setAside.js'
import { SharedFlows } from './sharedFlows.js'
import { markHole } from './sourceHoles.js'
import { SIGN_IN_STREAM, type StreamFault, type StreamPart, streamMark } from './streamMarks.js'
import { isBehind, isBeyond, positionOf } from './streamPosition.js'

/** A batch that left nothing behind need not be written down at once: to read it again costs little. */
const WRITE_EVERY_MS = 5000
/** Batches are small and many: so long they share what is the same for everybody, and how many histories are read. */
const ROUND_MS = 60 * 1000

/** A batch, read and sifted, until it is kept. */
export interface SiftedBatch extends StreamPlace {
  readonly first: StreamPosition
  readonly last: StreamPosition
  readonly rows: readonly SignInRecord[]
  /** Flows in which these are the first rows with a device code. */
  readonly seen: readonly Flow[]
  readonly unread: readonly UnreadEvent[]
  readonly read: number
  /** Records of which nobody can say whether they are device code: neither field is there. */
  readonly undecidable: number
}

interface Progress {
  /** The newest event that was worked with; what the database holds may be some seconds older. */
  checkpoint: Checkpoint
  /** When the newest event came that is known of; null: none ever did. */
  newestAt: Date | null
  /** From here on it is read, where there is no checkpoint. */
  readonly from: Date
  readonly since: Date
  records: number
  /** Since it was last written how far this is. */
  unwritten: { at: Date; read: number; undecidable: number }
}

export class StreamReader {
  /** The rows of a flow are spread over all partitions. */
  private readonly flows: SharedFlows
  private round: { readonly since: Date; readonly knowledge: RoundKnowledge } | null = null
  private readonly progress = new Map<string, Progress>()

  /** @param owner names this process, which must own a partition to move its checkpoint */
  constructor(
    private readonly ports: AssessPorts,
    private readonly owner: string,
  ) {
    this.flows = new SharedFlows(ports, (rows) => this.ingest(rows))
  }

  /** From where a partition is read that never was. */
  firstFrom(): Promise<Date> {
    return streamFrom(this.ports)
  }

  /** This process begins with a partition, of which `checkpoint` was worked with last. */
  async begin(place: StreamPlace, checkpoint: Checkpoint, end: PartitionEnd): Promise<void> {
    const now = this.ports.clock.now()
    const unwritten = { at: new Date(0), read: 0, undecidable: 0 }
    const from = await this.firstFrom()
    this.progress.set(keyOf(place), { checkpoint, newestAt: null, from, records: 0, since: now, unwritten })
    if (checkpoint === null)
      await setAlertBaseline(this.ports, this.owner, new Date(now.getTime() - this.ports.settings.firstPollMs))
    // All that came after the checkpoint is gone already. Where something is left, its first event shows the hole.
    const isGone = checkpoint !== null && end.isEmpty && end.lastSequenceNumber > checkpoint.sequenceNumber
    if (isGone) await this.markHole(place, checkpoint.enqueuedAt, now)
    await this.idle(place, end)
  }

  /** Takes a batch apart, once: the sieve lets a row through a single time. */
  sift(place: StreamPlace, events: readonly [StreamEvent, ...StreamEvent[]]): SiftedBatch {
    const at = this.ports.clock.now()
    const records: SignInRecord[] = []
    const unread: UnreadEvent[] = []
    for (const { body, sequenceNumber } of events) {
      const contents = readEvent(body)
      records.push(...contents.records)
      for (const { index, reason, excerpt } of contents.unread) {
        const key = `${keyOf(place)}/${sequenceNumber}/${index}`
        unread.push({ key, reason, at, body: excerpt })
      }
    }
    return {
      ...place,
      first: positionOf(events[0]),
      last: positionOf(events[events.length - 1] ?? events[0]),
      ...this.flows.take(records),
      unread,
      read: records.length,
      undecidable: records.filter((one) => one.protocol === undefined && one.transferMethod === undefined).length,
    }
  }

  /**
   * Works with a batch and moves the checkpoint behind it. May be called again with the same batch after a fault.
   * `lost`: the partition is another's by now.
   * @throws PosternError `store-unavailable` and the like; `internal` where too much is set aside already
   */
  async keep(batch: SiftedBatch): Promise<'kept' | 'lost'> {
    const known = this.progress.get(keyOf(batch))
    if (known === undefined) {
      this.giveUp(batch)
      return 'lost'
    }
    const { checkpoint: before, unwritten } = known
    await this.flows.tell(batch.seen)
    const { failedPeople } = await this.ingest(batch.rows)
    await this.setAside(batch, failedPeople)
    await this.flows.look(false)
    if (before !== null && isBeyond(batch.first, before))
      await this.markHole(batch, before.enqueuedAt, batch.first.enqueuedAt)
    const leftSomething = batch.rows.length + batch.unread.length > 0
    // What is read again, as after a restart, moves nothing.
    if (before === null || !isBehind(batch.last, before)) known.checkpoint = batch.last
    known.newestAt = later(known.newestAt, batch.last.enqueuedAt)
    known.records += batch.read
    known.unwritten = {
      ...unwritten,
      read: unwritten.read + batch.read,
      undecidable: unwritten.undecidable + batch.undecidable,
    }
    const lagMs = this.ports.clock.now().getTime() - batch.last.enqueuedAt.getTime()
    return leftSomething || this.isDue(known) ? this.write(batch, known, lagMs) : 'kept'
  }

  /** The partition is another's before the batch was worked with. They read its events again, but no row held back here. */
  giveUp({ rows }: SiftedBatch): void {
    this.flows.owe(rows)
  }

  /** Nothing came for a while: there is nothing, or it does not reach us, which the partition's end tells. */
  async idle(place: StreamPlace, end: PartitionEnd): Promise<'kept' | 'lost'> {
    const known = this.progress.get(keyOf(place))
    if (known === undefined) return 'lost'
    await this.flows.look(true)
    if (end.lastSequenceNumber >= 0) known.newestAt = later(known.newestAt, end.lastEnqueuedAt)
    const readTo = known.checkpoint?.enqueuedAt ?? known.from
    const lagMs = isRead(known, end) ? 0 : this.ports.clock.now().getTime() - readTo.getTime()
    return this.write(place, known, lagMs)
  }

  end(place: StreamPlace): void {
    this.progress.delete(keyOf(place))
  }

  /** A stream or one of its partitions cannot be read; null: it can. */
  async mark(part: StreamPart, code: StreamFault | null, detail: Readonly<Record<string, number>> = {}): Promise<void> {
    const { store, clock } = this.ports
    await store.markHealth({ name: streamMark(part), ok: code === null, code, at: clock.now(), detail })
  }

  private async ingest(rows: readonly SignInRecord[]): Promise<Ingested> {
    const now = this.ports.clock.now()
    const ageMs = this.round === null ? ROUND_MS : now.getTime() - this.round.since.getTime()
    if (this.round === null || ageMs < 0 || ageMs >= ROUND_MS)
      this.round = { since: now, knowledge: newRound(this.ports) }
    try {
      return await ingestSignIns(this.ports, rows, this.round.knowledge)
    } catch (error) {
      // What could not be asked of the database is asked again.
      this.round = null
      throw error
    }
  }

  private isDue({ unwritten }: Progress): boolean {
    return this.ports.clock.now().getTime() - unwritten.at.getTime() >= WRITE_EVERY_MS
  }

  private async write(place: StreamPlace, known: Progress, lagMs: number): Promise<'kept' | 'lost'> {
    const { checkpoint, newestAt, unwritten, records, since } = known
    const at = this.ports.clock.now()
    if (checkpoint !== null && !(await this.ports.store.moveCheckpoint(place, this.owner, checkpoint))) return 'lost'
    const { read, undecidable } = unwritten
    const newestAgeMs = newestAt === null ? {} : { newestAgeMs: at.getTime() - newestAt.getTime() }
    const detail = { lagMs: Math.max(0, lagMs), ...newestAgeMs, records, forMs: at.getTime() - since.getTime() }
    await this.mark(place, read > 0 && read === undecidable ? 'sign-in-fields-missing' : null, detail)
    known.unwritten = { at, read: 0, undecidable: 0 }
    return 'kept'
  }

  private async setAside({ unread, rows }: SiftedBatch, failedPeople: readonly UserId[]): Promise<void> {
    const { store, log } = this.ports
    if (unread.length === 0 && failedPeople.length === 0) return
    for (const { key, reason } of unread) log.error('an event of the stream cannot be read', { key, reason })
    await store.setUnreadAside(unread)
    if (failedPeople.length > 0) await setRowsAside(this.ports, rows, failedPeople)
    await markSetAside(this.ports)
  }

  /** One mark for all partitions: an outage tears the same hole into each. */
  private async markHole(place: StreamPlace, from: Date, to: Date): Promise<void> {
    this.ports.log.error('sign-ins are missing from the stream', { stream: place.stream, partition: place.partition })
    await markHole(this.ports, SIGN_IN_STREAM, { fromMs: from.getTime(), toMs: to.getTime() })
  }
}

/** Nothing lies in the partition that was not worked with; what is older than where it was begun does not count. */
function isRead({ checkpoint, from }: Progress, end: PartitionEnd): boolean {
  if (end.isEmpty || end.lastSequenceNumber < 0) return true
  const last = { sequenceNumber: end.lastSequenceNumber, offset: '', enqueuedAt: end.lastEnqueuedAt }
  return checkpoint === null ? last.enqueuedAt < from : isBehind(last, checkpoint)
}

const later = (one: Date | null, other: Date): Date => (one === null || one < other ? other : one)

const keyOf = ({ stream, partition }: StreamPlace): string => `${stream}/${partition}`
