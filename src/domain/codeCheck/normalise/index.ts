/**
 * From what was pasted to plain text: transfer encodings, HTML, Unicode, disguised links, in that order. Nothing is
 * thrown away that a person would see, and what a person would not see is kept apart as `hidden`.
 */
import { revealEncoded } from './encoded.js'
import { htmlToText, looksLikeHtml } from './html.js'
import type { MappedText } from './mapped.js'
import { refang } from './refang.js'
import { decodeTransfer } from './transfer.js'
import { plainUnicode } from './unicode.js'

/** Longest text that is judged, in UTF-16 units. What lies beyond was not read, and the answer says so. */
export const TEXT_LENGTH_MAX = 65_536

export interface NormalText extends MappedText {
  /** Whether `at` points into the pasted text; false after decoding or HTML, when only the evidence is given. */
  readonly hasSpans: boolean
  readonly hidden: string
  /** Some of the text is styled not to be seen. */
  readonly hides: boolean
  readonly isHtml: boolean
  /** A link was written so that no program follows it. */
  readonly isRefanged: boolean
  readonly unseenInWords: number
  readonly truncated: boolean
}

/** `isCut`: something of it was left out before. */
export function normalise(pasted: string, isCut = false): NormalText {
  const truncated = isCut || pasted.length > TEXT_LENGTH_MAX
  const bounded = truncated ? pasted.slice(0, TEXT_LENGTH_MAX) : pasted
  const decoded = decodeTransfer(bounded)
  const isHtml = looksLikeHtml(decoded)
  const revealed = revealEncoded(decoded, isHtml)
  const html = isHtml ? htmlToText(revealed) : { text: revealed, hidden: '', hides: false }
  const unicode = plainUnicode(html.text)
  const { text, at } = refang(unicode)
  return {
    text,
    at,
    hasSpans: revealed === bounded && !isHtml,
    hidden: html.hidden,
    hides: html.hides,
    isHtml,
    isRefanged: text !== unicode.text,
    unseenInWords: unicode.unseenInWords,
    truncated,
  }
}
