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
import { type Entity, type Token, tokensOf } from './tokens.js'
import { cutUnspaced } from './unspaced.js'
import { isOneOf, isWord, LANGUAGES, type Language, type Pattern, type ReadKind } from './vocabulary.js'

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
  const ordinary = tokensOf(text, false)
  const ofSignIn = tokensOf(text, true)
  if (ordinary.length === 0 || ordinary.length > WORDS_MAX) return null
  let best: Reading | null = null
  for (const language of LANGUAGES)
    for (const found of readIn(language, { ordinary, ofSignIn }, clock))
      if (best === null || isBetter(found, best)) best = found
  return best?.question ?? null
}

/** An address of a page or a path: somebody's message, not a question. */
const isPasted = (text: string): boolean => /:\/\/|\bwww\.|devicelogin|[\w-]\.[a-z]{2,}\/|[<>{}\\]/i.test(text)

interface Texts {
  readonly ordinary: readonly Token[]
  readonly ofSignIn: readonly Token[]
}

function* readIn(language: Language, { ordinary, ofSignIn }: Texts, clock: Clock): Generator<Reading> {
  const cut = (tokens: readonly Token[]) => (language.unspaced ? cutUnspaced(tokens, language.lexicon) : tokens)
  const [plain, described] = [new Said(cut(ordinary), language), new Said(cut(ofSignIn), language)]
  if (plain.isSomebodysMessage) return
  for (const pattern of language.patterns) {
    const said = pattern.kind === 'what-if' ? described : plain
    const askedBy = said.askedBy(pattern)
    const found = askedBy === 0 ? null : questionOf(pattern, said, clock)
    if (found !== null) yield { ...found, askedBy }
  }
}

/** A text in one language, with what its words are to it. */
class Said {
  readonly words: readonly string[]
  private readonly joined: string
  private readonly common: readonly boolean[]

  constructor(
    readonly tokens: readonly Token[],
    readonly language: Language,
  ) {
    this.words = tokens.map(({ word }) => word)
    this.joined = this.words.join('')
    this.common = this.words.map((word) => isOneOf(word, language.common))
  }

  has(wanted: string): boolean {
    return this.language.unspaced
      ? this.joined.includes(wanted.replace(/\*$/, ''))
      : this.words.some((word) => word !== '' && isWord(word, wanted))
  }

  hasOneOf = (wanted: readonly string[]): boolean => wanted.some((one) => this.has(one))

  get isSomebodysMessage(): boolean {
    // To the letter: these words are often a letter away from harmless ones.
    const has = (wanted: string) =>
      this.language.unspaced || wanted.endsWith('*') ? this.has(wanted) : this.words.includes(wanted)
    return this.language.never.some((phrase) => phrase.every(has))
  }

  /** How many words of the pattern's phrases are there, of the longest that is there whole; 0: none is. */
  askedBy({ phrases, needsTopic }: Pattern): number {
    // "open" alone is no question; "is device code flow open" and "who is left" are.
    const hasTopic = () => this.tokens.length > 1 && this.hasOneOf([...this.language.topic, ...this.language.people])
    const there = phrases.filter((phrase) => phrase.every((word) => this.has(word)))
    return there.length === 0 || (needsTopic && !hasTopic()) ? 0 : Math.max(...there.map(({ length }) => length))
  }

  get entities(): readonly Entity[] {
    return this.tokens.flatMap(({ entity }) => entity ?? [])
  }

  /** Places of the words that mean nothing to the question. */
  strange({ words, kind }: Pattern): readonly number[] {
    const { language } = this
    const pronouns = kind === 'what-if' || kind === 'why-open' ? [...language.me, ...language.from] : []
    const isTimed = kind === 'drift' || kind === 'device-code-users'
    return this.tokens.flatMap(({ word, entity }, at) => {
      if (entity !== null || this.common[at] === true || isOneOf(word, words) || isOneOf(word, pronouns)) return []
      return isTimed && saysWhen(word, language) ? [] : [at]
    })
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
    const near = said.language.unspaced ? said.tokens[run.last + 1] : said.tokens[run.first - 1]
    return near !== undefined && near.entity === null && isOneOf(near.word, said.language.from)
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
