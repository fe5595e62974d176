/**
 * Countries by their names in a language, where a question says that a sign-in comes from one: "from Russia", "z Rosji",
 * "Rusya'dan", "ロシアから". The names are kept (CLDR 44 through `Intl.DisplayNames`, and how people call them), since they
 * differ between versions of Node.
 */
import { fold } from '../../codeCheck/index.js'
import table from './data/countries.json' with { type: 'json' }
import { isLike } from './slips.js'
import type { Token } from './tokens.js'
import type { Language } from './vocabulary.js'

interface Country {
  readonly code: string
  readonly words: readonly string[]
}

/** Languages that put the case into the name. */
const INFLECTED: ReadonlySet<string> = new Set(['pl', 'uk', 'tr'])
const WORDS_MAX = 4
const ENDING_MAX = 3
const BETWEEN_MAX = 2
/** Marta is not Malta. */
const SLIP_LENGTH_MIN = 7

const plain = (name: string): string => fold(name.normalize('NFKC')).replace(/['\u2019]/g, '')
const wordsOf = (name: string): readonly string[] => plain(name).match(/[\p{L}\p{M}\p{N}]+/gu) ?? []

const known = new Map<string, readonly Country[]>()

export function countriesOf(tag: string): readonly Country[] {
  const found = known.get(tag) ?? read(tag)
  known.set(tag, found)
  return found
}

function read(tag: string): readonly Country[] {
  const column = table.languages.split('|').indexOf(tag)
  const called = Object.entries(table.names).map(([code, names]) => [code, names.split('|')[column] ?? ''] as const)
  const also: Readonly<Record<string, Readonly<Record<string, string>>>> = table.also
  const others = Object.entries(also[tag] ?? {}).flatMap(([code, names]) =>
    names.split('|').map((name) => [code, name] as const),
  )
  return [...called, ...others].map(([code, name]) => ({ code, words: wordsOf(name) }))
}

/** @returns the tokens with each country that a sign-in comes from as one thing. */
export function withCountries(tokens: readonly Token[], language: Language): readonly Token[] {
  const found: Token[] = []
  for (let at = 0; at < tokens.length; ) {
    const country = countryAt(tokens, at, language)
    const token = tokens[at]
    if (country !== null) {
      const part = tokens.slice(at, at + country.length)
      const raw = part.map((one) => one.raw).join(language.unspaced ? '' : ' ')
      found.push({ word: '', raw, before: '', entity: { kind: 'country', code: country.code, value: raw } })
    } else if (token !== undefined) found.push(token)
    at += country?.length ?? 1
  }
  return found
}

function countryAt(
  tokens: readonly Token[],
  at: number,
  language: Language,
): { readonly code: string; readonly length: number } | null {
  for (let length = Math.min(WORDS_MAX, tokens.length - at); length > 0; length -= 1) {
    const part = tokens.slice(at, at + length)
    if (part.some(({ entity }) => entity !== null) || !isOrigin(tokens, at, length, language)) continue
    const code = codeOf(part, language)
    if (code !== null) return { code, length }
  }
  return null
}

/** Whether something says that a sign-in comes from there, so that nobody's name is taken for a country. */
function isOrigin(tokens: readonly Token[], at: number, length: number, language: Language): boolean {
  const { within, unspaced, tag, filler } = language
  const isWithin = (token: Token | undefined) => token !== undefined && within.includes(token.word)
  if (unspaced) return isWithin(tokens[at + length])
  if (tag === 'tr') return /[dt][ae](?:n|ki)?$/.test(tokens[at + length - 1]?.word ?? '')
  if (within.includes(elided(tokens[at])?.[0] ?? '')) return true
  for (let before = at - 1; before >= 0 && before >= at - 1 - BETWEEN_MAX; before -= 1) {
    if (isWithin(tokens[before])) return true
    if (!filler.has(tokens[before]?.word ?? '')) return false
  }
  return false
}

/** "d'Espagne", "dall'Italia": the small word and what it stands before. */
function elided(token: Token | undefined): readonly [string, string] | null {
  const [small, rest, more] = token?.raw.split(/['\u2019]/) ?? []
  return small === undefined || rest === undefined || more !== undefined ? null : [plain(small), plain(rest)]
}

function codeOf(part: readonly Token[], language: Language): string | null {
  const words = part.map(({ word }) => word)
  // "US" is a country, and "us" are we.
  if (part.length === 1 && language.filler.has(words[0] ?? '') && part[0]?.raw !== part[0]?.raw.toUpperCase())
    return null
  const small = elided(part[0])
  if (small !== null && language.within.includes(small[0])) words[0] = small[1]
  if (language.unspaced)
    return countriesOf(language.tag).find((one) => one.words.join('') === words.join(''))?.code ?? null
  const same = countriesOf(language.tag).filter((country) => country.words.length === words.length)
  const exact = same.find((country) => country.words.every((word, at) => word === words[at]))
  if (exact !== undefined) return exact.code
  if (INFLECTED.has(language.tag)) return nearest(words, same)
  const near = same.filter((country) => country.words.every((word, at) => isSlip(words[at] ?? '', word)))
  return new Set(near.map(({ code }) => code)).size === 1 ? (near[0]?.code ?? null) : null
}

const isSlip = (word: string, name: string): boolean =>
  word === name || (name.length >= SLIP_LENGTH_MIN && isLike(word, name))

/** The one that shares the most letters from the beginning, where only endings differ; null: several do alike. */
function nearest(words: readonly string[], countries: readonly Country[]): string | null {
  let best: { readonly code: string; readonly shared: number } | null = null
  let isTie = false
  for (const { code, words: named } of countries) {
    const shares = named.map((name, at) => shareOf(words[at] ?? '', name))
    const shared = shares.reduce((sum, share) => sum + share, 0)
    if (shares.some((share) => share === 0) || (best !== null && shared < best.shared)) continue
    isTie = best !== null && shared === best.shared && code !== best.code
    best = { code, shared }
  }
  return isTie ? null : (best?.code ?? null)
}

/** How many letters a word in some case shares with the name; 0: it is none of it. */
function shareOf(word: string, name: string): number {
  let shared = 0
  while (shared < name.length && word[shared] === name[shared]) shared += 1
  const isNear = shared >= Math.max(ENDING_MAX, name.length - 2) && word.length - shared <= ENDING_MAX
  return word === name || isNear ? shared : 0
}
