/**
 * Whether somebody's words are a name that stands in the directory, written otherwise: in another order, without its
 * accents, or in the case that the sentence asks for ("Marty Kowalskiej" is Marta Kowalska, "Олену" is Олена).
 */
import { fold } from '../../codeCheck/index.js'

/** `case`: only an ending differs, as declension has it. `maybe`: an -s that could belong to the name. */
export type Closeness = 'same' | 'case' | 'maybe'

const CLOSENESS: readonly Closeness[] = ['same', 'case', 'maybe']
const STEM_LENGTH_MIN = 2
const ENDING_LENGTH_MAX = 3
const WORDS_MAX = 6

/** How the first cases of names end, and their other ones, folded. Polish, then Ukrainian. */
const DECLENSIONS: readonly (readonly [nominative: string, others: readonly string[]])[] = (
  [
    ['', 'a|owi|em|iem|ie|u|e'],
    ['a', 'y|i|e|o|ie|ej|iej'],
    ['ta', 'cie'],
    ['ra', 'rze'],
    ['ka', 'ce'],
    ['ga', 'dze'],
    ['da', 'dzie'],
    ['i', 'iego|iemu|im'],
    ['y', 'ego|emu|ym'],
    ['o', 'a|u|owi|em|i|y|e'],
    ['ek', 'ka|kowi|kiem|ku'],
    ['ec', 'ca|cowi|cem'],
    ['el', 'la|lowi|lem'],
    ['er', 'ra|rowi|rem'],
    ['', 'а|у|ові|ом|ем|і|ю|я|еві'],
    ['а', 'и|і|у|ою|о|оі|іи'],
    ['я', 'і|ю|ею|єю'],
    ['га', 'зі'],
    ['ка', 'ці'],
    ['ха', 'сі'],
    ['ь', 'я|ю|ем|еві|і'],
    ['и', 'я|ю|єм|єві|і'],
    ['ии', 'ого|ому|им'],
    ['о', 'а|у|ові|ом|і'],
    ['ець', 'ця|цю|цеві|цем'],
  ] as const
).map(([nominative, others]) => [nominative, others.split('|')])
const GENITIVES = ['s', 'es', 'ens']

/** "Müller", "Mueller" and "Muller" alike. */
const plain = (word: string): string =>
  fold(word.normalize('NFKC'))
    .replace(/['\u2019]/g, '')
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replace(/æ|ae/g, 'a')
    .replace(/œ|oe/g, 'o')
    .replace(/ue/g, 'u')

const partsOf = (name: string): readonly string[] =>
  (name.normalize('NFKC').match(/[\p{L}\p{M}\p{N}'\u2019]+/gu) ?? []).slice(0, 2 * WORDS_MAX)

/** @returns null where it is not that name. Every word of what was written has to be one of the name's. */
export function closenessOf(called: string, displayName: string): Closeness | null {
  const wanted = partsOf(called).map(plain)
  const named = partsOf(displayName).map(plain)
  if (wanted.length === 0 || wanted.length > WORDS_MAX) return null
  const [only = ''] = wanted
  // Where nothing separates family name and given name.
  if (wanted.length === 1 && [named.join(''), [...named].reverse().join('')].includes(only)) return 'same'
  const left = [...named]
  let worst = 0
  for (const word of wanted) {
    const ranks = left.map((name) => rankOf(word, name))
    const best = Math.min(...ranks)
    if (!Number.isFinite(best)) return null
    left.splice(ranks.indexOf(best), 1)
    worst = Math.max(worst, best)
  }
  return CLOSENESS[worst] ?? null
}

function rankOf(word: string, name: string): number {
  if (word === name) return 0
  if (isCaseOf(word, name)) return 1
  return GENITIVES.some((ending) => word === name + ending) ? 2 : Number.POSITIVE_INFINITY
}

function isCaseOf(word: string, name: string): boolean {
  return DECLENSIONS.some(([nominative, others]) => {
    const stem = name.endsWith(nominative) ? name.slice(0, name.length - nominative.length) : ''
    return stem.length >= STEM_LENGTH_MIN && others.some((ending) => word === stem + ending)
  })
}

/** The first and the last word, or the only one. */
export function endsOf(called: string): readonly [first: string, last: string | null] | null {
  const parts = partsOf(called)
  const [first] = parts
  const last = parts.at(-1)
  if (first === undefined || last === undefined) return null
  return [first, parts.length === 1 ? null : last]
}

/** Whole ones: "𠮷" is two code units, and half of it goes into no address. */
export const lettersOf = (text: string): readonly string[] => Array.from(text.replace(/\p{Cs}/gu, ''))

/** What every case of the word begins with, as it is written. */
export function stemOf(word: string): string {
  const letters = lettersOf(word)
  return letters.slice(0, Math.max(STEM_LENGTH_MIN, letters.length - ENDING_LENGTH_MAX)).join('')
}
