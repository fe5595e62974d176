/** What the flows need to hand events to other security tools. */
import type { ListedEntry } from './audit.js'

export interface EventReceiver {
  /**
   * @param id the event's own, the same with every try
   * @returns `refused`: this event will never be taken, and the next one may be.
   * @throws PosternError `webhook-unavailable` (passes), `webhook-refused` (the settings are wrong: no event will be taken)
   */
  post(id: string, body: string): Promise<'taken' | 'refused'>
}

export interface EventStore {
  /** Entries of the trail behind a position, oldest first. */
  auditAfter(position: number, limit: number): Promise<readonly ListedEntry[]>
  /** How far a reader of the trail has come; null: it never began. */
  cursor(reader: string): Promise<number | null>
  /** Moves forward only. */
  moveCursor(reader: string, position: number): Promise<void>
}
