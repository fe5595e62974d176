/** Which checks are about a device code sign-in, by what was found: a user code, or a page where devices are signed in. */
import type { SignalCode } from './signals.js'
import type { CodeCheck } from './types.js'

type Findings = Pick<CodeCheck, 'verdict' | 'signals'>

/** A code of another kind, such as a passcode or a tracking number, is none of these. */
const CODE_OR_PAGE: ReadonlySet<SignalCode> = new Set<SignalCode>([
  'code-with-device-page',
  'code-to-enter',
  'device-page-requested',
  'code-announced',
  'prefilled-code',
  'code-on-unknown-page',
  'approval-by-phone',
  'tool-output',
  'device-screen',
  'own-device-only',
  'device-code',
  'device-page',
  'device-page-described',
  'unattended-device',
  'disguised-code',
  'already-entered',
])

/** A check like this opens a watch of the asker's sign-ins. */
export const isAboutDeviceCode = ({ verdict, signals }: Findings): boolean =>
  verdict === 'legitimate-device-login' || signals.some(({ code }) => CODE_OR_PAGE.has(code))

/** Whether the asker says so in the message itself. */
export const saysEntered = ({ signals }: Findings): boolean => signals.some(({ code }) => code === 'already-entered')

/**
 * Whether *I already entered it* fits: where there is something that should not have been entered. A device sign-in
 * prompt is no such thing before its reader says that somebody sent it, which makes the check a phishing one.
 */
export function canBeEntered(check: Findings): boolean {
  if (check.verdict === 'phishing') return true
  return check.verdict === 'suspicious' ? isAboutDeviceCode(check) : check.verdict === 'unrelated' && saysEntered(check)
}
