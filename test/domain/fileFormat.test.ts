import { describe, expect, it } from 'vitest'
import { decodeText, formatOf } from '../../src/domain/fileFormat.js'

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1')
const MAIL = 'Received: from a by b\r\nFrom: mara@partner.example\r\nSubject: hi\r\n\r\nHello'

describe('the format of a file', () => {
  it.each([
    ['png', '\x89PNG\r\n\x1a\n'],
    ['jpeg', '\xff\xd8\xff\xe0'],
    ['gif', 'GIF89a'],
    ['webp', 'RIFF\x10\0\0\0WEBPVP8 '],
    ['bmp', `BM${'\0'.repeat(12)}\x28\0\0\0`],
    ['tiff', 'II*\0\x08\0\0\0'],
    ['heic', '\0\0\0\x18ftypheic'],
    ['compound', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'],
    ['mail', MAIL],
    ['mail', 'From: a@b.example\nTo: c@d.example\nSubject: hi\n\nHello'],
    ['mail', `From x@y Mon Jan 1\n${MAIL}`],
    ['calendar', '\r\nBEGIN:VCALENDAR\r\nVERSION:2.0'],
    ['encrypted', '-----BEGIN PGP MESSAGE-----\n\nhQEMA'],
    ['unknown', '%PDF-1.7'],
    ['unknown', 'PK\x03\x04'],
    ['unknown', 'RIFF\x10\0\0\0AVI LIST'],
    ['unknown', '\0\0\0\x18ftypmp42'],
    ['unknown', '\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0'],
    ['text', ''],
    ['text', 'BMW has a meeting code for you'],
    ['text', '<!doctype html><p>Hello'],
    ['text', '# Minutes\n\n- one'],
    ['text', 'Subject: hi\n\nwhat somebody pasted of a mail'],
    ['text', 'Note: to all\nFrom: the board\nplease read'],
    ['text', '\x1b[31mred\x1b[0m as a terminal shows it'],
  ])('is %s for %j', (format, file) => {
    expect(formatOf(bytes(file))).toBe(format)
  })

  it('tells a signature apart from one that holds what it signs, and from what is sealed', () => {
    const cms = (type: string, rest: string) => Buffer.from(`308006092a864886f70d0107${type}a080${rest}`, 'hex')
    expect(formatOf(cms('03', '3080'))).toBe('encrypted')
    expect(formatOf(cms('02', '308006092a864886f70d0107010000'))).toBe('signature')
    expect(formatOf(cms('02', '308006092a864886f70d010701a080'))).toBe('unknown')
  })
})

describe('text', () => {
  it.each([
    ['UTF-8', Buffer.from('für 会议')],
    ['UTF-8 with a mark', Buffer.from('\ufefffür 会议')],
    ['UTF-16, little end first', Buffer.from('\ufefffür 会议', 'utf16le')],
    ['UTF-16, big end first', Buffer.from('\ufefffür 会议', 'utf16le').swap16()],
  ])('is decoded from %s', (_, encoded) => {
    expect(decodeText(encoded)).toBe('für 会议')
  })

  it('is taken for what Windows writes where it is nothing else', () => {
    expect(decodeText(Uint8Array.of(0x66, 0xfc, 0x72, 0x80))).toBe('für€')
  })
})
