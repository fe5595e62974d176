/**
 * A tree of hundreds of thousands of steps, kept in arrays of numbers: as objects and maps it would be a third of all
 * that an idle bot holds, and the collector would walk through it again and again.
 */

/** Numbers by index, 0 where none was set. */
export class Numbers {
  #items = new Int32Array(1024)

  at(index: number): number {
    return this.#items[index] ?? 0
  }

  set(index: number, value: number): void {
    if (index >= this.#items.length) {
      const longer = new Int32Array(Math.max(index + 1, this.#items.length * 2))
      longer.set(this.#items)
      this.#items = longer
    }
    this.#items[index] = value
  }
}

/** Longer words are cut out of their phrase by reference, and would keep it. */
const SLICED_LENGTH_MIN = 13

/** Every word once, by number; from 1. */
export class Words {
  readonly #ids = new Map<string, number>()

  /** 0: it is in no phrase. */
  idOf(word: string): number {
    return this.#ids.get(word) ?? 0
  }

  learn(word: string): number {
    const known = this.#ids.get(word)
    if (known !== undefined) return known
    const id = this.#ids.size + 1
    this.#ids.set(word.length < SLICED_LENGTH_MIN ? word : word.split('').join(''), id)
    return id
  }
}

/** From a node a step leads to a node. Nodes are numbers from 1, the first ones the roots; 0 is none. */
export class PhraseTree {
  readonly #parents = new Numbers()
  readonly #steps = new Numbers()
  /** Nodes by parent and step: open addressing, half empty at least. */
  #table = new Int32Array(1 << 12)
  #last: number

  constructor(roots: number) {
    this.#last = roots
  }

  next(node: number, step: number): number {
    return this.#table[this.#slotOf(node, step)] ?? 0
  }

  grow(node: number, step: number): number {
    const known = this.next(node, step)
    if (known > 0) return known
    if (this.#last * 2 >= this.#table.length) this.#widen()
    this.#last += 1
    this.#parents.set(this.#last, node)
    this.#steps.set(this.#last, step)
    this.#table[this.#slotOf(node, step)] = this.#last
    return this.#last
  }

  /** Where the node stands, or is to stand. */
  #slotOf(parent: number, step: number): number {
    const mask = this.#table.length - 1
    const mixed = Math.imul(parent, 0x9e37_79b1) ^ Math.imul(step, 0x85eb_ca6b)
    for (let slot = (mixed ^ (mixed >>> 15)) & mask; ; slot = (slot + 1) & mask) {
      const node = this.#table[slot] ?? 0
      if (node === 0 || (this.#parents.at(node) === parent && this.#steps.at(node) === step)) return slot
    }
  }

  #widen(): void {
    const nodes = this.#table.filter((node) => node > 0)
    this.#table = new Int32Array(this.#table.length * 2)
    for (const node of nodes) this.#table[this.#slotOf(this.#parents.at(node), this.#steps.at(node))] = node
  }
}
