/** What nobody asks: an address of a page, or words of a message that somebody was sent. */
import type { Language } from './vocabulary.js'

/** An address of a page or a path: somebody's message, not a question. */
export const isPasted = (text: string): boolean => /:\/\/|\bwww\.|devicelogin|[\w-]\.[a-z]{2,}\/|[<>{}\\]/i.test(text)

/** To the letter: these words are often a letter away from harmless ones. */
export function isSomebodysMessage(words: readonly string[], { never, unspaced }: Language): boolean {
  const joined = words.join('')
  const has = (wanted: string): boolean => {
    if (unspaced) return joined.includes(wanted)
    return wanted.endsWith('*') ? words.some((word) => word.startsWith(wanted.slice(0, -1))) : words.includes(wanted)
  }
  return never.some((phrase) => phrase.every(has))
}
