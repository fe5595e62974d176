import type { Language } from './vocabulary.js'

/** To the letter, for words that are often a letter away from harmless ones. `a_b`: next to each other. */
export function saysExactly(
  words: readonly string[],
  wanted: string,
  { unspaced }: Pick<Language, 'unspaced'>,
): boolean {
  if (unspaced) return words.join('').includes(wanted)
  const parts = wanted.split('_')
  return words.some((_word, at) => parts.every((part, after) => isExactly(words[at + after] ?? '', part)))
}

const isExactly = (word: string, wanted: string): boolean =>
  wanted.endsWith('*') ? word.startsWith(wanted.slice(0, -1)) : word === wanted
