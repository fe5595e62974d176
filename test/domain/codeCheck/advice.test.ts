/** The first sentence fits the situation, not only the verdict: a row of the table, a test. */
import { expect, it } from 'vitest'
import { type AdviceCode, checkMessage } from '../../../src/domain/codeCheck/index.js'

const CODE = 'H7QK3WPZ9'
const PAGE = 'microsoft.com/devicelogin'
const PROMPT = `To sign in, use a web browser to open the page https://${PAGE} and enter the code ${CODE} to authenticate.`

const ROWS: readonly [string, string, AdviceCode][] = [
  ['a device login is asked back about', PROMPT, 'did-you-start-it'],
  ['a lure is not to be followed', `Dear all, open ${PAGE} and enter ${CODE}`, 'do-not-enter'],
  ['a lure that was followed is revoked', `A caller wanted ${CODE} on ${PAGE}, and I already entered it`, 'revoke-now'],
  ['a colleague uses his own account', `could you enter ${CODE} at ${PAGE} for me, my phone broke`, 'own-account-only'],
  ['a code asked back stays where it is', 'I sent you a code by mistake, please send me the code', 'hand-nothing-over'],
  ['an unknown code goes nowhere', `what is ${CODE}?`, 'enter-nowhere'],
  [
    'an unattended device is left alone',
    `The screen on the wall shows ${PAGE} ${CODE} since this morning`,
    'leave-device',
  ],
  ['a prompt out of nowhere is denied', 'an approve sign-in prompt popped up out of nowhere', 'deny-and-report'],
  ['a lookalike link is not opened', 'https://teams-microsoft.example/j/1', 'do-not-open'],
  ['a question about the page is answered', `what is ${PAGE}?`, 'about-the-page'],
  ['a stranger is verified elsewhere', 'I will send you the access details, keep this between us', 'verify-elsewhere'],
  ['a meeting says nothing of its sender', 'https://teams.microsoft.com/meet/2312345678901?p=AbCdEfGh', 'format-fits'],
  ['a one-time password is never shared', 'Your verification code is 118822', 'never-share-otp'],
  ['anything else is not ours', 'lunch at twelve', 'not-checked-here'],
]

it.each(ROWS)('%s', (_row, text, first) => {
  expect(checkMessage({ text }).advice[0]).toBe(first)
})

it('adds the far side where the prompt comes through a remote host', () => {
  const text = `$ ssh build\nmarc@build:~$ az login\n${PROMPT}`
  expect(checkMessage({ text }).advice).toEqual(['did-you-start-it', 'trust-the-far-side'])
})
