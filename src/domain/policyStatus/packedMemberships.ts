/**
 * Millions of memberships in a few bytes each: every id once, and pairs of numbers. As objects they are most of what a
 * large tenant takes in memory, and most of the work where it is sent to another thread.
 */
import type { Membership, Memberships } from './tenant.js'

const FIRST_PAIRS = 1024

export class PackedMemberships implements Memberships {
  private used = 0
  private pairs = new Uint32Array(2 * FIRST_PAIRS)
  private readonly names: string[] = []
  /** Only while it is filled. */
  private numbers: Map<string, number> | null = new Map()

  get length(): number {
    return this.used
  }

  add({ groupId, memberId }: Membership): void {
    const [group, member] = [this.numberOf(groupId), this.numberOf(memberId)]
    this.room(1)
    this.pairs[2 * this.used] = group
    this.pairs[2 * this.used + 1] = member
    this.used += 1
  }

  /** What `slices` gave, in the same order. */
  addSlice({ names, pairs }: PackedSlice): void {
    for (const name of names) this.names.push(name)
    this.room(pairs.length / 2)
    this.pairs.set(pairs, 2 * this.used)
    this.used += pairs.length / 2
  }

  /** Nothing is added any more. */
  close(): this {
    this.numbers = null
    this.pairs = this.pairs.slice(0, 2 * this.used)
    return this
  }

  *[Symbol.iterator](): IterableIterator<Membership> {
    const { names, pairs, used } = this
    for (let at = 0; at < 2 * used; at += 2)
      yield { groupId: names[pairs[at] as number] as string, memberId: names[pairs[at + 1] as number] as string }
  }

  /** In pieces that take a few milliseconds each: names first, since pairs go by their places. */
  *slices(sizeMax: number): Iterable<PackedSlice> {
    for (let at = 0; at < this.names.length; at += sizeMax)
      yield { names: this.names.slice(at, at + sizeMax), pairs: new Uint32Array(0) }
    const words = 2 * 16 * sizeMax
    for (let at = 0; at < 2 * this.used; at += words)
      yield { names: [], pairs: this.pairs.slice(at, Math.min(at + words, 2 * this.used)) }
  }

  toJSON(): readonly Membership[] {
    return [...this]
  }

  private numberOf(id: string): number {
    const known = this.numbers?.get(id)
    if (known !== undefined) return known
    this.numbers?.set(id, this.names.length)
    return this.names.push(id) - 1
  }

  private room(more: number): void {
    const wanted = 2 * (this.used + more)
    if (wanted <= this.pairs.length) return
    const larger = new Uint32Array(Math.max(wanted, 2 * this.pairs.length))
    larger.set(this.pairs)
    this.pairs = larger
  }
}

export interface PackedSlice {
  readonly names: readonly string[]
  readonly pairs: Uint32Array
}
