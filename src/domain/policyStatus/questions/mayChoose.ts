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

const TEXT_LENGTH_MAX = 300
const WORDS_MAX = 50

/** A message greets or explains before it asks. */
const MORE_SENTENCES = /[.!?;。！？](?=\s+\S)/u
/** Here the end alone tells a question. */
const VERB_LAST: ReadonlySet<string> = new Set(['ja', 'tr'])
/** Of an order, an invoice, a door. */
const NUMBER = /\d{4}/
/** “Device code” where a language writes it as one word. */
const DEVICE_CODE = /.(?:code|kod|コード)/u

/** What Teams itself writes around typed words; a paste brings more. */
const NOT_TYPED = /<(?!\/?(?:p|div|span|br|at)\b)/i

/**
 * @param text plain
 * @param message the same as Teams sent it, with its markup
 */
export function mayChoose(text: string, message: string): boolean {
  if (text.length > TEXT_LENGTH_MAX || /[\n\r]/.test(text.trim()) || isPasted(text)) return false
  if (message !== text && NOT_TYPED.test(message)) return false
  const tokens = tokensOf(text, false)
  if (tokens.length === 0 || tokens.length > WORDS_MAX || MORE_SENTENCES.test(text)) return false
  if (tokens.some(({ word }) => NUMBER.test(word))) return false
  const spoken = languagesOf(tokens, /[?？]\s*$/u.test(text))
  if (!spoken.some(({ isAbout, asks }) => isAbout && asks) || spoken.some(({ isSent }) => isSent)) return false
  return onlyAsks(text, message) === 'yes'
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
  return all.filter(({ strange }) => strange === fewest)
}

function spokenIn(language: Language, tokens: readonly Token[], hasMark: boolean): Spoken {
  const cut = language.unspaced ? cutUnspaced(tokens, language.lexicon) : tokens
  const words = cut.flatMap(({ word }) => (word === '' ? [] : [word]))
  return {
    strange: words.filter((word) => language.index.of(word).size === 0).length,
    isAbout: isAbout(words, language),
    asks: language.openings.has(words[0] ?? '') || (hasMark && VERB_LAST.has(language.tag)),
    isSent: isSomebodysMessage(words, language),
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
