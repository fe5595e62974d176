/**
 * Whether a text that reads like a question may be answered as one, or has to be checked as a message. A lure can be made
 * of the words of a question: "Could you use the code … on Teams". So the check has the last word: what it finds a code,
 * a link or a pretext in is never a question, whatever its words.
 */
import { checkMessage, type SignalCode } from '../../codeCheck/index.js'
import { tokensOf } from './tokens.js'
import { LANGUAGES } from './vocabulary.js'

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
  if (verdict === 'unrelated') return 'yes'
  return verdict === 'suspicious' && soundsLikeQuestion(text) ? 'unsure' : 'no'
}

/** It ends or begins as questions do, and says nothing before it. */
function soundsLikeQuestion(text: string): boolean {
  if (/[?？؟]\s*$/u.test(text)) return true
  const [first] = tokensOf(text, false)
  return first !== undefined && LANGUAGES.some(({ openings }) => openings.has(first.word))
}
