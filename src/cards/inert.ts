/**
 * Text that somebody outside chose, made inert before it is shown.
 *
 * Backslash escapes are not enough: the Markdown reader of the Adaptive Cards renderers for phones takes `\[a](url)` for
 * a link (microsoft/AdaptiveCards, source/shared/cpp/ObjectModel/MarkDownBlockParser.cpp: only emphasis looks behind for
 * a backslash), and where Markdown is off the backslashes are shown. So the few characters that links, images,
 * mentions, emphasis and code are made of give way to look-alikes, which holds in every renderer and in plain text.
 *
 * Cards also read `{{DATE(…)}}` and `{{TIME(…)}}`: braces give way too, or a name could show a false time.
 */

const LOOK_ALIKES: Readonly<Record<string, string>> = {
  '[': '(',
  ']': ')',
  '{': '(',
  '}': ')',
  '<': '‹',
  '>': '›',
  '*': '∗',
  '`': "'",
  '~': '∼',
  '\\': '∖',
}

/** Names, addresses, policy names: as long as a reader needs to recognise them. In characters. */
const NAME_LENGTH_MAX = 80
/** Evidence of a signal, as `codeCheck` bounds it. In characters. */
const EVIDENCE_LENGTH_MAX = 120

/** A name or another short value as it may stand inside a sentence. Empty where nothing visible is left. */
export function inert(value: string, lengthMax = NAME_LENGTH_MAX): string {
  return lookingAlike(bounded(onlyVisible(value, lengthMax), lengthMax))
    .replace(/:\/\//g, '(:)//')
    .replace(/\S+/g, (word) => (isMailAddress(word) ? word : word.replace(HOST_DOT, '(.)')))
}

/**
 * Evidence such as a link or a host, inert and defanged the way analysts write it: `hxxps://login[.]example`. The
 * brackets that this adds are never followed by the `(` that would make a link of them.
 */
export function defanged(value: string, lengthMax = EVIDENCE_LENGTH_MAX): string {
  return lookingAlike(bounded(onlyVisible(value, lengthMax), lengthMax))
    .replace(/\bhttp(?=s?:)/gi, 'hxxp')
    .replace(/(?<!hxxps?):\/\//gi, '[:]//')
    .replace(HOST_DOT, '[.]')
}

/** Underscores inside a word mean nothing to Markdown and much to a sign-in name, so they stay. */
const lookingAlike = (value: string): string =>
  value
    .replace(/[[\]{}<>*`~\\]/g, (character) => LOOK_ALIKES[character] ?? '')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, 'ˍ')

/** A dot as in host names, not as in IPv4 addresses, versions or at the end of a sentence. */
const HOST_DOT = /(?<=[\p{L}\p{N}-])\.(?=[\p{L}-]{2})/gu

const isMailAddress = (word: string): boolean => word.includes('@') && !/[/\\:]/.test(word)

/**
 * One line of visible characters: no controls, no bidirectional overrides, no zero-width or tag characters, no towers
 * of combining marks. Cut before the work is done, so that a huge value costs no more than a long one.
 */
function onlyVisible(value: string, lengthMax: number): string {
  return value
    .slice(0, lengthMax * 8)
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Z}]+/gu, ' ')
    .replace(/[\p{Cf}\p{Co}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/gu, '')
    .replace(/(\p{M}{3})\p{M}+/gu, '$1')
    .trim()
}

function bounded(value: string, lengthMax: number): string {
  const characters = Array.from(value)
  return characters.length <= lengthMax ? value : `${characters.slice(0, lengthMax - 1).join('')}…`
}
