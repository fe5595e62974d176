/**
 * "And guests?", "more", "as a file", "why her?": words that mean something only after a question, and only where they
 * are the whole message.
 */
import { type AskedQuestion, DAYS_MAX, type From } from './asked.js'
import type { FileFormat } from './file.js'
import { tokensOf } from './tokens.js'
import { type FollowUp, isWord, LANGUAGES, type Language } from './vocabulary.js'

const TEXT_LENGTH_MAX = 60
const DAY_MS = 24 * 60 * 60 * 1000

export type AskedAgain =
  | { readonly kind: 'guests' | 'untrusted' | 'more' | 'why' | 'refresh' }
  | { readonly kind: 'file'; readonly format: FileFormat }
  | { readonly kind: 'whom'; readonly called: string }
  | { readonly kind: 'place'; readonly from: From }
  | { readonly kind: 'since'; readonly since: Date; readonly now: Date }

/** @returns null where the text is no such words. */
export function readFollowUp(text: string): AskedAgain | null {
  if (text.length > TEXT_LENGTH_MAX || /[\n\r]/.test(text.trim())) return null
  const tokens = tokensOf(text, false)
  if (tokens.length === 0 || tokens.some(({ entity }) => entity !== null)) return null
  const words = tokens.map(({ word }) => word)
  for (const language of LANGUAGES)
    for (const { kind, phrases } of language.followUps)
      if (phrases.some((phrase) => says(words, phrase, kind, language)))
        return kind === 'file'
          ? { kind, format: words.some((word) => word.startsWith('json')) ? 'json' : 'csv' }
          : { kind }
  return null
}

function says(words: readonly string[], phrase: readonly string[], kind: FollowUp, language: Language): boolean {
  if (language.unspaced) {
    const bare = (text: string) => text.replace(/[はがをもで]$/u, '')
    return bare(words.join('')) === bare(phrase.join(''))
  }
  const same = (one: readonly string[], other: readonly string[]): boolean =>
    one.length === other.length && other.every((wanted, at) => isWord(one[at] ?? '', wanted))
  if (same(words, phrase)) return true
  // "Why" says nothing by itself, and every other word of these phrases may be left out or added.
  if (kind === 'why') return false
  const telling = (of: readonly string[]) => of.filter((word) => !language.filler.has(word))
  const wanted = telling(phrase)
  return wanted.length > 0 && same(telling(words), wanted)
}

/** What a follow-up makes of the question before it; null where it makes nothing. */
export function followedUp(last: AskedQuestion, asked: AskedAgain): AskedQuestion | null {
  switch (asked.kind) {
    case 'refresh':
      return last
    case 'more':
      if (last.kind === 'drift' || 'page' in last) return { ...last, page: (last.page ?? 0) + 1 }
      return last.kind === 'left-open' || last.kind === 'excluded'
        ? { kind: 'people', of: last.kind, only: null, page: 0 }
        : null
    case 'guests': {
      if (last.kind === 'excluded' || last.kind === 'left-open' || last.kind === 'people' || last.kind === 'status')
        return { kind: 'people', of: ofWhat(last), only: 'guests', page: 0 }
      return null
    }
    case 'untrusted':
      if (last.kind === 'what-if') return { ...last, from: null }
      return last.kind === 'people' || last.kind === 'left-open' || last.kind === 'status'
        ? { kind: 'people', of: 'left-open', only: last.kind === 'people' ? last.only : null, page: 0 }
        : null
    case 'whom': {
      const who = { called: asked.called }
      return last.kind === 'what-if' || last.kind === 'why-open' ? { ...last, who } : null
    }
    case 'place':
      if (last.kind === 'what-if') return { ...last, from: asked.from }
      return last.kind === 'why-open'
        ? { kind: 'what-if', who: last.who, from: asked.from, app: null, platform: null }
        : null
    case 'since': {
      // Of another day, from its first page, and no longer of the one card.
      if (last.kind === 'drift') return { kind: 'drift', since: asked.since.toISOString() }
      const days = Math.ceil((asked.now.getTime() - asked.since.getTime()) / DAY_MS)
      return last.kind === 'device-code-users'
        ? { ...last, days: Math.max(1, Math.min(days, DAYS_MAX)), page: 0 }
        : null
    }
    case 'file':
    case 'why':
      return null
  }
}

const ofWhat = (last: AskedQuestion): 'left-open' | 'excluded' => {
  if (last.kind === 'people') return last.of
  return last.kind === 'excluded' ? 'excluded' : 'left-open'
}
