/**
 * Why sign-ins in the required scope are not blocked.
 *
 * For each open sign-in the policies that came closest are looked at: those that failed on the fewest conditions. The
 * conditions they failed on are the gaps. Sign-ins that failed alike are counted once, so the work follows the number
 * of different failures and not the number of sign-ins.
 */
import { GAP_CODES, type GapCode, type Misses } from './codes.js'
import type { Person } from './conditions/users.js'
import type { Class, Dimension } from './scope.js'

/** Gap → the candidate policies (places in the relevant list) that leave it. */
export type Gaps = Map<GapCode, Set<number>>

const CODES = Object.keys(GAP_CODES) as GapCode[]
const BIT = new Map(CODES.map((code, index) => [code, 1 << index]))

const maskOf = (misses: Misses): number => misses.reduce((mask, code) => mask | (BIT.get(code) ?? 0), 0)

/** How a set of sign-ins failed so far: enabled blocks still standing, and for each candidate count and gaps. */
interface Failure {
  readonly standing: bigint
  readonly counts: readonly number[]
  readonly masks: readonly number[]
}

/** More different failures than this are not followed one by one; see `widen`. */
const FAILURES_MAX = 20_000

export class GapFinder {
  private readonly failures: readonly Failure[]

  /**
   * @param dimensions every dimension but people.
   * @param enforced bits of the enabled block policies.
   * @param candidates places, in the relevant list, of the policies whose failures are the gaps.
   */
  constructor(
    dimensions: readonly Dimension[],
    private readonly enforced: bigint,
    private readonly candidates: readonly number[],
  ) {
    const none = candidates.map(() => 0)
    let failures: Failure[] = [{ standing: enforced, counts: none, masks: none }]
    for (const dimension of dimensions) {
      const distinct = new Map<string, Failure>()
      for (const failure of failures)
        for (const value of this.distinctClasses(dimension)) {
          const next = this.extend(failure, value)
          distinct.set(`${next.standing} ${next.counts} ${next.masks}`, next)
        }
      failures = distinct.size > FAILURES_MAX ? this.widen([...distinct.values()]) : [...distinct.values()]
    }
    this.failures = failures
  }

  /** The gaps that leave a class of people open; null where none of their sign-ins is open. */
  of(people: Class<Person>): Gaps | null {
    let open = false
    const gaps: Gaps = new Map()
    for (const failure of this.failures) {
      if ((failure.standing & people.bits) !== 0n) continue
      open = true
      this.collect(this.extend(failure, people), gaps)
    }
    return open ? gaps : null
  }

  private distinctClasses(dimension: Dimension): readonly Class[] {
    const distinct = new Map<string, Class>()
    for (const value of dimension) {
      const masks = this.candidates.map((index) => maskOf(value.misses[index] ?? []))
      distinct.set(`${value.bits & this.enforced} ${masks}`, value)
    }
    return [...distinct.values()]
  }

  private extend(failure: Failure, value: Class): Failure {
    const masks = this.candidates.map((index) => maskOf(value.misses[index] ?? []))
    return {
      standing: failure.standing & value.bits,
      counts: failure.counts.map((count, at) => count + (masks[at] === 0 ? 0 : 1)),
      masks: failure.masks.map((mask, at) => mask | (masks[at] ?? 0)),
    }
  }

  private collect(failure: Failure, gaps: Gaps): void {
    const fewest = Math.min(...failure.counts)
    this.candidates.forEach((index, at) => {
      if (failure.counts[at] !== fewest) return
      for (const code of CODES) {
        if (((failure.masks[at] ?? 0) & (BIT.get(code) ?? 0)) === 0) continue
        const policies = gaps.get(code) ?? new Set()
        gaps.set(code, policies.add(index))
      }
    })
  }

  /**
   * Merges failures that leave the same policies standing and the same counts. It may name a gap too many on a tenant
   * with very many differing policies; it never loses one and never changes what is open.
   */
  private widen(failures: readonly Failure[]): Failure[] {
    const merged = new Map<string, Failure>()
    for (const failure of failures) {
      const key = `${failure.standing} ${failure.counts}`
      const known = merged.get(key)
      const masks = failure.masks.map((mask, at) => mask | (known?.masks[at] ?? 0))
      merged.set(key, { ...failure, masks })
    }
    return [...merged.values()]
  }
}
