/** How letters are compared: without case, without accents, and which of them make up words. */

const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Hangul}]/u
const WORD = /[\p{L}\p{N}\p{M}]/u
const LATIN = /[0-9\p{Script=Latin}]/u

/** Where Latin letters and digits meet those of another script, a word ends: `הקודOTP`, `OTPका`. */
const [OTHER, IN_WORD, IN_LATIN_WORD, ALONE, UNKNOWN] = [0, 1, 2, 3, 255] as const
/** What each UTF-16 unit is; Unicode is asked once for each that there is. */
const KINDS = new Uint8Array(0x1_0000).fill(UNKNOWN)

function kindOf(unit: number): number {
  const known = KINDS[unit] ?? OTHER
  if (known !== UNKNOWN) return known
  const character = String.fromCharCode(unit)
  const kind = UNSPACED.test(character)
    ? ALONE
    : LATIN.test(character)
      ? IN_LATIN_WORD
      : WORD.test(character)
        ? IN_WORD
        : OTHER
  KINDS[unit] = kind
  return kind
}

/** Of a script that does not separate words, or as Korean adds to them without end. */
export const isUnspaced = (character: string | undefined): boolean =>
  character !== undefined && kindOf(character.charCodeAt(0)) === ALONE

export const isWordCharacter = (character: string | undefined): boolean =>
  character !== undefined && character !== '' && kindOf(character.charCodeAt(0)) !== OTHER

/** A letter or its mark, and no digit of ours. */
export function isLetterAt(text: string, index: number): boolean {
  const unit = text.charCodeAt(index)
  return kindOf(unit) !== OTHER && (unit < 0x30 || unit > 0x39)
}

/** The end of the word that begins at `start`; of what is no word, and of scripts without spaces, one unit. */
export function wordEnd(text: string, start: number): number {
  let end = start + 1
  const kind = kindOf(text.charCodeAt(start))
  if (kind !== IN_WORD && kind !== IN_LATIN_WORD) return end
  while (end < text.length && kindOf(text.charCodeAt(end)) === kind) end += 1
  return end
}

function remembered(work: (character: string) => string): (character: string) => string {
  const known = new Map<string, string>()
  return (character) => {
    if (character < '\u0080') return character.toLowerCase()
    let result = known.get(character)
    if (result === undefined) {
      result = work(character)
      known.set(character, result)
    }
    return result
  }
}

/** What Unicode does not take for one letter and its mark, and people write for each other. Armenian marks words within. */
const ALIKE: Readonly<Record<string, string>> = {
  '’': "'",
  '‘': "'",
  ʼ: "'",
  ʻ: "'",
  '`': "'",
  '´': "'",
  ı: 'i',
  ł: 'l',
  đ: 'd',
  ς: 'σ',
  '՞': '',
  '՛': '',
  '՜': '',
}

/** Letters that keyboards and habits write for one another: Arabic, Persian and Urdu, Devanagari. */
const SAME_LETTERS: Readonly<Record<string, string>> = {
  '\u0649': '\u064a',
  '\u06cc': '\u064a',
  '\u06a9': '\u0643',
  '\u0629': '\u0647',
  '\u06c1': '\u0647',
  '\u06be': '\u0647',
  '\u06c3': '\u0647',
  '\u06d5': '\u0647',
  '\u0901': '\u0902',
}

/** Rows of Ethiopic that sound alike, seven vowels each: [written, kept]; and vowels that do, in single letters. */
const ETHIOPIC = new Map<number, number>([
  [0x1203, 0x1200],
  [0x12a3, 0x12a0],
])
for (const [written, kept] of [
  [0x1210, 0x1200],
  [0x1280, 0x1200],
  [0x1220, 0x1230],
  [0x12d0, 0x12a0],
  [0x1340, 0x1338],
] as const)
  for (let vowel = 0; vowel < 7; vowel += 1) ETHIOPIC.set(written + vowel, ETHIOPIC.get(kept + vowel) ?? kept + vowel)

/** Signs that are written or left out at will: accents, Hebrew and Arabic vowel points, hamza, tatweel, nukta. */
const OPTIONAL =
  /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u093c\u0a3c\u0abc]/g

/** As `plainUnicode` leaves a character: compatibility forms (Thai and Lao AM) apart, nothing unseen (Persian's ZWNJ). */
const plainCharacter = remembered((character) => (/\p{Cf}/u.test(character) ? '' : character.normalize('NFKC')))

/** Lower case, no accents, one kind of apostrophe: how phrases and texts are compared. Length may change. */
export const foldCharacter = remembered((character) => {
  const lower = character.toLowerCase()
  const alike = ALIKE[lower]
  if (alike !== undefined) return alike
  const plain = lower.normalize('NFD').replace(OPTIONAL, '').normalize('NFC')
  const ethiopic = ETHIOPIC.get(plain.charCodeAt(0))
  return ethiopic === undefined ? (SAME_LETTERS[plain] ?? plain) : String.fromCharCode(ethiopic)
})

/** Written for each other without a thought, so not even an accent. */
const SAME = new Set('ı’‘ʼʻ`´ς')

/** Lower case with its accents, as far as that is one character; Romanian's two forms of cedilla are one. */
export const spell = remembered((character) => {
  const folded = foldCharacter(character)
  if (folded === character) return folded
  // from Hebrew to Ethiopic what folds away is habit, not another word
  if (character >= '\u0590' && character < '\u1c00') return folded
  const lower = character.toLowerCase().normalize('NFC')
  if (lower === 'ş') return 'ș'
  if (lower === 'ţ') return 'ț'
  return lower.length === folded.length && !SAME.has(lower) ? lower : folded
})

const NOT_ASCII = /\P{ASCII}/u

/** Plain letters have one form only: most of what is done to others can be left out. */
export const isAscii = (text: string): boolean => !NOT_ASCII.test(text)

function each(text: string, work: (character: string) => string): string {
  if (isAscii(text)) return text.toLowerCase()
  // Joined and not added up: an added string keeps its parts until it is read.
  return Array.from(text, work).join('')
}

export const fold = (text: string): string => each(text, foldCharacter)
export const spellOut = (text: string): string => each(text, spell)
export const plainPhrase = (phrase: string): string => each(phrase, plainCharacter)
