/**
 * What a file is, by its first bytes: names and claimed types are its sender's words.
 * Sources: PNG (RFC 2083), JPEG (ITU T.81), GIF89a, WebP (RFC 9649), BMP, TIFF 6.0, HEIF (ISO 23008-12, ISO 14496-12),
 * compound files (MS-CFB), mail (RFC 5322), iCalendar (RFC 5545), OpenPGP armour (RFC 9580), CMS (RFC 5652).
 */

export const PICTURE_FORMATS = ['png', 'jpeg', 'gif', 'webp', 'bmp', 'tiff', 'heic'] as const
export type PictureFormat = (typeof PICTURE_FORMATS)[number]

export type FileFormat =
  | PictureFormat
  | 'mail'
  /** A compound file: an Outlook message, or an old Office document. */
  | 'compound'
  | 'calendar'
  /** Anything that reads as text: HTML and Markdown too. */
  | 'text'
  | 'encrypted'
  /** A signature apart from what it signs: nothing in it to read. */
  | 'signature'
  | 'unknown'

const latin = (bytes: Uint8Array, from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to))

const MAGIC: readonly (readonly [FileFormat, string])[] = [
  ['png', '\x89PNG\r\n\x1a\n'],
  ['jpeg', '\xff\xd8\xff'],
  ['gif', 'GIF87a'],
  ['gif', 'GIF89a'],
  ['tiff', 'II*\0'],
  ['tiff', 'MM\0*'],
  ['compound', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'],
  ['unknown', '%PDF-'],
  ['unknown', 'PK\x03\x04'],
  ['unknown', '{\\rtf'],
]
const HEIF_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'mif1', 'msf1', 'avif'])

/** How much is looked at for what has no magic number. */
const HEAD_BYTES = 8192
/** Content types of CMS, as DER writes them: enveloped, encrypted, authenticated-enveloped; and signed data. */
const CMS_ENCRYPTED = ['\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03', '\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x06']
const CMS_AUTH_ENVELOPED = '\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x17'
const CMS_SIGNED = '\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02'
/** Data that is followed by its content; where nothing follows, the signature is apart. */
const CMS_CONTENT = '\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01\xa0'

export function formatOf(bytes: Uint8Array): FileFormat {
  const head = latin(bytes, 0, 96)
  const known = MAGIC.find(([, magic]) => head.startsWith(magic))
  if (known !== undefined) return known[0]
  if (head.startsWith('RIFF')) return head.slice(8, 12) === 'WEBP' ? 'webp' : 'unknown'
  if (head.slice(4, 8) === 'ftyp') return HEIF_BRANDS.has(head.slice(8, 12)) ? 'heic' : 'unknown'
  // Two letters are also how a text may begin: the size of the header that follows tells.
  if (head.startsWith('BM') && [12, 40, 52, 56, 64, 108, 124].includes(bytes[14] ?? 0) && bytes[15] === 0) return 'bmp'
  if (bytes[0] === 0x30) {
    const cms = formatOfCms(latin(bytes, 0, 256))
    if (cms !== undefined) return cms
  }
  const text = headText(bytes.subarray(0, HEAD_BYTES))
  return text === undefined ? 'unknown' : formatOfText(text)
}

function formatOfCms(head: string): FileFormat | undefined {
  const type = head.slice(0, 40)
  if (type.includes(CMS_AUTH_ENVELOPED) || CMS_ENCRYPTED.some((oid) => type.includes(oid))) return 'encrypted'
  if (!type.includes(CMS_SIGNED)) return undefined
  return head.includes(CMS_CONTENT) ? 'unknown' : 'signature'
}

/** Control characters that stand in no text (an escape does, in what a terminal showed), and bytes that are no letter. */
const isOdd = (character: string): boolean =>
  character === '\ufffd' || (character < ' ' && !'\t\n\v\f\r\x1b'.includes(character))

/** Undefined for bytes that are no text in any encoding that people use. */
function headText(head: Uint8Array): string | undefined {
  const text = decodeText(head)
  const odd = Array.from(text).filter(isOdd).length
  return odd * 50 > text.length ? undefined : text
}

const HEADER_LINE = /^([!-9;-~]{1,76}):[ \t]?[^\r\n]{0,998}$/
const ONLY_IN_MAIL =
  /^(?:message-id|mime-version|received|return-path|dkim-signature|delivered-to|content-type|content-transfer-encoding|arc-seal|authentication-results)$/

function formatOfText(text: string): FileFormat {
  const start = text.trimStart()
  if (/^BEGIN:VCALENDAR\b/i.test(start)) return 'calendar'
  if (/^-----BEGIN PGP (?:MESSAGE|ENCRYPTED)/.test(start)) return 'encrypted'
  return isMail(start) ? 'mail' : 'text'
}

/** Header fields to the first empty line: some that only mail has, or who wrote about what. */
function isMail(text: string): boolean {
  const names = new Set<string>()
  // mbox puts a line of its own before the fields
  for (const line of text.replace(/^From [^\r\n]*\r?\n/, '').split(/\r?\n/, 200)) {
    if (line === '') break
    if (/^[ \t]/.test(line) && names.size > 0) continue
    const name = HEADER_LINE.exec(line)?.[1]?.toLowerCase()
    // The first 8 KB may end within a line.
    if (name === undefined) return names.size > 8
    names.add(name)
  }
  if (!names.has('from') && !names.has('received') && !names.has('subject')) return false
  return (
    names.size > 1 && ([...names].some((name) => ONLY_IN_MAIL.test(name)) || (names.has('from') && names.has('to')))
  )
}

/** Bytes to text: by their mark, as UTF-8 where they are that, as UTF-16 by its zeros, else as Windows wrote them. */
export function decodeText(bytes: Uint8Array): string {
  return windowsLetters(new TextDecoder(encodingOf(bytes)).decode(bytes))
}

const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'

/** Node decodes windows-1252 as Latin-1 up to its version 22. No text means the controls that stand there instead. */
export const windowsLetters = (text: string): string =>
  text.replace(/[\u0080-\u009f]/g, (control) => WINDOWS_1252[control.charCodeAt(0) - 0x80] ?? control)

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const head = bytes.subarray(0, HEAD_BYTES)
  const zeros = (offset: number): number => head.filter((byte, index) => byte === 0 && index % 2 === offset).length
  if (zeros(1) * 3 > head.length && zeros(0) === 0) return 'utf-16le'
  if (zeros(0) * 3 > head.length && zeros(1) === 0) return 'utf-16be'
  return isUtf8(bytes) ? 'utf-8' : 'windows-1252'
}

/** A last character that is cut off does not count against it. */
function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}
