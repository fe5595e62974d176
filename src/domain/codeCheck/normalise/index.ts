/**
 * From what was pasted to plain text: transfer encodings, HTML, Unicode, disguised links, in that order. Nothing is
 * thrown away that a person would see, and what a person would not see is kept apart as `hidden`.
 */
import { revealEncoded } from './encoded.js'
import { type HtmlText, htmlToText, looksLikeHtml } from './html.js'
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

/** Between the parts of a message. */
export const BETWEEN = '\n\n'

/** `pasted`: a text, or the parts of a message. `isCut`: something of it was left out before. */
export function normalise(pasted: string | readonly string[], isCut = false): NormalText {
  const parts = typeof pasted === 'string' ? [pasted] : pasted
  const isTooLong = parts.reduce((sum, part) => sum + part.length, 0) > TEXT_LENGTH_MAX
  const bounded = isTooLong ? [parts.join(BETWEEN).slice(0, TEXT_LENGTH_MAX)] : parts
  const seen = bounded.map(seenText)
  const isHtml = seen.some((part) => part.isHtml)
  const unicode = plainUnicode(seen.map((part) => part.text).join(BETWEEN))
  const { text, at } = refang(unicode)
  return {
    text,
    at,
    hasSpans: seen.every((part) => part.isAsPasted),
    hidden: seen
      .map((part) => part.hidden)
      .join(' ')
      .trim(),
    hides: seen.some((part) => part.hides),
    isHtml,
    isRefanged: text !== unicode.text,
    unseenInWords: unicode.unseenInWords,
    truncated: isCut || isTooLong,
  }
}

/** What a person sees of one part. */
function seenText(part: string): HtmlText & { readonly isHtml: boolean; readonly isAsPasted: boolean } {
  const decoded = decodeTransfer(part)
  const isHtml = looksLikeHtml(decoded)
  const revealed = revealEncoded(decoded, isHtml)
  const isAsPasted = revealed === part && !isHtml
  return { ...(isHtml ? htmlToText(revealed) : { text: revealed, hidden: '', hides: false }), isHtml, isAsPasted }
}
