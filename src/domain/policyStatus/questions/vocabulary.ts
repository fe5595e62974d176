/**
 * What is known of each language, as data: `data/questions.*.json`. Words of a row stand between `|`, a word that ends
 * with `*` is any word that begins so, and of a phrase every word has to be there, in whatever order; words joined by `_`
 * stand next to each other in that order.
 */
import { fold } from '../../codeCheck/index.js'
import type { AskedKind } from './asked.js'
import de from './data/questions.de.json' with { type: 'json' }
import en from './data/questions.en.json' with { type: 'json' }
import es from './data/questions.es.json' with { type: 'json' }
import everywhere from './data/questions.everywhere.json' with { type: 'json' }
import fr from './data/questions.fr.json' with { type: 'json' }
import italian from './data/questions.it.json' with { type: 'json' }
import ja from './data/questions.ja.json' with { type: 'json' }
import nl from './data/questions.nl.json' with { type: 'json' }
import pl from './data/questions.pl.json' with { type: 'json' }
import pt from './data/questions.pt.json' with { type: 'json' }
import sv from './data/questions.sv.json' with { type: 'json' }
import tr from './data/questions.tr.json' with { type: 'json' }
import uk from './data/questions.uk.json' with { type: 'json' }
import { isLike } from './slips.js'
import { WordIndex } from './wordIndex.js'

/** In the order in which they are tried: of two that fit alike, the first is meant. */
export const READ_KINDS = [
  'help',
  'report-only',
  'risk-policies',
  'emergency-accounts',
  'teams-devices',
  'device-code-users',
  'drift',
  'impact',
  'plan',
  'why-open',
  'what-if',
  'trusted-locations',
  'excluded',
  'left-open',
  'status',
] as const satisfies readonly AskedKind[]
export type ReadKind = (typeof READ_KINDS)[number]

export const FOLLOW_UPS = ['guests', 'untrusted', 'file', 'more', 'why', 'refresh'] as const
export type FollowUp = (typeof FOLLOW_UPS)[number]

type Phrase = readonly string[]

export interface Pattern {
  readonly kind: ReadKind
  readonly phrases: readonly Phrase[]
  /** Every word of the phrases, and what else such a question may hold. */
  readonly words: ReadonlySet<string>
  readonly needsTopic: boolean
}

export interface Language {
  readonly tag: string
  /** Nothing separates its words. */
  readonly unspaced: boolean
  /** Words that say it is about policy or people, and not about a code somebody was sent. */
  readonly topics: readonly string[]
  readonly common: ReadonlySet<string>
  /** Of policy and sign-ins. */
  readonly subject: readonly string[]
  readonly filler: ReadonlySet<string>
  /** With these a question begins, or the wish to be shown something. */
  readonly openings: ReadonlySet<string>
  readonly never: readonly Phrase[]
  /** What a lure tells its reader to do: with these, only a text that asks is a question. */
  readonly doing: readonly string[]
  /** Nouns that ask by themselves: "exceptions". */
  readonly alone: readonly string[]
  /** How things can stand, in one word: "blocked". */
  readonly states: readonly string[]
  readonly me: readonly string[]
  readonly them: readonly string[]
  /** With these somebody is asked to do something. */
  readonly you: readonly Phrase[]
  readonly from: readonly string[]
  /** Before a country, or behind it where words are not separated. */
  readonly within: readonly string[]
  readonly patterns: readonly Pattern[]
  readonly followUps: readonly { readonly kind: FollowUp; readonly phrases: readonly Phrase[] }[]
  readonly time: Readonly<Record<'today' | 'yesterday' | 'day' | 'week' | 'month', readonly string[]>>
  /** With these a message begins that asks the same of somebody else: "and Dana?", "same for Dana". */
  readonly same: readonly string[]
  /** Every word there is, the longest first: by these a text without spaces is cut. */
  readonly lexicon: readonly string[]
  readonly index: WordIndex
}

interface Data extends Omit<typeof en, 'ask' | 'also' | 'follow'> {
  readonly unspaced?: boolean
  readonly ask: Readonly<Record<ReadKind, string>>
  readonly also: Readonly<Partial<Record<ReadKind, string>>>
  readonly follow: Readonly<Record<FollowUp, string>>
}

const folded = (text: string): string => fold(text.normalize('NFKC')).replace(/['\u2019]/g, '')
const wordsOf = (row: string): readonly string[] =>
  row.split('|').flatMap((word) => (word === '' ? [] : [folded(word).replaceAll('-', ' ')]))
const phrasesOf = (row: string): readonly Phrase[] => wordsOf(row).map((phrase) => phrase.split(' '))

/** The kinds whose words say how something stands. */
const STATES = ['excluded', 'left-open', 'status'] as const satisfies readonly ReadKind[]

const singly = (phrase: Phrase): readonly string[] => phrase.flatMap((part) => part.split('_'))

/** What the product calls itself is said in English in every language: "break glass", "dcf", "report-only". */
const EVERYWHERE: Readonly<Partial<Record<ReadKind, string>>> = everywhere.ask

function readLanguage(data: Data): Language {
  const written = (kind: ReadKind): readonly Phrase[] => phrasesOf(`${data.ask[kind]}|${EVERYWHERE[kind] ?? ''}`)
  // How things can stand: "why is she" goes on with any of these, and a sign-in is described by them.
  const states = STATES.flatMap((kind) => written(kind).flatMap((phrase) => (phrase.length === 1 ? phrase : [])))
  const whys = wordsOf(data.why).flatMap((why) => states.map((state): Phrase => [why, state]))
  const asked = (kind: ReadKind): readonly Phrase[] =>
    kind === 'why-open' ? [...written(kind), ...whys] : written(kind)
  const patterns = READ_KINDS.map((kind): Pattern => {
    const phrases = asked(kind)
    const own = [...phrases.flatMap(singly), ...wordsOf(data.also[kind] ?? '')]
    const words = new Set(
      kind === 'what-if' || kind === 'impact' || kind === 'plan'
        ? [...own, ...states.flatMap((s) => s.split('_'))]
        : own,
    )
    return { kind, phrases, words, needsTopic: data.needTopic.split('|').includes(kind) }
  })
  const filler = wordsOf(data.filler).flatMap((words) => words.split(' '))
  const common = [...wordsOf(data.subject), ...wordsOf(everywhere.subject), ...wordsOf(data.people), ...filler]
  const followUps = FOLLOW_UPS.map((kind) => ({ kind, phrases: phrasesOf(data.follow[kind]) }))
  const { today, yesterday, day, week, month } = data.time
  const time = {
    today: wordsOf(today),
    yesterday: wordsOf(yesterday),
    day: wordsOf(day),
    week: wordsOf(week),
    month: wordsOf(month),
  }
  const lexicon = new Set([
    ...patterns.flatMap(({ words }) => [...words]),
    ...followUps.flatMap(({ phrases }) => phrases.flat()),
    ...wordsOf(data.alone),
    ...common,
    ...wordsOf(data.topic),
    ...wordsOf(everywhere.topic),
    ...wordsOf(data.me),
    ...wordsOf(data.them),
    ...Object.values(time).flat(),
  ])
  return {
    tag: data.language,
    unspaced: data.unspaced === true,
    topics: [...wordsOf(data.topic), ...wordsOf(everywhere.topic), ...wordsOf(data.people)],
    common: new Set(common),
    subject: [...wordsOf(data.subject), ...wordsOf(everywhere.subject)],
    filler: new Set(filler),
    openings: new Set(wordsOf(data.openings)),
    never: phrasesOf(data.never),
    doing: wordsOf(data.doing),
    alone: wordsOf(data.alone),
    states,
    me: wordsOf(data.me),
    them: wordsOf(data.them),
    you: phrasesOf(data.you),
    from: wordsOf(data.from),
    within: wordsOf(data.within),
    patterns,
    followUps,
    same: wordsOf(data.same),
    time,
    index: new WordIndex([...lexicon, ...wordsOf(data.from)]),
    lexicon: [...lexicon].sort((one, other) => other.length - one.length),
  }
}

export const LANGUAGES: readonly Language[] = [en, de, fr, es, italian, pt, nl, pl, uk, ja, tr, sv].map(readLanguage)

/** Whether a word is the wanted one: as it stands, with a slip, or, for a stem, by its beginning. */
export const isWord = (word: string, wanted: string): boolean =>
  wanted.endsWith('*') ? word.startsWith(wanted.slice(0, -1)) : isLike(word, wanted)

export const isOneOf = (word: string, wanted: readonly string[]): boolean => wanted.some((one) => isWord(word, one))
