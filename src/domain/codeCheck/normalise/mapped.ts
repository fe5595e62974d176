/**
 * Text that remembers where each of its characters came from, so that evidence can be shown as it was found.
 *
 * `at[i]` is the index in the original of the character at `text[i]`; both are UTF-16 units.
 */
import { matchesOf } from '../matchesOf.js'

export interface MappedText {
  readonly text: string
  readonly at: Uint32Array
}

/** Appends pieces and their origins; the array grows by doubling, so building stays linear. */
export class MappedBuilder {
  #pieces: string[] = []
  #at: Uint32Array
  #length = 0

  constructor(expectedLength: number) {
    this.#at = new Uint32Array(Math.max(16, expectedLength))
  }

  push(piece: string, origin: number): void {
    this.#reserve(piece.length)
    this.#at.fill(origin, this.#length, this.#length + piece.length)
    this.#length += piece.length
    this.#pieces.push(piece)
  }

  /** Copies `text[start, end)`, which stands where it stood. */
  keep(text: string, start: number, end: number): void {
    this.#reserve(end - start)
    for (let origin = start; origin < end; origin += 1) this.#at[this.#length++] = origin
    this.#pieces.push(text.slice(start, end))
  }

  /** Copies `source[start, end)` with its origins. */
  copy(source: MappedText, start: number, end: number): void {
    this.#reserve(end - start)
    this.#at.set(source.at.subarray(start, end), this.#length)
    this.#length += end - start
    this.#pieces.push(source.text.slice(start, end))
  }

  done(): MappedText {
    return { text: this.#pieces.join(''), at: this.#at.subarray(0, this.#length) }
  }

  #reserve(extra: number): void {
    if (this.#length + extra <= this.#at.length) return
    const grown = new Uint32Array(Math.max(this.#at.length * 2, this.#length + extra))
    grown.set(this.#at.subarray(0, this.#length))
    this.#at = grown
  }
}

/** Replaces every match; a replacement points to where its match began. The pattern must be global. */
export function replaceMapped(source: MappedText, pattern: RegExp, replace: (match: RegExpMatchArray) => string) {
  let builder: MappedBuilder | undefined
  let copied = 0
  for (const match of matchesOf(source.text, pattern)) {
    builder ??= new MappedBuilder(source.text.length)
    builder.copy(source, copied, match.index)
    builder.push(replace(match), source.at[match.index] ?? 0)
    copied = match.index + match[0].length
  }
  if (builder === undefined) return source
  builder.copy(source, copied, source.text.length)
  return builder.done()
}
