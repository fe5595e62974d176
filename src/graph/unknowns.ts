/**
 * Collects what could not be read, each with its reason once: unknown is never "none".
 */
import type { Unknown, UnknownCode } from '../domain/policyStatus/index.js'

export class Unknowns {
  private readonly found: Map<string, Unknown>

  constructor(before: readonly Unknown[] = []) {
    this.found = new Map(before.map((one) => [`${one.what} ${one.why}`, one]))
  }

  add(what: UnknownCode, why: string): void {
    this.found.set(`${what} ${why}`, { what, why })
  }

  list(): readonly Unknown[] {
    return [...this.found.values()]
  }
}
