import { fold } from '../../codeCheck/index.js'
import { saysWhen } from './dates.js'
import { isNameLikeModal } from './names.js'
import { isSomebodysMessage } from './pasted.js'
import type { Entity, Token } from './tokens.js'
import type { Language, Pattern } from './vocabulary.js'

const PART_LENGTH_MIN = 3

/** Elided and added words mean what they are without: "l'accès", "dcf'yi". */
function meaningsOf({ word, raw }: Token, { index }: Language): ReadonlySet<string> {
  const whole = index.of(word)
  const parts = raw.split(/['\u2019]/)
  if (whole.size > 0 || parts.length !== 2) return whole
  return new Set(parts.flatMap((part) => (part.length < PART_LENGTH_MIN ? [] : [...index.of(fold(part))])))
}

/** A text in one language, with what its words are to it. */
export class Said {
  readonly words: readonly string[]
  private readonly joined: string
  /** By place: what the word there could be. */
  private readonly meanings: readonly ReadonlySet<string>[]
  private readonly all: ReadonlySet<string>

  constructor(
    readonly tokens: readonly Token[],
    readonly language: Language,
  ) {
    this.words = tokens.map(({ word }) => word)
    this.joined = this.words.join('')
    this.meanings = tokens.map((token) => meaningsOf(token, language))
    this.all = new Set(this.meanings.flatMap((meanings) => [...meanings]))
  }

  has(wanted: string): boolean {
    if (this.language.unspaced) return this.joined.includes(wanted.replace(/\*$/, ''))
    const [first = '', ...rest] = wanted.split('_')
    if (rest.length === 0) return this.all.has(wanted)
    return this.meanings.some(
      (meanings, at) => meanings.has(first) && rest.every((next, after) => this.isAt(at + 1 + after, [next])),
    )
  }

  hasOneOf = (wanted: readonly string[]): boolean => wanted.some((one) => this.has(one))

  get isSomebodysMessage(): boolean {
    return isSomebodysMessage(this.words, this.language)
  }

  /** How many words of the pattern's phrases are there, of the longest that is there whole; 0: none is. */
  askedBy(pattern: Pattern): number {
    const there = pattern.phrases.filter((phrase) => phrase.every((word) => this.has(word)))
    if (there.length === 0 && pattern.kind === 'what-if' && this.comesFromSomewhere)
      return this.hasOneOf(this.language.states) ? 1 : 0
    if (there.length === 0 || (pattern.needsTopic && !this.hasTopic(pattern))) return 0
    return Math.max(...there.map((phrase) => phrase.join('_').split('_').length))
  }

  /** "open" alone is no question; "is device code flow open", "who is left", "list exclusions" and "exceptions" are. */
  private hasTopic(pattern: Pattern): boolean {
    const { topics, openings, alone, states } = this.language
    if (this.tokens.length > 1 && this.hasOneOf(topics)) return true
    if (pattern.kind === 'impact' && this.hasOneOf(states)) return true
    if (pattern.kind === 'status' || this.strange(pattern).length > 0) return false
    return (this.tokens.length > 1 && openings.has(this.words[0] ?? '')) || this.hasOneOf(alone)
  }

  private get comesFromSomewhere(): boolean {
    return this.entities.some(({ kind }) => kind === 'address' || kind === 'country')
  }

  get entities(): readonly Entity[] {
    return this.tokens.flatMap(({ entity }) => entity ?? [])
  }

  /** Places of the words that mean nothing to the question. */
  strange({ words, kind }: Pattern): readonly number[] {
    const { language, meanings } = this
    const pronouns = kind === 'what-if' || kind === 'why-open' ? [...language.me, ...language.from] : []
    const isTimed = kind === 'drift' || kind === 'device-code-users'
    return this.tokens.flatMap(({ word, entity }, at) => {
      if (isNameLikeModal(this.words, at, language)) return [at]
      const known = [...(meanings[at] ?? [])]
      const isKnown = known.some((one) => language.common.has(one) || words.has(one) || pronouns.includes(one))
      return entity !== null || isKnown || (isTimed && saysWhen(word, language)) ? [] : [at]
    })
  }

  /** Whether the word there is one of these. */
  isAt(at: number, wanted: readonly string[]): boolean {
    return wanted.some((one) => this.meanings[at]?.has(one) === true)
  }
}
