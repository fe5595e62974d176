import { describe, expect, it } from 'vitest'
import { checkMessage } from '../../../src/domain/codeCheck/index.js'
import { maskSecrets } from '../../../src/domain/lures/index.js'

const masked = (text: string): string => maskSecrets(text, checkMessage({ text }))
const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJl_-x'

describe('what opens something', () => {
  it.each([
    ['a one-time password', 'Your verification code is 482 913. Do not share it.', '482'],
    ['one of Google’s form', 'G-482913 is your Google verification code.', '482913'],
    ['one of four digits, in a text about one', 'Dein TAN-Code: 4829. Gib ihn niemandem.', '4829'],
    ['six digits without a word about them', 'the man on the phone wanted 482913 from me', '482913'],
    ['a password after its label', 'Login: dana, password: Tulip-4711!', 'Tulip'],
    ['a password after a verb', 'The password is Tulip4711 as always', 'Tulip'],
    ['a German one', 'Das Passwort lautet Tulpe4711', 'Tulpe'],
    ['a French one', 'Mot de passe : Tulipe4711', 'Tulipe4711'],
    ['a Japanese one', 'パスワード：Tulip4711', 'Tulip'],
    ['a meeting passcode', 'Meeting ID: 231 045 254 323\nPasscode: mKBhMi', 'mKBhMi'],
    ['a meeting passcode in the link', 'https://zoom.us/j/91105573776?pwd=ov2x67bCg2HPN7tr3S.1', 'ov2x67'],
    ['a bank card', 'Card 4111 1111 1111 1111 until 12/29', '4111 1111'],
    ['a JSON web token', `here is my token ${JWT} ok`, 'eyJ'],
    ['a bearer string', 'Authorization: Bearer 9f8e7d6c5b4a39281706', '9f8e7d'],
    ['a key without a name', `take ${'aB3'.repeat(20)} and run`, 'aB3aB3'],
    ['the code of a redirect', 'http://localhost:8400/?code=0.AXcAx1&state=s1d9', '0.AXcAx1'],
    ['its state', 'http://localhost:8400/?code=0.AXcAx1&state=s1d9', 's1d9'],
    ['an access token in a link', 'https://x.example/#access_token=abc123def', 'abc123def'],
    ['the end of a long one', `https://x.example/?SAMLResponse=${'PHNhb%2B'.repeat(900)}`, 'PHNhb'],
    ['a password in an address', 'https://dana:Tulip4711@intranet.example/x', 'Tulip'],
    ['a token in JSON', '{"refresh_token": "1.AbCdEf"}', '1.AbCdEf'],
  ])('is masked: %s', (_what, text, secret) => {
    expect(masked(text)).not.toContain(secret)
    expect(masked(text)).toContain('•••')
  })

  it('leaves the end of a bank card, by which its owner knows it', () => {
    expect(masked('Card 4111-1111-1111-1111 until 12/29')).toBe('Card •••1111 until 12/29')
  })
})

describe('what finds the others', () => {
  it.each([
    ['a user code', 'Open microsoft.com/devicelogin and enter HNGP5CAF8 now'],
    ['a user code in a link', 'https://microsoft.com/devicelogin?otc=HNGP5CAF8'],
    ['a user code that calls itself a passcode', 'microsoft.com/devicelogin, passcode: HNGP5CAF8'],
    ['a user code of digits, where a provider has such', 'Open google.com/device and enter 482913'],
    ['a meeting id', 'Meeting ID: 231 045 254 323, in the small hall'],
    ['a meeting id in a link', 'https://teams.microsoft.com/meet/4584710801878'],
    ['a phone number', 'Call +49 30 123456 or +1 312 555 0199'],
    ['a date, a time, a price', 'On 2026-11-23 at 10:30 for 1,250.00 euro'],
    ['a long number that is no card', 'Order 4111 1111 1111 1112 is on its way'],
    ['words about passwords', 'Never tell anybody your password. Our office asks for none.'],
  ])('stays as it is: %s', (_what, text) => {
    expect(masked(text)).toBe(text)
  })
})

it.each([
  ['dots and digits', '1 '],
  ['token beginnings', 'eyJ-'],
  ['token dots', 'eyJabcdefgh.'],
  ['labels', 'password: '],
  ['parameters', '?code='],
  ['letters and digits', 'aB3'],
  ['groups of a card', '4111 '],
])('costs no more than linear time for %s', (_what, piece) => {
  const check = {
    signals: [{ code: 'one-time-password', evidence: '' }],
    artifacts: { codes: [], links: [], meetings: [] },
  } as const
  expect(maskSecrets(piece.repeat(Math.floor(65_536 / piece.length)), check)).toBeTypeOf('string')
})
