/** The form of Entra's user codes: not documented ("a short string"); all published samples are nine of these. */
const ENTRA = /^[2-9A-HJ-NP-Z]{9}$/

export const isEntraForm = (text: string): boolean => ENTRA.test(text)

/** Whether capitals read like a word of some language and not like random letters. */
export function looksLikeWord(letters: string): boolean {
  const vowels = letters.replace(/[^AEIOUY]/g, '').length
  return vowels / letters.length >= 0.3 && !/[^AEIOUY]{5}/.test(letters)
}
