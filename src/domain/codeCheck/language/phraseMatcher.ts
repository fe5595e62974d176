/**
 * Finds tens of thousands of phrases of many languages in one pass, so that the cost depends on the length of the text
 * and not on how much we know.
 *
 * A phrase matches whole words. `*` at its end lets the last word run on (`meld*`). Phrases in scripts that do not
 * separate words match anywhere. Words are looked up in a tree of words; phrases without words to separate, which are few
 * and short, in a tree of characters.
 */
import proclitics from '../data/proclitics.json' with { type: 'json' }
import { fold, isUnspaced, plainPhrase, spellOut, wordEnd } from './folding.js'

/** One hit, as indexes into the folded text: [start, end). */
export interface PhraseHit<Topic extends string> {
  readonly topic: Topic
  /** The languages that have this phrase; empty for names, which belong to all. */
  readonly languages: ReadonlySet<string>
  /** Written in Latin letters, which many languages share. */
  readonly isLatin: boolean
  /** The ways the phrase is spelled with accents, each as long as what was found; empty where it has none. */
  readonly spellings: readonly string[]
  /** Of the phrase itself, without what its last word runs on for. */
  readonly length: number
  readonly start: number
  readonly end: number
}

interface Pattern<Topic extends string> {
  readonly topic: Topic
  languages: ReadonlySet<string>
  readonly length: number
  readonly runsOn: boolean
  readonly isLatin: boolean
  spellings: readonly string[]
}

interface Node<Topic extends string> {
  next: Map<string, Node<Topic>> | undefined
  ends: Pattern<Topic>[] | undefined
  /** Patterns whose last word begins so and runs on. */
  stems: Map<string, Pattern<Topic>[]> | undefined
  /** How long those beginnings are, ascending: a word of 64 KB is not tried at every length of its own. */
  stemLengths: readonly number[]
}

interface Token {
  readonly text: string
  readonly start: number
}

const LATIN = /\p{Script=Latin}/u
const NONE: readonly string[] = []
/** How far a word may run on after its stem, in UTF-16 units. */
const RUN_ON_MAX = 24

/** What a language writes in one piece with the word that follows: "and", "the", "in", "to". */
const PROCLITICS = Object.entries(proclitics).map(([language, form]) => ({
  language,
  form: new RegExp(`^(?:${form})$`, 'u'),
}))
const PROCLITIC_LENGTH_MAX = 4
const MAY_HAVE_PROCLITIC = /^[\u0590-\u06ff\u1200-\u137f]{3}/u

const NO_LENGTHS: readonly number[] = []
const makeNode = <Topic extends string>(): Node<Topic> => ({
  next: undefined,
  ends: undefined,
  stems: undefined,
  stemLengths: NO_LENGTHS,
})

/** Words, and everything between them one by one; a script without spaces gives one token a character. */
function tokensOf(folded: string): Token[] {
  const tokens: Token[] = []
  for (let start = 0; start < folded.length; ) {
    const end = wordEnd(folded, start)
    tokens.push({ text: folded.slice(start, end), start })
    start = end
  }
  return tokens
}

export class PhraseMatcher<Topic extends string> {
  readonly #words: Node<Topic> = makeNode()
  readonly #anywhere: Node<Topic> = makeNode()
  /** One set for each combination of languages, however many phrases have it. */
  readonly #languageSets = new Map<string, ReadonlySet<string>>()

  /** `language` is absent for names that are the same everywhere. */
  constructor(phrases: Iterable<{ readonly topic: Topic; readonly phrase: string; readonly language?: string }>) {
    for (const { topic, phrase, language } of phrases) this.#add(topic, phrase, language)
  }

  /** Every hit in `folded`, in the order of their ends. */
  find(folded: string): PhraseHit<Topic>[] {
    const tokens = tokensOf(folded)
    const hits: PhraseHit<Topic>[] = []
    for (let first = 0; first < tokens.length; first += 1) {
      // no phrase begins with a blank, and every second token is one
      if (tokens[first]?.text === ' ') continue
      this.#findFrom(tokens, first, hits)
      this.#findBehindProclitics(tokens, first, hits)
      if (isUnspaced(tokens[first]?.text[0])) this.#findAnywhere(folded, tokens[first]?.start ?? 0, hits)
    }
    return hits.sort((one, other) => one.end - other.end)
  }

  #findBehindProclitics(tokens: readonly Token[], first: number, hits: PhraseHit<Topic>[]): void {
    const token = tokens[first]
    if (token === undefined || !MAY_HAVE_PROCLITIC.test(token.text)) return
    for (let length = 1; length <= PROCLITIC_LENGTH_MAX && length < token.text.length - 1; length += 1) {
      const languages = PROCLITICS.filter(({ form }) => form.test(token.text.slice(0, length)))
      if (languages.length === 0) continue
      const found: PhraseHit<Topic>[] = []
      this.#findFrom(tokens, first, found, length)
      hits.push(...found.filter((hit) => languages.some(({ language }) => hit.languages.has(language))))
    }
  }

  /** `skipped`: how much of the first word to leave out. */
  #findFrom(tokens: readonly Token[], first: number, hits: PhraseHit<Topic>[], skipped = 0): void {
    const start = (tokens[first]?.start ?? 0) + skipped
    let node = this.#words
    for (let index = first; index < tokens.length; index += 1) {
      let token = tokens[index]
      if (token === undefined) return
      if (index === first && skipped > 0) token = { text: token.text.slice(skipped), start }
      for (const length of node.stemLengths) {
        if (length > token.text.length) break
        const patterns = node.stems?.get(token.text.slice(0, length))
        if (patterns === undefined) continue
        const end = token.start + Math.min(token.text.length, length + RUN_ON_MAX)
        for (const pattern of patterns) hits.push(hitOf(pattern, start, end))
      }
      const next = node.next?.get(token.text)
      if (next === undefined) return
      if (next.ends !== undefined) {
        const end = token.start + token.text.length
        for (const pattern of next.ends) hits.push(hitOf(pattern, start, end))
      }
      node = next
    }
  }

  #findAnywhere(folded: string, start: number, hits: PhraseHit<Topic>[]): void {
    let node = this.#anywhere
    for (let index = start; index < folded.length; index += 1) {
      const next = node.next?.get(folded[index] ?? '')
      if (next === undefined) return
      for (const pattern of next.ends ?? []) hits.push(hitOf(pattern, start, index + 1))
      node = next
    }
  }

  #add(topic: Topic, given: string, language: string | undefined): void {
    const phrase = plainPhrase(given)
    const runsOn = phrase.endsWith('*')
    const written = runsOn ? phrase.slice(0, -1) : phrase
    const folded = fold(written)
    if (folded === '') return
    const spelling = spellOut(written)
    const patterns = this.#patternsFor(folded, runsOn)
    let pattern = patterns.find((one) => one.topic === topic && one.runsOn === runsOn)
    if (pattern === undefined) {
      pattern = {
        topic,
        languages: this.#languages(NONE),
        length: folded.length,
        runsOn,
        isLatin: LATIN.test(folded),
        spellings: NONE,
      }
      patterns.push(pattern)
    }
    if (spelling !== folded && !pattern.spellings.includes(spelling))
      pattern.spellings = [...pattern.spellings, spelling]
    if (language !== undefined && !pattern.languages.has(language))
      pattern.languages = this.#languages([...pattern.languages, language])
  }

  /** Where the patterns of a phrase are kept: by words, or by characters where its first one separates nothing. */
  #patternsFor(folded: string, runsOn: boolean): Pattern<Topic>[] {
    const isAnywhere = isUnspaced(folded[0])
    const steps = isAnywhere ? folded.split('') : tokensOf(folded).map((token) => token.text)
    const last = steps.at(-1) ?? ''
    let node: Node<Topic> = isAnywhere ? this.#anywhere : this.#words
    for (const step of runsOn && !isAnywhere ? steps.slice(0, -1) : steps) {
      node.next ??= new Map()
      let next = node.next.get(step)
      if (next === undefined) {
        next = makeNode()
        node.next.set(step, next)
      }
      node = next
    }
    if (!runsOn || isAnywhere) {
      node.ends ??= []
      return node.ends
    }
    if (!node.stemLengths.includes(last.length))
      node.stemLengths = [...node.stemLengths, last.length].sort((one, other) => one - other)
    node.stems ??= new Map()
    const patterns = node.stems.get(last) ?? []
    node.stems.set(last, patterns)
    return patterns
  }

  #languages(names: readonly string[]): ReadonlySet<string> {
    const key = names.length < 2 ? (names[0] ?? '') : [...names].sort().join()
    const known = this.#languageSets.get(key) ?? new Set(names)
    this.#languageSets.set(key, known)
    return known
  }
}

const hitOf = <Topic extends string>(pattern: Pattern<Topic>, start: number, end: number): PhraseHit<Topic> => ({
  topic: pattern.topic,
  languages: pattern.languages,
  isLatin: pattern.isLatin,
  spellings: pattern.spellings,
  length: pattern.length,
  start,
  end,
})
