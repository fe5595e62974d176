/**
 * What a secret looks like, and what stands before one. Labels, names of fields and parameters, and the beginnings of
 * keys are data: another language or provider is a line there. Each pattern is linear: repetitions are bounded, and none
 * begins within another.
 */
import copulas from './data/copulas.json' with { type: 'json' }
import keyPrefixes from './data/keyPrefixes.json' with { type: 'json' }
import fields from './data/secretFields.json' with { type: 'json' }
import labels from './data/secretLabels.json' with { type: 'json' }
import lines from './data/secretLines.json' with { type: 'json' }
import parameters from './data/secretParameters.json' with { type: 'json' }

/** Written without blanks between words, or with particles before the word: a label may begin within. */
const UNSPACED =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Arabic}\p{Script=Hebrew}]/u
/** Short ones begin other words: pin, ping; secret, secretary. Longer ones take endings: passwords, şifreniz. */
const takesEnding = (label: string): boolean => label.length >= (/^[ -~]*$/.test(label) ? 7 : 5)
const ENDING = '[\\p{L}\\p{M}]{0,5}'
const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
/** The longest first, so that a label is taken whole. Of none nothing is found, where nothing would be found everywhere. */
const anyOf = (texts: readonly string[]): string =>
  texts
    .slice()
    .sort((a, b) => b.length - a.length)
    .map(literal)
    .join('|') || '(?!)'
const wordStart = '(?<![\\p{L}\\p{N}_])'

function labelPattern(all: readonly string[]): string {
  const unspaced = all.filter((label) => UNSPACED.test(label))
  const spaced = all.filter((label) => !UNSPACED.test(label))
  const long = spaced.filter(takesEnding)
  const short = spaced.filter((label) => !takesEnding(label))
  return `(?:${wordStart}(?:(?:${anyOf(long)})${ENDING}|(?:${anyOf(short)}))|(?:${anyOf(unspaced)}))`
}

const LABEL = labelPattern(labels)
/** Bold, quotes and brackets around what is between the label and the secret. */
const DECORATION = '[*_`~"\'“”„«»()\\[\\]]{0,3}'
const GAP = `${DECORATION}[ \\t]{0,3}${DECORATION}`
const COPULA = `(?:${anyOf(copulas)})(?![\\p{L}\\p{M}])`
const SEPARATOR = `(?:${GAP}(?:[:：=|→は是为為는은]|=>|->|[-–—](?=[ \\t]\\S{0,63}\\d)|${COPULA})${GAP}){1,2}`
/** A comma or semicolon within it belongs to it; before a blank or a quote it ends it. */
const SECRET = '(?:[^\\s,;<>"]|[,;](?=[^\\s"\'])){3,64}'

export const LABELLED = new RegExp(`(${LABEL}${SEPARATOR}\\n?${DECORATION})(${SECRET})`, 'giu')
/** Digits need nothing between: PIN 4829. */
export const LABELLED_DIGITS = new RegExp(
  `(${LABEL}(?:${GAP}|[ \\t]{0,3}\\n)${DECORATION})((?:[A-Z]-)?\\d{3,12}(?:[ -]\\d{2,6}){0,3})(?![\\p{L}\\d])`,
  'giu',
)
/** 4829 is your PIN. */
export const DIGITS_THEN_LABEL = new RegExp(
  `(?<![\\p{L}\\p{N}_./:#+-])()(\\d{3,10})(?=[ \\t]{1,3}(?:${COPULA}|—|–|-)[ \\t]{1,3}(?:[\\p{L}\\p{M}’']{1,15}[ \\t]{1,2}){0,3}${LABEL})`,
  'giu',
)
/** Several words or several codes: to the end of the line. */
export const WHOLE_LINE = new RegExp(`(${labelPattern(lines)}${SEPARATOR}\\n?)([^\\n]{3,2000})`, 'giu')

const PARAMETERS = `(?:${parameters.join('|')}|[a-z]{2,12}_token)`
/** `code` and `state` are those of OAuth redirects; `otc` and `user_code` carry a user code and stay. */
export const PARAMETER = new RegExp(`([?&#;]${PARAMETERS}=)([^\\s&#"'<>()[\\]]+)`, 'gi')
/** The same within a link that another link carries. */
export const WRAPPED_PARAMETER = new RegExp(
  `((?:%25|%)(?:3f|26|23)${PARAMETERS}(?:%25|%)3d)((?:(?!%(?:25)?(?:26|23))[^\\s&#"'<>()[\\]]){1,4096})`,
  'gi',
)
/** What a redirect left behind, without its address. */
export const BARE_PARAMETER = /(?<![\p{L}\p{N}_.?&#;])((?:code|state|session_state)=)([^\s&#"'<>()[\]]{16,8192})/giu
/** Who signs in, and with what, before the host. */
export const USER_INFO = /(:\/\/[^\s/:@?#]{0,64}:)([^\s/@?#]{1,256})(?=@)/g
/** Names in JSON, forms, connection strings and tables of cookies. */
export const FIELD = new RegExp(
  `${wordStart}((?:${anyOf(fields)})["']?[ \\t]{0,3}[:=\\t][ \\t]{0,3}["']?)([^\\s"',;<>]{4,8192})`,
  'giu',
)
/** Headers whose value goes to the end of the line. */
export const HEADER =
  /(?<![\p{L}\p{N}_])((?:(?:proxy-)?authorization|(?:set-)?cookies?)["']?[ \t]{0,3}[:=][ \t]{0,3}["']?)([^\n"'<>]{4,8192})/giu
export const JWT = /(?<![\w-])eyJ[\w-]{8,}\.[\w-]{2,}(?:\.[\w-]*)*/g
export const BEARER = /(?<![\p{L}\p{N}])((?:bearer|basic|negotiate)[ \t]{1,3})([\w.~+/=-]{8,})/giu
export const KEY = new RegExp(`(?<![\\w-])(?:${anyOf(keyPrefixes)})[\\w.~+/-]{12,512}`, 'g')
/** A client secret of Entra. */
export const ENTRA_SECRET = /(?<![\w.~-])[\w.~-]{3}\dQ~[\w.~-]{28,40}/g
/** Longer than any word or code: a key, a refresh token. */
export const OPAQUE = /(?<![\w+=-])[\w+=-]{48,}/g
export const HEX = /(?<![\p{L}\p{N}_-])[0-9a-f]{32,47}(?![\p{L}\p{N}_-])/giu
/** The recovery key of BitLocker. */
export const RECOVERY_KEY = /(?<!\d[ -]?)\d{6}(?:[ -]\d{6}){7}(?![ -]?\d)/g
export const BANK_CARD = /(?<!\d|\d[ -])\d(?:[ -]?\d){13,18}(?![ -]?\d)/g
export const SIX_DIGITS = /(?<![\p{L}\p{N}_./:#+-]|\d[ -])((?:G-)?\d{3}[ -]?\d{3})(?![\p{L}\p{N}_]|[ -]?\d)/gu
export const FEW_DIGITS = /(?<![\p{L}\p{N}_./:#+-]|\d[ -])((?:[A-Z]-)?\d{4,8})(?![\p{L}\p{N}_]|[ -]\d|[.:]\d)/gu

const KEY_BEGIN = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/
const KEY_END = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/

/** Private keys in PEM. One without an end was cut off: all that follows may belong to it. */
export function withoutPrivateKeys(text: string, mask: string): string {
  const kept: string[] = []
  for (let rest = text; ; ) {
    const begin = KEY_BEGIN.exec(rest)
    if (begin === null) return [...kept, rest].join('')
    const inside = rest.slice(begin.index)
    const end = KEY_END.exec(inside)
    kept.push(rest.slice(0, begin.index), mask)
    if (end === null) return kept.join('')
    rest = inside.slice(end.index + end[0].length)
  }
}
