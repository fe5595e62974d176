/**
 * Codes that are read out: "Bertha Sieben Kaufmann Quelle …", "B as in Bravo, seven, …". Spelling alphabets and digits
 * of several languages, mixed as people mix them.
 */
import spelling from '../data/spelling.json' with { type: 'json' }
import { fold, plainPhrase } from '../language/folding.js'
import { skeleton } from '../normalise/unicode.js'
import { isEntraForm } from './codeForm.js'
import type { UserCode } from './userCode.js'

const SOUNDS = new Map<string, string>()
for (const table of [spelling.letters, spelling.digits]) {
  for (const [character, words] of Object.entries(table)) {
    for (const word of words.split(' ')) SOUNDS.set(fold(plainPhrase(word)), character)
  }
}
const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}'’]*/gu
const LENGTH = 9
const WORDS_MIN = 3
const DIGITS_MIN = 2
/** Words around a spelled code that are sounds as well: `to`, `a`, `for`. */
const STRAY_MAX = 3
/** "as in", "niin kuin", "wie": at most this many words join a letter and its name. */
const JOINING_MAX = 2
/** Between two sounds: white space, a comma, a dash, a bracket. */
const GAP_MAX = 6

interface Sound {
  readonly character: string
  readonly isWord: boolean
  /** A single letter, which a name may follow. */
  readonly isLetter: boolean
  /** In no alphabet we know: it stands for its first letter. */
  readonly isInitial: boolean
  readonly start: number
  readonly end: number
}

function spelledCode(run: readonly Sound[]): UserCode | undefined {
  const value = run.map((sound) => sound.character).join('')
  const [first, last] = [run[0], run.at(-1)]
  if (first === undefined || last === undefined || !isEntraForm(value)) return undefined
  if (run.filter((sound) => sound.isWord).length < WORDS_MIN) return undefined
  // nine names in a row are a list of people; two digits among them make it a code
  if (run.some((sound) => sound.isInitial) && value.replace(/[^0-9]/g, '').length < DIGITS_MIN) return undefined
  return { form: 'entra', value, disguise: 'spelled', start: first.start, end: last.end }
}

/** A name or noun that is written with a capital letter may stand for it, whatever the alphabet: "Aachen", "Zoran". */
const NAME = /^\p{Lu}\p{Ll}{2,23}$/u
const initialOf = (word: string): string => skeleton(fold(word)[0] ?? '').toUpperCase()

function soundOf(written: string, word: string): string | undefined {
  const known = SOUNDS.get(word)
  if (known !== undefined) return known
  if (word.length === 1) return /[a-z0-9]/.test(word) ? word.toUpperCase() : undefined
  const initial = NAME.test(written) ? initialOf(written) : ''
  return /[A-Z]/.test(initial) ? initial : undefined
}

/**
 * Finds runs of nine sounds of which at least three are words; runs of single characters are found elsewhere. A word
 * that only says the letter before it again, with what joins the two ("K niin kuin Kalle"), is part of that letter.
 */
export function findSpelledCodes(text: string): UserCode[] {
  const codes: UserCode[] = []
  let run: Sound[] = []
  let unknown = 0
  let lastEnd = 0
  const finish = (): void => {
    unknown = 0
    if (run.length === 0) return
    // a run that is far longer is a text of short words
    const mayBeCode = run.length >= LENGTH && run.length <= LENGTH + STRAY_MAX
    const code = mayBeCode ? (spelledCode(run.slice(0, LENGTH)) ?? spelledCode(run.slice(-LENGTH))) : undefined
    if (code !== undefined) codes.push(code)
    run = []
  }
  // the one name of a letter that is written in two
  const plain = text.replace(/x-ray/gi, 'xray ')
  for (const match of plain.matchAll(WORD)) {
    const start = match.index
    const end = start + match[0].length
    const word = fold(match[0].slice(0, 24))
    const last = run.at(-1)
    if (last !== undefined && start - (unknown > 0 ? lastEnd : last.end) > GAP_MAX) finish()
    lastEnd = end
    // "K kuin Kalle": the joining word may begin with the letter too
    if (last?.isLetter === true && word.length > 1 && initialOf(match[0]) === last.character) {
      run[run.length - 1] = { ...last, isWord: true, end }
      unknown = 0
      continue
    }
    const character = soundOf(match[0], word)
    const isJoining = last?.isLetter === true && unknown < JOINING_MAX && word.length > 1
    if (isJoining && (character === undefined || unknown > 0)) {
      unknown += 1
      continue
    }
    if (character === undefined || unknown > 0) finish()
    if (character === undefined) continue
    run.push({
      character,
      isWord: word.length > 1,
      isLetter: word.length === 1 && /[a-z]/.test(word),
      isInitial: word.length > 1 && !SOUNDS.has(word),
      start,
      end,
    })
  }
  finish()
  return codes
}
