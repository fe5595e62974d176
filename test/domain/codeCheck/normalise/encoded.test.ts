import { describe, expect, it } from 'vitest'
import { revealEncoded } from '../../../../src/domain/codeCheck/normalise/encoded.js'
import { normalise } from '../../../../src/domain/codeCheck/normalise/index.js'

const CODE = 'H7QK3WPZ9'
const each = (write: (code: number) => string, between = '') =>
  Array.from(CODE, (character) => write(character.charCodeAt(0))).join(between)
const hex = (code: number) => code.toString(16)

describe('a code in numbers is read', () => {
  it.each([
    ['entities', each((code) => `&#${code};`)],
    ['hexadecimal entities', each((code) => `&#x${hex(code)};`)],
    ['escapes of programs', each((code) => `\\u00${hex(code)}`)],
    ['escapes by byte', each((code) => `\\x${hex(code)}`)],
    ['percent', each((code) => `%${hex(code)}`)],
    ['hexadecimal', each(hex)],
    ['hexadecimal with spaces', each(hex, ' ')],
    ['decimal', each(String, ' ')],
    ['binary', each((code) => code.toString(2).padStart(8, '0'), ' ')],
    ['Morse', '.... --... --.- -.- ...-- .-- .--. --.. ----.'],
    ['Base64', Buffer.from(CODE).toString('base64')],
  ])('%s', (_how, written) => expect(revealEncoded(`enter ${written} now`, false)).toContain(CODE))
})

describe('what is a number in its own right stays', () => {
  it.each([
    'call 44 20 79 46 09 58 from 9 to 5',
    'sha 9fceb02d0ae598e95dc970b74767f19372d61af8',
    'https://a.example/?q=%48%37%51%4b%33',
    'scores 45 67 89 34 56 78 90 32 45',
    '... - .. - ... ... ... ...',
    'Zm9vYmFyYmF6',
  ])('%s', (text) => expect(revealEncoded(text, false)).toBe(text))
})

describe('what is seen counts, not what stands in memory', () => {
  it.each([
    ['struck through', Array.from(CODE).join('\u0336')],
    ['in small capitals', 'ʜ7ǫᴋ3ᴡᴘᴢ9'],
    ['on black discs', '🅷❼🆀🅺❸🆆🅿🆉❾'],
    ['written backwards and shown forwards', `\u202e${Array.from(CODE).reverse().join('')}\u202c`],
    ['cut by what is styled away', '<p>H7Q<span style="display:none">xx</span>K3WPZ9</p>'],
  ])('%s', (_how, written) => {
    const seen = normalise(`enter ${written} now`).text
    expect(seen.includes(CODE) || seen.includes('ʜ7')).toBe(true)
  })
})
