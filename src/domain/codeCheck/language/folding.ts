/** How letters are compared: without case, without accents, and which of them make up words. */

const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Hangul}]/u
const WORD = /[\p{L}\p{N}\p{M}]/u

/** Of a script that does not separate words, or as Korean adds to them without end. */
export const isUnspaced = (character: string | undefined): boolean =>
  character !== undefined && character >= '\u0e00' && UNSPACED.test(character)

/** Unicode is asked once for each character there is. */
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

/** Lower case, no accents, one kind of apostrophe: how phrases and texts are compared. Length may change. */
export const foldCharacter = remembered((character) => {
  if (character === '’' || character === '‘' || character === 'ʼ') return "'"
  const lower = character.toLowerCase()
  if (lower === 'ı') return 'i'
  if (lower === 'ł') return 'l'
  return lower
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
})

/** Lower case with its accents, as far as that is one character; Romanian's two forms of cedilla are one. */
export const spell = remembered((character) => {
  const folded = foldCharacter(character)
  if (folded === character) return folded
  const lower = character.toLowerCase().normalize('NFC')
  if (lower === 'ş') return 'ș'
  if (lower === 'ţ') return 'ț'
  return lower.length === folded.length && !'ı’‘ʼ'.includes(lower) ? lower : folded
})

const NOT_ASCII = /\P{ASCII}/u

export const fold = (text: string): string =>
  NOT_ASCII.test(text) ? Array.from(text, foldCharacter).join('') : text.toLowerCase()

export const isWordCharacter = (character: string | undefined): boolean =>
  character !== undefined && (character < '\u0080' ? /[A-Za-z0-9]/.test(character) : WORD.test(character))
