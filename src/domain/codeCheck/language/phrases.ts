/** What a text says of each topic, in any of the languages: read once, asked often. */
import { foldCharacter, isLetterAt, spell } from './folding.js'
import { type PhraseHit, PhraseMatcher } from './phraseMatcher.js'
import { everyPhrase, type Topic } from './topics.js'

export type { Topic } from './topics.js'
export { LANGUAGE_TOPICS } from './topics.js'

/** A language counts as spoken with this share of the hits of the one that is spoken most nearby. */
const SPOKEN_SHARE_MIN = 0.3
/** Nearby, in UTF-16 units: a lure of three lines is not outvoted by the pages around it. */
const NEARBY = 256

/**
 * Without accents, words of one language are words of another (`gõ`, "enter" in Vietnamese, and "go"): a hit counts
 * when one of its languages is spoken nearby. English is spoken everywhere in part; other scripts speak for themselves.
 */
function ofSpokenLanguages(hits: readonly PhraseHit<Topic>[]): PhraseHit<Topic>[] {
  const letters = new Map<number, Map<string, number>>()
  const windowOf = (hit: PhraseHit<Topic>): number => Math.floor(hit.start / NEARBY)
  for (const hit of hits) {
    const near = letters.get(windowOf(hit)) ?? new Map<string, number>()
    letters.set(windowOf(hit), near)
    for (const language of hit.languages) near.set(language, (near.get(language) ?? 0) + hit.end - hit.start)
  }
  const spoken = new Map<number, Set<string>>()
  for (const [window, near] of letters) spoken.set(window, spokenOf(near))
  return hits.filter((hit) => {
    if (hit.languages.size === 0 || !hit.isLatin) return true
    const here = spoken.get(windowOf(hit))
    for (const language of hit.languages) if (here?.has(language)) return true
    return false
  })
}

/** `letters`: of the hits of each language. */
function spokenOf(letters: ReadonlyMap<string, number>): Set<string> {
  const spoken = new Set(['en'])
  const least = Math.max(0, ...letters.values()) * SPOKEN_SHARE_MIN
  for (const [language, count] of letters) if (count >= least) spoken.add(language)
  return spoken
}

/** Built once, when the module is loaded: it is a constant, only long. */
const MATCHER = new PhraseMatcher<Topic>(everyPhrase())

/** Stands for a link or code that was taken out: no phrase runs across it. */
const PLACEHOLDER = '\u0001'

export interface Phrases {
  has(topic: Topic): boolean
  /** How often, overlapping hits counted once. */
  count(topic: Topic): number
  /** Whether one of `topics` is spoken of other than inside a hit of `within`. */
  hasOutside(topics: readonly Topic[], within: readonly Topic[]): boolean
  /** Whether one of `topic` is said without a hit of `warning` before it in its sentence ("attackers ask you to …"). */
  hasUnwarned(topic: Topic, warning: Topic): boolean
  /** The same, from a position in the text on. */
  hasAfter(topics: readonly Topic[], position: number, within: readonly Topic[]): boolean
  /** Hits as [start, end) in the text that was read. */
  all(topic: Topic): readonly { readonly start: number; readonly end: number }[]
  /**
   * Share of the letters that belong to `topics`, between 0 and 1; 0 where there are no letters. The measure behind
   * "this text says nothing but how to sign in".
   */
  coverage(topics: readonly Topic[]): number
  /** Words outside links and codes; in scripts without spaces a word is taken as two letters. */
  readonly words: number
}

interface Folded {
  readonly text: string
  /** The same with accents, unit for unit. */
  readonly spelled: string
  readonly at: Uint32Array
}

/** Folds case, accents and runs of white space, and blanks the given ranges; remembers where each unit came from. */
function foldText(text: string, blanked: readonly { start: number; end: number }[]): Folded {
  const at = new Uint32Array(text.length * 3 + 1)
  const pieces: string[] = []
  const spelled: string[] = []
  let length = 0
  let range = 0
  let spaceBefore = false
  for (let index = 0; index < text.length; ) {
    while ((blanked[range]?.end ?? Number.POSITIVE_INFINITY) <= index) range += 1
    const blank = blanked[range]
    if (blank !== undefined && index >= blank.start) {
      pieces.push(PLACEHOLDER)
      spelled.push(PLACEHOLDER)
      at[length++] = index
      index = blank.end
      spaceBefore = false
      continue
    }
    const end = plainRunEnd(text, index, blank?.start ?? text.length)
    if (end > index) {
      const run = text.slice(index, end).toLowerCase()
      if (length + run.length >= at.length) break
      pieces.push(run)
      spelled.push(run)
      spaceBefore = run.endsWith(' ')
      while (index < end) at[length++] = index++
      continue
    }
    const character = String.fromCodePoint(text.codePointAt(index) ?? 0)
    const isSpace = character <= ' '
    if (!(isSpace && spaceBefore)) {
      const folded = isSpace ? ' ' : foldCharacter(character)
      if (length + folded.length >= at.length) break
      pieces.push(folded)
      const accented = isSpace ? ' ' : spell(character)
      spelled.push(accented.length === folded.length ? accented : folded)
      at.fill(index, length, length + folded.length)
      length += folded.length
    }
    spaceBefore = isSpace
    index += character.length
  }
  at[length] = text.length
  return { text: pieces.join(''), spelled: spelled.join(''), at: at.subarray(0, length + 1) }
}

/** The end of what is folded by lower case alone: plain letters and signs, with no more than one blank between. */
function plainRunEnd(text: string, start: number, limit: number): number {
  let end = start
  let isBlankBefore = true
  for (; end < limit; end += 1) {
    const unit = text.charCodeAt(end)
    const isBlank = unit === 0x20
    if (unit < 0x20 || unit >= 0x80 || (isBlank && isBlankBefore)) break
    isBlankBefore = isBlank
  }
  return end
}

/**
 * People leave accents away; they do not put others in. `për të` is not Italian `per te`.
 */
function isSpelledSo(folded: Folded, hit: PhraseHit<Topic>): boolean {
  if (hit.spellings.length === 0) return isSpelled(folded, hit, undefined)
  return hit.spellings.some((spelling) => isSpelled(folded, hit, spelling))
}

/** Without a spelling of its own the phrase has no accents, and so may have none here. */
function isSpelled(folded: Folded, hit: PhraseHit<Topic>, spelling: string | undefined): boolean {
  for (let index = 0; index < hit.length; index += 1) {
    const at = hit.start + index
    const written = folded.spelled[at]
    if (written !== folded.text[at] && written !== spelling?.[index]) return false
  }
  return true
}

const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u
/** Scripts of South East Asia: no spaces, but letters and vowel signs as in an alphabet. */
const LONG = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

function countWords(folded: string): number {
  let words = 0
  let wide = 0
  let long = 0
  let inWord = false
  for (let index = 0; index < folded.length; index += 1) {
    const isLetter = isLetterAt(folded, index)
    const isHigh = isLetter && folded.charCodeAt(index) >= 0x0e00
    if (isHigh && WIDE.test(folded[index] ?? '')) wide += 1
    else if (isHigh && LONG.test(folded[index] ?? '')) long += 1
    else if (isLetter && !inWord) words += 1
    inWord = isLetter
  }
  return words + Math.floor(wide / 2) + Math.floor(long / 4)
}

const SENTENCE_LENGTH_MAX = 300

function sentenceStartBefore(text: string, position: number): number {
  const before = text.slice(Math.max(0, position - SENTENCE_LENGTH_MAX), position)
  const end = Math.max(...['. ', '! ', '? ', '。', '।', '؟ '].map((mark) => before.lastIndexOf(mark)))
  return position - before.length + end + 1
}

/** Hits that do not overlap; `hits` are in the order of their ends. */
function separate(hits: readonly { start: number; end: number }[]): number {
  let count = 0
  let freeFrom = 0
  for (const hit of hits) {
    if (hit.start >= freeFrom) count += 1
    freeFrom = Math.max(freeFrom, hit.end)
  }
  return count
}

/** Reads a text for every topic at once. `blanked` are the links and codes in it, in order and not overlapping. */
export function readPhrases(text: string, blanked: readonly { start: number; end: number }[]): Phrases {
  const folded = foldText(text, blanked)
  const byTopic = new Map<Topic, PhraseHit<Topic>[]>()
  const found = MATCHER.find(folded.text)
  const hasAccents = folded.spelled !== folded.text
  const spelledSo = hasAccents ? found.filter((hit) => isSpelledSo(folded, hit)) : found
  for (const hit of ofSpokenLanguages(spelledSo)) {
    const hits = byTopic.get(hit.topic)
    if (hits === undefined) byTopic.set(hit.topic, [hit])
    else hits.push(hit)
  }
  const covered = (topics: readonly Topic[]): Uint8Array => {
    const marks = new Uint8Array(folded.text.length)
    for (const topic of topics) for (const hit of byTopic.get(topic) ?? []) marks.fill(1, hit.start, hit.end)
    return marks
  }
  const outside = (topics: readonly Topic[], within: readonly Topic[]): PhraseHit<Topic>[] => {
    const hits = topics.flatMap((topic) => byTopic.get(topic) ?? [])
    if (hits.length === 0) return hits
    const inside = covered(within)
    return hits.filter((hit) => inside.subarray(hit.start, hit.end).includes(0))
  }
  return {
    has: (topic) => byTopic.has(topic),
    count: (topic) => separate(byTopic.get(topic) ?? []),
    hasUnwarned: (topic, warning) => {
      const warnings = byTopic.get(warning) ?? []
      return (byTopic.get(topic) ?? []).some((hit) => {
        const sentenceStart = sentenceStartBefore(folded.text, hit.start)
        return !warnings.some((other) => other.start >= sentenceStart && other.end <= hit.start)
      })
    },
    hasOutside: (topics, within) => outside(topics, within).length > 0,
    hasAfter: (topics, position, within) =>
      outside(topics, within).some((hit) => (folded.at[hit.start] ?? 0) >= position),
    all: (topic) =>
      (byTopic.get(topic) ?? []).map(({ start, end }) => ({ start: folded.at[start] ?? 0, end: folded.at[end] ?? 0 })),
    coverage: (topics) => {
      const marks = covered(topics)
      let letters = 0
      let known = 0
      for (let index = 0; index < folded.text.length; index += 1) {
        if (!isLetterAt(folded.text, index)) continue
        letters += 1
        known += marks[index] ?? 0
      }
      return letters === 0 ? 0 : known / letters
    },
    words: countWords(folded.text),
  }
}
