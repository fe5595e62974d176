/**
 * Numbers that are something else: accounts, parcels, keys, hashes, tickets. Known by grammar, check digit and label, so
 * that a device code is never taken for one: nine characters in Entra's own alphabet, letters and digits mixed, are left
 * alone unless their label stands before them and their check digit holds.
 */
import { matchesOf } from '../matchesOf.js'
import { MappedBuilder, type MappedText } from '../normalise/mapped.js'
import { plainDigits } from './digits.js'
import { NUMBER_FORMS, type NumberForm, type NumberKind } from './numberForms.js'

export type { NumberKind } from './numberForms.js'

export interface OtherNumber {
  readonly kind: NumberKind
  readonly value: string
  /** A check digit holds. */
  readonly isProven: boolean
  /** Its label stands before it. */
  readonly isLabelled: boolean
  readonly start: number
  readonly end: number
}

const NUMBERS_MAX = 300
/** Matches looked at for one form, whether they pass or not. */
const TRIES_MAX = 2000
const LABEL_REACH = 40
const ENTRA_PIECE = /(?<![A-Za-z0-9])[2-9A-HJ-NP-Z]{9}(?![A-Za-z0-9])/
const isMixed = (text: string): boolean => /\d/.test(text) && /[A-Z]/.test(text)

const compact = (value: string): string => value.replace(/[^0-9A-Za-z]/g, '').toUpperCase()

/** Nine characters that could be Entra's, whole or put together. */
function couldBeUserCode(value: string): boolean {
  const whole = value.replace(/[^0-9A-Za-z]/g, '')
  if (whole.length === 9 && /^[2-9A-HJ-NP-Z]{9}$/.test(whole) && isMixed(whole)) return true
  const piece = ENTRA_PIECE.exec(value)?.[0]
  return piece !== undefined && isMixed(piece)
}

const PIECES = new Set(['3,3,3', '4,5', '5,4', '1,1,1,1,1,1,1,1,1'])
/** How far to either side the other pieces of a split code may reach. */
const PIECES_REACH = 30
const GAP_MAX = 4

/** Overlaps pieces in a row that make nine of Entra's characters, as split codes are written. */
function isPieceOfUserCode(text: string, start: number, end: number): boolean {
  const from = Math.max(0, start - PIECES_REACH)
  const near = text.slice(from, end + PIECES_REACH)
  const chunks = [...near.matchAll(/[A-Z0-9]+/g)].map((match) => ({
    text: match[0],
    start: from + match.index,
    end: from + match.index + match[0].length,
  }))
  for (const [first, head] of chunks.entries()) {
    if (head.start >= end) return false
    let value = ''
    const sizes: number[] = []
    for (const [index, chunk] of chunks.slice(first, first + 9).entries()) {
      const before = chunks[first + index - 1]
      if (index > 0 && before !== undefined && chunk.start - before.end > GAP_MAX) break
      value += chunk.text
      sizes.push(chunk.text.length)
      if (value.length < 9) continue
      const overlaps = chunk.end > start
      if (overlaps && value.length === 9 && PIECES.has(sizes.join()) && couldBeUserCode(value)) return true
      break
    }
  }
  return false
}

function isLabelled(text: string, start: number, label: RegExp): boolean {
  const before = text.slice(Math.max(0, start - LABEL_REACH), start)
  return label.test(before.slice(before.lastIndexOf('\n') + 1))
}

function read(text: string, value: string, start: number, form: NumberForm): OtherNumber | undefined {
  const hasLabel = form.label !== undefined && isLabelled(text, start, form.label)
  if (form.label !== undefined && !hasLabel) return undefined
  const passes = form.check?.(compact(value), value)
  if (passes === false) return undefined
  if (couldBeUserCode(value) && !(hasLabel && passes === true)) return undefined
  if (passes !== true && value.length <= PIECES_REACH && isPieceOfUserCode(text, start, start + value.length))
    return undefined
  return { kind: form.kind, value, isProven: passes === true, isLabelled: hasLabel, start, end: start + value.length }
}

/** No form does with less. */
const MAY_HOLD_NUMBER = /\d|[A-Z]{6}/

/** Words in small letters, which are part of no form; seven of `a` to `f` may be a hash. */
const ORDINARY_WORDS = /(?<!\S)(?:(?:(?![a-f]{7})[\p{Ll}\p{Lo}])+[.,;:!?]?\s+)+/gu
const STANDS_FOR_WORDS = 'z '

/** The text with one short word for many: there are as many searches as forms, and most of a message is words. */
function condensed(plain: string): MappedText {
  const builder = new MappedBuilder(plain.length)
  let copied = 0
  for (const { 0: words, index } of plain.matchAll(ORDINARY_WORDS)) {
    builder.keep(plain, copied, index)
    builder.push(STANDS_FOR_WORDS, index)
    copied = index + words.length
  }
  builder.keep(plain, copied, plain.length)
  return builder.done()
}

/** Every such number, in order and not overlapping; where two forms claim the same place, the one with more proof. */
export function findOtherNumbers(text: string): OtherNumber[] {
  const plain = plainDigits(text)
  if (!MAY_HOLD_NUMBER.test(plain)) return []
  const { text: searched, at } = condensed(plain)
  const found: OtherNumber[] = []
  for (const form of NUMBER_FORMS) {
    let tries = 0
    let kept = 0
    for (const match of matchesOf(searched, form.pattern)) {
      tries += 1
      if (tries > TRIES_MAX || kept >= NUMBERS_MAX) break
      const one = read(plain, match[0], at[match.index] ?? 0, form)
      if (one === undefined) continue
      found.push(one)
      kept += 1
    }
  }
  return withoutOverlaps(found)
}

const proof = (one: OtherNumber): number => (one.isProven ? 2 : 0) + (one.isLabelled ? 1 : 0)

function withoutOverlaps(found: readonly OtherNumber[]): OtherNumber[] {
  const ordered = [...found].sort((a, b) => a.start - b.start || proof(b) - proof(a) || b.end - a.end)
  const kept: OtherNumber[] = []
  for (const one of ordered) {
    const last = kept.at(-1)
    if (last === undefined || one.start >= last.end) kept.push(one)
    else if (proof(one) > proof(last)) kept[kept.length - 1] = one
  }
  return kept.slice(0, NUMBERS_MAX)
}
