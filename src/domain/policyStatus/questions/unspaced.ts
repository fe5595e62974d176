/** Cuts a text without spaces into words: in the way that leaves the fewest letters over. */
import type { Token } from './tokens.js'

/** @param lexicon the words there are, the longest first; of two ways alike, the one with the longer first word wins. */
export function cutUnspaced(tokens: readonly Token[], lexicon: readonly string[]): readonly Token[] {
  return tokens.flatMap((token) => (token.entity === null ? cut(token, lexicon) : [token]))
}

interface Way {
  readonly over: number
  readonly parts: number
  readonly length: number
  readonly isKnown: boolean
}

function cut(token: Token, lexicon: readonly string[]): readonly Token[] {
  const { word } = token
  const ways: Way[] = []
  ways[word.length] = { over: 0, parts: 0, length: 0, isKnown: true }
  for (let at = word.length - 1; at >= 0; at -= 1) {
    const digits = /^\d+/.exec(word.slice(at))?.[0].length ?? 0
    const known = [
      ...(digits > 0 ? [digits] : []),
      ...lexicon.filter((one) => word.startsWith(one, at)).map((one) => one.length),
    ]
    const rest = (length: number) => ways[at + length] ?? { over: 0, parts: 0 }
    let best: Way = { over: rest(1).over + 1, parts: rest(1).parts + 1, length: 1, isKnown: false }
    for (const length of known) {
      const { over, parts } = rest(length)
      if (over < best.over || (over === best.over && parts + 1 < best.parts))
        best = { over, parts: parts + 1, length, isKnown: true }
    }
    ways[at] = best
  }
  // Folding keeps the number of letters of these scripts; of others only the word as a whole counts.
  const isAligned = token.raw.length === word.length
  const cuts: Token[] = []
  let isRun = false
  for (let at = 0; at < word.length; ) {
    const { length, isKnown } = ways[at] ?? { length: 1, isKnown: false }
    const part = word.slice(at, at + length)
    const raw = isAligned ? token.raw.slice(at, at + length) : part
    const last = cuts.at(-1)
    if (!isKnown && isRun && last !== undefined)
      cuts[cuts.length - 1] = { ...last, word: last.word + part, raw: last.raw + raw }
    else cuts.push({ word: part, raw, before: at === 0 ? token.before : '', entity: null })
    isRun = !isKnown
    at += length
  }
  return cuts
}
