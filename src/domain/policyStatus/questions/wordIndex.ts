/**
 * Which of the words there are a word could be. Every message is looked at in every language, so the few words that
 * are near are found by their length and their first or last letter, which one slip leaves in place.
 */
import { isLike } from './slips.js'

/** Shorter words are taken to the letter; see `isLike`. */
const SLIP_LENGTH_MIN = 5
const STEM_KEY_LENGTH = 2
const NONE: ReadonlySet<string> = new Set()

export class WordIndex {
  private readonly exact: ReadonlySet<string>
  private readonly near = new Map<string, string[]>()
  private readonly stems = new Map<string, string[]>()

  constructor(words: Iterable<string>) {
    this.exact = new Set(words)
    for (const word of this.exact) {
      if (word.endsWith('*')) push(this.stems, word.slice(0, STEM_KEY_LENGTH), word)
      else if (word.length >= SLIP_LENGTH_MIN) for (const key of keysOf(word, word.length)) push(this.near, key, word)
    }
  }

  isExactly = (word: string): boolean => this.exact.has(word)

  /** All that the word could be: itself, a slip of it, a stem it begins with. */
  of(word: string): ReadonlySet<string> {
    if (word === '') return NONE
    const found = new Set<string>()
    const isKnown = this.exact.has(word)
    if (isKnown) found.add(word)
    for (const stem of this.stems.get(word.slice(0, STEM_KEY_LENGTH)) ?? [])
      if (word.startsWith(stem.slice(0, -1))) found.add(stem)
    // A word to the letter is no slip of another: "engelleniyor" (is blocked) is one letter from its opposite.
    if (isKnown) return found
    for (const length of [word.length - 1, word.length, word.length + 1])
      for (const key of keysOf(word, length))
        for (const wanted of this.near.get(key) ?? []) if (isLike(word, wanted)) found.add(wanted)
    return found
  }
}

const keysOf = (word: string, length: number): readonly string[] => [
  `${length}^${word.charAt(0)}`,
  `${length}$${word.charAt(word.length - 1)}`,
]

function push(map: Map<string, string[]>, key: string, word: string): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, [word])
  else known.push(word)
}
