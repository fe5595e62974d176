/**
 * What a verdict teaches: one thing, in one line, chosen by what was found. Made of a check's signals alone, so that a
 * check that was kept teaches the same again.
 */
import { findLinks } from './artifacts/links.js'
import type { SignalCode } from './signals.js'
import type { CodeCheck } from './types.js'

/** For engineers and the terminal; what people read in Teams is in the words files of the cards. */
export const LESSONS = {
  'meeting-id-is-digits': 'A Teams meeting ID is digits only, and is typed in Teams, never at a sign-in page.',
  'joining-needs-no-sign-in-code': 'Joining a meeting never takes a code on a sign-in page.',
  'code-signs-in-its-sender':
    'A device code signs in whoever asked for it, with the account of whoever enters it; MFA does not stop that.',
  'genuine-page-proves-nothing': 'A genuine Microsoft address proves nothing here: the attack uses the real page.',
  'other-service-code': 'Codes of GitHub, Google, AWS and others work alike: one from somebody else signs them in.',
  'link-carries-code': 'A link can carry the code inside: opening it is like typing it.',
  'linked-device-reads-along': 'A linked device reads all your chats, silently, until you remove it.',
  'address-is-a-key': 'The address in the browser after a sign-in is a key: whoever gets it is signed in as you.',
  'code-is-for-its-page': 'A one-time password is for the page where you asked for it, never for a person.',
  'support-needs-no-code': 'Support never needs you to enter a code that it reads out.',
  'approval-gives-your-account': 'Approving a sign-in for others gives them your account, not theirs.',
  'words-of-link-prove-nothing': 'The words of a link say nothing about where it leads.',
  'host-end-counts': 'Whose page it is shows at the end of the host, right before the first single slash.',
  'qr-is-a-link': 'A QR code is a link that you cannot read before you open it.',
  'denying-costs-nothing': 'Denying your own sign-in costs one more try; approving a stranger’s costs the account.',
  'code-on-display-is-bait': 'Who enters a code from a screen signs that screen in with his own account.',
  'stranger-chooses-channel': 'Who moves you to another channel chooses one where nobody looks along.',
  'honest-mail-ignores-checkers': 'Only a message with something to hide speaks to the checker.',
  'code-comes-from-own-device': 'A code goes from your own device to the page, never from a message to the page.',
  'what-a-device-code-is': 'A device code is nine capitals and digits that somebody wants on a sign-in page.',
} as const

export type LessonCode = keyof typeof LESSONS

type Judged = Pick<CodeCheck, 'verdict' | 'signals' | 'advice'>

/** The first row that fits teaches. */
const BY_SIGNAL: readonly (readonly [SignalCode, LessonCode])[] = [
  ['address-asked-back', 'address-is-a-key'],
  ['code-asked-back', 'code-is-for-its-page'],
  ['device-link-requested', 'linked-device-reads-along'],
  ['approval-by-phone', 'support-needs-no-code'],
  ['unattended-device', 'code-on-display-is-bait'],
  ['prefilled-code', 'link-carries-code'],
  ['qr-code', 'qr-is-a-link'],
  ['lookalike-host', 'host-end-counts'],
  ['mixed-scripts', 'host-end-counts'],
  ['disguised-link', 'words-of-link-prove-nothing'],
  ['script-link', 'words-of-link-prove-nothing'],
  ['wrapped-link', 'words-of-link-prove-nothing'],
  ['meeting-pretext', 'meeting-id-is-digits'],
  ['unexplained-sign-in', 'denying-costs-nothing'],
  ['addresses-checker', 'honest-mail-ignores-checkers'],
  ['account-pretext', 'genuine-page-proves-nothing'],
  ['device-page', 'genuine-page-proves-nothing'],
  ['unverifiable-contact', 'stranger-chooses-channel'],
  ['unlisted-host', 'host-end-counts'],
]

export function lessonOf({ verdict, signals, advice }: Judged): LessonCode {
  switch (verdict) {
    case 'legitimate-device-login':
      return 'code-comes-from-own-device'
    case 'legitimate-meeting':
      return 'joining-needs-no-sign-in-code'
    case 'unrelated':
      return ofUnrelated(advice)
    default:
      return ofThreat({ verdict, signals, advice })
  }
}

function ofUnrelated(advice: Judged['advice']): LessonCode {
  if (advice.includes('never-share-otp') || advice.includes('change-password')) return 'code-is-for-its-page'
  return advice.includes('about-the-page') ? 'code-signs-in-its-sender' : 'what-a-device-code-is'
}

function ofThreat({ verdict, signals, advice }: Judged): LessonCode {
  if (advice[0] === 'own-account-only') return 'approval-gives-your-account'
  const found = new Set(signals.map(({ code }) => code))
  const row = BY_SIGNAL.find(([code]) => found.has(code))
  const lesson = row?.[1] ?? (verdict === 'phishing' ? 'code-signs-in-its-sender' : 'code-comes-from-own-device')
  return lesson === 'genuine-page-proves-nothing' && isOtherService(signals) ? 'other-service-code' : lesson
}

function isOtherService(signals: Judged['signals']): boolean {
  const page = signals.find(({ code }) => code === 'device-page')
  if (page === undefined) return false
  const service = findLinks(page.evidence)[0]?.service
  return service !== undefined && !service.startsWith('microsoft')
}
