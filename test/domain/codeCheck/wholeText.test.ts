import { describe, expect, it } from 'vitest'
import { checkMessage } from '../../../src/domain/codeCheck/index.js'
import { asRead, wholeText } from '../../../src/domain/codeCheck/wholeText.js'

const LIMIT = 65_536
const passage = (text: string) => ({ from: 'file' as const, text })

describe('a message and what came with it', () => {
  it('is read part by part', () => {
    expect(wholeText({ text: 'a', passages: [passage('b'), passage('')] })).toEqual({ parts: ['a', 'b'], isCut: false })
  })
  it('fits the limit, however long its parts are', () => {
    const long = 'x'.repeat(LIMIT)
    const { parts, isCut } = wholeText({ text: long, passages: [passage(long), passage(long)] })
    expect(parts.join('\n\n').length).toBeLessThanOrEqual(LIMIT)
    expect(isCut).toBe(true)
  })
  it('gives what the short parts leave to the long ones', () => {
    const { parts } = wholeText({ text: 'x'.repeat(2 * LIMIT), passages: [passage('end')] })
    expect(parts[1]).toBe('end')
    expect(parts.join('\n\n').length).toBe(LIMIT)
  })
  it('is judged by a QR code behind a mail that is too long', () => {
    const qr = { from: 'qr' as const, text: 'https://microsoft.com/devicelogin?otc=H7QK3WPZ9' }
    expect(checkMessage({ text: 'minutes '.repeat(LIMIT), passages: [qr] }).verdict).toBe('phishing')
  })
  it.each(['<!--', '<style>', '<script>', '<a href="', '<![CDATA[', '<title>'])(
    'is judged whole where one of its parts leaves %s open',
    (open) => {
      const lure = 'To join, open https://microsoft.com/devicelogin and enter the code HNGP5CAF8.'
      const passages = [passage(`<p>See the attachment.</p>${open}`), { from: 'picture' as const, text: lure }]
      expect(checkMessage({ text: '', passages }).verdict).toBe('phishing')
    },
  )
  it('is the same without what is not read of it', () => {
    const lure = 'To join, open https://microsoft.com/devicelogin and enter the code HNGP5CAF8.'
    const input = { text: 'minutes '.repeat(LIMIT), passages: [passage(lure), passage('x'.repeat(LIMIT))] }
    expect(wholeText(asRead(input)).parts).toEqual(wholeText(input).parts)
  })
  it.each(['picture', 'qr'] as const)('takes nothing in a %s for a tag', (from) => {
    const text = 'Hello <!-- To join, open https://microsoft.com/devicelogin and enter the code HNGP5CAF8. -->'
    expect(checkMessage({ text: '', passages: [{ from, text }] }).verdict).toBe('phishing')
  })
})
