/** What the flows need to hand events to other security tools. */

export interface EventReceiver {
  /**
   * @param id the event's own, the same with every try
   * @returns `refused`: this event will never be taken, and the next one may be.
   * @throws PosternError `webhook-unavailable` (passes), `webhook-refused` (the settings are wrong: no event will be taken)
   */
  post(id: string, body: string): Promise<'taken' | 'refused'>
}

export interface EventStore {
  /** How far a reader of the trail has come; null: it never began. */
  cursor(reader: string): Promise<number | null>
  /** Moves forward only. */
  moveCursor(reader: string, position: number): Promise<void>
}
