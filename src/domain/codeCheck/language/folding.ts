/** How letters are compared: without case, without accents, and which of them make up words. */

const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Hangul}]/u
const WORD = /[\p{L}\p{N}\p{M}]/u

const [OTHER, IN_WORD, ALONE, UNKNOWN] = [0, 1, 2, 255] as const
/** What each UTF-16 unit is; Unicode is asked once for each that there is. */
const KINDS = new Uint8Array(0x1_0000).fill(UNKNOWN)

function kindOf(unit: number): number {
  const known = KINDS[unit] ?? OTHER
  if (known !== UNKNOWN) return known
  const character = String.fromCharCode(unit)
  const kind = UNSPACED.test(character) ? ALONE : WORD.test(character) ? IN_WORD : OTHER
  KINDS[unit] = kind
  return kind
}

/** Of a script that does not separate words, or as Korean adds to them without end. */
export const isUnspaced = (character: string | undefined): boolean =>
  character !== undefined && kindOf(character.charCodeAt(0)) === ALONE

export const isWordCharacter = (character: string | undefined): boolean =>
  character !== undefined && character !== '' && kindOf(character.charCodeAt(0)) !== OTHER

/** The end of the word that begins at `start`; of what is no word, and of scripts without spaces, one unit. */
export function wordEnd(text: string, start: number): number {
  let end = start + 1
  if (kindOf(text.charCodeAt(start)) !== IN_WORD) return end
  while (end < text.length && kindOf(text.charCodeAt(end)) === IN_WORD) end += 1
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

/** Lower case, no accents, one kind of apostrophe: how phrases and texts are compared. Length may change. */
export const foldCharacter = remembered((character) => {
  const lower = character.toLowerCase()
  const alike = ALIKE[lower]
  if (alike !== undefined) return alike
  return lower
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
})

/** Written for each other without a thought, so not even an accent. */
const SAME = new Set('ı’‘ʼʻ`´ς')

/** Lower case with its accents, as far as that is one character; Romanian's two forms of cedilla are one. */
export const spell = remembered((character) => {
  const folded = foldCharacter(character)
  if (folded === character) return folded
  const lower = character.toLowerCase().normalize('NFC')
  if (lower === 'ş') return 'ș'
  if (lower === 'ţ') return 'ț'
  return lower.length === folded.length && !SAME.has(lower) ? lower : folded
})

const NOT_ASCII = /\P{ASCII}/u

function each(text: string, work: (character: string) => string): string {
  if (!NOT_ASCII.test(text)) return text.toLowerCase()
  let result = ''
  for (const character of text) result += work(character)
  return result
}

export const fold = (text: string): string => each(text, foldCharacter)
export const spellOut = (text: string): string => each(text, spell)
