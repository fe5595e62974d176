/**
 * Sifts a log that is read page by page: lets rows through that may be device code, and with them the ordinary rows of
 * the same person and correlation, which are legs too (the browser's row often says nothing of the flow).
 *
 * A companion may come before the row that makes it one, so ordinary rows are held back for a while. The legs of one
 * flow lie within the quarter of an hour that a code lives and logs come in order of time, so the oldest held rows can
 * go when there are too many: a flood costs memory up to a bound, and never a recognised row. Renewals are five to ten
 * times as many as sign-ins with a person at the screen, so they do not push those out: the row that shows where a code
 * was approved is one of the latter.
 */
import { isGuid } from '../ids.js'
import { hintsAtDeviceCode } from './recognise.js'
import type { SignInRecord } from './record.js'

/** About 90 MB at the size of a record; of a thousand sign-ins a second, a quarter of an hour of the interactive ones. */
export const HELD_ROWS_MAX = 100_000
/** Of these, rows that are not interactive, or do not say. */
const OTHERS_SHARE = 0.2
/** Flows with a device code: many days of them, in one that reads for ever. */
const WANTED_MAX = 50_000

/** One person's rows of one correlation. */
export interface Flow {
  readonly userId: string
  readonly correlationId: string
}

export class CorrelationSieve {
  private readonly wanted = new Set<string>()
  private readonly interactive: HeldRows
  private readonly others: HeldRows
  private seen: Flow[] = []

  constructor(heldRowsMax = HELD_ROWS_MAX) {
    const othersMax = Math.ceil(heldRowsMax * OTHERS_SHARE)
    this.others = new HeldRows(othersMax)
    this.interactive = new HeldRows(heldRowsMax - othersMax)
  }

  /** The rows of a page that matter, with companions of earlier pages that turn out to matter. */
  take(page: readonly SignInRecord[]): SignInRecord[] {
    const through: SignInRecord[] = []
    for (const record of page) {
      const { userId, correlationId } = record
      if (userId === undefined) {
        // Nobody can be told, but somebody must hear of it.
        if (hintsAtDeviceCode(record)) through.push(record)
        continue
      }
      const key = keyOf(userId, correlationId ?? record.id)
      if (hintsAtDeviceCode(record) && !this.wanted.has(key)) {
        through.push(...this.letThrough(key))
        if (isGuid(userId) && isGuid(correlationId)) this.seen.push({ userId, correlationId })
      }
      if (this.wanted.has(key)) through.push(record)
      else if (correlationId !== undefined)
        (record.interactive === true ? this.interactive : this.others).hold(key, record)
    }
    return through
  }

  /** Flows in which a device code was seen since this was last asked. */
  takeSeen(): readonly Flow[] {
    const { seen } = this
    this.seen = []
    return seen
  }

  /** Somebody else has seen a device code in these: what was held back of them, which matters then. */
  want(flows: readonly Flow[]): SignInRecord[] {
    const keys = flows.map(({ userId, correlationId }) => keyOf(userId, correlationId))
    return keys.filter((key) => !this.wanted.has(key)).flatMap((key) => this.letThrough(key))
  }

  private letThrough(key: string): readonly SignInRecord[] {
    this.wanted.add(key)
    // A Set gives its members in the order in which they came.
    for (const oldest of this.wanted) {
      if (this.wanted.size <= WANTED_MAX) break
      this.wanted.delete(oldest)
    }
    return [...this.interactive.release(key), ...this.others.release(key)]
  }
}

class HeldRows {
  private readonly held = new Map<string, SignInRecord[]>()
  private count = 0

  constructor(private readonly max: number) {}

  hold(key: string, record: SignInRecord): void {
    const rows = this.held.get(key)
    if (rows === undefined) this.held.set(key, [record])
    else rows.push(record)
    this.count++
    // A Map gives its keys in the order in which they came.
    for (const oldest of this.held.keys()) {
      if (this.count <= this.max) return
      this.release(oldest)
    }
  }

  release(key: string): readonly SignInRecord[] {
    const rows = this.held.get(key) ?? []
    this.held.delete(key)
    this.count -= rows.length
    return rows
  }
}

const keyOf = (userId: string, correlationId: string): string => `${userId}/${correlationId}`
