/** The files that people have in hand, made by string; the lure is the one of the pictures in test/data/reading. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import type { FileReader, Reading } from '../../src/flows/ports/files.js'

const FOLDER = join(import.meta.dirname, '..', 'data', 'reading')

export const CODE = 'HNGP5CAF8'
export const PAGE = 'microsoft.com/devicelogin'
export const LURE = `To join, open https://${PAGE} and enter the meeting code ${CODE}.`
export const PAYLOAD = `https://${PAGE}?otc=${CODE}`

export const picture = (name: string): Buffer => readFileSync(join(FOLDER, name))

export const readBytes = (reader: FileReader, bytes: Uint8Array | string, name: string | null = null) =>
  reader.read({ name, contentType: null, bytes: typeof bytes === 'string' ? Buffer.from(bytes) : bytes })

export const textOf = ({ passages }: Reading): string => passages.map(({ text }) => text).join('\n')

/** A mail that a colleague would send; change one field. */
export function mailOf({
  head = 'From: "Mara Lindqvist" <Mara@Partner.example>',
  type = 'text/plain; charset=utf-8',
  encoding = '8bit',
  body = LURE,
}: {
  readonly head?: string
  readonly type?: string
  readonly encoding?: string
  readonly body?: string
} = {}): string {
  return [
    head,
    'To: jonas@contoso.example',
    'Subject: Steering meeting',
    'Message-ID: <1@partner.example>',
    'MIME-Version: 1.0',
    `Content-Type: ${type}`,
    `Content-Transfer-Encoding: ${encoding}`,
    '',
    body,
  ].join('\r\n')
}

export interface MadePart {
  readonly type: string
  readonly content: Uint8Array | string
  readonly name?: string
}

export function mailWith(parts: readonly MadePart[], type = 'multipart/mixed'): string {
  const body = parts.flatMap(({ type: partType, content, name }) => [
    '--edge',
    `Content-Type: ${partType}`,
    'Content-Transfer-Encoding: base64',
    ...(name === undefined ? [] : [`Content-Disposition: attachment; filename="${name}"`]),
    '',
    (
      Buffer.from(content)
        .toString('base64')
        .match(/.{1,76}/g) ?? []
    ).join('\r\n'),
  ])
  return mailOf({ type: `${type}; boundary=edge`, body: [...body, '--edge--', ''].join('\r\n') })
}

export const invitation = (lines: readonly string[] = []): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'METHOD:REQUEST',
    'BEGIN:VEVENT',
    'UID:1',
    'ORGANIZER;CN="Lindqvist; Mara":mailto:Mara@Partner.example',
    'SUMMARY:Steering meeting',
    `DESCRIPTION:Open ${PAGE}\\, then\\nenter ${CODE.slice(0, 4)}`,
    ` ${CODE.slice(4)} to join`,
    'LOCATION:Online',
    ...lines,
    'END:VEVENT',
    'END:VCALENDAR',
  ].join('\r\n')

interface Entry {
  readonly name: string
  readonly type: number
  readonly length: number
  readonly children?: number[]
  readonly binaryProvider?: () => Uint8Array
}
const { burn } = createRequire(import.meta.url)('@kenjiuno/msgreader/lib/Burner.js') as {
  burn(entries: Entry[]): Uint8Array
}
const [STORAGE, STREAM, ROOT] = [1, 2, 5]

/** An Outlook message (MS-OXMSG): properties by their tag, as streams of UTF-16 or of bytes. */
export function outlookMessage(
  properties: Readonly<Record<string, string | Uint8Array>>,
  attached: readonly { readonly name: string; readonly bytes: Uint8Array }[] = [],
): Uint8Array {
  const entries: (Entry & { children: number[] })[] = [{ name: 'Root Entry', type: ROOT!, length: 0, children: [] }]
  const add = (parent: number, entry: Omit<Entry, 'length'> & { readonly bytes?: Uint8Array }): number => {
    // The library takes the whole buffer behind the bytes, and Node's small ones share theirs.
    const bytes = new Uint8Array(entry.bytes ?? [])
    const index = entries.push({
      name: entry.name,
      type: entry.type,
      length: bytes.length,
      children: [],
      binaryProvider: () => bytes,
    })
    entries[parent]!.children.push(index - 1)
    return index - 1
  }
  const stream = (parent: number, tag: string, value: string | Uint8Array) =>
    typeof value === 'string'
      ? add(parent, { name: `__substg1.0_${tag}001F`, type: STREAM!, bytes: Buffer.from(value, 'utf16le') })
      : add(parent, { name: `__substg1.0_${tag}0102`, type: STREAM!, bytes: value })
  add(0, { name: '__properties_version1.0', type: STREAM!, bytes: new Uint8Array(32) })
  for (const [tag, value] of Object.entries(properties)) stream(0, tag, value)
  for (const [index, { name, bytes }] of attached.entries()) {
    const folder = add(0, { name: `__attach_version1.0_#0000000${index}`, type: STORAGE! })
    add(folder, { name: '__properties_version1.0', type: STREAM!, bytes: new Uint8Array(8) })
    stream(folder, '3707', name)
    stream(folder, '3701', bytes)
  }
  return burn(entries)
}

/** A PNG whose header promises what its few bytes do not weigh. All black, and honest about it. */
export function largePng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([1, 0, 0, 0, 0], 8)
  const rows = Buffer.alloc((Math.ceil(width / 8) + 1) * Math.min(height, 20_000))
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body) >>> 0)
  return Buffer.concat([length, body, sum])
}
