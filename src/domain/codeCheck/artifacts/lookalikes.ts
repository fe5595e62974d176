/**
 * Which brand is a host made to look like? Read as a hurried eye reads: lookalike letters of other scripts, `rn` for m,
 * digits for letters, a letter doubled, missing or swapped with its neighbour.
 */
import genuine from '../data/genuineDomains.json' with { type: 'json' }
import imitated from '../data/imitatedBrands.json' with { type: 'json' }
import { skeleton } from '../normalise/unicode.js'

/** The services we vouch for, and others whose names are borrowed though their own links prove nothing. */
const BRANDS = Object.entries({ ...imitated, ...genuine })
/** A name as short as `zoom` or `office` counts as a word of its own only. */
const WITHIN_LENGTH_MIN = 8
/** Names shorter than this have too many neighbours that are words. */
const NEAR_MISS_LENGTH_MIN = 6
/** Everyday words next to a brand, which no one took for a slip of the pen. */
const NEIGHBOURS = new Set([
  'offices',
  'officer',
  'officen',
  'offics',
  'ofice',
  'goole',
  'paypay',
  'goggle',
  'goggles',
  'outlooks',
  'amazons',
  'amazone',
  'amazonia',
])
const WORDS_MAX = 40

/** Digits as the letters they resemble; `5` and `$` for s, `3` for e, `4` and `@` for a. */
const DIGITS: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '9': 'g',
}

function glance(host: string): string {
  const plain = skeleton(host.normalize('NFKD').replace(/\p{M}+/gu, '')).toLowerCase()
  return plain.replaceAll('rn', 'm').replaceAll('vv', 'w').replaceAll('0', 'o').replaceAll('1', 'l')
}

/** One slip away: a letter more, less, other, or swapped with the next. */
export function isOneSlipAway(one: string, other: string): boolean {
  if (one === other || Math.abs(one.length - other.length) > 1) return false
  let start = 0
  while (start < one.length && one[start] === other[start]) start += 1
  let end = 0
  while (
    end < one.length - start &&
    end < other.length - start &&
    one[one.length - 1 - end] === other[other.length - 1 - end]
  )
    end += 1
  const left = one.slice(start, one.length - end)
  const right = other.slice(start, other.length - end)
  if (left.length <= 1 && right.length <= 1) return true
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0]
}

const withLetters = (word: string): string => word.replace(/[0-9]/g, (digit) => DIGITS[digit] ?? digit)

function isNearMiss(word: string, brand: string): boolean {
  if (brand.length < NEAR_MISS_LENGTH_MIN || NEIGHBOURS.has(word)) return false
  if (withLetters(word) === brand && word !== brand) return true
  // the first letter is what the eye checks; a plural is no slip
  return word !== `${brand}s` && word[0] === brand[0] && isOneSlipAway(word, brand)
}

/**
 * The brand that `readable` shows though `domain` is none of its own. `readable` is a host in the letters that are
 * seen, or any other text of words with separators, such as a path.
 */
export function imitatedBrand(readable: string, domain: string | undefined): string | undefined {
  const seen = glance(readable)
  for (const [brand, own] of BRANDS) {
    if (domain !== undefined && own.includes(domain)) continue
    const at = seen.indexOf(brand)
    if (at === -1) continue
    const isWord = !/[a-z]/.test(seen[at - 1] ?? '') && !/[a-z]/.test(seen[at + brand.length] ?? '')
    if (isWord || brand.length >= WITHIN_LENGTH_MIN) return brand
  }
  for (const word of new Set([...seen.split(/[^a-z0-9]+/), ...seen.split('.')].slice(0, WORDS_MAX))) {
    for (const [brand, own] of BRANDS) {
      if (domain !== undefined && own.includes(domain)) continue
      if (isNearMiss(word, brand)) return brand
    }
  }
  return undefined
}
