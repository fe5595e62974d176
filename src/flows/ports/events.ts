/** What the flows need to hand events to other security tools. */

/** How the receiver met one event. */
export type EventAnswer =
  | { readonly kind: 'taken' }
  /**
   * `event`: it is the event that is refused; `passing`: another try may do; `settings`: the sender or the address is
   * refused; `gone`: the receiver wants no events any more. `status` is of HTTP; null where there was no answer.
   */
  | {
      readonly kind: 'event' | 'passing' | 'settings' | 'gone'
      readonly status: number | null
      readonly retryAfterMs: number | null
    }

export interface EventReceiver {
  /**
   * Never throws for what the receiver does.
   * @param id the event's own, the same with every try
   */
  post(id: string, body: string): Promise<EventAnswer>
}

export interface EventStore {
  /** How far a reader of the trail has come; null: it never began. */
  cursor(reader: string): Promise<number | null>
  /** Moves forward only. */
  moveCursor(reader: string, position: number): Promise<void>
}

/** An event that the receiver did not take. */
export interface EventTrouble {
  /** Of the entry in the trail. */
  readonly position: number
  /** `held`: it is tried again, and the others wait; `set-aside`: they do not; `again`: somebody wants it sent again. */
  readonly state: 'held' | 'set-aside' | 'again'
  readonly status: number | null
  readonly tries: number
  /** Of the first try that failed, and of the last. */
  readonly since: Date
  readonly at: Date
}

export interface EventTroubleStore {
  /** One try more. Answers how it stands since the first. */
  noteEventTrouble(trouble: Pick<EventTrouble, 'position' | 'state' | 'status' | 'at'>): Promise<EventTrouble>
  /** In the order of the trail. */
  eventTroubles(limit: number): Promise<readonly EventTrouble[]>
  settleEvent(position: number): Promise<void>
  /** Answers how many there are. */
  sendSetAsideAgain(): Promise<number>
}
