/**
 * Codes that are read out: "Bertha Sieben Kaufmann Quelle …", "B as in Bravo, seven, …". Spelling alphabets and digits
 * of several languages, mixed as people mix them.
 */
import spelling from '../data/spelling.json' with { type: 'json' }
import { fold } from '../language/phraseMatcher.js'
import { isEntraForm } from './codeForm.js'
import type { UserCode } from './userCode.js'

const SOUNDS = new Map<string, string>()
for (const table of [spelling.letters, spelling.digits]) {
  for (const [character, words] of Object.entries(table)) {
    for (const word of words.split(' ')) SOUNDS.set(fold(word), character)
  }
}
const AS_IN = new Set(spelling.asIn.map(fold))
const WORD = /[\p{L}\p{N}'-]+/gu
const LENGTH = 9
const WORDS_MIN = 3
/** Words around a spelled code that are sounds as well: `to`, `a`, `for`. */
const STRAY_MAX = 3
/** Between two sounds: white space, a comma, a dash, a bracket. */
const GAP_MAX = 6

interface Sound {
  readonly character: string
  readonly isWord: boolean
  readonly start: number
  readonly end: number
}

function spelledCode(run: readonly Sound[]): UserCode | undefined {
  const value = run.map((sound) => sound.character).join('')
  const [first, last] = [run[0], run.at(-1)]
  if (first === undefined || last === undefined || !isEntraForm(value)) return undefined
  if (run.filter((sound) => sound.isWord).length < WORDS_MIN) return undefined
  return { form: 'entra', value, disguise: 'spelled', start: first.start, end: last.end }
}

/** Finds runs of nine sounds of which at least four are words; runs of single characters are found elsewhere. */
export function findSpelledCodes(text: string): UserCode[] {
  const codes: UserCode[] = []
  let run: Sound[] = []
  let skipNext = false
  const finish = (): void => {
    const code = spelledCode(run.slice(0, LENGTH)) ?? spelledCode(run.slice(-LENGTH))
    // a run that is far longer is a text of short words
    if (code !== undefined && run.length <= LENGTH + STRAY_MAX) codes.push(code)
    run = []
  }
  for (const match of text.matchAll(WORD)) {
    const start = match.index
    const end = start + match[0].length
    const word = fold(match[0].slice(0, 24))
    if (skipNext) {
      // the word after "as in" only says the letter again
      skipNext = false
      const previous = run.at(-1)
      if (previous !== undefined && word[0] === previous.character.toLowerCase()) {
        run[run.length - 1] = { ...previous, isWord: true, end }
        continue
      }
    }
    if (run.length > 0 && AS_IN.has(word)) {
      skipNext = true
      continue
    }
    const previousEnd = run.at(-1)?.end
    if (previousEnd !== undefined && start - previousEnd > GAP_MAX) finish()
    const character = SOUNDS.get(word) ?? (word.length === 1 && /[a-z0-9]/.test(word) ? word.toUpperCase() : undefined)
    if (character === undefined) finish()
    else run.push({ character, isWord: word.length > 1, start, end })
  }
  finish()
  return codes
}
