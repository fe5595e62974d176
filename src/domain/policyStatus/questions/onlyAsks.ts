/**
 * Whether a text that reads like a question may be answered as one, or has to be checked as a message. A lure can be made
 * of the words of a question: "Could you use the code … on Teams". So the check has the last word: what it finds a code,
 * a link or a pretext in is never a question, whatever its words.
 */
import { checkMessage, type SignalCode } from '../../codeCheck/index.js'
import type { AskedKind, AskedQuestion } from './asked.js'
import { saysExactly } from './saysExactly.js'
import { tokensOf } from './tokens.js'
import { LANGUAGES, type Language } from './vocabulary.js'

/** What a question may say too: it names the thing it asks about. */
const OF_QUESTIONS: ReadonlySet<SignalCode> = new Set<SignalCode>([
  'nothing-found',
  'device-page-described',
  'other-party',
  'urgency',
])

/** `unsure`: nothing but its subject speaks against it, and it does ask; for somebody who is known to ask such things. */
export type Asks = 'yes' | 'unsure' | 'no'

/**
 * @param text plain
 * @param message the same as Teams sent it, with the targets of its links
 */
export function onlyAsks(text: string, message: string): Asks {
  const { verdict, signals, artifacts } = checkMessage({ text: message })
  const { codes, links, meetings } = artifacts
  if (codes.length + links.length + meetings.length > 0) return 'no'
  if (signals.some(({ code }) => !OF_QUESTIONS.has(code))) return 'no'
  if (tellsToDo(text)) return 'no'
  if (verdict === 'unrelated') return 'yes'
  return verdict === 'suspicious' && (asks(text) || asks(text.replace(/^.*,\s/s, ''))) ? 'unsure' : 'no'
}

/** What the words of anybody's day ask, too: "What is the plan?", "What happened?", "Will anything break?" */
const OF_ANY_DAY: ReadonlySet<AskedKind> = new Set<AskedKind>(['plan', 'impact', 'drift'])

/** Whether it is a question about policy whoever asks, and not only to somebody whose work that is. */
export function namesSubject({ kind }: Pick<AskedQuestion, 'kind'>, text: string): boolean {
  const words = wordsOf(text)
  return !OF_ANY_DAY.has(kind) || LANGUAGES.some((language) => isOfSubject(words, language))
}

const wordsOf = (text: string): readonly string[] => tokensOf(text, false).map(({ word }) => word)
const isOfSubject = (words: readonly string[], language: Language): boolean =>
  language.subject.some((wanted) => saysExactly(words, wanted, language))

/** A sentence of fewer words names its subject, or greets: "Device code: is it blocked?" */
const TELLING_WORDS_MIN = 3

/** Whether a sentence tells its reader to do something, or speaks of codes and sign-ins without asking. */
function tellsToDo(text: string): boolean {
  const sentences = sentencesOf(text)
  // "Are you open? Do the sign-in": beside one that ends as questions do, the others tell.
  const isMarked = sentences.some(isMarkedQuestion)
  return sentences.some((sentence) => {
    if (isMarked ? isMarkedQuestion(sentence) : asks(sentence)) return false
    const words = wordsOf(sentence)
    return LANGUAGES.some((language) => {
      const isOfIt = isOfSubject(words, language)
      if (language.doing.some((wanted) => saysExactly(words, wanted, language)) && isOfIt) return true
      return sentences.length > 1 && words.length >= TELLING_WORDS_MIN && isOfIt
    })
  })
}

/** With the sign that ends each. A dot inside an address or a name ends none. */
const sentencesOf = (text: string): readonly string[] =>
  (text.match(/.+?(?:[.!?:;…](?=\s|$)|[。！？：；]|$)/gsu) ?? []).filter((sentence) => /[\p{L}\p{N}]/u.test(sentence))

const isMarkedQuestion = (text: string): boolean => /[?？؟]\s*$/u.test(text)

/** It ends or begins as questions do. */
function asks(text: string): boolean {
  if (isMarkedQuestion(text)) return true
  const [first] = tokensOf(text, false)
  return first !== undefined && LANGUAGES.some(({ openings }) => openings.has(first.word))
}
