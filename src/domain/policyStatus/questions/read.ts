/**
 * Reads a question about policy in plain words.
 *
 * Deterministic and careful: a message is a question only if it is short, on one line, and nearly every word of it
 * belongs to one, so that a pasted message which happens to mention device codes is checked as a message. Small typos
 * are forgiven. Of the languages, the one in which the fewest words are strange is the one that is spoken.
 */
import { type AskedQuestion, DAYS_DEFAULT, DAYS_MAX, DRIFT_DAYS_DEFAULT, type From, type Who } from './asked.js'
import { countriesOf, withCountries } from './countries.js'
import { type Clock, sinceIn } from './dates.js'
import { type Run, runsIn, written } from './names.js'
import { isPasted } from './pasted.js'
import { Said } from './said.js'
import { type Entity, type Token, tokensOf } from './tokens.js'
import { cutUnspaced } from './unspaced.js'
import { LANGUAGES, type Language, type Pattern, type ReadKind } from './vocabulary.js'

const TEXT_LENGTH_MAX = 200
const WORDS_MAX = 24
/** How many words of a question may mean nothing to us, where words can be told apart at all. */
const STRANGE_WORDS_MAX = 1
const DAY_MS = 24 * 60 * 60 * 1000

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
  const ofSignIn = tokensOf(text, true)
  const isUnspaced = UNSPACED.test(text)
  let best: Reading | null = null
  for (const language of LANGUAGES) {
    if (language.unspaced !== isUnspaced) continue
    for (const found of readIn(language, tokens, ofSignIn, clock))
      if (best === null || isBetter(found, best)) best = found
  }
  return best?.question ?? null
}

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u

function* readIn(
  language: Language,
  tokens: readonly Token[],
  ofSignIn: readonly Token[],
  clock: Clock,
): Generator<Reading> {
  const plain = new Said(language.unspaced ? cutUnspaced(tokens, language.lexicon) : tokens, language)
  if (plain.isSomebodysMessage) return
  for (const pattern of language.patterns) {
    // Only a sign-in has apps, platforms and countries: elsewhere "Teams" is a word.
    const said = pattern.kind === 'what-if' ? signInSaid(language, ofSignIn) : plain
    const askedBy = said.askedBy(pattern)
    if (askedBy === 0) continue
    const found = questionOf(pattern, said, clock)
    if (found !== null) yield { ...found, askedBy }
  }
}

function signInSaid(language: Language, tokens: readonly Token[]): Said {
  const cut = language.unspaced ? cutUnspaced(tokens, withNames(language)) : tokens
  return new Said(withCountries(cut, language), language)
}

const lexicons = new WeakMap<Language, readonly string[]>()
function withNames(language: Language): readonly string[] {
  const known =
    lexicons.get(language) ??
    [...language.lexicon, ...countriesOf(language.tag).map(({ words }) => words.join(''))].sort(
      (one, other) => other.length - one.length,
    )
  lexicons.set(language, known)
  return known
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
      const since = sinceIn(tokens, language, clock)
      const days = since === null ? DAYS_DEFAULT : Math.ceil((clock.now.getTime() - since.getTime()) / DAY_MS)
      return { kind, days: Math.max(1, Math.min(days, DAYS_MAX)), page: 0 }
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
    const { unspaced, from, filler } = said.language
    if (unspaced) return said.isAt(run.last + 1, from)
    // "From the office".
    const isArticle = filler.has(said.words[run.first - 1] ?? '')
    return said.isAt(run.first - 1, from) || (isArticle && said.isAt(run.first - 2, from))
  }
  const isWhatIf = pattern.kind === 'what-if'
  const addresses = said.entities.flatMap((entity) => (entity.kind === 'address' ? [entity.value] : []))
  const countries = said.entities.flatMap((entity) => (entity.kind === 'country' ? [entity] : []))
  const places = isWhatIf && addresses.length + countries.length === 0 ? runs.filter(isFrom) : []
  const people = runs.filter((run) => !places.includes(run))
  if (people.length > 1 || places.length + addresses.length + countries.length > 1) return null
  if (said.entities.some(({ kind }) => kind === 'date')) return null
  const [person] = people
  const called = person === undefined ? null : { called: written(said.tokens, person) }
  // What nobody marked as a name could be a slip, or somebody else's sentence: the fewer words, the better.
  const loose = [...people, ...places].filter(({ isMarked }) => !isMarked)
  const strange = loose.reduce((words, { first, last }) => words + last - first + 1, 0) / 2
  if (!isWhatIf)
    return called === null || addresses.length > 0 ? null : { question: { kind: 'why-open', who: called }, strange }

  const from = fromOf(addresses[0], countries[0], places[0], said.tokens)
  const app = said.entities.flatMap((entity) => (entity.kind === 'app' ? [entity.key] : []))[0] ?? null
  const platform = said.entities.flatMap((entity) => (entity.kind === 'platform' ? [entity.name] : []))[0] ?? null
  const isMe = called === null && said.hasOneOf(said.language.me)
  if (isMe && from === null && app === null) return null
  if (called === null && !isMe && from === null && app === null && platform === null) return null
  const who: Who = called ?? (isMe ? 'asker' : 'member')
  // One word, "blocked", is a sign-in only where it comes from somewhere.
  const isVague = from === null && said.askedBy(pattern) === 1
  return { question: { kind: 'what-if', who, from, app, platform }, strange: strange + (isVague ? 1 : 0) }
}

function fromOf(
  address: string | undefined,
  country: Extract<Entity, { kind: 'country' }> | undefined,
  place: Run | undefined,
  tokens: readonly Token[],
): From {
  if (address !== undefined) return { address }
  if (country !== undefined) return { country: country.code, called: country.value }
  return place === undefined ? null : { called: written(tokens, place) }
}
