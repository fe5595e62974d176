/**
 * Tries again what Graph or the network failed to answer, and waits as long as Graph asks.
 *
 * Trap: the identity protection and Conditional Access APIs answer 429 without Retry-After, so there is a schedule of
 * our own (the SDK's would wait 3 s at most, then give up). What is not safe to repeat (making a policy) is sent `once`.
 */
import type { Context, Middleware } from '@microsoft/microsoft-graph-client'
import { isPosternError } from '../../domain/errors.js'
import type { Log } from '../../flows/ports.js'
import { retryAfterMs } from '../failures.js'
import type { Pacer } from '../pacer.js'
import { stateOf } from '../requestState.js'
import type { Timing } from '../timing.js'

const RETRIED = new Set([429, 500, 502, 503, 504])
/** Waits after the first, second and third try, where Graph names none. */
const SCHEDULE_MS = [1_000, 3_000, 9_000]
/** A longer wish is handed to the caller as `graph-throttled`: a poll that comes again does better than one that hangs. */
const LONGEST_WAIT_MS = 60_000

export class Retry implements Middleware {
  private next: Middleware | undefined

  constructor(
    private readonly timing: Timing,
    private readonly pacer: Pacer,
    private readonly log: Log,
  ) {}

  setNext(next: Middleware): void {
    this.next = next
  }

  async execute(context: Context): Promise<void> {
    const state = stateOf(context)
    for (const scheduledMs of state.limits.once === true ? [null] : [...SCHEDULE_MS, null]) {
      await this.pacer.turn(state.family)
      const waitMs = await this.attempt(context, scheduledMs)
      if (waitMs === null) return
      if (context.response?.status === 429) this.pacer.pause(state.family, waitMs)
      this.log.warn('graph asked for patience', { family: state.family, status: context.response?.status, waitMs })
      await this.timing.wait(waitMs)
    }
  }

  /** Sends once. Null where the outcome stands; else milliseconds to wait before the next try. */
  private async attempt(context: Context, scheduledMs: number | null): Promise<number | null> {
    delete context.response
    try {
      await this.next?.execute(context)
    } catch (error) {
      if (scheduledMs === null || !isPosternError(error, 'graph-unavailable')) throw error
      return scheduledMs
    }
    const response = context.response as Response | undefined
    if (response === undefined || !RETRIED.has(response.status) || scheduledMs === null) return null
    const waitMs = retryAfterMs(response.headers.get('Retry-After'), this.timing.now()) ?? scheduledMs
    return waitMs > LONGEST_WAIT_MS ? null : waitMs
  }
}
