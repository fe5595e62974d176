import { afterAll, describe, expect, it } from 'vitest'
import { checkMessage } from '../../src/domain/codeCheck/index.js'
import { createFileReader } from '../../src/reading/index.js'
import {
  CODE,
  invitation,
  LURE,
  mailOf,
  mailWith,
  outlookMessage,
  PAGE,
  PAYLOAD,
  picture,
  readBytes,
  textOf,
} from './support.js'

const reader = createFileReader({ languages: ['eng'] })
afterAll(() => reader.close())
const read = (file: Uint8Array | string) => readBytes(reader, file, 'file')

const MARA = { address: 'mara@partner.example', displayName: 'Mara Lindqvist' }

describe('a mail', () => {
  it('becomes its head and its body, with its author', async () => {
    expect(await read(mailOf())).toEqual({
      passages: [
        { from: 'file', text: 'Subject: Steering meeting\nFrom: Mara Lindqvist <Mara@Partner.example>' },
        { from: 'file', text: LURE },
      ],
      author: MARA,
      unread: [],
    })
  })

  it.each([
    ['quoted-printable', 'utf-8', LURE.replace('https', '=68ttps').replace(' and ', ' =\r\nand ')],
    ['base64', 'utf-8', Buffer.from(LURE).toString('base64')],
    ['base64', 'utf-16le', Buffer.from(LURE, 'utf16le').toString('base64')],
    ['base64', 'iso-8859-1', Buffer.from(LURE, 'latin1').toString('base64')],
  ])('is read through %s in %s', async (encoding, charset, body) => {
    const reading = await read(mailOf({ encoding, type: `text/plain; charset=${charset}`, body }))
    expect(reading.passages[1]?.text).toBe(LURE)
  })

  it('keeps the letters that only Windows has', async () => {
    const type = 'text/plain; charset=windows-1252'
    const reading = await read(mailOf({ type, encoding: 'quoted-printable', body: '=93Join=94 =80' }))
    expect(reading.passages[1]?.text).toBe('“Join” €')
  })

  it('keeps HTML as it is, so that what it hides is still to be seen', async () => {
    const body = `<p>Hello</p><p style="display:none">${LURE}</p>`
    expect((await read(mailOf({ type: 'text/html', body }))).passages[1]?.text).toBe(body)
  })

  it('is read behind more styles than words', async () => {
    const style = `<STYLE type="text/css">${'.x{color:red}\n'.repeat(8000)}</STYLE>`
    const reading = await read(mailOf({ type: 'text/html', body: `${style}<p>${LURE}</p>` }))
    expect(checkMessage({ text: '', passages: reading.passages })).toMatchObject({
      verdict: 'phishing',
      truncated: false,
    })
  })

  it.each([
    ['a comment', '<!-- <style> -->', '<!-- </style> -->'],
    ['an attribute', '<p title="<style>">', '<p title="</style>">'],
    ['a title', '<title><style></title>', '<!-- </style> -->'],
  ])('is read behind a style that is only named in %s', async (_where, open, close) => {
    const body = `<p>${'minutes '.repeat(5000)}</p>${open}<p>${'hello '.repeat(200)}</p><p>${LURE}</p>${close}`
    const reading = await read(mailOf({ type: 'text/html', body }))
    expect(checkMessage({ text: '', passages: reading.passages })).toMatchObject({ verdict: 'phishing' })
  })

  it.each([`Hi <!-- ${LURE} -->`, `Hi <!-- ${LURE}`, `<b ${LURE}>`, `<script>${LURE}</script>`])(
    'is what its plain body shows: %s',
    async (body) => {
      const { passages } = await read(mailOf({ body }))
      expect(checkMessage({ text: '', passages })).toMatchObject({ verdict: 'phishing' })
    },
  )

  it('says an answer that would go to somebody else, and nothing of one that would not', async () => {
    const from = 'From: Mara Lindqvist <mara@partner.example>'
    const other = await read(mailOf({ head: `${from}\r\nReply-To: <mara@partner-mail.example>` }))
    expect(other.passages[0]?.text).toContain('Reply-To: <mara@partner-mail.example>')
    const same = await read(mailOf({ head: `${from}\r\nReply-To: <MARA@partner.example>` }))
    expect(same.passages[0]?.text).not.toContain('Reply-To')
  })

  it('is read in both bodies where the plain one says something of its own, and once where it does not', async () => {
    const html = { type: 'text/html', content: '<p>Minutes are attached, regards</p>' }
    const plain = (content: string) => mailWith([{ type: 'text/plain', content }, html], 'multipart/alternative')
    expect((await read(plain(LURE))).passages.map(({ text }) => text).slice(1)).toEqual([LURE, html.content])
    expect((await read(plain('Minutes are attached, regards'))).passages).toHaveLength(2)
  })

  it('is read with what is attached: pictures, mails, invitations', async () => {
    const reading = await read(
      mailWith([
        { type: 'text/plain', content: 'See below' },
        { type: 'application/octet-stream', content: picture('qr.png'), name: 'a.bin' },
        { type: 'message/rfc822', content: mailOf({ head: 'From: eve@evil.example', body: 'inner words' }) },
        { type: 'text/calendar', content: invitation(), name: 'invite.ics' },
      ]),
    )
    expect(reading.passages).toContainEqual({ from: 'qr', text: PAYLOAD })
    expect(textOf(reading)).toContain('inner words')
    expect(textOf(reading)).toContain(`enter ${CODE} to join`)
    expect(reading).toMatchObject({ author: MARA, unread: [] })
  })

  it('is read with a picture that stands in its HTML, without keeping its letters', async () => {
    const body = `<p>Scan</p><img src="data:image/png;base64,${picture('qr.png').toString('base64')}">`
    const reading = await read(mailOf({ type: 'text/html', body }))
    expect(reading.passages).toContainEqual({ from: 'qr', text: PAYLOAD })
    expect(reading.passages[1]?.text).toBe('<p>Scan</p><img src="data:image">')
  })

  it('says which attachment it does not read', async () => {
    const reading = await read(mailWith([{ type: 'text/plain', content: '%PDF-1.7 …', name: 'plan.txt' }]))
    expect(reading.unread).toEqual([{ name: 'plan.txt', why: 'format-unknown' }])
  })

  it('is given as its source where it cannot be taken apart', async () => {
    const open = Array.from(
      { length: 100 },
      (_, level) => `Content-Type: multipart/mixed; boundary=b${level}\r\n\r\n--b${level}`,
    )
    const mail = `From: eve@evil.example\r\nTo: jonas@contoso.example\r\n${open.join('\r\n')}\r\n\r\n${LURE}`
    const reading = await read(mail)
    expect(textOf(reading)).toContain(LURE)
    expect(reading.unread).toEqual([{ name: 'file', why: 'damaged' }])
  })

  it('is called encrypted where it is, by PGP or S/MIME', async () => {
    const pgp = await read(
      mailWith(
        [
          { type: 'application/pgp-encrypted', content: 'Version: 1' },
          { type: 'application/octet-stream', content: '-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA', name: 'msg.asc' },
        ],
        'multipart/encrypted',
      ),
    )
    expect(pgp.unread).toEqual([{ name: 'file', why: 'encrypted' }])
    expect((await read(mailOf({ body: '-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA' }))).unread).toEqual([
      { name: 'file', why: 'encrypted' },
    ])
    const enveloped = Buffer.from('3080060 92a864886f70d010703a080'.replace(' ', ''), 'hex')
    const smime = await read(
      mailOf({
        type: 'application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m',
        encoding: 'base64',
        body: enveloped.toString('base64'),
      }),
    )
    expect(smime.unread).toEqual([{ name: 'smime.p7m', why: 'encrypted' }])
  })

  it('is somebody else’s words in the verdict', async () => {
    const { passages } = await read(mailOf())
    expect(checkMessage({ text: '', passages, author: 'someone-else' }).verdict).toBe('phishing')
  })
})

describe('an Outlook message', () => {
  const fields = { '0037': 'Steering meeting', '1000': LURE, '0C1A': 'Mara Lindqvist', '5D01': 'Mara@Partner.example' }

  it('becomes what the same mail would', async () => {
    expect(await read(outlookMessage(fields))).toEqual({
      passages: [
        { from: 'file', text: 'Subject: Steering meeting\nFrom: Mara Lindqvist <Mara@Partner.example>' },
        { from: 'file', text: LURE },
      ],
      author: MARA,
      unread: [],
    })
  })

  it('is read in HTML where it has that', async () => {
    const html = `<p>Open ${PAGE}</p>`
    const { '1000': _, ...others } = fields
    const reading = await read(outlookMessage({ ...others, '1013': Buffer.from(html) }))
    expect(reading.passages[1]?.text).toBe(html)
  })

  it('is read in RTF where it has nothing else, without the tags that are for RTF alone', async () => {
    const { '1000': _, ...others } = fields
    const rtf = String.raw`{\rtf1\ansi\fromhtml1{\fonttbl{\f0 Segoe;}}{\*\htmltag64 <p>}\htmlrtf \par \htmlrtf0 Enter \'93${CODE}\'94 at \u8220?${PAGE}}`
    const head = Buffer.alloc(16)
    head.writeUInt32LE(rtf.length + 12, 0)
    head.writeUInt32LE(rtf.length, 4)
    head.write('MELA', 8, 'latin1')
    const reading = await read(outlookMessage({ ...others, '1009': Buffer.concat([head, Buffer.from(rtf, 'latin1')]) }))
    expect(reading.passages[1]?.text).toBe(`<p>Enter “${CODE}” at “${PAGE}`)
  })

  it('is read in RTF where it says more there than in its other body', async () => {
    const rtf = String.raw`{\rtf1\ansi ${LURE}}`
    const head = Buffer.alloc(16)
    head.writeUInt32LE(rtf.length + 12, 0)
    head.writeUInt32LE(rtf.length, 4)
    head.write('MELA', 8, 'latin1')
    const both = { ...fields, '1000': 'Hello', '1009': Buffer.concat([head, Buffer.from(rtf, 'latin1')]) }
    const { passages } = await read(outlookMessage(both))
    expect(checkMessage({ text: '', passages })).toMatchObject({ verdict: 'phishing' })
  })

  it('is read with what is attached, a message of its own kind too', async () => {
    const inner = outlookMessage({ ...fields, '1000': 'inner words' })
    const reading = await read(
      outlookMessage(fields, [
        { name: 'scan.png', bytes: picture('qr.png') },
        { name: 'forwarded.msg', bytes: inner },
      ]),
    )
    expect(reading.passages).toContainEqual({ from: 'qr', text: PAYLOAD })
    expect(textOf(reading)).toContain('inner words')
  })

  it('says an answer that would go to somebody else', async () => {
    const reading = await read(outlookMessage({ ...fields, '007D': 'X: y\r\nReply-To: Mara <mara@other.example>\r\n' }))
    expect(reading.passages[0]?.text).toContain('Reply-To: <mara@other.example>')
  })

  it('is called encrypted where it is', async () => {
    const reading = await read(outlookMessage({ ...fields, '001A': 'IPM.Note.SMIME' }))
    expect(reading).toMatchObject({ passages: [], unread: [{ why: 'encrypted' }] })
  })
})

describe('an invitation', () => {
  it.each([
    ['more rows than any invitation has', `${'CATEGORIES:x\r\n'.repeat(2100)}COMMENT:${LURE}`],
    ['a parameter longer than any real one', `COMMENT;X-A=${'a'.repeat(300)}:${LURE}`],
    ['more parameters than any real one', `COMMENT${';A=b'.repeat(25)}:${LURE}`],
    ['a quote that is left open', `COMMENT;X-A="b:${LURE}`],
    ['another wording beside it', `COMMENT;ALTREP="data:text/html,${encodeURIComponent(LURE)}":Hello`],
    ['a styled text', `STYLED-DESCRIPTION;FMTTYPE=text/html:<p>${LURE}</p>`],
    ['octets', `COMMENT;ENCODING=QUOTED-PRINTABLE:${Buffer.from(LURE).toString('hex').replace(/../g, '=$&')}`],
    ['line ends of another system', `COMMENT:Hello\rCOMMENT:${LURE}`],
  ])('is read with %s', async (_what, line) => {
    const { passages } = await read(invitation([line]).replace(/^DESCRIPTION:.*\r\n .*\r\n/m, ''))
    expect(checkMessage({ text: '', passages })).toMatchObject({ verdict: 'phishing' })
  })

  it('has an attached link in it', async () => {
    expect(textOf(await read(invitation(['ATTACH:https://files.example/1'])))).toContain('https://files.example/1')
  })

  it('says where it was not read to its end', async () => {
    const { unread } = await read(invitation(['CATEGORIES:x\r\n'.repeat(21_000)]))
    expect(unread).toMatchObject([{ why: 'too-large' }])
  })

  it('becomes what it says, unfolded, with its organiser as author', async () => {
    const reading = await read(invitation())
    expect(textOf(reading)).toBe(
      [
        'Steering meeting',
        `Open ${PAGE}, then\nenter ${CODE} to join`,
        'Online',
        'Organizer: Lindqvist; Mara <Mara@Partner.example>',
      ].join('\n\n'),
    )
    expect(reading).toMatchObject({
      author: { address: 'mara@partner.example', displayName: 'Lindqvist; Mara' },
      unread: [],
    })
  })

  it.each(['URL', 'X-MICROSOFT-SKYPETEAMSMEETINGURL', 'X-GOOGLE-CONFERENCE', 'CONFERENCE;VALUE=URI'])(
    'shows the address under %s',
    async (property) => {
      expect(textOf(await read(invitation([`${property}:https://join.example/1`])))).toContain('https://join.example/1')
    },
  )
})

describe('a text', () => {
  it.each([
    ['UTF-8', Buffer.from(`\ufeff${LURE} für`)],
    ['UTF-16', Buffer.from(`\ufeff${LURE} für`, 'utf16le')],
    ['UTF-16 without a mark', Buffer.from(`${LURE} für`, 'utf16le')],
    ['what Windows writes', Buffer.from(`${LURE} für`, 'latin1')],
  ])('is read in %s', async (_, bytes) => {
    expect((await read(bytes)).passages).toEqual([{ from: 'file', text: `${LURE} für` }])
  })

  it.each([
    ['PDF', '%PDF-1.7\n1 0 obj'],
    ['a ZIP archive', 'PK\x03\x04\x14\0\0\0'],
    ['an old Office document', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and no message in it'],
    ['a program', '\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0'],
  ])('is not made of %s', async (_, file) => {
    expect((await read(Buffer.from(file, 'latin1'))).unread).toEqual([{ name: 'file', why: 'format-unknown' }])
  })
})
