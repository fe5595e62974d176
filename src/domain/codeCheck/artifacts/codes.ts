/**
 * User codes of the device code flow, however they are written.
 *
 * Entra's form is not documented ("a short string"); all published samples are nine of `2-9A-HJ-NP-Z`. Other providers
 * follow RFC 8628 §6.1 in their own ways: GitHub and Docker XXXX-XXXX, Google XXX-XXX-XXX, televisions four to eight
 * characters. A form alone proves little; what it stands beside decides, and that is judged elsewhere.
 */
import { skeleton } from '../normalise/unicode.js'
import { isEntraForm, looksLikeWord } from './codeForm.js'
import { findSpelledCodes } from './spelledCodes.js'
import { halves, numberedCodes, smallOneByOne, splitCodes } from './splitCodes.js'
import type { UserCode } from './userCode.js'

export { isEntraForm } from './codeForm.js'
export type { CodeForm, UserCode } from './userCode.js'

const CODES_MAX = 100
const WORD = /[A-Za-z0-9]+(?:-[A-Za-z0-9]+){0,8}/g
const HYPHENATED = /^[A-Z0-9]{4}-[A-Z0-9]{4}$|^[A-Z]{3}-[A-Z]{3}-[A-Z]{3}$/
/** A short prefix and a number: tickets, articles, standards. */
const NUMBERED = /^[A-Z]{2,5}-?\d{3,}$/

const hasDigit = (text: string): boolean => /[0-9]/.test(text)
const hasLetter = (text: string): boolean => /[A-Z]/i.test(text)
/** `XXXXXXXXX` and the like stand for a code. */
const DISTINCT_MIN = 4
const isPlaceholder = (text: string): boolean =>
  text.length >= 8 && new Set(text.replaceAll('-', '')).size < DISTINCT_MIN
const isRandom = (text: string): boolean =>
  !isPlaceholder(text) && hasLetter(text) && (hasDigit(text) || !looksLikeWord(text.replaceAll('-', '')))

/** Part of a file name, path, address or longer identifier. */
function isPartOfMore(text: string, start: number, end: number): boolean {
  const before = text[start - 1] ?? ' '
  const after = text[end] ?? ' '
  if (/[/\\@_+&%$]/.test(before) || /[\\@_]/.test(after)) return true
  if (after === '.' && /[a-z0-9]/i.test(text[end + 1] ?? '')) return true
  return before === '.' && /[a-z0-9]/i.test(text[start - 2] ?? '')
}

function wordCode(original: string, plain: string): Omit<UserCode, 'start' | 'end'> | undefined {
  const isFolded = original !== plain
  if (isEntraForm(plain) && isRandom(plain) && !(isFolded && !hasDigit(plain)) && !/^[A-Z]{2,5}\d{4,}$/.test(plain)) {
    return { form: 'entra', value: plain, ...(isFolded ? { disguise: 'lookalike-letters' } : {}) }
  }
  if (HYPHENATED.test(plain) && isRandom(plain) && !NUMBERED.test(plain)) return { form: 'hyphenated', value: plain }
  const upper = plain.toUpperCase()
  if (upper !== plain && isEntraForm(upper) && (plain.match(/[0-9]/g)?.length ?? 0) >= 2 && hasLetter(plain)) {
    return { form: 'entra', value: upper, disguise: 'lower-case' }
  }
  if (/^[A-Z0-9]{8}$/.test(plain) && isRandom(plain) && !NUMBERED.test(plain)) return { form: 'eight', value: plain }
  if (
    /^(?:[A-Z0-9]{4,8}|\d{6,8})$/.test(plain) &&
    (isRandom(plain) || /^\d{6,8}$/.test(plain)) &&
    !NUMBERED.test(plain)
  ) {
    return { form: 'short', value: plain }
  }
  return undefined
}

/** One or two characters are left to be put in by the reader: `5DJN*RJ4P`, "put a G where the star is". */
const GAPPED =
  /(?<![\w*?#])(?=[A-Z0-9*?#_]{0,8}[2-9])(?=[A-Z0-9*?#_]{0,8}[A-Z])[A-Z0-9]{1,7}[*?#_]{1,2}[A-Z0-9]{1,7}(?![\w*?#])/g

function gapped(plain: string): UserCode | undefined {
  for (const { 0: value, index } of plain.matchAll(GAPPED)) {
    if (value.length === 9)
      return { form: 'entra', value, disguise: 'embedded', start: index, end: index + value.length }
  }
  return undefined
}

/** One digit within small letters: a name ends in its number. Only beside a page. */
const SMALL = /(?<![\w.@/-])(?=[a-z]{1,8}[2-9][a-z2-9])[a-hj-np-z2-9]{9}(?![\w@/-])/g

function small(plain: string): UserCode | undefined {
  for (const { 0: value, index } of plain.matchAll(SMALL)) {
    if (!looksLikeWord(value.replace(/[0-9]/g, '').toUpperCase()))
      return {
        form: 'entra',
        value: value.toUpperCase(),
        disguise: 'embedded',
        start: index,
        end: index + value.length,
      }
  }
  return undefined
}

const EMBEDDED = /(?<![A-Z0-9])[2-9A-HJ-NP-Z]{9}(?![A-Z0-9])/g

/** The first run of the form within a file name or a longer identifier, or one that could be a word in capitals. */
function embedded(plain: string): UserCode | undefined {
  for (const { 0: value, index } of plain.matchAll(EMBEDDED)) {
    if (hasLetter(value) && !/^[A-Z]{2,5}\d{4,}$/.test(value))
      return { form: 'entra', value, disguise: 'embedded', start: index, end: index + value.length }
  }
  return undefined
}

const overlaps = (one: { start: number; end: number }, other: { start: number; end: number }): boolean =>
  one.start < other.end && other.start < one.end

/** Every code in the text outside `taken` (links, meeting data), in order. */
export function findCodes(text: string, taken: readonly { start: number; end: number }[]): UserCode[] {
  const plain = skeleton(text)
  const codes: UserCode[] = []
  const add = (code: UserCode): void => {
    if (codes.length >= CODES_MAX) return
    // a time or a name may stand between two halves
    const pieces = code.pieces ?? [code]
    if (![...taken, ...codes].some((other) => pieces.some((piece) => overlaps(other, piece)))) codes.push(code)
  }
  for (const code of [...numberedCodes(plain), ...splitCodes(plain), ...smallOneByOne(plain)]) add(code)
  for (const match of plain.matchAll(WORD)) {
    const start = match.index
    const end = start + match[0].length
    if (match[0].length < 4 || match[0].length > 12 || isPartOfMore(plain, start, end)) continue
    const code = wordCode(text.slice(start, end), match[0])
    if (code !== undefined) add({ ...code, start, end })
  }
  for (const code of findSpelledCodes(text)) add(code)
  if (!codes.some((code) => code.form === 'entra')) {
    const weaker = halves(plain) ?? embedded(plain) ?? gapped(plain) ?? small(plain)
    if (weaker !== undefined) {
      const rest = codes.filter((code) => !overlaps(code, weaker))
      codes.splice(0, codes.length, ...rest)
      add(weaker)
    }
  }
  return codes.sort((a, b) => a.start - b.start)
}
