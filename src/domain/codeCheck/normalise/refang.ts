/**
 * Links written so that no program follows them, by security people and attackers alike: `hxxps://`, `[.]`,
 * "microsoft dot com slash devicelogin", `microsoft .com / devicelogin`. Read back into links; nothing is opened.
 */
import spoken from '../data/spokenPunctuation.json' with { type: 'json' }
import { type MappedText, replaceMapped } from './mapped.js'

const words = (list: readonly string[]): string =>
  list.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')

const SCHEME = /\bh(?:xx|\*\*|\[tt\])p(s?)(?=:|\[:)/gi
const BRACKETED = /[[({]\s?(\.|:|\/|dot|punkt)\s?[\])}]/gi
const BRACKETED_TO: Readonly<Record<string, string>> = { ':': ':', '/': '/' }
/** Only between a name and a top-level label, so that "dot" in a sentence stays a word. */
const SPOKEN_DOT = new RegExp(
  `(?<=[a-z0-9])\\s{1,3}(?:${words(spoken.dot)})\\s{1,3}(?=(?:com|ms|net|org|us|cn|login|live|microsoft|microsoftonline)(?![a-z0-9]))`,
  'giu',
)
const SPOKEN_SLASH = new RegExp(
  `(?<=\\.(?:com|ms|net|org|us|cn))\\s{0,3}(?:,\\s{0,3})?(?:${words(spoken.slash)})\\s{0,3}(?=[a-z0-9])`,
  'giu',
)
const SPACED_DOT = /(?<=(?:microsoft|microsoftonline|aka|github|google))\s{0,3}\.\s{0,3}(?=(?:com|ms)(?![a-z]))/gi
const SPACED_SLASH = /(?<=\.(?:com|ms|us|cn))\s{0,3}\/\s{0,3}(?=device|link|common|login)/gi

export function refang(source: MappedText): MappedText {
  let text = replaceMapped(source, SCHEME, (match) => `http${match[1] ?? ''}`)
  text = replaceMapped(text, BRACKETED, (match) => BRACKETED_TO[match[1] ?? ''] ?? '.')
  text = replaceMapped(text, SPOKEN_DOT, () => '.')
  text = replaceMapped(text, SPOKEN_SLASH, () => '/')
  text = replaceMapped(text, SPACED_DOT, () => '.')
  return replaceMapped(text, SPACED_SLASH, () => '/')
}
