/**
 * Codes in pieces: `6ZU-QEZ-C2K`, `R 8 K L …`, one character a line, a table, a numbered list, "first half … second
 * half". What the pieces are parted by does not matter; that together they are nine does.
 */
import { isEntraForm, looksLikeWord } from './codeForm.js'
import type { UserCode } from './userCode.js'

interface Chunk {
  readonly value: string
  readonly start: number
  readonly end: number
}

const CHUNK = /[A-Z0-9]+/g
const SEPARATOR = /^(?:[ \t]{0,3}[-–—.·•_|/\\,:;*+~=#>`'"\n ][ \t\n|*_`>]{0,3}|[ \t\n\r]{1,4}|[*_`~|"']{1,6})$/
/** Between single characters anything short goes that is no letter and no digit: brackets, quotes, arrows. */
const AROUND_ONE = /^[^\p{L}\p{N}]{1,6}$/u
const GAP_MAX = 6
const CODE_LENGTH = 9
const REGULAR = new Set(['3,3,3', '1,1,1,1,1,1,1,1,1', '4,5', '5,4'])

const hasDigit = (text: string): boolean => /[0-9]/.test(text)
const hasLetter = (text: string): boolean => /[A-Z]/i.test(text)
const isMixed = (text: string): boolean => hasDigit(text) && hasLetter(text)

function chunksOf(plain: string): Chunk[] {
  const chunks: Chunk[] = []
  for (const match of plain.matchAll(CHUNK)) {
    const end = match.index + match[0].length
    const isWhole = !/[a-z]/i.test(plain[match.index - 1] ?? '') && !/[a-z]/i.test(plain[end] ?? '')
    if (match[0].length < CODE_LENGTH && isWhole) chunks.push({ value: match[0], start: match.index, end })
  }
  return chunks
}

function joins(plain: string, previous: Chunk, next: Chunk): boolean {
  if (next.start - previous.end > GAP_MAX) return false
  const gap = plain.slice(previous.end, next.start)
  return SEPARATOR.test(gap) || (previous.value.length === 1 && next.value.length === 1 && AROUND_ONE.test(gap))
}

/** The chunks from `first` on that make exactly nine characters; undefined where none do. */
function nineFrom(plain: string, chunks: readonly Chunk[], first: number): readonly Chunk[] | undefined {
  let length = 0
  for (let last = first; last < chunks.length && last < first + CODE_LENGTH; last += 1) {
    const chunk = chunks[last]
    const previous = chunks[last - 1]
    if (chunk === undefined || (last > first && previous !== undefined && !joins(plain, previous, chunk))) return
    length += chunk.value.length
    if (length === CODE_LENGTH) return last === first ? undefined : chunks.slice(first, last + 1)
    if (length > CODE_LENGTH) return
  }
  return
}

/**
 * Pieces in a row. Regular ones are a code by themselves; of irregular ones (`R8 KL V3 WQ 7`) there are many that are
 * none, so they are marked `pieces`, and what stands beside them decides.
 */
export function splitCodes(plain: string): UserCode[] {
  const chunks = chunksOf(plain)
  const found: UserCode[] = []
  for (let first = 0; first < chunks.length; first += 1) {
    const run = nineFrom(plain, chunks, first)
    const start = run?.[0]?.start
    const end = run?.at(-1)?.end
    if (run === undefined || start === undefined || end === undefined) continue
    const value = run.map((chunk) => chunk.value).join('')
    if (!isEntraForm(value) || !hasLetter(value) || (!hasDigit(value) && looksLikeWord(value))) continue
    const disguise = isRegular(plain, run) ? 'split' : 'pieces'
    // irregular pieces count only as a run of their own, not as nine characters out of a longer one
    if (disguise === 'pieces' && !(isMixed(value) && isWholeRun(plain, chunks, first, run.length))) continue
    found.push({ form: 'entra', value, disguise, start, end })
    first += run.length - 1
  }
  return found
}

function isRegular(plain: string, run: readonly Chunk[]): boolean {
  if (!REGULAR.has(run.map((chunk) => chunk.value.length).join())) return false
  const [one, other] = run
  if (run.length !== 2 || one === undefined || other === undefined) return true
  return plain.slice(one.end, other.start).trim() === '-' || (isMixed(one.value) && isMixed(other.value))
}

function isWholeRun(plain: string, chunks: readonly Chunk[], first: number, length: number): boolean {
  const [before, start, end, after] = [
    chunks[first - 1],
    chunks[first],
    chunks[first + length - 1],
    chunks[first + length],
  ]
  if (before !== undefined && start !== undefined && joins(plain, before, start)) return false
  return !(after !== undefined && end !== undefined && joins(plain, end, after))
}

const NUMBERED =
  /(?:^|[\n\s,;|(])(?:\p{L}{3,14}\.? )?#?([1-9])(?:st|nd|rd|th|\.|º|°)?[ ]?[.):=\-–>→|,][ \t|>]{0,4}["'`*]{0,2}([A-Za-z0-9])["'`*]{0,2}(?![\p{L}\p{N}])/gu

/** `1. R`, `2) 8`, `Character 3: K`: the numbers are in order, and there are nine. */
export function numberedCodes(plain: string): UserCode[] {
  const found: UserCode[] = []
  let run: { value: string; start: number; end: number } | undefined
  for (const match of plain.matchAll(NUMBERED)) {
    const [place, character] = [Number(match[1]), (match[2] ?? '').toUpperCase()]
    const end = match.index + match[0].length
    const follows = run !== undefined && run.value.length + 1 === place && match.index - run.end <= 40
    run =
      follows && run !== undefined
        ? { ...run, value: run.value + character, end }
        : place === 1
          ? { value: character, start: match.index, end }
          : undefined
    if (run?.value.length !== CODE_LENGTH) continue
    if (isEntraForm(run.value) && hasLetter(run.value)) found.push({ form: 'entra', disguise: 'split', ...run })
    run = undefined
  }
  return found
}

const ONE_BY_ONE = /(?<![\p{L}\p{N}])(?:[a-z2-9][ .\-_,*·/|]{1,2}){8}[a-z2-9](?![\p{L}\p{N}])/gu

/** `x.w.2.a …`: single small letters and digits. A row of capitals is found among the pieces. */
export function smallOneByOne(plain: string): UserCode[] {
  const found: UserCode[] = []
  for (const { 0: written, index } of plain.matchAll(ONE_BY_ONE)) {
    const value = written.replace(/[^a-z0-9]/g, '').toUpperCase()
    if (isEntraForm(value) && isMixed(value))
      found.push({ form: 'entra', value, disguise: 'pieces', start: index, end: index + written.length })
  }
  return found
}

const HALF = /(?<![A-Za-z0-9])[2-9A-HJ-NP-Z]{2,7}(?![A-Za-z0-9-])/g
const HALVES_MAX = 50
const BETWEEN_MAX = 300

/** Two or three pieces with words between ("first half: …, second half: …"). Many things look so; see `pieces`. */
export function halves(plain: string): UserCode | undefined {
  const pieces: Chunk[] = []
  for (const match of plain.matchAll(HALF)) {
    if (isMixed(match[0]) || (!hasDigit(match[0]) && !looksLikeWord(match[0])) || /^\d{3,6}$/.test(match[0]))
      pieces.push({ value: match[0], start: match.index, end: match.index + match[0].length })
    if (pieces.length > HALVES_MAX) break
  }
  for (const size of [2, 3]) {
    for (let last = size - 1; last < pieces.length; last += 1) {
      const run = pieces.slice(last - size + 1, last + 1)
      const value = run.map((piece) => piece.value).join('')
      const isNear = run.every((piece, index) => index === 0 || piece.start - (run[index - 1]?.end ?? 0) <= BETWEEN_MAX)
      const [start, end] = [run[0]?.start, run.at(-1)?.end]
      if (!isNear || !isEntraForm(value) || !isMixed(value) || start === undefined || end === undefined) continue
      return { form: 'entra', value, disguise: 'halves', pieces: run, start, end }
    }
  }
  return undefined
}
