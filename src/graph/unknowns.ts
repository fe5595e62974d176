/**
 * Collects what could not be read, each with its reason: unknown is never "none".
 */
import { isPosternError, type PosternError } from '../domain/errors.js'
import type { Unknown, UnknownCode } from '../domain/policyStatus/index.js'

export class Unknowns {
  private readonly found = new Map<string, Unknown>()
  /** Whether reading again soon could help, so that the answer is not kept for long. */
  transient = false

  add(what: UnknownCode, why: string | PosternError): void {
    const reason = typeof why === 'string' ? why : String(why.detail.graphCode ?? why.code)
    if (isPosternError(why, 'graph-throttled') || isPosternError(why, 'graph-unavailable')) this.transient = true
    this.found.set(`${what} ${reason}`, { what, why: reason })
  }

  /**
   * Runs one part of the reading. An object that Graph no longer knows is no unknown: a deleted group holds nobody and a
   * deleted user signs in nowhere.
   */
  async unless(what: UnknownCode, read: () => Promise<void>): Promise<void> {
    try {
      await read()
    } catch (error) {
      if (!isPosternError(error)) throw error
      if (error.code !== 'graph-not-found') this.add(what, error)
    }
  }

  list(): readonly Unknown[] {
    return [...this.found.values()]
  }
}
