/** Chance from a seed: the same seed gives the same tenants on every machine. */
/** A small generator of numbers (mulberry32): the same seed gives the same tenants on every machine. */
export class Chance {
  constructor(private state: number) {}

  number(): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  /** True in one of `n` cases. */
  oneIn(n: number): boolean {
    return this.number() * n < 1
  }

  below(n: number): number {
    return Math.floor(this.number() * n)
  }

  of<T>(...choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T
  }

  some<T>(choices: readonly T[], max: number): T[] {
    return [...new Set(Array.from({ length: this.below(max + 1) }, () => this.of(...choices)))]
  }

  atLeastOne<T>(choices: readonly T[], max: number): T[] {
    return [...new Set([this.of(...choices), ...this.some(choices, max - 1)])]
  }

  /** Letter case is never meaning in ids. */
  cased(id: string): string {
    return this.oneIn(8) ? id.toUpperCase() : id
  }
}
