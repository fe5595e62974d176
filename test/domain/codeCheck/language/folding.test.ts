import { describe, expect, it } from 'vitest'
import { readPhrases } from '../../../../src/domain/codeCheck/language/phrases.js'
import { normalise } from '../../../../src/domain/codeCheck/normalise/index.js'

const has = (text: string, topic: Parameters<ReturnType<typeof readPhrases>['has']>[0]) =>
  readPhrases(text, []).has(topic)

describe('accents', () => {
  it('may be left away', () => expect(has('s’il vous plait', 'request')).toBe(true))
  it('may not be others: another word is another word', () => {
    expect(has('s’il vous plàît', 'request')).toBe(false)
  })
})

describe('letters that people write for each other', () => {
  it('are one in Arabic, with and without hamza', () => expect(has('ادخل الرمز', 'enterCode')).toBe(true))
  it('carry prefixes in Hebrew', () => expect(has('נא להקליד את הקוד', 'enterCode')).toBe(true))
  it('have one sigma in Greek', () => expect(has('ΚΩΔΙΚΟΣ', 'codeWord')).toBe(true))
})

describe('digits of other scripts', () => {
  it.each(['٢٣١ ٢٣٤ ٥٦٧ ٨٩٠', '२३१ २३४ ५६७ ८९०', '২৩১ ২৩৪ ৫৬৭ ৮৯০', '๒๓๑ ๒๓๔ ๕๖๗ ๘๙๐'])('are digits: %s', (written) =>
    expect(normalise(written).text).toBe('231 234 567 890'),
  )
})
