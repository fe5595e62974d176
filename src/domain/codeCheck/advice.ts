/**
 * The catalogue of advice. A verdict sorts, advice helps: what is said first depends on the situation. The sentences
 * people read in Teams are in the words files of the cards; these are for the terminal and for engineers.
 */
export const ADVICE = {
  'did-you-start-it':
    'If somebody sent you this text or this code, do not enter it. Go on only if you started this sign-in on a device in front of you.',
  'trust-the-far-side':
    'The code comes from a remote host or repository: go on only if you trust the far side with your account.',
  'do-not-enter': 'Do not enter the code and do not sign in on that page. Report the message.',
  'do-not-link': 'Do not scan the code and do not link a device: whoever shows it reads along. Report the message.',
  'revoke-now': 'Call security now: your sessions must be revoked before the other side uses them.',
  'own-account-only': 'Never approve a sign-in for somebody else, colleagues included: let them use their own account.',
  'hand-nothing-over': 'Do not send the code, password or address to anybody, whatever the reason. Report the message.',
  'enter-nowhere': 'Do not enter this code anywhere.',
  'leave-device': 'Leave the device alone and tell your IT team.',
  'deny-and-report': 'Deny the request and report it now: somebody may be signing in as you.',
  'do-not-open': 'Do not open the link. Report the message.',
  'verify-elsewhere': 'Ask the person through a channel you already know before you go on.',
  'about-the-page':
    'The page is Microsoft’s own, and is misused: only a code from your own device, in a sign-in you started, belongs there.',
  'about-another-page':
    'The page is the service’s own, and is misused: only a code from your own device, in a sign-in you started, belongs there.',
  'format-fits':
    'It has the form of an ordinary meeting. That says nothing about the sender; if a sign-in page asks for a code, stop.',
  'not-checked-here':
    'There is no meeting and no device code in it, so there is nothing this check can tell. Your IT or security team can.',
  'never-share-otp': 'Never share a one-time password. If you did not ask for one, change your password and report it.',
  'change-password':
    'Change your password and report it: somebody who knows the password may have asked for this one-time password.',
  report: 'Report it to your security team.',
} as const

export type AdviceCode = keyof typeof ADVICE
