/** No text makes the check throw, or find without bound: what it collects is capped, and the whole stays finite. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findMislabelledIds } from '../../../src/domain/codeCheck/artifacts/meetings.js'
import { findOtherNumbers } from '../../../src/domain/codeCheck/artifacts/numbers.js'
import { findSchemeLinks } from '../../../src/domain/codeCheck/artifacts/schemes.js'
import { checkMessage, VERDICTS } from '../../../src/domain/codeCheck/index.js'
import { PhraseMatcher } from '../../../src/domain/codeCheck/language/phraseMatcher.js'

const LENGTH = 65_536
const UNITS = [
  'a',
  ' ',
  '\n',
  '<',
  '<a ',
  '<div>',
  '<b><p>',
  '<!--',
  '[',
  '](',
  'http://',
  'http://a.b/c ',
  'a.b.',
  '1 ',
  '123 ',
  'A-',
  'H7 ',
  'code ',
  '=3D',
  'QUJD',
  'QUJDQUJDQUJDQUJD\n',
  '&amp;',
  '\u200b',
  'аb',
  '会',
  'hotel ',
  '$ az login\n',
  '```\n',
  'a@b.c ',
  '+1 (555) ',
  'microsoft.com/devicelogin H7QK3WPZ9 ',
  '.com slash ',
  '{\\u0041',
  'user@h:',
  'ID 231 234 567 890 kP7wQ2zR ',
  'https://x.safelinks.protection.outlook.com/?url=',
  '<a href=x>',
  '\ud800',
  '//a.b ',
  'a.b/&amp;',
  'xn--99999.com ',
  'https://urldefense.com/v3/__https://a*b__;',
  'https://url.avanan.click/v2/___',
  'http://www.google.com/url?q=',
  'https%253a',
  '2@AAAAAAAAAAAAAAAAAAAAAAAAA,',
  'sgnl://linkdevice ',
  'data:,',
  'Meeting ID: 371519285955 Passcode: ',
  '会议号：1',
  '٣٧١ ',
  'Zoom\nhttps://a.example/j/1\n',
  'DE89 ',
  'A1 ',
  '1.',
  '10.1000/(',
  '+1-',
  'serial number ',
  'RB 123 456 785 GB ',
  'commit a1b2c3d4 ',
  'DIN EN ISO ',
  'teаms.com ',
  'micr0soft.com ',
]

it('other numbers, links and ids are collected up to their limits', () => {
  const repeated = (unit: string) => unit.repeat(Math.ceil(LENGTH / unit.length)).slice(0, LENGTH)
  expect(findOtherNumbers(repeated('RB 123 456 785 GB ')).length).toBeLessThanOrEqual(300)
  expect(findSchemeLinks(repeated('sgnl://linkdevice?a ')).length).toBeLessThanOrEqual(50)
  expect(findMislabelledIds(repeated('Meeting ID: H7QK3WPZ9 ')).length).toBeLessThanOrEqual(60)
})

describe('a text of 64 KB', () => {
  it.each(UNITS)('made of %j is judged, with no more findings than the limits', (unit) => {
    const check = checkMessage({ text: unit.repeat(Math.ceil(LENGTH / unit.length)).slice(0, LENGTH) })
    expect(VERDICTS).toContain(check.verdict)
    expect(check.artifacts.codes.length).toBeLessThanOrEqual(100)
    expect(check.artifacts.links.length).toBeLessThanOrEqual(200)
    expect(check.artifacts.meetings.length).toBeLessThanOrEqual(61)
  })
})

it('whatever the text, an answer comes, and the same one twice', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom(...UNITS),
    fc.constantFrom('H7QK3WPZ9', 'microsoft.com/devicelogin'),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('')
      const check = checkMessage({ text })
      expect(check).toEqual(checkMessage({ text }))
      for (const { span } of check.signals) if (span) expect(text.slice(span.start, span.end)).not.toBe('')
    }),
    { seed: 20260101, numRuns: 300 },
  )
})

it('the work on phrases grows with the text and not with the number of phrases', () => {
  const phrases = Array.from({ length: 3000 }, (_, index) => ({ topic: 'any', phrase: `w${index}` }))
  const hits = (length: number) => new PhraseMatcher(phrases).find('w1 w22 w333 '.repeat(length)).length
  expect(hits(2000)).toBe(2 * hits(1000))
})
