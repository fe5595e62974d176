import { describe, expect, it } from 'vitest'
import { defanged, inert } from '../../src/cards/inert.js'
import { HOSTILE_NAMES } from './examples.js'

describe('inert', () => {
  it.each([
    ['Mira Okafor', 'Mira Okafor'],
    ['Łukasz Żółć-Nguyễn', 'Łukasz Żółć-Nguyễn'],
    ["O'Brien & Söhne (Contractor)", "O'Brien & Söhne (Contractor)"],
    ['山田 太郎', '山田 太郎'],
    ['svc_az_cli@alder.example', 'svc_az_cli@alder.example'],
    ['192.0.2.17', '192.0.2.17'],
    ['2001:db8::17', '2001:db8::17'],
    ['Dr. J. R. Smith', 'Dr. J. R. Smith'],
  ])('leaves the ordinary value %s as it is', (value, shown) => {
    expect(inert(value)).toBe(shown)
  })

  it.each([
    ['a link', '[Pay](https://login.example)', '(Pay)(https(:)//login(.)example)'],
    ['an autolink', '<https://login.example>', '‹https(:)//login(.)example›'],
    ['a mention', '<at>Everyone</at>', '‹at›Everyone‹/at›'],
    ['a time of the card', '{{TIME(2020-01-01T00:00:00Z)}}', '((TIME(2020-01-01T00:00:00Z)))'],
    ['emphasis', '**now** ~~no~~', '∗∗now∗∗ ∼∼no∼∼'],
    ['a host', 'login.example/verify', 'login(.)example/verify'],
    ['an escaped link', '\\[a](b)', '∖(a)(b)'],
    ['new lines', 'one\r\n# two\u2028three', 'one # two three'],
    ['direction overrides', 'a\u202Eb\u202C\u2066c\u2069\u200F', 'abc'],
    ['zero-width characters', 'p\u200Bay\u200Dpal\uFEFF\u00AD', 'paypal'],
    ['hidden tag characters', 'ok\u{E0041}\u{E0042}', 'ok'],
    ['half a surrogate pair', 'ok\uD83D', 'ok'],
    ['underscores round a word', '__now__ svc_az_cli_', 'ˍˍnowˍˍ svc_az_cliˍ'],
    ['blank look-alikes', '\u3164\u2800', ''],
  ])('takes the effect out of %s', (_what, value, shown) => {
    expect(inert(value)).toBe(shown)
  })

  it('cuts by characters, not through the middle of one', () => {
    expect(inert('🐟🐟🐟🐟', 3)).toBe('🐟🐟…')
  })

  it.each(HOSTILE_NAMES.map((name) => [name.slice(0, 40), name]))('leaves nothing to render in %j', (_start, name) => {
    const shown = inert(name)
    expect(shown).not.toMatch(/[[\]{}<>*`~\\\n\r\u2028\u202A-\u202E\u2066-\u2069\u200B-\u200F]|:\/\/|www\./)
    expect(Array.from(shown).length).toBeLessThanOrEqual(80)
  })
})

describe('defanged', () => {
  it.each([
    ['https://login.example/a?b=c', 'hxxps://login[.]example/a?b=c'],
    ['HTTP://Login.Example', 'hxxp://Login[.]Example'],
    ['microsoft.com/devicelogin', 'microsoft[.]com/devicelogin'],
    ['https://203.0.113.80/x', 'hxxps://203.0.113.80/x'],
    ['F3KW9QZLM', 'F3KW9QZLM'],
    ['login.xn--80ak6aa92e.example', 'login[.]xn--80ak6aa92e[.]example'],
  ])('writes %s as %s', (value, shown) => {
    expect(defanged(value)).toBe(shown)
  })

  it('leaves other addresses without their scheme', () => {
    expect(defanged('ftp://login.example')).toBe('ftp[:]//login[.]example')
  })

  it('keeps evidence from showing a time of the card', () => {
    expect(defanged('{{DATE(2020-01-01T00:00:00Z)}}')).toBe('((DATE(2020-01-01T00:00:00Z)))')
  })

  it('makes no link of what it adds', () => {
    expect(defanged('a.bc(https://login.example)[x](y.zz)')).toBe('a[.]bc(hxxps://login[.]example)(x)(y[.]zz)')
  })

  it('is bounded', () => {
    expect(Array.from(defanged('x'.repeat(10_000)))).toHaveLength(120)
  })
})
