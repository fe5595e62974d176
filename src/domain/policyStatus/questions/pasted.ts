/** What nobody asks: an address of a page, or words of a message that somebody was sent. */
import { saysExactly } from './saysExactly.js'
import type { Language } from './vocabulary.js'

/** An address of a page or a path: somebody's message, not a question. */
export const isPasted = (text: string): boolean => /:\/\/|\bwww\.|devicelogin|[\w-]\.[a-z]{2,}\/|[<>{}\\]/i.test(text)

/** To the letter: these words are often a letter away from harmless ones. */
export const isSomebodysMessage = (words: readonly string[], language: Language): boolean =>
  language.never.some((phrase) => phrase.every((wanted) => saysExactly(words, wanted, language)))
