/**
 * Undoes what mail, calendars and programs do to text on its way: quoted-printable, MIME Base64, folded iCalendar
 * lines, JSON string escapes. People paste the source of a message as readily as its text.
 */

const SOFT_BREAK = /=\r?\n/g
const QUOTED_OCTETS = /(?:=[0-9A-F]{2})+/g
const QUOTED_PRINTABLE_MARK = /content-transfer-encoding:\s{0,8}quoted-printable|=\r?\n|=3D/i
const CALENDAR_MARK = /^BEGIN:V(?:CALENDAR|EVENT)/m
const JSON_ESCAPE = /\\(?:u([0-9a-fA-F]{4})|([nrt"\\/bf]))/g
/** A whole line of Base64, as MIME bodies have them, or one long word in running text. */
const BASE64_RUN =
  /(?<![A-Za-z0-9+/_=-])[A-Za-z0-9+/]{16,}(?:\r?\n[A-Za-z0-9+/]{1,76}){0,900}={0,2}(?![A-Za-z0-9+/_=-])/g
const READABLE = /^[\t\n\r\x20-\x7e\u00a0-\uffff]+$/

const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true })

/** In bytes, one a unit: no UTF-8, or a control character. Tells most of what is no text without the cost of a throw. */
const NO_TEXT =
  /(?![\t\n\r\x80-\xbf])\p{Cc}|[\xc0\xc1\xf5-\xff]|(?<![\x80-\xff])[\x80-\xbf]|[\xc2-\xf4](?![\x80-\xbf])/u

/** Bytes to text, strictly: `undefined` where they are not UTF-8. */
function utf8(bytes: Uint8Array): string | undefined {
  try {
    return STRICT_UTF8.decode(bytes)
  } catch {
    return undefined
  }
}

function octets(quoted: string): string {
  const bytes = Uint8Array.from(quoted.slice(1).split('='), (hex) => Number.parseInt(hex, 16))
  return utf8(bytes) ?? String.fromCharCode(...bytes)
}

/** Base64 to readable text; `undefined` where it is not Base64 or what it hides is not text. */
export function base64Text(encoded: string): string | undefined {
  const compact = encoded.replace(/\s+/g, '').replace(/-/g, '+').replace(/_/g, '/').replace(/=+$/, '')
  if (compact.length % 4 === 1) return undefined
  try {
    const binary = atob(compact)
    if (NO_TEXT.test(binary)) return undefined
    const text = utf8(Uint8Array.from(binary, (character) => character.charCodeAt(0)))
    return text !== undefined && READABLE.test(text) ? text : undefined
  } catch {
    return undefined
  }
}

const jsonEscape = (whole: string, hex: string | undefined, letter: string | undefined): string => {
  if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16))
  if (letter === 'n' || letter === 'r') return '\n'
  if (letter === 't') return '\t'
  return letter ?? whole
}

/** The text without its transfer encodings; the same string where it had none. */
export function decodeTransfer(raw: string): string {
  let text = raw
  if (QUOTED_PRINTABLE_MARK.test(text)) text = text.replace(SOFT_BREAK, '').replace(QUOTED_OCTETS, octets)
  if (CALENDAR_MARK.test(text))
    text = text
      .replace(/\r?\n[ \t]/g, '')
      .replace(/\\n/gi, '\n')
      .replace(/\\([,;])/g, '$1')
  const first = text.trimStart()[0]
  if (first === '{' || first === '[') text = text.replace(JSON_ESCAPE, jsonEscape)
  return text.replace(BASE64_RUN, (run) => {
    const hidden = base64Text(run)
    return hidden === undefined ? run : `${run}\n${hidden}\n`
  })
}
