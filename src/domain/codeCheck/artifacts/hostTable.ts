/** Many host patterns at once: looked up by the end of a host, so that the cost does not grow with what we know. */
import { type HostPattern, matchesHost } from './hostPattern.js'

interface Row<Entry> {
  readonly pattern: HostPattern
  readonly entry: Entry
  readonly place: number
}

export class HostTable<Entry> {
  readonly #byName = new Map<string, Row<Entry>[]>()
  /** With a star other than in front: few, and compared one by one. */
  readonly #starred: Row<Entry>[] = []
  #labelsMax = 0

  constructor(rows: Iterable<readonly [HostPattern, Entry]>) {
    let place = 0
    for (const [pattern, entry] of rows) this.#add({ pattern, entry, place: place++ })
  }

  /** Every entry whose pattern takes `host`, in the order of the table. */
  allFor(host: string): Entry[] {
    const found = this.#starred.filter(({ pattern }) => matchesHost(pattern, host))
    let start = host.length
    for (let labels = 0; labels < this.#labelsMax && start > 0; labels += 1) {
      start = host.lastIndexOf('.', start - 1)
      for (const row of this.#byName.get(host.slice(start + 1)) ?? [])
        if (matchesHost(row.pattern, host)) found.push(row)
    }
    return found.sort((one, other) => one.place - other.place).map(({ entry }) => entry)
  }

  #add(row: Row<Entry>): void {
    const { kind, name } = row.pattern
    if (kind !== 'exact' && kind !== 'below') {
      this.#starred.push(row)
      return
    }
    // a host is found under its own name and under those of the domains above it, so `www.` needs no row of its own
    this.#labelsMax = Math.max(this.#labelsMax, name.split('.').length)
    this.#byName.set(name, [...(this.#byName.get(name) ?? []), row])
  }
}
