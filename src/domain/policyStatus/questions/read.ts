/**
 * Reads a question about policy in plain words.
 *
 * Deterministic and careful: a message is a question only if it is short, on one line, and nearly every word of it
 * belongs to one, so that a pasted message which happens to mention device codes is checked as a message. Small typos
 * are forgiven. Of the languages, the one in which the fewest words are strange is the one that is spoken.
 */
import { type AskedQuestion, DAYS_DEFAULT, DAYS_MAX, type From, type Who } from './asked.js'
import { type Clock, daysIn, saysWhen, sinceIn } from './dates.js'
import { type Run, runsIn, written } from './names.js'
import { isPasted, isSomebodysMessage } from './pasted.js'
import { type Entity, type Token, tokensOf } from './tokens.js'
import { cutUnspaced } from './unspaced.js'
import { LANGUAGES, type Language, type Pattern, type ReadKind } from './vocabulary.js'

const TEXT_LENGTH_MAX = 200
const WORDS_MAX = 24
/** How many words of a question may mean nothing to us, where words can be told apart at all. */
const STRANGE_WORDS_MAX = 1
const DAY_MS = 24 * 60 * 60 * 1000
const DRIFT_DAYS_DEFAULT = 7

interface Found {
  readonly question: AskedQuestion
  readonly strange: number
}

interface Reading extends Found {
  readonly askedBy: number
}

/** Fewer strange words; of two alike, the longer phrase; then the order of the kinds and languages. */
const isBetter = (one: Reading, than: Reading): boolean =>
  one.strange < than.strange || (one.strange === than.strange && one.askedBy > than.askedBy)

/** @returns null where the text is not a question about policy. */
export function readPolicyQuestion(text: string, clock: Clock): AskedQuestion | null {
  if (text.length > TEXT_LENGTH_MAX || /[\n\r]/.test(text.trim()) || isPasted(text)) return null
  const tokens = tokensOf(text, false)
  if (tokens.length === 0 || tokens.length > WORDS_MAX) return null
  const isUnspaced = UNSPACED.test(text)
  let best: Reading | null = null
  for (const language of LANGUAGES) {
    if (language.unspaced !== isUnspaced) continue
    for (const found of readIn(language, tokens, text, clock)) if (best === null || isBetter(found, best)) best = found
  }
  return best?.question ?? null
}

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u

function* readIn(language: Language, tokens: readonly Token[], text: string, clock: Clock): Generator<Reading> {
  const saidIn = (found: readonly Token[]): Said =>
    new Said(language.unspaced ? cutUnspaced(found, language.lexicon) : found, language)
  const plain = saidIn(tokens)
  if (plain.isSomebodysMessage) return
  for (const pattern of language.patterns) {
    const askedBy = plain.askedBy(pattern)
    if (askedBy === 0) continue
    // Only a sign-in has apps and platforms: elsewhere "Teams" is a word.
    const found = questionOf(pattern, pattern.kind === 'what-if' ? saidIn(tokensOf(text, true)) : plain, clock)
    if (found !== null) yield { ...found, askedBy }
  }
}

/** A text in one language, with what its words are to it. */
class Said {
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
    this.meanings = this.words.map((word) => language.index.of(word))
    this.all = new Set(this.meanings.flatMap((meanings) => [...meanings]))
  }

  has(wanted: string): boolean {
    return this.language.unspaced ? this.joined.includes(wanted.replace(/\*$/, '')) : this.all.has(wanted)
  }

  hasOneOf = (wanted: readonly string[]): boolean => wanted.some((one) => this.has(one))

  get isSomebodysMessage(): boolean {
    return isSomebodysMessage(this.words, this.language)
  }

  /** How many words of the pattern's phrases are there, of the longest that is there whole; 0: none is. */
  askedBy({ phrases, needsTopic }: Pattern): number {
    // "open" alone is no question; "is device code flow open" and "who is left" are.
    const hasTopic = () => this.tokens.length > 1 && this.hasOneOf(this.language.topics)
    const there = phrases.filter((phrase) => phrase.every((word) => this.has(word)))
    return there.length === 0 || (needsTopic && !hasTopic()) ? 0 : Math.max(...there.map(({ length }) => length))
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

function questionOf(pattern: Pattern, said: Said, clock: Clock): Found | null {
  const strange = pattern.kind === 'why-open' || pattern.kind === 'what-if' ? [] : said.strange(pattern)
  if (pattern.kind === 'why-open' || pattern.kind === 'what-if') return aboutSomebody(pattern, said)
  const most = said.language.unspaced ? 0 : STRANGE_WORDS_MAX
  if (strange.length > most || strange.some((at) => /\d/.test(said.words[at] ?? ''))) return null
  if (said.entities.some(({ kind }) => kind !== 'date' || pattern.kind !== 'drift')) return null
  const question = simple(pattern.kind, said, clock)
  return { question, strange: strange.length }
}

function simple(
  kind: Exclude<ReadKind, 'why-open' | 'what-if'>,
  { tokens, language }: Said,
  clock: Clock,
): AskedQuestion {
  switch (kind) {
    case 'device-code-users': {
      const days = daysIn(tokens, language) ?? DAYS_DEFAULT
      return { kind, days: Math.min(days, DAYS_MAX), page: 0 }
    }
    case 'teams-devices':
      return { kind, page: 0 }
    case 'drift': {
      const since = sinceIn(tokens, language, clock) ?? new Date(clock.now.getTime() - DRIFT_DAYS_DEFAULT * DAY_MS)
      return { kind, since: since.toISOString() }
    }
    default:
      return { kind }
  }
}

/** The words that are left over are a name, or two: whose, and of a place. */
function aboutSomebody(pattern: Pattern, said: Said): Found | null {
  const runs = runsIn(said.tokens, said.strange(pattern), said.language)
  if (runs === null) return null
  const isFrom = (run: Run): boolean => {
    return said.isAt(said.language.unspaced ? run.last + 1 : run.first - 1, said.language.from)
  }
  const isWhatIf = pattern.kind === 'what-if'
  const places = isWhatIf ? runs.filter(isFrom) : []
  const people = runs.filter((run) => !places.includes(run))
  const addresses = said.entities.flatMap((entity) => (entity.kind === 'address' ? [entity.value] : []))
  if (people.length > 1 || places.length + addresses.length > 1) return null
  if (said.entities.some(({ kind }) => kind === 'date')) return null
  const [person] = people
  const called = person === undefined ? null : { called: written(said.tokens, person) }
  // What nobody marked as a name could be a slip, or somebody else's sentence.
  const strange = [...people, ...places].filter(({ isMarked }) => !isMarked).length / 2
  if (!isWhatIf)
    return called === null || addresses.length > 0 ? null : { question: { kind: 'why-open', who: called }, strange }

  const from = fromOf(addresses[0], places[0], said.tokens)
  const app = said.entities.flatMap((entity) => (entity.kind === 'app' ? [entity.key] : []))[0] ?? null
  const platform = said.entities.flatMap((entity) => (entity.kind === 'platform' ? [entity.name] : []))[0] ?? null
  const isMe = called === null && said.hasOneOf(said.language.me)
  if (isMe && from === null && app === null) return null
  if (called === null && !isMe && from === null && app === null && platform === null) return null
  const who: Who = called ?? (isMe ? 'asker' : 'member')
  return { question: { kind: 'what-if', who, from, app, platform }, strange }
}

function fromOf(address: string | undefined, place: Run | undefined, tokens: readonly Token[]): From {
  if (address !== undefined) return { address }
  return place === undefined ? null : { called: written(tokens, place) }
}
