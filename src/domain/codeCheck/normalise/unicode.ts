/**
 * One form for all the ways to write a letter: compatibility forms (fullwidth, mathematical, circled) become plain,
 * characters that are not seen go away. Works code point by code point so that positions are kept.
 *
 * Lookalike letters of other scripts are left alone here: in a Ukrainian sentence they are ordinary letters. Codes and
 * hosts are compared through `skeleton` instead.
 */
import confusables from '../data/confusables.json' with { type: 'json' }
import { MappedBuilder, type MappedText } from './mapped.js'

/** Zero width, soft hyphen, bidi controls, variation selectors, the keycap mark, tags. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}|\p{Cf}|\u20e3/u
const SPACE = /[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/
const CONFUSABLE = new Map<string, string>(Object.entries(confusables))

/** Letters in boxes and flags have no compatibility form; all are runs of 26 in order. */
const BOXED_ALPHABETS = [0x1f130, 0x1f150, 0x1f170, 0x1f1e6]

function boxedLetter(codePoint: number): string | undefined {
  const first = BOXED_ALPHABETS.find((start) => codePoint >= start && codePoint < start + 26)
  return first === undefined ? undefined : String.fromCharCode(0x41 + codePoint - first)
}

export interface UnicodeText extends MappedText {
  /** Characters that are not seen and stood between two letters or digits: nobody types those. */
  readonly unseenInWords: number
}

const isWordCharacter = (character: string | undefined): boolean =>
  character !== undefined && /[A-Za-z0-9]/.test(character)

export function plainUnicode(raw: string): UnicodeText {
  const builder = new MappedBuilder(raw.length)
  let unseenInWords = 0
  let at = 0
  for (const character of raw) {
    const origin = at
    at += character.length
    const codePoint = character.codePointAt(0) ?? 0
    if (codePoint < 0x80) builder.push(character, origin)
    else if (UNSEEN.test(character)) {
      if (isWordCharacter(raw[origin - 1]) && isWordCharacter(raw[at])) unseenInWords += 1
    } else if (SPACE.test(character)) builder.push(codePoint === 0x2028 || codePoint === 0x2029 ? '\n' : ' ', origin)
    else builder.push(boxedLetter(codePoint) ?? character.normalize('NFKC'), origin)
  }
  return { ...builder.done(), unseenInWords }
}

/** Lookalikes of Latin letters replaced one for one, so that indexes stay the same. */
export function skeleton(text: string): string {
  let result = ''
  let copied = 0
  for (let index = 0; index < text.length; index += 1) {
    if (text.charCodeAt(index) < 0x80) continue
    const plain = CONFUSABLE.get(text[index] ?? '')
    if (plain === undefined) continue
    result += text.slice(copied, index) + plain
    copied = index + 1
  }
  return copied === 0 ? text : result + text.slice(copied)
}
