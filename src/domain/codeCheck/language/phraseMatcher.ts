/**
 * Finds tens of thousands of phrases of many languages in one pass, so that the cost depends on the length of the text
 * and not on how much we know.
 *
 * A phrase matches whole words. `*` at its end lets the last word run on (`meld*`). Phrases in scripts that do not
 * separate words match anywhere. A tree leads from word to word; through phrases without words to separate, which are few
 * and short, from character to character.
 */
import proclitics from '../data/proclitics.json' with { type: 'json' }
import { fold, isUnspaced, plainPhrase, spellOut, wordEnd } from './folding.js'
import { Numbers, PhraseTree, Words } from './phraseTree.js'

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

interface Token {
  readonly text: string
  /** Its number; 0: in no phrase. */
  readonly word: number
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
/** Phrases by words, and those without words to separate by characters. */
const [BY_WORDS, ANYWHERE] = [1, 2] as const

/** Where a word begins so and runs on; told from the step of a whole word by its sign. */
const stemStep = (word: number): number => -word

export class PhraseMatcher<Topic extends string> {
  readonly #words = new Words()
  readonly #tree = new PhraseTree(ANYWHERE)
  /** How long the beginnings are that run on from a node, ascending: a word of 64 KB is not tried at every length. */
  readonly #stemLengthsOf = new Numbers()
  readonly #stemLengths: (readonly number[])[] = [NO_LENGTHS]
  readonly #stemLengthIds = new Map<string, number>()
  /** The first pattern that ends at a node, and the next one behind a pattern; from 1. */
  readonly #patternOf = new Numbers()
  readonly #nextOf = new Numbers()
  readonly #topicOf = new Numbers()
  readonly #languagesOf = new Numbers()
  readonly #lengthOf = new Numbers()
  readonly #isLatin: boolean[] = [false]
  readonly #spellings: (readonly string[])[] = [NONE]
  readonly #topics: Topic[] = []
  /** One set for each combination of languages, however many phrases have it. */
  readonly #languageSets: ReadonlySet<string>[] = [new Set()]
  readonly #languageSetIds = new Map<string, number>([['', 0]])

  /** `language` is absent for names that are the same everywhere. */
  constructor(phrases: Iterable<{ readonly topic: Topic; readonly phrase: string; readonly language?: string }>) {
    for (const { topic, phrase, language } of phrases) this.#add(topic, phrase, language)
  }

  /** Every hit in `folded`, in the order of their ends. */
  find(folded: string): PhraseHit<Topic>[] {
    const tokens = this.#tokensOf(folded)
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
  /** `skipped`: how much of the first word to leave out. */
  #findFrom(tokens: readonly Token[], first: number, hits: PhraseHit<Topic>[], skipped = 0): void {
    const start = (tokens[first]?.start ?? 0) + skipped
    let node: number = BY_WORDS
    for (let index = first; index < tokens.length; index += 1) {
      let token = tokens[index]
      if (token === undefined) return
      if (index === first && skipped > 0) token = this.#token(token.text.slice(skipped), start)
      for (const length of this.#stemLengths[this.#stemLengthsOf.at(node)] ?? NO_LENGTHS) {
        if (length > token.text.length) break
        const stem = this.#words.idOf(token.text.slice(0, length))
        if (stem === 0) continue
        const end = token.start + Math.min(token.text.length, length + RUN_ON_MAX)
        this.#hit(this.#tree.next(node, stemStep(stem)), start, end, hits)
      }
      if (token.word === 0) return
      node = this.#tree.next(node, token.word)
      if (node === 0) return
      this.#hit(node, start, token.start + token.text.length, hits)
    }
  }

  #findAnywhere(folded: string, start: number, hits: PhraseHit<Topic>[]): void {
    let node: number = ANYWHERE
    for (let index = start; index < folded.length; index += 1) {
      const step = this.#words.idOf(folded[index] ?? '')
      if (step === 0) return
      node = this.#tree.next(node, step)
      if (node === 0) return
      this.#hit(node, start, index + 1, hits)
    }
  }

  #hit(node: number, start: number, end: number, hits: PhraseHit<Topic>[]): void {
    for (let pattern = this.#patternOf.at(node); pattern > 0; pattern = this.#nextOf.at(pattern))
      hits.push({
        topic: this.#topics[this.#topicOf.at(pattern)] as Topic,
        languages: this.#languageSets[this.#languagesOf.at(pattern)] as ReadonlySet<string>,
        isLatin: this.#isLatin[pattern] as boolean,
        spellings: this.#spellings[pattern] as readonly string[],
        length: this.#lengthOf.at(pattern),
        start,
        end,
      })
  }

  /** Words, and everything between them one by one; a script without spaces gives one token a character. */
  #tokensOf(folded: string): Token[] {
    const tokens: Token[] = []
    for (let start = 0; start < folded.length; ) {
      const end = wordEnd(folded, start)
      tokens.push(this.#token(folded.slice(start, end), start))
      start = end
    }
    return tokens
  }

  #token(text: string, start: number): Token {
    return { text, word: this.#words.idOf(text), start }
  }

  #add(topic: Topic, given: string, language: string | undefined): void {
    const phrase = plainPhrase(given)
    const runsOn = phrase.endsWith('*')
    const written = runsOn ? phrase.slice(0, -1) : phrase
    const folded = fold(written)
    if (folded === '') return
    const pattern = this.#patternFor(this.#nodeFor(folded, runsOn), topic, folded)
    const spelling = spellOut(written)
    const spellings = this.#spellings[pattern] ?? NONE
    if (spelling !== folded && !spellings.includes(spelling)) this.#spellings[pattern] = [...spellings, spelling]
    const languages = this.#languageSets[this.#languagesOf.at(pattern)]
    if (language !== undefined && !languages?.has(language))
      this.#languagesOf.set(pattern, this.#languages([...(languages ?? []), language]))
  }

  /** Where a phrase ends: by words, or by characters where its first one separates nothing. */
  #nodeFor(folded: string, runsOn: boolean): number {
    if (isUnspaced(folded[0])) {
      let node: number = ANYWHERE
      for (let index = 0; index < folded.length; index += 1)
        node = this.#tree.grow(node, this.#words.learn(folded[index] ?? ''))
      return node
    }
    let node: number = BY_WORDS
    for (let start = 0; ; ) {
      const end = wordEnd(folded, start)
      const word = this.#words.learn(folded.slice(start, end))
      const isLast = end >= folded.length
      if (isLast && runsOn) this.#addStemLength(node, end - start)
      node = this.#tree.grow(node, isLast && runsOn ? stemStep(word) : word)
      if (isLast) return node
      start = end
    }
  }

  #addStemLength(node: number, length: number): void {
    const known = this.#stemLengths[this.#stemLengthsOf.at(node)] ?? NO_LENGTHS
    if (known.includes(length)) return
    const lengths = [...known, length].sort((one, other) => one - other)
    const key = lengths.join()
    const id = this.#stemLengthIds.get(key) ?? this.#stemLengths.push(lengths) - 1
    this.#stemLengthIds.set(key, id)
    this.#stemLengthsOf.set(node, id)
  }

  /** In the order in which they were added. */
  #patternFor(node: number, topic: Topic, folded: string): number {
    const topicId = this.#topicId(topic)
    let last = 0
    for (let pattern = this.#patternOf.at(node); pattern > 0; pattern = this.#nextOf.at(pattern)) {
      if (this.#topicOf.at(pattern) === topicId) return pattern
      last = pattern
    }
    const pattern = this.#spellings.push(NONE) - 1
    this.#isLatin.push(LATIN.test(folded))
    this.#topicOf.set(pattern, topicId)
    this.#lengthOf.set(pattern, folded.length)
    if (last === 0) this.#patternOf.set(node, pattern)
    else this.#nextOf.set(last, pattern)
    return pattern
  }

  #topicId(topic: Topic): number {
    const known = this.#topics.indexOf(topic)
    return known < 0 ? this.#topics.push(topic) - 1 : known
  }

  #languages(names: readonly string[]): number {
    const key = [...names].sort().join()
    const id = this.#languageSetIds.get(key) ?? this.#languageSets.push(new Set(names)) - 1
    this.#languageSetIds.set(key, id)
    return id
  }
}
