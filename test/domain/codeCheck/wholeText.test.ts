import { describe, expect, it } from 'vitest'
import { checkMessage } from '../../../src/domain/codeCheck/index.js'
import { wholeText } from '../../../src/domain/codeCheck/wholeText.js'

const LIMIT = 65_536
const passage = (text: string) => ({ from: 'file' as const, text })

describe('a message and what came with it', () => {
  it('is one text with paragraphs', () => {
    expect(wholeText({ text: 'a', passages: [passage('b'), passage('')] })).toEqual({ text: 'a\n\nb', isCut: false })
  })
  it('fits the limit, however long its parts are', () => {
    const long = 'x'.repeat(LIMIT)
    const { text, isCut } = wholeText({ text: long, passages: [passage(long), passage(long)] })
    expect(text.length).toBeLessThanOrEqual(LIMIT)
    expect(isCut).toBe(true)
  })
  it('gives what the short parts leave to the long ones', () => {
    const { text } = wholeText({ text: 'x'.repeat(2 * LIMIT), passages: [passage('end')] })
    expect(text).toMatch(/x\n\nend$/)
    expect(text.length).toBe(LIMIT)
  })
  it('is judged by a QR code behind a mail that is too long', () => {
    const qr = { from: 'qr' as const, text: 'https://microsoft.com/devicelogin?otc=H7QK3WPZ9' }
    expect(checkMessage({ text: 'minutes '.repeat(LIMIT), passages: [qr] }).verdict).toBe('phishing')
  })
})
