/**
 * Sifts a log that is read page by page: lets rows through that may be device code, and with them the ordinary rows of
 * the same person and correlation, which are legs too (the browser's row often says nothing of the flow).
 *
 * A companion may come before the row that makes it one, so ordinary rows are held back for a while. The legs of one
 * flow lie within the quarter of an hour that a code lives and logs come in order of time, so the oldest held rows can
 * go when there are too many: a flood costs memory up to a bound, and never a recognised row.
 */
import { hintsAtDeviceCode } from './recognise.js'
import type { SignInRecord } from './record.js'

/** About 90 MB at the size of a record; at 100 sign-ins a second a quarter of an hour of them. */
export const HELD_ROWS_MAX = 100_000

export class CorrelationSieve {
  private readonly wanted = new Set<string>()
  private readonly held = new Map<string, SignInRecord[]>()
  private heldRows = 0

  constructor(private readonly heldRowsMax = HELD_ROWS_MAX) {}

  /** The rows of a page that matter, with companions of earlier pages that turn out to matter. */
  take(page: readonly SignInRecord[]): SignInRecord[] {
    const through: SignInRecord[] = []
    for (const record of page) {
      if (record.userId === undefined) {
        // Nobody can be told, but somebody must hear of it.
        if (hintsAtDeviceCode(record)) through.push(record)
        continue
      }
      const key = `${record.userId}/${record.correlationId ?? record.id}`
      if (hintsAtDeviceCode(record) && !this.wanted.has(key)) {
        this.wanted.add(key)
        through.push(...this.release(key))
      }
      if (this.wanted.has(key)) through.push(record)
      else if (record.correlationId !== undefined) this.hold(key, record)
    }
    return through
  }

  private release(key: string): readonly SignInRecord[] {
    const rows = this.held.get(key) ?? []
    this.held.delete(key)
    this.heldRows -= rows.length
    return rows
  }

  private hold(key: string, record: SignInRecord): void {
    const rows = this.held.get(key)
    if (rows === undefined) this.held.set(key, [record])
    else rows.push(record)
    this.heldRows++
    // A Map gives its keys in the order in which they came.
    for (const oldest of this.held.keys()) {
      if (this.heldRows <= this.heldRowsMax) return
      this.release(oldest)
    }
  }
}
