import { describe, expect, it } from 'vitest'
import { normalise, TEXT_LENGTH_MAX } from '../../../../src/domain/codeCheck/normalise/index.js'
import { skeleton } from '../../../../src/domain/codeCheck/normalise/unicode.js'

const textOf = (pasted: string) => normalise(pasted).text

describe('Unicode', () => {
  it.each([
    ['fullwidth', 'Ｈ７ＱＫ', 'H7QK'],
    ['mathematical', '𝐇𝟕𝐐𝐊', 'H7QK'],
    ['circled', 'ⒽⓆⓀ', 'HQK'],
    ['boxed', '🅷🆀🅺', 'HQK'],
    ['flags', '🇭🇶🇰', 'HQK'],
    ['keycaps', '7️⃣3️⃣', '73'],
    ['zero-width', 'H\u200b7\u2060Q\ufeffK', 'H7QK'],
    ['soft hyphens', 'H\u00ad7QK', 'H7QK'],
    ['bidi controls', '\u2068H7QK\u2069', 'H7QK'],
    ['an override', '\u202eKQ7H\u202c', 'H7QK'],
    ['no-break spaces', 'H7\u00a0QK', 'H7 QK'],
  ])('%s become plain', (_kind, pasted, plain) => expect(textOf(pasted)).toBe(plain))

  it('leaves the letters of other scripts in sentences alone', () => {
    expect(textOf('Нарада об 11')).toBe('Нарада об 11')
    expect(skeleton('Н7QК')).toBe('H7QK')
  })
  it('counts what is not seen within words, not beside them', () => {
    expect(normalise('mi\u200bcro soft \u200b').unseenInWords).toBe(1)
  })
  it('keeps where each character came from', () => {
    const { text, at } = normalise('a\u200bb𝐇c')
    expect([text, [...at]]).toEqual(['abHc', [0, 2, 3, 5]])
  })
})

describe('HTML', () => {
  it('keeps what a link says beside where it goes', () => {
    expect(textOf('<p>See <a href="https://a.example/x">the  file</a></p>').trim()).toBe(
      'See [the file](https://a.example/x)',
    )
  })
  it('writes a link that says its own address once', () => {
    expect(textOf('<b><a href="https://a.example/">https://a.example/</a></b>').trim()).toBe('https://a.example/')
  })
  it('decodes entities and ends lines at blocks', () => {
    expect(textOf('<p>&#72;7&amp;</p><p>b</p>').split('\n').filter(Boolean)).toEqual(['H7&', 'b'])
  })
  it('keeps comments, scripts and styles apart', () => {
    const { text, hidden } = normalise('<p>a</p><!-- to the bot --><style>p{}</style>b')
    expect(text.replace(/\s/g, '')).toBe('ab')
    expect(hidden).toContain('to the bot')
  })
  it('shows what Outlook shows of a conditional comment', () => {
    expect(textOf('<p>a</p><!--[if mso]><b>seen</b><![endif]-->')).toContain('seen')
  })
  it('takes angle brackets of plain text for what they are', () => {
    expect(textOf('Join<https://teams.microsoft.com/meet/1> now')).toBe('Join<https://teams.microsoft.com/meet/1> now')
    expect(textOf('<p>Join <https://teams.microsoft.com/meet/1> now</p>')).toContain(
      '<https://teams.microsoft.com/meet/1>',
    )
  })
})

describe('transfer encodings', () => {
  it.each([
    ['quoted-printable', 'Content-Transfer-Encoding: quoted-printable\n\ncode=3D H7=\nQK =C3=A9', 'code= H7QK é'],
    ['folded calendars', 'BEGIN:VEVENT\nLOCATION:https://a.exa\n mple/x\\, room', 'LOCATION:https://a.example/x, room'],
    ['JSON escapes', '{"body":"H7\\u0051K\\n\\/x"}', 'H7QK\n/x'],
    ['Base64 lines', 'Content-Transfer-Encoding: base64\n\nZW50ZXIgSDdRSzNXUFo5', 'enter H7QK3WPZ9'],
  ])('%s are undone', (_kind, pasted, part) => expect(textOf(pasted)).toContain(part))

  it('leaves alone what only looks encoded', () => {
    const text = 'revert c1d2d9a3ce51efca28a126e537df21ca4822ef93 and a=b'
    expect(normalise(text)).toMatchObject({ text, hasSpans: true })
  })
})

describe('links that no program follows', () => {
  it.each([
    ['hxxps://microsoft[.]com/devicelogin', 'https://microsoft.com/devicelogin'],
    ['microsoft dot com slash devicelogin', 'microsoft.com/devicelogin'],
    ['microsoft punkt com schrägstrich devicelogin', 'microsoft.com/devicelogin'],
    ['microsoft .com / devicelogin', 'microsoft.com/devicelogin'],
  ])('%s is read back', (pasted, link) => {
    expect(normalise(pasted)).toMatchObject({ text: link, isRefanged: true })
  })
  it('leaves sentences with such words alone', () => {
    expect(normalise('put a dot on the map / or a slash')).toMatchObject({ isRefanged: false })
  })
})

it('reads no further than its limit, and says so', () => {
  expect(normalise('a'.repeat(TEXT_LENGTH_MAX))).toMatchObject({ truncated: false })
  const cut = normalise(`${'a'.repeat(TEXT_LENGTH_MAX)}b`)
  expect(cut.truncated).toBe(true)
  expect(cut.text).not.toContain('b')
})

it.each(['title', 'textarea', 'xmp', 'iframe'])('takes nothing for a script that is named in a %s', (name) => {
  expect(textOf(`<html><${name}><script></${name}><p>enter the code</p></html>`)).toContain('enter the code')
})
