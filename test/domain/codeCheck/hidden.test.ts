/** What people do not see, or only some of them: it clears nothing, and makes nothing harmless. */
import { describe, expect, it } from 'vitest'
import { checkMessage } from '../../../src/domain/codeCheck/index.js'

const LURE = 'Open https://microsoft.com/devicelogin and enter H7QK3WPZ9'
const verdictOf = (text: string) => checkMessage({ text }).verdict

describe('a device page or a code that is hidden', () => {
  it.each([
    ['in a comment', `<p>See you at lunch</p><!-- ${LURE} -->`],
    ['in a style', `<p>See you at lunch</p><style>p::after{content:"${LURE}"}</style>`],
    ['in a script', `<p>See you at lunch</p><script>show("${LURE}")</script>`],
  ])('%s is suspicious at least', (_where, text) => {
    expect(verdictOf(text)).toBe('suspicious')
    expect(checkMessage({ text }).signals.map(({ code }) => code)).toContain('hidden-text')
  })
  it.each([
    ['in a field', `<p>Join us</p><input placeholder="${LURE} for the meeting">`],
    ['in a list', `<select><option label="${LURE} for the meeting"></select>`],
    [
      'behind a refresh',
      '<meta http-equiv="refresh" content="4;url=https://microsoft.com/devicelogin"><p>Copy H7QK3WPZ9, the next window needs it for the meeting</p>',
    ],
  ])('%s is seen', (_where, text) => expect(verdictOf(text)).toBe('phishing'))
  it('is not made of an ordinary comment', () =>
    expect(verdictOf('<p>See you at lunch</p><!-- template 4711 -->')).toBe('unrelated'))
})

describe('words of a person', () => {
  const PROMPT =
    '$ az login --use-device-code\nTo sign in, open https://microsoft.com/devicelogin and enter the code H7QK3WPZ9'
  it('stand out from a tool’s output', () => {
    expect(verdictOf(PROMPT)).toBe('legitimate-device-login')
    expect(verdictOf(`${PROMPT}\n@Priya over to you`)).not.toBe('legitimate-device-login')
    expect(verdictOf(`${PROMPT}\n# payroll cutoff today, all managers`)).not.toBe('legitimate-device-login')
  })
  it('of whom the reader tells are not covered by the command above them', () =>
    expect(verdictOf(`${PROMPT}\nA man on the phone told me to enter this, he is from support`)).not.toBe(
      'legitimate-device-login',
    ))
  it('about a device page are never harmless without a reason', () =>
    expect(verdictOf('Nine characters follow by phone, they go on the device login page of theirs')).not.toBe(
      'unrelated',
    ))
})
