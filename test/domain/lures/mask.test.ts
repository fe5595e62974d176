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
    ['a password behind bold letters', '**Password:** Tulip4711', 'Tulip'],
    ['a password in a table', 'Password | Tulip4711', 'Tulip'],
    ['a password with a comma in it', 'password: Tulip,4711;x', '4711'],
    ['a password on the next line', 'Password:\nTulip4711', 'Tulip'],
    ['a PIN with nothing between', 'PIN 4829 at the door', '4829'],
    ['a TAN', 'Ihre TAN lautet 482 91', '482'],
    ['a PIN before its name', '4829 is your new PIN', '4829'],
    ['a German one before its name', '48291 ist Ihre persönliche Geheimzahl', '48291'],
    ['a Spanish code', 'Código de un solo uso: 4829', '4829'],
    ['a Turkish password with its ending', 'Şifreniz: Lale4711', 'Lale'],
    ['a Polish password with its ending', 'Hasła: Tulipan4711', 'Tulipan'],
    ['a Chinese code within a sentence', '您的验证码：4829', '4829'],
    ['a Korean password', '비밀번호는 Tulip4711', 'Tulip'],
    ['an Arabic code', 'رمز التحقق: 4829', '4829'],
    ['a Hebrew password', 'הסיסמה: Tulip4711', 'Tulip'],
    ['a Ukrainian one-time password', 'Одноразовий пароль: тюльпан4711', 'тюльпан'],
    ['a Vietnamese code', 'Mã xác minh: 4829', '4829'],
    ['a Hindi code', 'ओटीपी: 4829', '4829'],
    ['a Thai password', 'รหัสผ่าน: Tulip4711', 'Tulip'],
    ['a recovery code', 'Recovery code: tulip-oak-47', 'tulip'],
    ['the recovery key of BitLocker', `the key ${Array(8).fill('123456').join('-')} opens it`, '123456'],
    ['a recovery phrase, all its words', 'Recovery phrase: tulip oak elm rose\nthanks', 'rose'],
    ['an API key by its beginning', 'use AKIAIOSFODNN7EXAMPLE for it', 'IOSFODNN7'],
    ['a token by its beginning', 'ghp_16C7e42F292c6912E7', '16C7e42F'],
    ['an API key by its label', 'API key: tulip-4711-oak', 'tulip'],
    ['a client secret of Entra', 'it is abc8Q~abcdefghijklmnopqrstuvwxyz012345', 'klmnopq'],
    ['a key in hexadecimal', 'take d41d8cd98f00b204e9800998ecf8427e', 'd41d8c'],
    ['a connection string', 'Endpoint=x;AccountKey=TulipOak==;EndpointSuffix=y', 'TulipOak'],
    ['one of a database', 'Connection string: Server=db;User=dana;Pwd=Tulip', 'Tulip'],
    ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nTulip\nOak\n-----END RSA PRIVATE KEY-----', 'Oak'],
    ['one that is cut off', '-----BEGIN PRIVATE KEY-----\nTulip\nOak', 'Oak'],
    ['every cookie of a line', 'Cookie: a=tulip; ESTSAUTHPERSISTENT=oak', 'oak'],
    ['a cookie that was set', 'Set-Cookie: session=tulip; Path=/', 'tulip'],
    ['a cookie in a table', 'ESTSAUTH\t0.AXcAtulip', 'tulip'],
    ['a password in a header', 'Authorization: Basic dHVsaXA=', 'dHVsaXA'],
    [
      'the code of a redirect in a link that carries it',
      'https://x.example/?u=http%3A%2F%2Flocalhost%2F%3Fcode%3D0.AXtulip%26x',
      'AXtulip',
    ],
    ['the code of a redirect alone', 'code=0.AXcAtulip-oak-elm', 'AXcAtulip'],
    ['a session in a link', 'https://x.example/?sessionId=tulip4711', 'tulip'],
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
    ['a user code that calls itself a one-time code', 'microsoft.com/devicelogin, one-time code: HNGP5CAF8'],
    ['a user code in pieces', 'microsoft.com/devicelogin, one-time code: HNGP 5CAF8'],
    ['a user code in other languages', 'microsoft.com/devicelogin 验证码：HNGP5CAF8'],
    ['the id of a tenant', 'tenant 7e4a4700-0000-4000-8000-000000000001'],
    ['other words that begin like a label', 'Pink: roses. Ping: host. Tank: full. Secretary: Dana'],
    ['words after a label and a dash', 'Password - never share it'],
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
  ['wrapped parameters', '%3Fcode%3D'],
  ['beginnings of keys', '-----BEGIN PRIVATE KEY----- '],
  ['beginnings of tokens', 'ghp_'],
  ['hexadecimal', '4d'],
  ['groups of digits', '123456-'],
  ['labels of a line', 'seed phrase: '],
  ['headers', 'cookie: '],
  ['bold', '**'],
  ['label after label', 'pin '],
])('costs no more than linear time for %s', (_what, piece) => {
  const check = {
    signals: [{ code: 'one-time-password', evidence: '' }],
    artifacts: { codes: [], links: [], meetings: [] },
  } as const
  expect(maskSecrets(piece.repeat(Math.floor(65_536 / piece.length)), check)).toBeTypeOf('string')
})
