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
/** Strokes through, lines under and over, rings around letters: no language writes with them. */
const STROKE = /[\u0305\u0332-\u0338\u033f\u0347\u035f-\u0362\u20d0-\u20f0]|\p{Me}/u
const SPACE = /[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/
const CONFUSABLE = new Map<string, string>(Object.entries(confusables))

/** Letters in boxes and flags have no compatibility form; all are runs of 26 in order. */
const BOXED_ALPHABETS = [0x1f130, 0x1f150, 0x1f170, 0x1f1e6, 0x1f110, 0x249c]
/** Filled and ringed digits have none either; all are runs of nine from 1. */
const BOXED_DIGITS = [0x2776, 0x2780, 0x278a, 0x24f5, 0x2474]
/** RIGHT-TO-LEFT OVERRIDE shows what follows backwards, in whatever script. No language needs it. */
const OVERRIDE = '\u202e'
const OVERRIDE_END = /[\u202c\u202d\n]/

function boxed(codePoint: number): string | undefined {
  const letters = BOXED_ALPHABETS.find((start) => codePoint >= start && codePoint < start + 26)
  if (letters !== undefined) return String.fromCharCode(0x41 + codePoint - letters)
  const digits = BOXED_DIGITS.find((start) => codePoint >= start && codePoint < start + 9)
  return digits === undefined ? undefined : String.fromCharCode(0x31 + codePoint - digits)
}

const NATIVE_DIGIT = /\p{Nd}/u

/** Digits of other scripts: each script has ten in a row, from zero. */
function nativeDigit(character: string, codePoint: number): string | undefined {
  if (!NATIVE_DIGIT.test(character)) return undefined
  let zero = codePoint
  while (codePoint - zero < 9 && NATIVE_DIGIT.test(String.fromCodePoint(zero - 1))) zero -= 1
  return String(codePoint - zero)
}

export interface UnicodeText extends MappedText {
  /** Characters that are not seen and stood between two letters or digits: nobody types those. */
  readonly unseenInWords: number
}

const isWordCharacter = (character: string | undefined): boolean =>
  character !== undefined && /[A-Za-z0-9]/.test(character)

interface Placed {
  readonly character: string
  readonly origin: number
}

/** The characters of a text with an override, in the order in which they are seen. */
function* inSeenOrder(raw: string): Iterable<Placed> {
  let backwards: Placed[] | undefined
  let origin = 0
  for (const character of raw) {
    if (character === OVERRIDE) backwards ??= []
    else if (backwards !== undefined && OVERRIDE_END.test(character)) {
      yield* backwards.reverse()
      backwards = undefined
    }
    if (backwards === undefined) yield { character, origin }
    else backwards.push({ character, origin })
    origin += character.length
  }
  if (backwards !== undefined) yield* backwards.reverse()
}

/** Plain text is taken as it is, in one piece. */
const ASCII_RUN_OR_OTHER = /\p{ASCII}+|\P{ASCII}/gu

function plainCharacter(character: string): string {
  const plain = character.normalize('NFKC')
  return nativeDigit(plain, plain.codePointAt(0) ?? 0) ?? plain
}

export function plainUnicode(raw: string): UnicodeText {
  const builder = new MappedBuilder(raw.length)
  let unseenInWords = 0
  const add = (character: string, origin: number): void => {
    const codePoint = character.codePointAt(0) ?? 0
    if (codePoint < 0x80) builder.push(character, origin)
    else if (UNSEEN.test(character)) {
      if (isWordCharacter(raw[origin - 1]) && isWordCharacter(raw[origin + character.length])) unseenInWords += 1
    } else if (STROKE.test(character)) unseenInWords += isWordCharacter(raw[origin - 1]) ? 1 : 0
    else if (SPACE.test(character)) builder.push(codePoint === 0x2028 || codePoint === 0x2029 ? '\n' : ' ', origin)
    else builder.push(boxed(codePoint) ?? plainCharacter(character), origin)
  }
  if (raw.includes(OVERRIDE)) {
    for (const { character, origin } of inSeenOrder(raw)) add(character, origin)
    return { ...builder.done(), unseenInWords }
  }
  for (const { 0: run, index } of raw.matchAll(ASCII_RUN_OR_OTHER)) {
    if (run < '\u0080') builder.keep(raw, index, index + run.length)
    else add(run, index)
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
