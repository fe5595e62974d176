/**
 * Trouble on demand: what Graph and the network do on a bad day, asked for by a test or the demo.
 */
export type Fault = {
  /** Which requests it meets: a part of the path. Absent: any but the token endpoint. */
  readonly on?: string
  /** How many requests it meets. */
  readonly times: number
} & (
  | { readonly kind: 'status'; readonly status: number; readonly code?: string; readonly retryAfter?: string }
  /** Takes the request and never answers. */
  | { readonly kind: 'hang' }
  /** Closes the connection in the middle of the answer. */
  | { readonly kind: 'cut' }
  /** Answers 200 with this body, whatever was asked. */
  | { readonly kind: 'body'; readonly body: unknown }
)

export class Faults {
  private readonly waiting: { fault: Fault; left: number }[] = []

  add(fault: Fault): void {
    this.waiting.push({ fault, left: fault.times })
  }

  /** The fault that this request meets, if any; each is used up by its count. */
  take(path: string): Fault | undefined {
    const met = this.waiting.find(({ fault, left }) => left > 0 && (fault.on === undefined || path.includes(fault.on)))
    if (met === undefined) return undefined
    met.left -= 1
    return met.fault
  }
}
