/**
 * Whether a text may be shown to a language model at all, so that it names the question that is meant.
 *
 * What somebody was sent and wants checked never leaves the tenant, so this is far narrower than what is read here: one
 * short sentence as one types it, that asks, about this subject, and in which the check finds nothing at all to say.
 */
import { onlyAsks } from './onlyAsks.js'
import { isPasted, isSomebodysMessage } from './pasted.js'
import { type Token, tokensOf } from './tokens.js'
import { cutUnspaced } from './unspaced.js'
import { LANGUAGES, type Language } from './vocabulary.js'

const TEXT_LENGTH_MAX = 200
const WORDS_MAX = 30
/** Words that mean nothing here: a question in other words has some, a message tells of something else. */
const STRANGE_WORDS_MAX = 5
/** Of a line of its own, or of what nobody sees. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u
/** What somebody quotes is looked at like any other words. */
const MARKS = /["“”„«»「」『』]/gu

/** A message greets or explains before it asks. */
const MORE_SENTENCES = /[.!?;。！？](?=\s+\S)/u
/** Here the end alone tells a question. */
const VERB_LAST: ReadonlySet<string> = new Set(['ja', 'tr'])
/** Of an order, a telephone, a door; with or without its parts apart. */
const NUMBER = /\d(?:[\s().-]{0,3}\d){3}/
/** As passwords and keys are. */
const SECRET = /(?=[!-~]*[A-Za-z])(?=[!-~]*\d)[!-~]{8,}/
/** Names by their form, which may hold digits. */
const NAMED = /^[^@\s]+@[\w.-]+\.[a-z]{2,}$|^[0-9a-f-]{36}$/i
/** Somebody asks Postern, in as many words. */
const TELL_ME = /^(?:can|could|would|will) you (?:please )?(?:tell|show) (?:me|us) (?=wh|how|if)/i
/** “Device code” where a language writes it as one word. */
const DEVICE_CODE = /.(?:code|kod|コード)/u

/** What Teams itself writes around typed words; a paste brings more. */
const NOT_TYPED = /<(?!\/?(?:p|div|span|br|at)\b)/i

/**
 * @param text plain
 * @param message the same as Teams sent it, with its markup
 */
export function mayChoose(text: string, message: string): boolean {
  const typed = text.trim()
  if (typed.length > TEXT_LENGTH_MAX || UNSEEN.test(typed) || isPasted(typed)) return false
  if (message !== text && NOT_TYPED.test(message)) return false
  if (MORE_SENTENCES.test(typed) || hasNumberOrSecret(typed)) return false
  const tokens = tokensOf(typed.replace(MARKS, ' ').replace(TELL_ME, ''), false)
  if (tokens.length === 0 || tokens.length > WORDS_MAX) return false
  const spoken = languagesOf(tokens, /[?？]\s*$/u.test(typed))
  if (!spoken.some(({ isAbout, asks }) => isAbout && asks) || spoken.some(({ isSent }) => isSent)) return false
  // What is sent is the text, whatever Teams shows beside it.
  return onlyAsks(text, message) === 'yes' && (message === text || onlyAsks(text, text) === 'yes')
}

/** Beside addresses, days and sign-in names. */
function hasNumberOrSecret(text: string): boolean {
  const named = tokensOf(text, false).filter(
    ({ entity, raw }) => entity !== null && entity.kind !== 'quoted' && (entity.kind !== 'account' || NAMED.test(raw)),
  )
  const rest = named.reduce((left, { raw }) => left.replace(raw, ' '), text.normalize('NFKC').replace(MARKS, ' '))
  return NUMBER.test(rest) || SECRET.test(rest)
}

interface Spoken {
  readonly strange: number
  readonly isAbout: boolean
  readonly asks: boolean
  readonly isSent: boolean
}

/** Those in which the fewest words mean nothing: more than one where they are alike. */
function languagesOf(tokens: readonly Token[], hasMark: boolean): readonly Spoken[] {
  const all = LANGUAGES.map((language) => spokenIn(language, tokens, hasMark))
  const fewest = Math.min(...all.map(({ strange }) => strange))
  return fewest > STRANGE_WORDS_MAX ? [] : all.filter(({ strange }) => strange === fewest)
}

function spokenIn(language: Language, tokens: readonly Token[], hasMark: boolean): Spoken {
  const cut = language.unspaced ? cutUnspaced(tokens, language.lexicon) : tokens
  const words = cut.flatMap(({ word }) => (word === '' ? [] : [word]))
  return {
    strange: words.filter((word) => language.index.of(word).size === 0).length,
    isAbout: isAbout(words, language),
    asks: language.openings.has(words[0] ?? '') || (hasMark && VERB_LAST.has(language.tag)),
    isSent: isSomebodysMessage(words, { ...language, never: [...language.never, ...language.you] }),
  }
}

/** Two words of the subject, to the letter: “policy” alone stands in many a message. */
function isAbout(words: readonly string[], { common, filler, topics }: Language): boolean {
  const isOneOf = (word: string, wanted: Iterable<string>): boolean =>
    [...wanted].some((one) => (one.endsWith('*') ? word.startsWith(one.slice(0, -1)) : word === one))
  const subject = words.filter((word) => isOneOf(word, common) && !isOneOf(word, filler))
  const isNamed = subject.some((word) => isOneOf(word, topics))
  return isNamed && (subject.length > 1 || subject.some((word) => DEVICE_CODE.test(word)))
}
