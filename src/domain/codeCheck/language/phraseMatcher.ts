/**
 * Finds thousands of phrases of many languages in one pass (Aho and Corasick, 1975), so that the cost depends on the
 * length of the text and not on how much we know.
 *
 * A phrase matches whole words. `*` at its end lets the last word run on (`meld*`). Scripts that do not separate words
 * match anywhere.
 */

/** One hit, as indexes into the folded text: [start, end). */
export interface PhraseHit<Topic extends string> {
  readonly topic: Topic
  /** The languages that have this phrase; empty for names, which belong to all. */
  readonly languages: ReadonlySet<string>
  /** Written in Latin letters, which many languages share. */
  readonly isLatin: boolean
  /** The ways the phrase is spelled, accents and all, each as long as what was found. */
  readonly spellings: readonly string[]
  readonly start: number
  readonly end: number
}

interface Pattern<Topic extends string> {
  readonly topic: Topic
  readonly languages: Set<string>
  readonly length: number
  readonly runsOn: boolean
  readonly spaced: boolean
  readonly isLatin: boolean
  readonly spellings: string[]
}

interface Node<Topic extends string> {
  readonly next: Map<number, Node<Topic>>
  fail: Node<Topic> | undefined
  readonly ends: Pattern<Topic>[]
  /** The nearest shorter phrase that ends here as well. */
  shorter: Node<Topic> | undefined
}

const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Hangul}]/u
const LATIN = /\p{Script=Latin}/u
const WORD = /[\p{L}\p{N}\p{M}]/u

/** Lower case, no accents, one kind of apostrophe: how phrases and texts are compared. Length may change. */
export function foldCharacter(character: string): string {
  if (character < '\u0080') return character.toLowerCase()
  if (character === '’' || character === '‘' || character === 'ʼ') return "'"
  const lower = character.toLowerCase()
  if (lower === 'ı') return 'i'
  if (lower === 'ł') return 'l'
  return lower
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
}

/** Lower case with its accents, as far as that is one character; Romanian's two forms of cedilla are one. */
export function spell(character: string): string {
  const folded = foldCharacter(character)
  if (folded === character || character < '\u0080') return folded
  const lower = character.toLowerCase().normalize('NFC')
  if (lower === 'ş') return 'ș'
  if (lower === 'ţ') return 'ț'
  return lower.length === folded.length && lower !== 'ı' && lower !== '’' && lower !== '‘' && lower !== 'ʼ'
    ? lower
    : folded
}

export const fold = (text: string): string => Array.from(text, foldCharacter).join('')

export const isWordCharacter = (character: string | undefined): boolean =>
  character !== undefined && (character < '\u0080' ? /[A-Za-z0-9]/.test(character) : WORD.test(character))

export class PhraseMatcher<Topic extends string> {
  readonly #root: Node<Topic> = this.#node()

  /** `language` is absent for names that are the same everywhere. */
  constructor(phrases: Iterable<{ readonly topic: Topic; readonly phrase: string; readonly language?: string }>) {
    for (const { topic, phrase, language } of phrases) this.#add(topic, phrase, language)
    this.#link()
  }

  /** Every hit in `folded`, in the order of their ends. */
  find(folded: string): PhraseHit<Topic>[] {
    const hits: PhraseHit<Topic>[] = []
    let node = this.#root
    for (let index = 0; index < folded.length; index += 1) {
      const unit = folded.charCodeAt(index)
      let next = node.next.get(unit)
      while (next === undefined && node.fail !== undefined) {
        node = node.fail
        next = node.next.get(unit)
      }
      node = next ?? this.#root
      for (let end: Node<Topic> | undefined = node; end !== undefined; end = end.shorter) {
        for (const pattern of end.ends) {
          const hit = this.#accept(folded, index + 1, pattern)
          if (hit !== undefined) hits.push(hit)
        }
      }
    }
    return hits
  }

  #accept(folded: string, end: number, pattern: Pattern<Topic>): PhraseHit<Topic> | undefined {
    const start = end - pattern.length
    const { topic, languages, isLatin, spellings } = pattern
    if (!pattern.spaced) return { topic, languages, isLatin, spellings, start, end }
    if (isWordCharacter(folded[start - 1]) && isWordCharacter(folded[start])) {
      const before = folded[start - 1] ?? ''
      if (!UNSPACED.test(before)) return undefined
    }
    if (!pattern.runsOn) {
      const after = folded[end]
      if (isWordCharacter(after) && isWordCharacter(folded[end - 1]) && !UNSPACED.test(after ?? '')) return undefined
      return { topic, languages, isLatin, spellings, start, end }
    }
    let wordEnd = end
    while (wordEnd - end < 24 && isWordCharacter(folded[wordEnd])) wordEnd += 1
    return { topic, languages, isLatin, spellings, start, end: wordEnd }
  }

  #add(topic: Topic, phrase: string, language: string | undefined): void {
    const runsOn = phrase.endsWith('*')
    const folded = fold(runsOn ? phrase.slice(0, -1) : phrase)
    let node = this.#root
    for (let index = 0; index < folded.length; index += 1) {
      const unit = folded.charCodeAt(index)
      let next = node.next.get(unit)
      if (next === undefined) {
        next = this.#node()
        node.next.set(unit, next)
      }
      node = next
    }
    if (node === this.#root) return
    let pattern = node.ends.find((one) => one.topic === topic && one.runsOn === runsOn)
    if (pattern === undefined) {
      pattern = {
        topic,
        languages: new Set(),
        length: folded.length,
        runsOn,
        spaced: !UNSPACED.test(folded),
        isLatin: LATIN.test(folded),
        spellings: [],
      }
      node.ends.push(pattern)
    }
    const spelling = Array.from(runsOn ? phrase.slice(0, -1) : phrase, spell).join('')
    if (!pattern.spellings.includes(spelling)) pattern.spellings.push(spelling)
    if (language !== undefined) pattern.languages.add(language)
  }

  #link(): void {
    const queue: Node<Topic>[] = [this.#root]
    for (let head = 0; head < queue.length; head += 1) {
      const node = queue[head]
      if (node === undefined) break
      for (const [unit, child] of node.next) {
        let fail = node.fail
        while (fail !== undefined && !fail.next.has(unit)) fail = fail.fail
        child.fail = fail?.next.get(unit) ?? this.#root
        child.shorter = child.fail.ends.length > 0 ? child.fail : child.fail.shorter
        queue.push(child)
      }
    }
  }

  #node(): Node<Topic> {
    return { next: new Map(), fail: undefined, ends: [], shorter: undefined }
  }
}
