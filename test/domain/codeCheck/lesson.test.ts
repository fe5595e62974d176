/** Each verdict teaches one thing, chosen by what was found. */
import { expect, it } from 'vitest'
import { checkMessage, LESSONS, type LessonCode, lessonOf, VERDICTS } from '../../../src/domain/codeCheck/index.js'

const CODE = 'H7QK3WPZ9'
const PAGE = 'https://microsoft.com/devicelogin'

const ROWS: readonly [string, LessonCode, string][] = [
  ['a meeting with a code', 'meeting-id-is-digits', `Join the meeting at ${PAGE}, meeting ID ${CODE}`],
  ['a file with a code', 'genuine-page-proves-nothing', `Your salary statement: open ${PAGE} with ${CODE}`],
  [
    'a code of another service',
    'other-service-code',
    'Dear maintainer, verify ownership at https://github.com/login/device with F3C5-0C10',
  ],
  ['a link that carries the code', 'link-carries-code', `Dear all, open ${PAGE}?otc=${CODE}`],
  ['a code asked back', 'code-is-for-its-page', 'I sent you a code by mistake, please send me the code'],
  [
    'an address asked back',
    'address-is-a-key',
    'Sign in by the link, then copy the address from the address bar and send it to me',
  ],
  [
    'a linked device',
    'linked-device-reads-along',
    'Dear neighbour, to vote for our daughter please open WhatsApp, choose linked devices, and confirm what you see',
  ],
  ['a favour', 'approval-gives-your-account', `could you enter ${CODE} at ${PAGE}, my phone broke`],
  ['a lookalike host', 'host-end-counts', 'https://teams-microsoft.example/j/1'],
  [
    'a masked link',
    'words-of-link-prove-nothing',
    `<a href="https://files.example/x">https://teams.microsoft.com/meet</a>`,
  ],
  ['a QR code', 'qr-is-a-link', `Scan the QR code, it opens ${PAGE}, and enter ${CODE}`],
  ['a prompt out of nowhere', 'denying-costs-nothing', 'an approve sign-in prompt popped up out of nowhere'],
  ['an unattended device', 'code-on-display-is-bait', `The screen on the wall shows ${PAGE} ${CODE}`],
  ['a stranger', 'stranger-chooses-channel', 'I will send you the access details, keep this between us'],
  ['a bare code', 'code-comes-from-own-device', `what is ${CODE}?`],
  [
    'an own prompt',
    'code-comes-from-own-device',
    `To sign in, use a web browser to open the page ${PAGE} and enter the code ${CODE} to authenticate.`,
  ],
  ['an ordinary meeting', 'joining-needs-no-sign-in-code', 'https://teams.microsoft.com/meet/2312345678901?p=AbCdEfGh'],
  ['a one-time password', 'code-is-for-its-page', 'Your verification code is 118822'],
  ['a question about the flow', 'code-signs-in-its-sender', 'what is device code phishing?'],
  ['anything else', 'what-a-device-code-is', 'lunch at twelve'],
]

it.each(ROWS)('%s teaches: %s', (_what, lesson, text) => {
  expect(lessonOf(checkMessage({ text }))).toBe(lesson)
})

it('a QR code that came as a picture counts as one', () => {
  const passages = [{ from: 'qr', text: PAGE }] as const
  expect(lessonOf(checkMessage({ text: `Dear all, enter ${CODE}`, passages }))).toBe('qr-is-a-link')
})

it('a kept check without signals teaches something too', () => {
  for (const verdict of VERDICTS) expect(LESSONS).toHaveProperty(lessonOf({ verdict, signals: [], advice: [] }))
})
