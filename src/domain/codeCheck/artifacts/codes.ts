/**
 * User codes of the device code flow, however they are written.
 *
 * Entra's form is not documented ("a short string"); all published samples are nine of `2-9A-HJ-NP-Z`. Other providers
 * follow RFC 8628 §6.1 in their own ways: GitHub and Docker XXXX-XXXX, Google XXX-XXX-XXX, televisions four to eight
 * characters. A form alone proves little; what it stands beside decides, and that is judged elsewhere.
 */
import { skeleton } from '../normalise/unicode.js'
import { findSpelledCodes } from './spelledCodes.js'
import type { UserCode } from './userCode.js'

export type { CodeForm, UserCode } from './userCode.js'

const CODES_MAX = 100
const WORD = /[A-Za-z0-9]+(?:-[A-Za-z0-9]+){0,8}/g
const ENTRA = /^[2-9A-HJ-NP-Z]{9}$/
const HYPHENATED = /^[A-Z0-9]{4}-[A-Z0-9]{4}$|^[A-Z]{3}-[A-Z]{3}-[A-Z]{3}$/
/** A short prefix and a number: tickets, articles, standards. */
const NUMBERED = /^[A-Z]{2,5}-?\d{3,}$/

export const isEntraForm = (text: string): boolean => ENTRA.test(text)

/** Whether capitals read like a word of some language and not like random letters. */
export function looksLikeWord(letters: string): boolean {
  const vowels = letters.replace(/[^AEIOUY]/g, '').length
  return vowels / letters.length >= 0.3 && !/[^AEIOUY]{5}/.test(letters)
}

const hasDigit = (text: string): boolean => /[0-9]/.test(text)
const hasLetter = (text: string): boolean => /[A-Z]/i.test(text)
const isRandom = (text: string): boolean =>
  hasLetter(text) && (hasDigit(text) || !looksLikeWord(text.replaceAll('-', '')))

/** Part of a file name, path, address or longer identifier. */
function isPartOfMore(text: string, start: number, end: number): boolean {
  const before = text[start - 1] ?? ' '
  const after = text[end] ?? ' '
  if (/[/\\@_#+&%$]/.test(before) || /[\\@_]/.test(after)) return true
  if (after === '.' && /[a-z0-9]/i.test(text[end + 1] ?? '')) return true
  return before === '.' && /[a-z0-9]/i.test(text[start - 2] ?? '')
}

function wordCode(original: string, plain: string): Omit<UserCode, 'start' | 'end'> | undefined {
  const isFolded = original !== plain
  if (ENTRA.test(plain) && isRandom(plain) && !(isFolded && !hasDigit(plain)) && !/^[A-Z]{2,5}\d{4,}$/.test(plain)) {
    return { form: 'entra', value: plain, ...(isFolded ? { disguise: 'lookalike-letters' } : {}) }
  }
  if (HYPHENATED.test(plain) && isRandom(plain) && !NUMBERED.test(plain)) return { form: 'hyphenated', value: plain }
  const upper = plain.toUpperCase()
  if (upper !== plain && ENTRA.test(upper) && (plain.match(/[0-9]/g)?.length ?? 0) >= 2 && hasLetter(plain)) {
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

interface Chunk {
  readonly value: string
  readonly start: number
  readonly end: number
}

const CHUNK = /[A-Z0-9]+/g
const SEPARATOR = /^(?:[ \t]{0,3}[-–—.·•_|/,:*+~\n ][ \t\n|]{0,3}|[ \t\n\r]{1,4})$/
const REGULAR = new Set(['3,3,3', '1,1,1,1,1,1,1,1,1', '4,5', '5,4'])

/** Pieces that stand in a row and make nine: `6ZU-QEZ-C2K`, `R 8 K L …`, one character a line. */
function splitCodes(plain: string): UserCode[] {
  const chunks: Chunk[] = []
  for (const match of plain.matchAll(CHUNK)) {
    const end = match.index + match[0].length
    const isWhole = !/[a-z]/i.test(plain[match.index - 1] ?? '') && !/[a-z]/i.test(plain[end] ?? '')
    if (match[0].length <= 8 && isWhole) chunks.push({ value: match[0], start: match.index, end })
  }
  const found: UserCode[] = []
  for (let first = 0; first < chunks.length; first += 1) {
    let value = ''
    const sizes: number[] = []
    for (let last = first; last < chunks.length && last < first + 9; last += 1) {
      const chunk = chunks[last]
      const previous = chunks[last - 1]
      if (chunk === undefined) break
      if (
        last > first &&
        previous !== undefined &&
        !SEPARATOR.test(plain.slice(previous.end, Math.min(chunk.start, previous.end + 9)))
      )
        break
      value += chunk.value
      sizes.push(chunk.value.length)
      if (value.length >= 9) break
    }
    const start = chunks[first]?.start ?? 0
    const end = chunks[first + sizes.length - 1]?.end ?? start
    if (sizes.length < 2 || !ENTRA.test(value) || !hasLetter(value) || !REGULAR.has(sizes.join())) continue
    if (!hasDigit(value) && looksLikeWord(value)) continue
    if (sizes.length === 2 && !(plain[end - (sizes[1] ?? 0) - 1] === '-') && !isMixedPair(value, sizes[0] ?? 0))
      continue
    found.push({ form: 'entra', value, disguise: 'split', start, end })
    first += sizes.length - 1
  }
  return found
}

const isMixedPair = (value: string, size: number): boolean =>
  isMixed(value.slice(0, size)) && isMixed(value.slice(size))
const isMixed = (text: string): boolean => hasDigit(text) && hasLetter(text)

/** Two pieces with words between ("first half: …, second half: …"). Many things look so; a page beside it decides. */
function halves(plain: string): UserCode | undefined {
  const pieces: Chunk[] = []
  for (const match of plain.matchAll(/(?<![A-Za-z0-9])[2-9A-HJ-NP-Z]{3,6}(?![A-Za-z0-9-])/g)) {
    if (isMixed(match[0])) pieces.push({ value: match[0], start: match.index, end: match.index + match[0].length })
    if (pieces.length > 50) break
  }
  for (const [index, second] of pieces.entries()) {
    const first = pieces[index - 1]
    if (first === undefined || second.start - first.end > 60 || first.value.length + second.value.length !== 9) continue
    return { form: 'entra', value: first.value + second.value, disguise: 'halves', start: first.start, end: second.end }
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
    if (![...taken, ...codes].some((other) => overlaps(other, code))) codes.push(code)
  }
  const split = splitCodes(plain)
  for (const code of split) add(code)
  for (const match of plain.matchAll(WORD)) {
    const start = match.index
    const end = start + match[0].length
    if (match[0].length < 4 || match[0].length > 12 || isPartOfMore(plain, start, end)) continue
    const code = wordCode(text.slice(start, end), match[0])
    if (code !== undefined) add({ ...code, start, end })
  }
  for (const code of findSpelledCodes(text)) add(code)
  if (!codes.some((code) => code.form === 'entra')) {
    const pair = halves(plain)
    if (pair !== undefined) {
      const rest = codes.filter((code) => !overlaps(code, pair))
      codes.splice(0, codes.length, ...rest)
      add(pair)
    }
  }
  return codes.sort((a, b) => a.start - b.start)
}
