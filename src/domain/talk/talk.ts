/**
 * A greeting, thanks, a question about the bot itself: recognised only where the whole message is made of such phrases,
 * since a lure begins "Hello" too. What is known of a language is data: rows of `data/talk.json`, phrases separated
 * by `|`; the row `addressee` holds words that may stand between them and say nothing.
 */
import { type CodeCheck, checkMessage, fold } from '../codeCheck/index.js'
import data from './data/talk.json' with { type: 'json' }

/** In the order of what is answered where a message holds several: "Hi, what can you do?" asks. */
export const TALK_KINDS = ['help', 'who', 'thanks', 'small-talk', 'hello', 'bye', 'nothing'] as const
export type TalkKind = (typeof TALK_KINDS)[number]

const TEXT_LENGTH_MAX = 120
/** Without a phrase that we know: a message this short holds nothing that could be checked. */
const SCRAP_WORDS_MAX = 2
const SCRAP_LENGTH_MAX = 24

type Part = TalkKind | 'addressee'

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u

/** Letters and digits, in words one space apart: no punctuation, no emoji, no accents, no case. */
export const plain = (text: string): string =>
  fold(text.normalize('NFKC'))
    .replace(/'/g, '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()

function readPhrases(): ReadonlyMap<string, ReadonlySet<Part>> {
  const phrases = new Map<string, Set<Part>>()
  for (const [part, table] of Object.entries(data)) {
    for (const phrase of Object.values(table).flatMap((row) => row.split('|').map(plain))) {
      if (phrase === '') continue
      phrases.set(phrase, (phrases.get(phrase) ?? new Set()).add(part as Part))
    }
  }
  return phrases
}

const PHRASES = readPhrases()
const PHRASE_LENGTH_MAX = Math.max(...Array.from(PHRASES.keys(), (phrase) => phrase.length))

/**
 * What a message is, by its words alone; null where any of them is not talk. Whether something else came with it
 * (a link under a word, a picture) is for `isTalk`.
 */
export function readTalk(text: string): TalkKind | null {
  if (text.length > TEXT_LENGTH_MAX) return null
  const said = plain(text)
  if (said === '') return 'nothing'
  const parts = partsOf(said)
  return parts === null ? null : (TALK_KINDS.find((kind) => parts.has(kind)) ?? 'nothing')
}

/** The kinds of phrases that together make up the whole text; null where they do not. */
function partsOf(said: string): ReadonlySet<Part> | null {
  // parts by the position up to which they cover the text
  const reached = new Map<number, Set<Part>>([[0, new Set()]])
  for (let start = 0; start < said.length; start += 1) {
    const before = reached.get(start)
    if (before === undefined) continue
    const end = Math.min(said.length, start + PHRASE_LENGTH_MAX)
    for (let stop = start + 1; stop <= end; stop += 1) {
      const found = isBoundary(said, stop) ? PHRASES.get(said.slice(start, stop)) : undefined
      if (found === undefined) continue
      const next = said[stop] === ' ' ? stop + 1 : stop
      const parts = reached.get(next) ?? new Set<Part>()
      reached.set(next, parts)
      for (const part of [...before, ...found]) parts.add(part)
    }
  }
  return reached.get(said.length) ?? null
}

const isBoundary = (said: string, at: number): boolean =>
  at === said.length || said[at] === ' ' || UNSPACED.test(said[at - 1] ?? '') || UNSPACED.test(said[at] ?? '')

/**
 * Whether a message is talk and nothing else: of which kind, or null where it is to be checked. A scrap of a word or
 * two that the check finds nothing in counts as `nothing`, too.
 * @param text plain; @param message the same as Teams sent it, with the targets of its links.
 */
export function isTalk(text: string, message: string): TalkKind | null {
  const kind = readTalk(text) ?? (isScrap(text) ? 'nothing' : null)
  if (kind === null || bringsPicture(message)) return null
  return holdsNothing(checkMessage({ text: message })) ? kind : null
}

function isScrap(text: string): boolean {
  const words = text.trim().split(/\s+/)
  return (
    text.length <= SCRAP_LENGTH_MAX &&
    words.length <= SCRAP_WORDS_MAX &&
    !/[\p{N}?？؟@./\\:]/u.test(text) &&
    !UNSPACED.test(text)
  )
}

/** Emoji and stickers arrive as pictures too; any other may hold a message. */
function bringsPicture(message: string): boolean {
  const others = message.replace(/<img\b[^>]{0,2000}schema\.skype\.com\/(?:Emoji|Sticker|Giphy)[^>]{0,4000}>/gi, '')
  return /<(?:img|attachment|video|audio|iframe|object)\b/i.test(others)
}

function holdsNothing({ verdict, signals, artifacts, advice }: CodeCheck): boolean {
  return (
    verdict === 'unrelated' &&
    advice[0] === 'not-checked-here' &&
    signals.every(({ code }) => code === 'nothing-found' || code === 'other-party' || code === 'urgency') &&
    artifacts.codes.length + artifacts.links.length + artifacts.meetings.length === 0
  )
}
